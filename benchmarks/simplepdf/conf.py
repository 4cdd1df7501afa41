"""Settings of sphinx-simplepdf as its own guide gives them, with the book's fonts and paper."""

project = "book"
extensions = ["myst_parser", "sphinx_simplepdf"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
html_permalinks = False
simplepdf_weasyprint_flags = ["--quiet", "--pdf-variant", "pdf/ua-1"]
simplepdf_vars = {"base-font-size": "10.5pt", "font-family-base": '"Source Serif 4"'}
