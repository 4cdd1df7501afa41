"""The machine that makes the handbook: text and data in, a site and a book out.

Read in this order: model, errors, citations, load, then sphinx_ext (chapters become
doctrees), pdf (bodies become pages) and cli (what a person types).
"""
