"""The Downloads page, written from the records that lie beside the files themselves."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.errors import OutputError
from build_tools.files import write_whole
from build_tools.model import Product
from build_tools.sphinx_ext.chapter_facts import long_date

_ = get_translation("handbook")
PACK = "-participant-pack"
"""How the edition of a course's pack ends, after the name of the course."""
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*\.[a-z0-9]+")
_LANGUAGES = {"en": "English", "ru": "Русский", "uz": "Oʻzbekcha", "uz-cyrl": "Ўзбекча"}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the page."""
    app.connect("html-collect-pages", _pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@dataclass(frozen=True)
class Download:
    """A file as the page shows it."""

    name: str
    title: str
    words: str
    edition: str
    language: str
    date: str
    pages: int
    size: str
    sha256: str


def publish(site_dir: Path, product: Product) -> None:
    """Put a file and its record into the site; what stood there stays until both are whole.

    :raises OutputError: if the name of the file would not be safe in an address.
    """
    name = product.path.name
    if not _SAFE_NAME.fullmatch(name):
        raise OutputError(
            f"'{name}' cannot be the name of a download. Name it with small Latin letters, "
            "digits and hyphens, such as handbook-en.pdf."
        )
    folder = site_dir / "downloads"
    record = {**asdict(product), "path": name, "date": product.date.isoformat()}
    write_whole(folder / name, product.path.read_bytes())
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole((folder / name).with_suffix(".json"), text.encode())


def render_downloads(app: Sphinx) -> None:
    """Write the page again from the records that lie there now."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    for pagename, context, template in _pages(app):
        builder.handle_page(pagename, context, template)


def products_in(site_dir: Path) -> tuple[Product, ...]:
    """Read the records of a site, in the order of their names; files without one do not count."""
    return tuple(_product(path) for path in sorted((site_dir / "downloads").glob("*.json")))


def _product(record: Path) -> Product:
    values = json.loads(record.read_text(encoding="utf-8"))
    path, date = record.parent / values.pop("path"), dt.date.fromisoformat(values.pop("date"))
    return Product(path=path, date=date, **values)


def downloads_in(site_dir: Path) -> tuple[Download, ...]:
    """Return the files of a site as a page shows them."""
    products = products_in(site_dir)
    return tuple(_download(product) for product in products if product.path.is_file())


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page of all that is of no course: packs stand with their courses."""
    every = downloads_in(Path(app.outdir))
    files = tuple(file for file in every if not file.edition.endswith(PACK))
    yield "downloads", {"title": _("Downloads"), "downloads": files}, "downloads.html"


def _download(product: Product) -> Download:
    size = size_in_words(product.size)
    kind = product.path.suffix.removeprefix(".").upper()
    pages = f"{_('%d pages') % product.pages}, " if product.pages else ""
    return Download(
        name=product.path.name,
        title=product.title,
        words=f"{product.title} ({kind}, {pages}{size})",
        edition=product.edition,
        language=_LANGUAGES.get(product.language, product.language),
        date=long_date(product.date.isoformat()),
        pages=product.pages,
        size=f"{size} ({product.size:,} {_('bytes')})",
        sha256=product.sha256,
    )


def size_in_words(size: int) -> str:
    """Say a size as a reader expects it: 812 kB, 1.4 MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
