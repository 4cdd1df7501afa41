"""Every printed page number is made here, from where the anchors really stand.

WeasyPrint's `target-counter` prints wrong numbers without a warning in long books. Here running
text is laid out with as many digits as the number will have; digits are tabular, so putting the
right ones in afterwards moves nothing. A chapter is laid out again only if the count of digits
was wrong, or if a reference and its target came to stand on one page, where none is printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from weasyprint.formatting_structure.boxes import TextBox

from build_tools.errors import PageNumberError
from build_tools.pdf.body import Body, PageSlot
from build_tools.pdf.sheets import Sheet

PAGE_OF = "data-page-of"
_SAME_PAGE = 0
_DIGIT_SPACE = "\u2007"
_PER_PAGE = 3600.0
_OPENER = 0.3
"""The part of its first page that a chapter's opening takes."""


Forms = Callable[[Body, int, Mapping[str, int]], tuple[int, ...]]
"""The forms of a chapter's slots, from its first page and the pages already known."""


@dataclass(frozen=True)
class Laid:
    """A chapter's sheet and what its page slots were laid out for: digits, or 0 for none."""

    sheet: Sheet
    forms: tuple[int, ...]


class Guess:
    """Guesses how many digits each slot will need, before the pages are known.

    Pages of chapters already laid out are known; others are reckoned from how much text stands
    before an anchor, at the rate of characters of HTML a page that those chapters had.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._offsets = {body.name: body.offsets() for body in bodies}
        self._per_page = _PER_PAGE

    def forms(self, body: Body, start: int, known: Mapping[str, int]) -> tuple[int, ...]:
        """Return the digits of each slot of a chapter that begins on page `start`, 0 for none."""
        self._learn(body.name, start)
        page_of = {**self._reckoned(body.name, start), **known}
        own, positions, _length = self._offsets[body.name]
        return tuple(
            _SAME_PAGE
            if slot.anchor in own
            and page_of[slot.anchor] == start + int(position / self._per_page + _OPENER)
            else len(str(page_of.get(slot.anchor, start)))
            for slot, position in zip(body.slots, positions, strict=True)
        )

    def _learn(self, name: str, start: int) -> None:
        """Take the rate from the chapters that stand before page `start`."""
        names = list(self._offsets)
        before = names[: names.index(name)]
        if before:
            openers = 2 + len(before) * _OPENER
            self._per_page = sum(self._offsets[n][2] for n in before) / (start - 1 - openers)

    def _reckoned(self, first: str, start: int) -> dict[str, int]:
        """Reckon the pages of a chapter's anchors and of those after it."""
        pages: dict[str, int] = {}
        page = float(start)
        names = list(self._offsets)
        for name in names[names.index(first) :]:
            ids, _slots, length = self._offsets[name]
            for anchor, offset in ids.items():
                pages[anchor] = int(page + offset / self._per_page + _OPENER)
            page += math.ceil(length / self._per_page + _OPENER) + 0.5
        return pages


def slot_html(number: int, slot: PageSlot, form: int, words: str) -> str:
    """Write a page slot with as many zeros as its number will have digits."""
    if form == _SAME_PAGE:
        return f'<span class="page-slot" data-slot="{number}"></span>'
    return (
        f'<span class="page-slot" data-slot="{number}">{words}'
        f'<span {PAGE_OF}="{slot.anchor}">{"0" * form}</span></span>'
    )


def settle(
    bodies: tuple[Body, ...],
    lay_out_all: Callable[[Forms, Mapping[str, Laid]], dict[str, Laid]],
) -> dict[str, Laid]:
    """Lay out chapters until each slot has room for its number.

    `lay_out_all` lays out those chapters again whose forms differ from the last round's.
    """
    laid = lay_out_all(Guess(bodies).forms, {})
    for round_ in count():
        used = {name: chapter.forms for name, chapter in laid.items()}
        wanted = _wanted_forms(bodies, laid)
        if round_ > 0:
            # A number that comes and goes would never end: room once made stays.
            wanted = {name: tuple(map(max, row, used[name])) for name, row in wanted.items()}
        if wanted == used:
            break
        laid = lay_out_all(_exactly(wanted), laid)
    return laid


def _exactly(wanted: Mapping[str, tuple[int, ...]]) -> Forms:
    return lambda body, _start, _known: wanted[body.name]


def page_labels(sheets: Iterable[Sheet]) -> dict[str, int]:
    """Map each anchor to the printed number of its page."""
    labels: dict[str, int] = {}
    for sheet in sheets:
        for offset, page in enumerate(sheet.pages):
            for anchor in page.anchors:
                labels.setdefault(anchor, sheet.first_label + offset)
    return labels


def _wanted_forms(bodies: tuple[Body, ...], laid: Mapping[str, Laid]) -> dict[str, tuple[int, ...]]:
    labels = page_labels(laid[body.name].sheet for body in bodies)
    forms = {}
    for body in bodies:
        own_page: dict[int, int] = {}
        for label, box in laid[body.name].sheet.marked_boxes("data-slot"):
            own_page[int(box.element.get("data-slot"))] = label
        forms[body.name] = tuple(
            _SAME_PAGE
            if labels.get(slot.anchor) in (None, own_page.get(number))
            else len(str(labels.get(slot.anchor, 0)))
            for number, slot in enumerate(body.slots)
        )
    return forms


def put_in(sheets: Iterable[Sheet], labels: Mapping[str, int]) -> None:
    """Write the right digits into the slots of laid-out pages, before they are painted."""
    for sheet in sheets:
        for _label, box in sheet.marked_boxes(PAGE_OF):
            if isinstance(box, TextBox):
                # A number may have become shorter than its room: see `settle`.
                digits = str(labels[box.element.get(PAGE_OF)]).rjust(len(box.text), _DIGIT_SPACE)
                box.text = digits
                box.pango_layout.text = digits


def require_right_numbers(sheets: Iterable[Sheet]) -> int:
    """Compare each printed page number with the page its target stands on; return their count.

    :raises PageNumberError: naming the first few that differ.
    """
    sheets = tuple(sheets)
    labels = page_labels(sheets)
    wrong: list[str] = []
    count = 0
    for sheet in sheets:
        for label, box in sheet.marked_boxes(PAGE_OF):
            if not isinstance(box, TextBox):
                continue
            count += 1
            anchor = box.element.get(PAGE_OF)
            printed: Any = box.pango_layout.text
            if printed.strip(_DIGIT_SPACE) != str(labels.get(anchor)):
                wrong.append(
                    f"page {label} of {sheet.name} prints {printed} for '{anchor}', "
                    f"which stands on page {labels.get(anchor)}"
                )
    if wrong:
        raise PageNumberError(
            f"{len(wrong)} printed page numbers are wrong: "
            + "; ".join(wrong[:5])
            + ". How to fix: report this with the book."
        )
    return count
