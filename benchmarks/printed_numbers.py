"""The page numbers that a finished PDF prints beside its links, and how many of them are wrong.

A link's number is what a reader takes for one: in the contents the number at the end of its line,
in the index a bare number, elsewhere what follows "p.", "page" or a leader at the end of the link,
or "p." or "page" right after it. Each is compared with the label of the page that the link leads
to.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

_NUMBER = "([0-9]+|[ivxlc]+)"
_FURTHER = 12
"""How many characters after a link may hold its page."""


class List(Enum):
    """Pages of a kind of list, by the titles its bookmark may have, and where its numbers stand."""

    CONTENTS = re.compile(rf".*[\s.]{_NUMBER}\s*|{_NUMBER}")
    INDEX = re.compile(_NUMBER)
    NONE = re.compile(r".*(?:\bp\.|\bpage|\.\s?\.\s?\.)\s*([0-9]+)\)?")
    """The book itself: there a number follows its words."""


_LISTS = {
    "Contents": List.CONTENTS,
    "Table of Contents": List.CONTENTS,
    "Checklists": List.CONTENTS,
    "Index": List.INDEX,
}
_AFTER = re.compile(r"[\s,(]*(?:p\.|page)\s*([0-9]+)")


@dataclass(frozen=True)
class PrintedNumber:
    """A page number as it stands on a page, and the page its link leads to."""

    page: str
    printed: str
    target: str
    stands_in: List

    @property
    def is_wrong(self) -> bool:
        """Say whether a reader would turn to another page than the link."""
        return self.printed != self.target


def printed_numbers(pdf: Path) -> Iterator[PrintedNumber]:
    """Yield every page number that stands in, at or after a link of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        labels = [document.get_page_label(n) or str(n + 1) for n in range(len(document))]
        lists = dict(_pages_of_lists(document))
        for number, page in enumerate(document):
            text = _Text(page)
            found: dict[int, PrintedNumber] = {}
            for link in links_of(page):
                target = target_of(document, link)
                kind = lists.get(number, List.NONE)
                printed = text.number_of(link, kind)
                if target is not None and printed is not None:
                    # WeasyPrint makes a link of every box inside a link: count its number once.
                    place, words = printed
                    found[place] = PrintedNumber(labels[number], words, labels[target], kind)
            yield from found.values()
            page.close()


def _pages_of_lists(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, List]]:
    """Yield the pages of contents and index: from their bookmark to the next one's page.

    Contents that have no bookmark stand before the first one.
    """
    starts = [
        (bookmark.get_title(), int(place.get_index()))
        for bookmark in document.get_toc()
        if (place := bookmark.get_dest()) is not None
    ]
    if starts and List.CONTENTS not in {_LISTS.get(title) for title, _start in starts}:
        yield from ((page, List.CONTENTS) for page in range(starts[0][1]))
    for count, (title, start) in enumerate(starts):
        if title in _LISTS:
            after = [page for _title, page in starts[count + 1 :] if page > start]
            for page in range(start, after[0] if after else len(document)):
                yield page, _LISTS[title]


def links_of(page: pypdfium2.PdfPage) -> Iterator[pdfium.FPDF_LINK]:
    """Yield the links of a page."""
    position = ctypes.c_int(0)
    while pdfium.FPDFLink_Enumerate(page, position, link := pdfium.FPDF_LINK()):
        yield link


def target_of(document: pypdfium2.PdfDocument, link: pdfium.FPDF_LINK) -> int | None:
    """Return the page that a link leads to, counted from 0; none if it leads out or nowhere."""
    place = pdfium.FPDFLink_GetDest(document, link)
    page = pdfium.FPDFDest_GetDestPageIndex(document, place) if place else -1
    return page if page >= 0 else None


class _Text:
    """The characters of a page in reading order, and where the middle of each stands."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        text = page.get_textpage()
        count = text.count_chars()
        self._letters = "".join(chr(pdfium.FPDFText_GetUnicode(text, n)) for n in range(count))
        boxes = [text.get_charbox(n) for n in range(count)]
        self._middles = [((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in boxes]
        text.close()

    def number_of(self, link: pdfium.FPDF_LINK, kind: List) -> tuple[int, str] | None:
        """Return where the number of a link ends in the text, and the number."""
        box = pdfium.FS_RECTF()
        pdfium.FPDFLink_GetAnnotRect(link, box)
        low, high = sorted((box.top, box.bottom))
        right = float("inf") if kind is List.CONTENTS else box.right
        held = [
            n for n, (x, y) in enumerate(self._middles) if box.left <= x <= right and low < y < high
        ]
        if not held:
            return None
        words = "".join(self._letters[n] for n in held)
        is_note = self._letters[held[0] - 1 : held[0]] == "["
        if (found := kind.value.fullmatch(words.strip())) and not is_note:
            return held[-1], found[found.lastindex or 1]
        after = self._letters[held[-1] + 1 : held[-1] + 1 + _FURTHER]
        if found := _AFTER.match(after):
            return held[-1] + found.end(), found[1]
        return None
