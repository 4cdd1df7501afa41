"""Sphinx settings by name. Every value comes from handbook/; nothing is decided here."""

from pathlib import Path

from build_tools.load import (
    load_authorities,
    load_book,
    load_cases,
    load_concordance,
    load_design,
    load_terms,
)

_ROOT = Path(__file__).parent
_TOML = "handbook/book.toml"

handbook_book = load_book(_ROOT, may_lack_chapters=True)
handbook_authorities = load_authorities(_ROOT)
handbook_cases = load_cases(_ROOT)
handbook_terms = load_terms(_ROOT)
handbook_concordance = load_concordance(_ROOT, handbook_authorities)
handbook_design = load_design(_ROOT)

project = handbook_book.short_title
author = ", ".join(handbook_book.authors)
copyright = f"{handbook_book.date.year}, {handbook_book.text_licence}"
release = handbook_book.edition
language = handbook_book.language

extensions = ["myst_parser", "build_tools.sphinx_ext"]
root_doc = "index"
include_patterns = ["index.md", *(f"{chapter.docname}.md" for chapter in handbook_book.chapters)]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
templates_path = ["handbook/design/web/templates"]
html_static_path = ["handbook/design/web/static"]
html_permalinks = False  # paragraphs are cited by their numbers
html_title = handbook_book.short_title
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_secnumber_suffix = "\u2002"
html_baseurl = handbook_book.address + "/"
