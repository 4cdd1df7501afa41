"""A reference prints no page while its target is in sight: decided as the pages are laid out.

A chapter alone says which of its references and targets share a page. WeasyPrint 70 makes a page
again whose content has changed, and later pages only if their beginning moved: so here a place
for a number is closed or opened where it stands, and the rest of the chapter stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import weasyprint.layout
from weasyprint.formatting_structure import boxes

PAGE_OF = "data-page-of"
"""Names the anchor whose page an element prints."""
SLOT = "data-slot"
"""Names the anchor whose page a place in the text prints, unless it is in sight."""
NEAR = "data-near"
"""Marks a place whose target will probably be in sight."""
_MOST_ROUNDS = 5


def descendants(box: Any) -> Iterator[Any]:
    """Walk a box and every box in it, absolutely placed ones included."""
    pending = [box]
    while pending:
        current = getattr(pending[-1], "_box", pending[-1])
        pending.pop()
        yield current
        if hasattr(current, "all_children"):
            pending.extend(reversed(list(current.all_children())))


@contextmanager
def closing_what_is_in_sight() -> Iterator[None]:
    """Let WeasyPrint lay out a document without the numbers of pages that are in sight."""
    own = weasyprint.layout.make_all_pages
    weasyprint.layout.make_all_pages = _watched(own)
    try:
        yield
    finally:
        weasyprint.layout.make_all_pages = own


def _watched(own: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
    places: dict[Any, Place] = {}
    rounds = iter(range(_MOST_ROUNDS))

    def make_all_pages(context: Any, root: Any, html: Any, pages: list[Any]) -> Iterable[Any]:
        if not pages:
            for tree in (root, *context.footnotes):
                for box in filter(_is_place, descendants(tree)):
                    places[box.element] = Place(box)
        made = list(own(context, root, html, pages))
        if places and next(rounds, None) is not None:
            for page in _changed(made, places):
                context.page_maker[page][-1]["content_changed"] = True
        return made

    return make_all_pages


class Place:
    """A place in the text for the number of a page."""

    def __init__(self, box: Any) -> None:
        self.anchor: str = box.element.get(SLOT)
        self._box = box
        self._words = box.children
        self._was_closed = False
        if box.element.get(NEAR):
            self._close()

    def fits(self, is_in_sight: bool) -> bool:
        """Close or open the place, and say whether it was as it should be.

        One that was closed and is opened stays open: a number that comes and goes would never
        end.
        """
        if is_in_sight and self._box.children and not self._was_closed:
            self._close()
            return False
        if not is_in_sight and not self._box.children:
            self._box.children = self._words
            return False
        return True

    def _close(self) -> None:
        self._box.children = []
        self._was_closed = True


def _is_place(box: Any) -> bool:
    return (
        isinstance(box, boxes.InlineBox)
        and box.element is not None
        and box.element.get(SLOT) is not None
    )


def _changed(pages: list[Any], places: Mapping[Any, Place]) -> Iterator[int]:
    """Close or open places, and yield the pages that they stand on."""
    anchors: dict[str, int] = {}
    stands: dict[Any, int] = {}
    for number, page in enumerate(pages):
        for box in descendants(page):
            if anchor := box.style["anchor"]:
                anchors.setdefault(anchor, number)
            if _is_place(box):
                stands.setdefault(box.element, number)
    for element, page in stands.items():
        place = places[element]
        if not place.fits(anchors.get(place.anchor) == page):
            yield page
