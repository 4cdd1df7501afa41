"""Plain Sphinx settings: one HTML page, which WeasyPrint then prints."""

import re
from pathlib import Path

from sphinx.application import Sphinx

project = "The book"
extensions = ["myst_parser"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
html_theme = "basic"
templates_path = ["templates"]
html_static_path = ["static"]
html_copy_source = False
html_permalinks = False


def setup(app: Sphinx) -> None:
    """Mend what Sphinx 9 breaks, as anyone would have to before printing its single page."""
    app.connect("build-finished", _point_links_at_their_targets)


def _point_links_at_their_targets(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None:
        return
    # "#document-chapters/c07#c07-place-1" points nowhere: Sphinx issue 14221.
    page = Path(app.outdir) / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r'href="#document-[^"#]*#', 'href="#', text), encoding="utf-8")
