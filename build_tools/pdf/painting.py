"""A sheet painted apart: all that the file needs of it, without the boxes it was laid out in.

Numbers of pages are not known yet when a sheet is painted. Each leaves a gap in its page, with
the glyphs of all ten digits, and the digits are put in when the sheets are joined. This module
and `joining` use the inside of the one version of WeasyPrint named in `structure.FITS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

from build_tools.pdf.imposing import Imposition, Point
from build_tools.pdf.in_sight import PAGE_OF, descendants
from build_tools.pdf.quick_lines import Measured
from build_tools.pdf.sheets import Press, Sheet
from build_tools.pdf.structure import Link, Node, Structure
from build_tools.pdf.writing import as_bytes

ROOM = "data-room"
"""Numbers an element whose digits are put in later: zeros hold their room."""
COLOUR_PROFILE = b"3 0 R"
"""The object of the file that holds the colour profile: the first WeasyPrint adds."""
_DIGITS = "0123456789"
_PIXEL = 0.75
"""Points of a pixel."""
_ORIGIN = (0.0, 0.0)
_NO_BLEED = dict.fromkeys(("top", "right", "bottom", "left"), 0.0)


@dataclass(eq=False)
class Gap:
    """A place in the text of a page where digits are put in."""

    anchor: str | None
    """Whose page is printed; None for the number of the page itself."""
    slot: int
    """Which of its chapter's page slots it is; -1 for the number of the page itself."""
    room: int
    """For how many digits the line was laid out."""
    stands: float
    """Where fewer or more digits stand in their room: 0 at its left end, 1 at its right."""
    glyphs: tuple[bytes, ...] = ()
    """The glyph of each digit, in hexadecimal."""
    width: float = 0
    """The width of a digit, in thousandths of the size of the type."""
    digits: str = ""

    @property
    def printed(self) -> str:
        """The digits as they stand on the page, read from their glyphs."""
        codes = re.findall(rb"[0-9a-f]{4}", self.content.split(b"<")[1].split(b">")[0])
        return "".join(_DIGITS[self.glyphs.index(code)] for code in codes)

    @property
    def content(self) -> bytes:
        """The operator that shows the digits (ISO 32000-1, 9.4.3)."""
        digits = self.digits or "0" * self.room
        shift = round((len(digits) - self.room) * self.width * self.stands)
        glyphs = b"".join(self.glyphs[int(digit)] for digit in digits)
        return b"[" + (str(shift).encode() if shift else b"") + b"<" + glyphs + b">] TJ"


@dataclass
class PaintedPage:
    """A page as WeasyPrint's writer asks for it, already painted."""

    width: float
    height: float
    bleed: dict[str, float]
    anchors: dict[str, tuple[float, ...]]
    bookmarks: list[Any]
    links: list[tuple[str, str, Any, Link]]
    content: list[bytes | Gap]
    numbers: list[tuple[str, str]]
    """Printed page numbers that were known when the page was laid out: anchor, digits."""
    forms: dict[Any, list[Any]] = field(default_factory=dict)

    @property
    def gaps(self) -> Iterator[Gap]:
        """The gaps of the page, in the order in which it was painted."""
        return (piece for piece in self.content if isinstance(piece, Gap))


@dataclass
class Face:
    """A typeface as far as a sheet used it."""

    family: str
    style: int
    weight: int
    size: float
    widths: dict[int, int]
    letters: dict[int, str]
    """What each glyph reads as."""


@dataclass
class Painted:
    """A sheet's pages, ready to be joined with others."""

    name: str
    first_label: int
    """The number printed on its first page."""
    pages: list[PaintedPage]
    resources: pydyf.Dictionary
    faces: dict[str, Face]
    """By the name that the pages call them by."""
    structure: Node
    messages: list[str]
    refused: list[str]
    missing_signs: dict[str, list[int]]
    """Signs that no typeface has, with the pages, from 0, whose text holds them."""
    files: dict[str, str]
    """The digest of each file that it was made with, by its address."""
    measured: Measured = field(default_factory=dict)
    """Widths of words that were learnt with it: sheets that come after need not measure them."""


def after(sheet: Painted) -> int:
    """Return the number of the recto after a sheet."""
    count = len(sheet.pages)
    return sheet.first_label + count + count % 2


def painted(press: Press, sheet: Sheet, on_paper: Imposition | None = None) -> Painted:
    """Paint the pages of a sheet, each by itself or several together on larger paper."""
    gaps = {box: gap for page in sheet.pages for box, gap in _gaps(page)}
    together = (
        on_paper.sheets_of(sheet.pages) if on_paper else [[(page, _ORIGIN)] for page in sheet.pages]
    )
    papers = [_Paper(pages, on_paper) for pages in together]
    for box in gaps:
        box.text = box.pango_layout.text = _DIGITS
    fonts: dict[Any, Any] = {}
    images: dict[str, Any] = {}
    resources = pydyf.Dictionary(
        {name: pydyf.Dictionary() for name in ("ExtGState", "XObject", "Pattern", "Shading")}
    )
    resources["ColorSpace"] = None
    with press.listening(sheet.name), press.engine():
        streams = [_paint(paper, fonts, resources, images, gaps) for paper in papers]
        _make_plain(resources, images)
    structure = Structure(sheet.document.metadata.lang or "en", zip(together, streams, strict=True))
    return Painted(
        name=sheet.name,
        first_label=sheet.first_label,
        pages=[
            paper.painted(_pieces(stream.stream), structure.links)
            for paper, stream in zip(papers, streams, strict=True)
        ],
        resources=resources,
        faces=_faces(fonts),
        structure=structure.root,
        messages=_taken(press.messages),
        refused=_taken(press.fetcher.refused),
        missing_signs={
            sign: [
                number
                for number, pages in enumerate(together)
                if any(_holds(page, sign) for page, _place in pages)
            ]
            for sign in _taken(press.missing_signs)
        },
        files=press.fetcher.taken(),
    )


class _Paper:
    """What is painted on one page of the file: pages of a sheet, each with its place."""

    def __init__(self, pages: Sequence[tuple[Any, Point]], on_paper: Imposition | None) -> None:
        self.pages = pages
        (first, _place), *_others = pages
        size = on_paper or first
        self.width, self.height = size.width, size.height
        self.cut_marks = tuple(on_paper.cut_marks()) if on_paper else ()
        self._bleed = _NO_BLEED if on_paper else first.bleed
        self._numbers = [known for page, _place in pages for known in _known_numbers(page)]

    def painted(self, content: list[bytes | Gap], links: Mapping[Any, Link]) -> PaintedPage:
        """Return the page for the file, what leads to it and from it moved to its place."""
        made = PaintedPage(self.width, self.height, self._bleed, {}, [], [], content, self._numbers)
        for page, (x, y) in self.pages:
            for name, (left, top, right, bottom) in page.anchors.items():
                made.anchors[name] = (left + x, top + y, right + x, bottom + y)
            for level, label, (left, top), state in page.bookmarks:
                made.bookmarks.append((level, label, (left + x, top + y), state))
            for kind, target, (left, top, right, bottom), box in page.links:
                if box in links:
                    area = (left + x, top + y, right + x, bottom + y)
                    made.links.append((kind, target, area, links[box]))
        return made


def _holds(page: Any, sign: str) -> bool:
    return any(sign in getattr(box, "text", "") for box in descendants(page._page_box))


def _taken(told: list[str] | set[str]) -> list[str]:
    """Empty what was told of one sheet, before the next is laid out by the same press."""
    taken = sorted(told) if isinstance(told, set) else list(told)
    told.clear()
    return taken


def _gaps(page: Any) -> Iterator[tuple[Any, Gap]]:
    """Yield the boxes of a page whose digits are not known yet."""
    for box in descendants(page._page_box):
        if isinstance(box, boxes.TextBox) and box.element is not None and box.element.get(ROOM):
            element = box.element
            yield box, Gap(element.get(PAGE_OF), int(element.get(ROOM)), len(box.text), 1)
        if isinstance(box, boxes.MarginBox) and _is_page_number(box):
            (text,) = [inner for inner in box.descendants() if isinstance(inner, boxes.TextBox)]
            stands = {"right": 1, "end": 1, "center": 0.5}.get(text.style["text_align_all"], 0)
            yield text, Gap(None, -1, len(text.text), stands)


def _is_page_number(box: Any) -> bool:
    """Say whether a margin box holds the number of its page, in Arabic digits, and no more."""
    return bool(box.style["content"] == (("counter()", ("page", "decimal")),))


def _known_numbers(page: Any) -> list[tuple[str, str]]:
    return [
        (box.element.get(PAGE_OF), box.text)
        for box in descendants(page._page_box)
        if isinstance(box, boxes.TextBox)
        and box.element is not None
        and box.element.get(PAGE_OF) is not None
        and box.element.get(ROOM) is None
    ]


class _Profile:
    """Stands for the colour profile that the file will have."""

    pdf_reference = COLOUR_PROFILE


def _paint(paper: _Paper, fonts: Any, resources: Any, images: Any, gaps: Mapping[Any, Gap]) -> Any:
    """Paint a page as `weasyprint.pdf.generate_pdf` does, and put its gaps into the content."""
    area = (0, 0, paper.width, paper.height)
    stream = Stream(fonts, area, resources, images, {}, {"srgb": _Profile()}, "srgb")
    stream.transform(d=-1, f=paper.height * _PIXEL)
    for page, (x, y) in paper.pages:
        with stream.stacked():
            if (x, y) != _ORIGIN:
                stream.transform(e=x * _PIXEL, f=y * _PIXEL)
            page.paint(stream, _PIXEL)
    _draw_cut_marks(stream, paper.cut_marks)
    marks = {
        item["MCID"]: position
        for position, item in enumerate(stream.stream)
        if isinstance(item, pydyf.Dictionary) and "MCID" in item
    }
    for box, mark in stream._tags.items():
        if (gap := gaps.get(box)) is not None:
            _open(gap, stream.stream, marks[mark["mcid"]], fonts)
    return stream


def _draw_cut_marks(stream: Any, marks: Iterable[tuple[Point, Point]]) -> None:
    """Draw hairlines, as no part of the text."""
    lines = tuple(marks)
    if not lines:
        return
    with stream.artifact(), stream.stacked():
        stream.set_line_width(0.25)
        stream.set_color_rgb(0, 0, 0, stroke=True)
        for (x, y), (to_x, to_y) in lines:
            stream.move_to(x * _PIXEL, y * _PIXEL)
            stream.line_to(to_x * _PIXEL, to_y * _PIXEL)
        stream.stroke()


def _open(gap: Gap, content: list[Any], start: int, fonts: Mapping[Any, Any]) -> None:
    """Put a gap in the place of the ten digits that were painted after `start`."""
    shown = next(n for n in range(start, len(content)) if _ends(content[n], b"] TJ"))
    chosen = next(n for n in range(shown, -1, -1) if _ends(content[n], b" Tf"))
    name = content[chosen].split()[0][1:].decode()
    font = next(font for font in fonts.values() if font.hash == name)
    codes = b"".join(re.findall(rb"<([0-9a-f]*)>", content[shown]))
    gap.glyphs = tuple(codes[n : n + 4] for n in range(0, len(codes), 4))
    gap.width = font.widths[int(gap.glyphs[0], 16)]
    content[shown] = gap


def _ends(item: Any, operator: bytes) -> bool:
    return isinstance(item, bytes) and item.endswith(operator)


def _pieces(content: Iterable[Any]) -> list[bytes | Gap]:
    """Join all that stands between gaps."""
    pieces: list[bytes | Gap] = []
    between: list[bytes] = []
    for item in content:
        if isinstance(item, Gap):
            pieces += [b"\n".join(between), item]
            between = []
        else:
            between.append(as_bytes(item))
    return [*pieces, b"\n".join(between)]


def _make_plain(resources: Any, images: Mapping[str, Any]) -> None:
    """Turn drawings that know the fonts and boxes they were painted with into mere content."""
    for name, drawing in resources["XObject"].items():
        if drawing is None:
            image = images[name]
            made = image["image"].get_x_object(image["interpolate"], max(image["dpi_ratios"]))
        else:
            made = drawing
        resources["XObject"][name] = _plain(made, images)
    for name, pattern in resources["Pattern"].items():
        resources["Pattern"][name] = _plain(pattern, images)
    for state in resources["ExtGState"].values():
        if "SMask" in state and "G" in state["SMask"]:
            group = state["SMask"]["G"]
            state["SMask"]["G"] = group.id


def _plain(stream: Any, images: Mapping[str, Any]) -> pydyf.Stream:
    extra = pydyf.Dictionary(stream.extra)
    if "Resources" in extra:
        _make_plain(extra["Resources"], images)
    if "SMask" in extra:
        extra["SMask"] = _plain(extra["SMask"], images)
    is_packed = "Filter" in extra
    return pydyf.Stream([b"\n".join(map(as_bytes, stream.stream))], extra, compress=not is_packed)


def _faces(fonts: Mapping[Any, Any]) -> dict[str, Face]:
    faces: dict[str, Face] = {}
    for font in fonts.values():
        face = Face(
            font.family, font.style, font.weight, font.font_size, font.widths, font.to_unicode
        )
        faces[font.hash] = face
    return faces
