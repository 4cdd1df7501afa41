"""Settings of Sphinx's own way through LaTeX: the book's fonts and paper, pages of references."""

import os

project = "The book"
extensions = ["myst_parser", "sphinxcontrib.rsvgconverter"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
latex_engine = "xelatex"
latex_show_pagerefs = True
latex_elements = {
    "papersize": "a4paper",
    "fontpkg": "".join(
        rf"""
\set{kind}font{{{name}}}[Path={os.environ["BOOK_FONTS"]}/, Extension=.ttf,
  UprightFont=*_400Regular, ItalicFont=*_400Regular_Italic,
  BoldFont=*_600SemiBold, BoldItalicFont=*_600SemiBold_Italic]"""
        for kind, name in (("main", "SourceSerif4"), ("sans", "SourceSans3"))
    ),
}
