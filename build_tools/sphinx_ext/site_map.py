"""The list of pages for search engines, and where to find it."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.files import write_if_changed
from build_tools.sphinx_ext.book import book_of
from build_tools.sphinx_ext.site_style import SITE_BUILDERS


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what is written when all pages are."""
    app.connect("build-finished", _write_map)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _write_map(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name not in SITE_BUILDERS:
        return
    book, outdir = book_of(app), Path(app.outdir)
    chapters = (c.docname for c in book.chapters if c.docname in app.env.all_docs)
    pages = [app.config.root_doc, *chapters]
    home = app.builder.get_target_uri(app.config.root_doc)
    tools = ("genindex", "training", "downloads")
    uris = [app.builder.get_target_uri(page) for page in (*pages, *tools)]
    addresses = [f"{book.address}/{'' if uri == home else uri}" for uri in uris]
    # The edition's date, not today's: the same text gives the same bytes.
    entries = "".join(
        f"<url><loc>{escape(address)}</loc><lastmod>{book.date.isoformat()}</lastmod></url>\n"
        for address in addresses
    )
    sitemap = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
    robots = f"User-agent: *\nAllow: /\nSitemap: {book.address}/sitemap.xml\n"
    write_if_changed(outdir / "sitemap.xml", sitemap.encode())
    write_if_changed(outdir / "robots.txt", robots.encode())
