"""Sheets: pieces of the book laid out alone (cover, contents, chapter, index), joined later."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.document import Document, Page
from weasyprint.text.fonts import FontConfiguration

from build_tools.pdf.fetch import ProjectFetcher
from build_tools.pdf.in_sight import closing_what_is_in_sight
from build_tools.pdf.layout import mended_layout
from build_tools.pdf.quick import quick_layout
from build_tools.pdf.quick_lines import Widths


@dataclass
class Sheet:
    """Pages laid out from one piece of HTML."""

    name: str
    document: Document
    first_label: int
    """The number printed on its first page."""

    @property
    def pages(self) -> list[Page]:
        """The pages, in order."""
        return list(self.document.pages)


class Way(StrEnum):
    """How pages are laid out and painted."""

    QUICK = "quick"
    PLAIN = "plain"
    """By WeasyPrint's own code alone."""
    COMPARED = "compared"
    """In both ways; what differs is told, and the pages are those of WeasyPrint's own code."""


@dataclass
class Press:
    """What every sheet shares: style, fonts, what may be fetched, what was complained of."""

    fetcher: ProjectFetcher
    base_url: str
    style: str
    messages: list[str] = field(default_factory=list)
    missing_signs: set[str] = field(default_factory=set)
    """Signs that no typeface of the book has, found when pages are painted."""
    way: Way = Way.QUICK

    def __post_init__(self) -> None:
        # Styles are read before work is shared out, fonts only where pages are laid out: Pango
        # may do part of its work in a thread, which a forked process would not have.
        self._sheet = weasyprint.CSS(
            string=self.style, url_fetcher=self.fetcher, base_url=self.base_url
        )
        self.widths = Widths()
        self.style_files = self.fetcher.taken()
        """The digest of each file that the style asks for by itself, by its address."""

    def lay_out(self, name: str, html: str, first_label: int) -> Sheet:
        """Lay out one piece; its first page is a recto and prints `first_label`."""
        start = self._style(f"@page :nth(1) {{ counter-reset: page {first_label} }}")
        with self.listening(name):
            source = weasyprint.HTML(string=html, base_url=self.base_url, url_fetcher=self.fetcher)
            with self.engine(), mended_layout(), closing_what_is_in_sight():
                document = source.render(
                    font_config=self._fonts,
                    stylesheets=[self._sheet, start],
                    pdf_variant="pdf/a-2a",
                )
        for page in document.pages:
            # A link's inner boxes would each become a link of their own.
            page.links[:] = [
                link
                for link in page.links
                if _is_link_box(link[3]) and not self._leads_astray(name, *link[:2])
            ]
        return Sheet(name, document, first_label)

    def is_still(self, root: Path, style: str, colours: Mapping[str, str], way: Way) -> bool:
        """Say whether it would be made in the same way now, from the same files."""
        own = (self.base_url, self.style, self.fetcher.colours, self.way)
        files = self.style_files.items()
        return own == (root.as_uri() + "/", style, colours, way) and all(
            self.fetcher.digest(address) == digest for address, digest in files
        )

    def engine(self) -> AbstractContextManager[None]:
        """Return what pages are laid out and painted in."""
        return quick_layout(self.widths) if self.way is Way.QUICK else nullcontext()

    def _style(self, rules: str) -> weasyprint.CSS:
        return weasyprint.CSS(string=rules, url_fetcher=self.fetcher)

    @cached_property
    def _fonts(self) -> FontConfiguration:
        return FontConfiguration()

    def _leads_astray(self, name: str, kind: str, address: str) -> bool:
        """Say whether a link would lead to a file of this machine, and complain of it."""
        if kind != "external" or not address.startswith("file:"):
            return False
        link = address.removeprefix(self.base_url)
        self.messages.append(f"{name}: the link to '{link}' leads to no page of the book")
        return True

    @contextmanager
    def listening(self, name: str) -> Iterator[None]:
        """Collect what WeasyPrint complains of while it lays out or paints something."""
        handler = _Listener(name, self)
        logger = logging.getLogger("weasyprint")
        level, propagate = logger.level, logger.propagate
        logger.addHandler(handler)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate


class _Listener(logging.Handler):
    def __init__(self, sheet: str, press: Press) -> None:
        super().__init__(logging.WARNING)
        self._sheet = sheet
        self._press = press

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef") and isinstance(record.args, tuple):
            self._press.missing_signs.add(str(record.args[0]))
        else:
            self._press.messages.append(f"{self._sheet}: {record.getMessage()}")


def _is_link_box(box: Any) -> bool:
    return box.element is not None and box.element.tag == "a" and "::" not in box.element_tag
