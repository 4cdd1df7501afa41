"""Every printed page number is made here, from where the anchors really stand.

WeasyPrint's `target-counter` prints wrong numbers without a warning in long books. Here running
text is laid out with as many digits as the number will have; digits are tabular, so putting the
right ones in afterwards moves nothing. A chapter is laid out again only if a number has another
count of digits than was guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from build_tools.errors import PageNumberError
from build_tools.pdf.body import Body, PageSlot
from build_tools.pdf.in_sight import NEAR, PAGE_OF, SLOT
from build_tools.pdf.painting import ROOM, Painted, after

_PER_PAGE = 3600.0
_STEP = 100.0
_OPENER = 0.3
"""The part of its first page that a chapter's opening takes."""


@dataclass(frozen=True)
class Form:
    """What a page slot is laid out for."""

    digits: int
    """How many digits have room; 0 for none, if the target is not in the book."""
    is_near: bool
    """Whether the target will probably be in sight: then nothing is printed at first."""


Forms = tuple[Form, ...]


@dataclass(frozen=True)
class Laid:
    """A chapter's sheet and what its page slots were laid out for."""

    sheet: Painted
    forms: Forms


class Guess:
    """Guesses how many digits each slot will need, before the pages are known.

    Pages of chapters already laid out are known; others are reckoned from how much text stands
    before an anchor, at the rate of characters of HTML a page that those chapters had.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = tuple(bodies)
        self._offsets = {body.name: body.offsets() for body in self._bodies}

    def forms(self, body: Body, before: Sequence[Painted]) -> Forms:
        """Return the forms of a chapter's slots; `before` are the first chapters, laid out."""
        rate = self._rate(before)
        page_of, start = self._reckoned(body, before, rate)
        page_of |= page_labels(before)
        own, positions, _length = self._offsets[body.name]
        return tuple(
            Form(
                len(str(page_of[slot.anchor])) if slot.anchor in page_of else 0,
                slot.anchor in own
                and page_of[slot.anchor] == int(start + position / rate + _OPENER),
            )
            for slot, position in zip(body.slots, positions, strict=True)
        )

    def _rate(self, before: Sequence[Painted]) -> float:
        pages = sum(len(sheet.pages) - _OPENER for sheet in before)
        letters = sum(self._offsets[sheet.name][2] for sheet in before)
        # Rounded, so that a word more in one chapter does not change what others are laid out for.
        return max(_STEP, round(letters / pages / _STEP) * _STEP) if letters else _PER_PAGE

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
            pages[each.anchor] = page
            page += 2 * math.ceil((length / rate + _OPENER) / 2)
        return pages, first


def slot_html(number: int, slot: PageSlot, form: Form, words: str) -> str:
    """Write a page slot with as many zeros as its number will have digits."""
    if not form.digits:
        return ""
    near = f' {NEAR}="yes"' if form.is_near else ""
    return (
        f'<span class="page-slot" {SLOT}="{slot.anchor}"{near}>{words}'
        f'<span {PAGE_OF}="{slot.anchor}" {ROOM}="{number}">{"0" * form.digits}</span></span>'
    )


def settle(
    bodies: Sequence[Body],
    laid: Mapping[str, Laid],
    again: Callable[[Mapping[str, Forms], Mapping[str, Laid]], Mapping[str, Laid]],
) -> Mapping[str, Laid]:
    """Lay out chapters again until each number that is printed has its room, and no more.

    `again` lays out the chapters that it is given other forms for, and returns all of them.
    """
    for round_ in count():
        labels = page_labels(laid[body.name].sheet for body in bodies)
        wanted = {body.name: _wanted(laid[body.name], labels, round_ > 0) for body in bodies}
        changed = {name: row for name, row in wanted.items() if row != laid[name].forms}
        if not changed:
            break
        laid = again(changed, laid)
    return laid


def _wanted(chapter: Laid, labels: Mapping[str, int], keeps_room: bool) -> Forms:
    """Return the forms that a chapter's slots should have had; room once made may stay."""
    forms = list(chapter.forms)
    for page in chapter.sheet.pages:
        for gap in page.gaps:
            if gap.anchor is not None:
                digits = len(str(labels[gap.anchor])) if gap.anchor in labels else 0
                used = forms[gap.slot]
                # A digit that comes and goes would never end.
                least = used.digits if keeps_room and digits else 0
                forms[gap.slot] = Form(max(digits, least), used.is_near)
    return tuple(forms)


def page_labels(sheets: Iterable[Painted]) -> dict[str, int]:
    """Map each anchor to the printed number of its page."""
    labels: dict[str, int] = {}
    for sheet in sheets:
        for offset, page in enumerate(sheet.pages):
            for anchor in page.anchors:
                labels.setdefault(anchor, sheet.first_label + offset)
    return labels


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
