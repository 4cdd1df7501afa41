"""What an edition is laid out from: one body of HTML per chapter, and what was found in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class PageSlot:
    """A place in running text where the page of an anchor is printed."""

    anchor: str


@dataclass(frozen=True)
class Heading:
    """A heading of a chapter, for contents."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Listed:
    """A checklist, form or figure, for the lists at the front."""

    title: str
    anchor: str


@dataclass(frozen=True)
class IndexMark:
    """A place marked for the index: `single`, `see` or `seealso`."""

    kind: str
    words: str
    anchor: str
    principal: bool


@dataclass(frozen=True)
class Card:
    """A checklist of a chapter, as it is printed alone."""

    title: str
    anchor: str
    place: str
    """The paragraph it follows: "para. 4.12"."""
    chapter: str
    """The number and the title of its chapter."""
    law_as_at: str
    address: str
    """Where it stands on the web."""
    html: str
    stage: str = ""
    """The stage of the case it belongs to, in words, where cards are in that order."""


@dataclass(frozen=True)
class Body:
    """One chapter, ready to be laid out."""

    name: str
    number: str
    part: str
    title: str
    title_html: str
    audience: str
    law_as_at: str
    status: str
    address: str
    anchor: str
    fragments: tuple[str | PageSlot, ...]
    headings: tuple[Heading, ...]
    checklists: tuple[Listed, ...]
    index_marks: tuple[IndexMark, ...]

    def html(self, slot_html: Callable[[int, PageSlot], str]) -> str:
        """Join the fragments; the n-th page slot is written by `slot_html(n, slot)`."""
        pieces, count = [], 0
        for fragment in self.fragments:
            if isinstance(fragment, str):
                pieces.append(fragment)
            else:
                pieces.append(slot_html(count, fragment))
                count += 1
        return "".join(pieces)

    @property
    def slots(self) -> tuple[PageSlot, ...]:
        """The page slots, in reading order."""
        return tuple(f for f in self.fragments if isinstance(f, PageSlot))

    def offsets(self) -> tuple[dict[str, int], tuple[int, ...], int]:
        """Say how far into the text each id and each slot stands, and how long the text is."""
        ids: dict[str, int] = {}
        slots: list[int] = []
        length = 0
        for fragment in self.fragments:
            if isinstance(fragment, str):
                for found in _ID.finditer(fragment):
                    ids.setdefault(found[1], length + found.start())
                length += len(fragment)
            else:
                slots.append(length)
        return ids, tuple(slots), length
