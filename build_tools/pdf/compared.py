"""A sheet laid out twice, quickly and by WeasyPrint's own code, and compared line by line.

What makes layout quick (`quick`) must change nothing. Here that is looked at: every line of every
page with its place and words, then all that was painted. Where something differs, the sheet is
the one of WeasyPrint's own code, and what differs is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from build_tools.pdf.imposing import Imposition
from build_tools.pdf.in_sight import descendants
from build_tools.pdf.painting import Painted, PaintedPage, painted
from build_tools.pdf.sheets import Press, Sheet, Way

_FEW = 40


class Line(NamedTuple):
    """A line of a page: its words, and where they stand."""

    words: str
    places: tuple[tuple[float, ...], ...]
    """Of the line and of each of its texts: left, top, width, height, room between words."""


def painted_twice(
    press: Press, name: str, html: str, first_label: int, on_paper: Imposition | None = None
) -> Painted:
    """Lay out and paint a sheet in both ways, and return WeasyPrint's own, with what differs."""
    sheets, lines = [], []
    for way in (Way.QUICK, Way.PLAIN):
        one = replace(press, way=way, messages=[], missing_signs=set())
        sheet = one.lay_out(name, html, first_label)
        lines.append(lines_of(sheet))
        sheets.append(painted(one, sheet, on_paper))
    quick, plain = sheets
    different = list(differences(*lines))
    if not different and _content(quick) != _content(plain):
        different = [f"page {page}: what is painted differs" for page in _repainted(quick, plain)]
    plain.messages += [
        f"{name}: {words} in the quick layout. The file holds the page as WeasyPrint's own code "
        "makes it. How to fix: write handbook_layout = 'plain' into conf.py, and report this."
        for words in different
    ]
    return plain


def differences(quick: Sequence[Sequence[Line]], plain: Sequence[Sequence[Line]]) -> Iterator[str]:
    """Tell the first line of each page that stands elsewhere, or is broken otherwise."""
    for number, (one, other) in enumerate(zip_longest(quick, plain, fillvalue=()), 1):
        for line, own in zip_longest(one, other):
            if line == own:
                continue
            shown = _shown(own) if own else "nothing"
            if line is not None and own is not None and line.words == own.words:
                yield f"page {number}: the line {shown} stands elsewhere"
            else:
                yield f"page {number}: {_shown(line) if line else 'nothing'} stands for {shown}"
            break


def lines_of(sheet: Sheet) -> list[list[Line]]:
    """Return the lines of each page."""
    return [_lines_of(page) for page in sheet.pages]


def _lines_of(page: Any) -> list[Line]:
    found = []
    for line in descendants(page._page_box):
        if isinstance(line, boxes.LineBox):
            texts = [b for b in descendants(line) if isinstance(b, boxes.TextBox)]
            places = [_place(line), *((*_place(b), b.justification_spacing) for b in texts)]
            found.append(Line("".join(text.text for text in texts), tuple(places)))
    return found


def _place(box: Any) -> tuple[float, ...]:
    return (box.position_x, box.position_y, box.width, box.height, box.baseline)


def _shown(line: Line) -> str:
    words = line.words.strip()
    return f"'{words[:_FEW]}…'" if len(words) > _FEW else f"'{words}'"


def _content(sheet: Painted) -> Any:
    faces = [(name, face.widths, face.letters) for name, face in sorted(sheet.faces.items())]
    return [_painted(page) for page in sheet.pages], faces, sheet.messages


def _painted(page: PaintedPage) -> Any:
    pieces = [p if isinstance(p, bytes) else (p.content, p.glyphs, p.stands) for p in page.content]
    links = [(kind, target, area, link.words) for kind, target, area, link in page.links]
    return pieces, page.anchors, page.bookmarks, links


def _repainted(quick: Painted, plain: Painted) -> list[int]:
    pages = enumerate(zip(quick.pages, plain.pages, strict=True), 1)
    return [n for n, (one, other) in pages if _painted(one) != _painted(other)] or [1]
