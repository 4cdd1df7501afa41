"""Every printed page number is made here, from where the anchors really stand.

WeasyPrint's `target-counter` prints wrong numbers without a warning in long books. Here running
text is laid out with as many digits as the number will have; digits are tabular, so putting the
right ones in afterwards moves nothing. A chapter is laid out again only if a number needs more
digits, or if a reference and its target came to stand on one page, where none is printed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from build_tools.errors import PageNumberError
from build_tools.pdf.body import Body, PageSlot
from build_tools.pdf.painting import PAGE_OF, ROOM, SLOT, Painted

_SAME_PAGE = 0
_PER_PAGE = 3600.0
_OPENER = 0.3
"""The part of its first page that a chapter's opening takes."""


@dataclass(frozen=True)
class Laid:
    """A chapter's sheet and what its page slots were laid out for: digits, or 0 for none."""

    sheet: Painted
    forms: tuple[int, ...]


class Guess:
    """Guesses how many digits each slot will need, before the pages are known.

    Pages of chapters already laid out are known; others are reckoned from how much text stands
    before an anchor, at the rate of characters of HTML a page that those chapters had.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = tuple(bodies)
        self._offsets = {body.name: body.offsets() for body in self._bodies}

    def forms(self, body: Body, before: Sequence[Painted]) -> tuple[int, ...]:
        """Return the digits of each slot of a chapter, 0 for none.

        `before` are the book's first chapters, as far as they are laid out.
        """
        rate = self._rate(before)
        page_of, start = self._reckoned(body, before, rate)
        page_of |= page_labels(before)
        own, positions, _length = self._offsets[body.name]
        return tuple(
            _SAME_PAGE
            if slot.anchor in own and page_of[slot.anchor] == int(start + position / rate + _OPENER)
            else len(str(page_of.get(slot.anchor, start)))
            for slot, position in zip(body.slots, positions, strict=True)
        )

    def _rate(self, before: Sequence[Painted]) -> float:
        pages = sum(len(sheet.pages) - _OPENER for sheet in before)
        letters = sum(self._offsets[sheet.name][2] for sheet in before)
        return letters / pages if letters else _PER_PAGE

    def _reckoned(
        self, body: Body, before: Sequence[Painted], rate: float
    ) -> tuple[dict[str, int], int]:
        """Reckon the pages of the anchors of chapters not laid out, and this one's first page."""
        pages: dict[str, int] = {}
        page = after(before[-1]) if before else 1
        part = self._bodies[len(before) - 1].part if before else ""
        first = page
        for each in self._bodies[len(before) :]:
            if each.part != part:
                part, page = each.part, page + 2
            if each is body:
                first = page
            ids, _slots, length = self._offsets[each.name]
            for anchor, offset in ids.items():
                pages[anchor] = int(page + offset / rate + _OPENER)
            page += 2 * math.ceil((length / rate + _OPENER) / 2)
        return pages, first


def after(sheet: Painted) -> int:
    """Return the number of the recto after a sheet."""
    count = len(sheet.pages)
    return sheet.first_label + count + count % 2


def slot_html(number: int, slot: PageSlot, form: int, words: str) -> str:
    """Write a page slot with as many zeros as its number will have digits."""
    if form == _SAME_PAGE:
        return f'<span class="page-slot" {SLOT}="{number}"></span>'
    return (
        f'<span class="page-slot" {SLOT}="{number}">{words}'
        f'<span {PAGE_OF}="{slot.anchor}" {ROOM}="{form}">{"0" * form}</span></span>'
    )


def settle(
    bodies: Sequence[Body],
    laid: Mapping[str, Laid],
    again: Callable[[Mapping[str, tuple[int, ...]], Mapping[str, Laid]], Mapping[str, Laid]],
) -> Mapping[str, Laid]:
    """Lay out chapters again until each slot has room for its number.

    `again` lays out the chapters that it is given other forms for, and returns all of them.
    """
    for round_ in count():
        used = {name: chapter.forms for name, chapter in laid.items()}
        wanted = _wanted_forms(bodies, laid)
        if round_ > 0:
            # A number that comes and goes would never end: room once made stays.
            wanted = {name: tuple(map(max, row, used[name])) for name, row in wanted.items()}
        changed = {name: forms for name, forms in wanted.items() if forms != used[name]}
        if not changed:
            return laid
        laid = again(changed, laid)
    raise AssertionError


def page_labels(sheets: Iterable[Painted]) -> dict[str, int]:
    """Map each anchor to the printed number of its page."""
    labels: dict[str, int] = {}
    for sheet in sheets:
        for offset, page in enumerate(sheet.pages):
            for anchor in page.anchors:
                labels.setdefault(anchor, sheet.first_label + offset)
    return labels


def _wanted_forms(bodies: Sequence[Body], laid: Mapping[str, Laid]) -> dict[str, tuple[int, ...]]:
    labels = page_labels(laid[body.name].sheet for body in bodies)
    forms = {}
    for body in bodies:
        sheet = laid[body.name].sheet
        own_page = {slot: sheet.first_label + page for slot, page in sheet.slot_pages.items()}
        forms[body.name] = tuple(
            _SAME_PAGE
            if labels.get(slot.anchor) in (None, own_page.get(number))
            else len(str(labels.get(slot.anchor, 0)))
            for number, slot in enumerate(body.slots)
        )
    return forms


def put_in(sheets: Iterable[Painted], labels: Mapping[str, int]) -> None:
    """Write the right digits into the gaps of painted pages, before they are joined."""
    for sheet in sheets:
        for page in sheet.pages:
            for gap in page.gaps:
                if gap.anchor is not None:
                    gap.digits = str(labels[gap.anchor])


def require_right_numbers(sheets: Iterable[Painted]) -> int:
    """Compare each printed page number with the page its target stands on; return their count.

    :raises PageNumberError: naming the first few that differ.
    """
    sheets = tuple(sheets)
    labels = page_labels(sheets)
    wrong: list[str] = []
    count = 0
    for sheet in sheets:
        for label, page in enumerate(sheet.pages, sheet.first_label):
            printed = [(gap.anchor, gap.printed) for gap in page.gaps if gap.anchor is not None]
            for anchor, digits in [*page.numbers, *printed]:
                count += 1
                if digits != str(labels.get(anchor)):
                    wrong.append(
                        f"page {label} of {sheet.name} prints {digits} for '{anchor}', "
                        f"which stands on page {labels.get(anchor)}"
                    )
    if wrong:
        raise PageNumberError(
            f"{len(wrong)} printed page numbers are wrong: "
            + "; ".join(wrong[:5])
            + ". How to fix: report this with the book."
        )
    return count
