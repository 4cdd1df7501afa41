"""Pieces of HTML to one conforming file: what editions, cards and packs have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from build_tools.cache import Cache
from build_tools.errors import HandbookError, OutputError
from build_tools.memory import without_collector
from build_tools.pdf.conformance import Metadata, finisher
from build_tools.pdf.fetch import ProjectFetcher
from build_tools.pdf.joining import joined
from build_tools.pdf.kept_sheets import KeptSheets, Piece, Pieces, Sheets
from build_tools.pdf.page_numbers import page_labels, put_in, require_right_numbers
from build_tools.pdf.painting import Painted
from build_tools.pdf.sheets import Press, Way
from build_tools.pdf.structure import require_known_weasyprint
from build_tools.pdf.templates import stylesheet
from build_tools.pdf.workers import Known, results_in_order, workers_here

MANY = 10_000


@dataclass(frozen=True)
class Printed:
    """A finished file and what was learned on the way."""

    pdf: bytes
    pages: int
    checked_numbers: int
    messages: tuple[str, ...]
    """What WeasyPrint complained of, with the sheet's name."""
    pages_of: Mapping[str, int]
    """How many pages each sheet has, by its name."""


def print_pieces(
    pieces: Iterable[Piece],
    metadata: Metadata,
    press: Press,
    progress: Callable[[str, int], None],
    workers: int | None = None,
    cache: Cache | None = None,
) -> Printed:
    """Lay out pieces one after another and return one PDF/A-2a and PDF/UA-1 file.

    Pages are numbered through from 1. `progress`, `workers` and `cache` are those of
    `print_edition`, as is what can be raised.
    """
    with without_collector():
        kept = KeptSheets(press, cache)
        count = workers_here() if workers is None else workers
        sheets: Sheets = []
        for (sheet,) in laid_out(
            kept, ([piece] for piece in pieces), count, lambda pages: progress("layout", pages)
        ):
            sheet.first_label = 1 + sum(len(before.pages) for before in sheets)
            sheets.append(sheet)
        put_in(sheets, page_labels(sheets))
        return file_of(sheets, metadata, 0, progress)


def press_of(
    root: Path,
    design: Path,
    colours: Mapping[str, str],
    way: Way = Way.QUICK,
    before: Press | None = None,
) -> Press:
    """Return a press that takes its style from a folder, and images from the project alone.

    The one `before` is taken again if a new one would be the same: it knows words already.
    """
    style = stylesheet(design / "css", colours)
    if before is not None and before.is_still(root, style, colours, way):
        return before
    return Press(ProjectFetcher(root, colours), root.as_uri() + "/", style, way=way)


def laid_out(
    kept: KeptSheets,
    groups: Iterable[Pieces],
    workers: int,
    progress: Callable[[int], None],
    ahead: int = MANY,
) -> Iterator[Sheets]:
    """Yield the sheets of each group of pieces, in the order of the groups; tell their pages.

    A group is laid out by one worker, unless its sheets are kept.

    :raises OutputError: if a page asks for something outside the project.
    """
    require_known_weasyprint()

    def calls() -> Iterator[Callable[[], Sheets] | Known[Sheets]]:
        for group in groups:
            found = kept.found(group)
            yield partial(kept.made, group) if found is None else Known(found)

    for sheets in results_in_order(calls(), workers, ahead):
        kept.learn(sheets)
        for sheet in sheets:
            if sheet.refused:
                raise OutputError(sheet.refused[0])
            progress(len(sheet.pages))
        yield sheets
    kept.trim()


def file_of(
    sheets: Sequence[Painted],
    metadata: Metadata,
    front_pages: int,
    progress: Callable[[str, int], None],
) -> Printed:
    """Join sheets to a file; the first pages, if any, are front matter with Roman numbers.

    :raises PageNumberError: if a printed page number is not its target's.
    :raises HandbookError: if no typeface of the book has a sign.
    """
    checked = require_right_numbers(sheets)
    _require_signs(sheets)
    progress("paint", 0)
    pdf = joined(sheets, metadata.title, metadata.language, finisher(metadata, front_pages))
    pages = sum(len(sheet.pages) for sheet in sheets)
    messages = tuple(message for sheet in sheets for message in sheet.messages)
    pages_of = {sheet.name: len(sheet.pages) for sheet in sheets}
    return Printed(pdf, pages, checked, messages, pages_of)


def _require_signs(sheets: Sequence[Painted]) -> None:
    """Refuse a file that would print a box in the place of a sign."""
    places: dict[str, str] = {}
    for sheet in sheets:
        for sign, pages in sheet.missing_signs.items():
            at = f"{sheet.name}, page {sheet.first_label + pages[0]}" if pages else "a drawing"
            places.setdefault(sign, at)
    if places:
        told = [f"'{sign}' (U+{ord(sign):04X}) in {places[sign]}" for sign in sorted(places)]
        raise HandbookError(
            f"The book's typefaces lack a sign: {'; '.join(told)}. "
            "How to fix: write it in words, or in Latin or Cyrillic letters."
        )
