"""What a finished PDF says: its structure, the text of each mark, links, labels, bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2


@dataclass
class Element:
    """A structure element: its tag, its own entries, what is in it."""

    tag: str
    entries: Any
    kids: list[Element] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)
    """Page indexes its content stands on, that of its kids included."""
    text: str = ""

    def all(self, tag: str = "") -> Iterator[Element]:
        """Yield this element and all below it, of one tag if given."""
        if tag in ("", self.tag):
            yield self
        for kid in self.kids:
            yield from kid.all(tag)


@dataclass
class Link:
    """A link on a page, by page index."""

    page: int
    area: tuple[float, float, float, float]
    contents: str
    destination: str | None
    address: str | None


class Reading:
    """An open PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pdf = pikepdf.open(path)
        self._pdfium = pypdfium2.PdfDocument(path)
        self._fonts: dict[Any, dict[int, str]] = {}
        self._pages: dict[int, tuple[Any, list[tuple[float, float]]]] = {}
        marks = [self._marks_of(page) for page in self.pdf.pages]
        self.artifacts = ["".join(artifacts) for _marks, artifacts in marks]
        """The text of each page that is no part of the book's text."""
        index = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        (top,) = self.pdf.Root.StructTreeRoot.K
        self.document = _element(top, None, index, [texts for texts, _artifacts in marks])

    @cached_property
    def labels(self) -> list[str]:
        """The printed number of each page."""
        return [page.label for page in self.pdf.pages]

    @cached_property
    def destinations(self) -> dict[str, int]:
        """The page index of each named destination."""
        index = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        names = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        return {str(name): index[target[0].objgen] for name, target in names.items()}

    @cached_property
    def links(self) -> list[Link]:
        """Every link, in the order of the pages."""
        return list(self._links())

    def _links(self) -> Iterator[Link]:
        for number, page in enumerate(self.pdf.pages):
            for link in page.get("/Annots", []):
                left, bottom, right, top = sorted_area([float(value) for value in link.Rect])
                action = link.get("/A")
                yield Link(
                    number,
                    (left, bottom, right, top),
                    str(link.Contents),
                    str(link.Dest) if "/Dest" in link else None,
                    str(action.URI) if action is not None else None,
                )

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        """Levels, from 1, and titles."""
        return [(mark.level + 1, mark.get_title()) for mark in self._pdfium.get_toc(max_depth=9)]

    def text(self, page: int) -> str:
        """Return a page's text as a reader's search sees it."""
        return str(self._signs(page)[0].get_text_range()).replace("\r\n", "\n")

    def text_in(self, link: Link) -> str:
        """Return the words in the area of a link."""
        return str(self._signs(link.page)[0].get_text_bounded(*link.area))

    def text_after(self, link: Link, length: int) -> str:
        """Return the words that follow the last sign in the area of a link."""
        left, bottom, right, top = link.area
        page, middles = self._signs(link.page)
        inside = [n for n, (x, y) in enumerate(middles) if left < x < right and bottom < y < top]
        after = inside[-1] + 1
        return str(page.get_text_range(after, min(length, page.count_chars() - after)))

    def _signs(self, page: int) -> tuple[Any, list[tuple[float, float]]]:
        """Return a page's text and the middle of each of its signs."""
        if page not in self._pages:
            text = self._pdfium[page].get_textpage()
            boxes = [text.get_charbox(number) for number in range(text.count_chars())]
            middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes]
            self._pages[page] = (text, middles)
        return self._pages[page]

    def _marks_of(self, page: Any) -> tuple[dict[int, str], list[str]]:
        """Return the text of each marked content of a page, and of its artifacts."""
        marks: dict[int, str] = {}
        written: dict[int, str] = {}
        artifacts: list[str] = []
        open_marks: list[int | None] = []
        letters: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                properties = operands[1] if name == "BDC" else {}
                number = properties.get("/MCID")
                open_marks.append(None if number is None else int(number))
                if number is not None:
                    marks[int(number)] = ""
                    if "/ActualText" in properties:
                        written[int(number)] = str(properties.ActualText)
            elif name == "EMC":
                open_marks.pop()
            elif name == "Tf":
                letters = self._letters_of(page.Resources.Font[operands[0]])
            elif name in ("Tj", "TJ"):
                pieces = operands[0] if name == "TJ" else operands
                codes = b"".join(bytes(p) for p in pieces if isinstance(p, pikepdf.String))
                glyphs = zip(codes[::2], codes[1::2], strict=True)
                text = "".join(letters[256 * high + low] for high, low in glyphs)
                if open_marks and open_marks[-1] is not None:
                    marks[open_marks[-1]] += text
                else:
                    artifacts.append(text)
        return marks | written, artifacts

    def _letters_of(self, font: Any) -> dict[int, str]:
        if font.objgen not in self._fonts:
            pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes())
            self._fonts[font.objgen] = {
                int(glyph, 16): bytes.fromhex(code.decode()).decode("utf-16-be")
                for glyph, code in pairs
            }
        return self._fonts[font.objgen]


def sorted_area(area: list[float]) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top whichever corners were written."""
    return min(area[::2]), min(area[1::2]), max(area[::2]), max(area[1::2])


def _element(
    node: Any, page: int | None, index: dict[Any, int], texts: list[dict[int, str]]
) -> Element:
    element = Element(str(node.S)[1:], node)
    own_page = index[node.Pg.objgen] if "/Pg" in node else page
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            assert own_page is not None
            element.pages.add(own_page)
            element.text += texts[own_page][kid]
        elif kid.get("/Type") == "/MCR":
            element.pages.add(index[kid.Pg.objgen])
            element.text += texts[index[kid.Pg.objgen]][int(kid.MCID)]
        elif kid.get("/Type") == "/StructElem":
            below = _element(kid, own_page, index, texts)
            element.kids.append(below)
            element.pages |= below.pages
            element.text += below.text
    return element
