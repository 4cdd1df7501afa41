"""The whole way of an edition: bodies to sheets, page numbers, one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_tools.cache import Cache
from build_tools.errors import OutputError
from build_tools.memory import without_collector
from build_tools.model import Audience, Book, Edition, Part
from build_tools.pdf.body import Body, Card
from build_tools.pdf.book_index import Group, index_groups
from build_tools.pdf.conformance import Metadata, finisher
from build_tools.pdf.in_sight import PAGE_OF
from build_tools.pdf.joining import joined
from build_tools.pdf.kept_sheets import KeptSheets, Piece, Pieces, Sheets
from build_tools.pdf.page_numbers import (
    Form,
    Forms,
    Guess,
    Laid,
    page_labels,
    put_in,
    settle,
    slot_html,
)
from build_tools.pdf.painting import Painted, after
from build_tools.pdf.pieces import (
    MANY,
    Printed,
    file_of,
    laid_out,
    press_of,
)
from build_tools.pdf.sheets import Press, Way
from build_tools.pdf.templates import page_templates, qr_code
from build_tools.pdf.workers import workers_here

_AHEAD = 8
"""How many chapters are begun before the first of them must be done."""


@dataclass(frozen=True)
class Printing:
    """All that an edition's file is made from."""

    book: Book
    edition: Edition
    bodies: tuple[Body, ...]
    colours: Mapping[str, str]
    root: Path
    """The project: nothing outside it can reach a page."""
    design: Path
    """The folder with `css/` and the page templates."""
    is_draft: bool
    words: Mapping[str, str]
    """Words of the pages, in the language of the edition."""
    cards: tuple[Card, ...] = ()
    """The checklists, where the edition prints them alone, as cards."""
    abbreviations: tuple[tuple[str, str], ...] = ()
    """What cards call a law, and its name."""
    way: Way = Way.QUICK
    left_out: tuple[str, ...] = ()
    """Numbers and titles of the chapters of the book that the edition does not hold."""

    @property
    def values(self) -> dict[str, Any]:
        """What every template may place on a page."""
        return {
            "book": self.book,
            "edition": self.edition,
            "language": self.edition.language,
            "is_draft": self.is_draft,
            "is_for_trainers": self.edition.audience == Audience.TRAINERS,
            "left_out": self.left_out,
            "abbreviations": self.abbreviations,
            "words": self.words,
            "page_of": PAGE_OF,
        }


def printing_from(values: Mapping[str, Any]) -> Printing:
    """Return a printing from plain values, which come from where no layout engine is."""
    return Printing(**{**values, "way": Way(values["way"])})


def print_edition(
    printing: Printing,
    progress: Callable[[str, int], None],
    workers: int | None = None,
    cache: Cache | None = None,
) -> Printed:
    """Lay out an edition and return one PDF/A-2a and PDF/UA-1 file.

    `progress(stage, pages)` is called with the pages laid out since the last call. `workers`
    are the processes that lay out pages, by default as many as this machine has room for; the
    file is the same whatever their number. Sheets that are kept in `cache` (see
    `kept_sheets.sheet_cache`) are not laid out again; the file is the same without one.

    :raises PageNumberError: if a printed page number is not its target's.
    :raises OutputError: if a page asks for something outside the project.
    :raises HandbookError: if no typeface of the book has a sign.
    """
    with without_collector():
        count = workers_here() if workers is None else workers
        book = _Assembly(printing, count, cache, lambda pages: progress("layout", pages))
        sheets, front_pages = book.assemble()
        return file_of(sheets, metadata_of(printing), front_pages, progress)


def press_for(printing: Printing, before: Press | None = None) -> Press:
    """Return what prints an edition: the press `before`, if that would be the same."""
    return press_of(printing.root, printing.design, printing.colours, printing.way, before)


def chapter_alone(
    printing: Printing,
    labels: Mapping[str, int],
    cache: Cache | None = None,
    press: Press | None = None,
) -> tuple[Painted, bytes]:
    """Lay out the one chapter of `printing` with the page numbers that a whole book had.

    `labels` are the pages of anchors in that book; a page that is not among them is not printed.
    The file is one to look at: its links to other chapters lead nowhere. A `press` that printed
    before takes less time.

    :raises OutputError: if a page asks for something outside the project.
    """
    (body,) = printing.bodies
    near = Guess(printing.bodies).forms(body, [])
    forms = tuple(
        Form(len(str(labels[slot.anchor])) if slot.anchor in labels else 0, guessed.is_near)
        for slot, guessed in zip(body.slots, near, strict=True)
    )
    with without_collector():
        book = _Assembly(printing, 0, cache, lambda pages: None, press)
        sheet = book.chapter_alone(body, forms)
    sheet.first_label = labels.get(body.anchor, 1)
    put_in([sheet], {**labels, **page_labels([sheet])})
    metadata = metadata_of(printing)
    return sheet, joined([sheet], metadata.title, metadata.language, finisher(metadata, 0))


def metadata_of(printing: Printing) -> Metadata:
    """Return what the file says of itself."""
    book, edition = printing.book, printing.edition
    return Metadata.of(book, f"{book.title}: {edition.title}", edition.language)


class _Assembly:
    """Has the sheets of an edition laid out, in the order in which their numbers become known."""

    def __init__(
        self,
        printing: Printing,
        workers: int,
        cache: Cache | None,
        progress: Callable[[int], None],
        press: Press | None = None,
    ) -> None:
        self._printing = printing
        self._workers = workers
        self._progress = progress
        self._templates = page_templates(printing.design)
        self._kept = KeptSheets(press or press_for(printing), cache)

    def assemble(self) -> tuple[tuple[Painted, ...], int]:
        """Return all sheets in the order of the book, and how many pages are front matter."""
        bodies = self._printing.bodies
        laid = settle(bodies, self._first_layout(), self._laid_out_again)
        chapters = {name: chapter.sheet for name, chapter in laid.items()}
        labels = page_labels(chapters[body.name] for body in bodies)
        openers: dict[str, int] = {}
        for part in self._parts():
            openers[f"part:{part.name}"] = chapters[self._bodies_of(part)[0].name].first_label - 2
        index_start = after(chapters[bodies[-1].name]) if bodies else 1
        marks = [mark for body in bodies for mark in body.index_marks]
        groups = index_groups(marks, labels)
        known = labels | openers | ({"book:index": index_start} if groups else {})
        index, (*fronts, self._blank), parts = self._results(
            [
                self._index(groups, index_start),
                self._front(known, bool(groups)),
                self._part_openers(labels, openers),
            ]
        )
        put_in(chapters.values(), known)
        main: list[Painted] = []
        for part, opener in zip(self._parts(), parts, strict=True):
            main += self._filled_to_recto(opener)
            for body in self._bodies_of(part):
                main += self._filled_to_recto(chapters[body.name])
        for sheet in index:
            main += self._filled_to_recto(sheet)
        front: list[Painted] = []
        for sheet in fronts:
            front += self._filled_to_recto(sheet)
        return (*front, *main), sum(len(sheet.pages) for sheet in front)

    def chapter_alone(self, body: Body, forms: Forms) -> Painted:
        """Lay out one chapter, with room for the digits of its page slots."""
        (sheet,) = self._kept.made(self._chapter(body, forms))
        if sheet.refused:
            raise OutputError(sheet.refused[0])
        return sheet

    def _results(self, groups: Iterable[Pieces], ahead: int = MANY) -> Iterator[Sheets]:
        return laid_out(self._kept, groups, self._workers, self._progress, ahead)

    def _html(self, template: str, **values: Any) -> str:
        return self._templates.get_template(f"{template}.html").render(
            **self._printing.values, **values
        )

    def _parts(self) -> tuple[Part, ...]:
        held = {body.part for body in self._printing.bodies}
        return tuple(part for part in self._printing.book.parts if part.name in held)

    def _number_of(self, part: Part) -> int:
        return self._printing.book.parts.index(part) + 1

    def _bodies_of(self, part: Part) -> tuple[Body, ...]:
        return tuple(body for body in self._printing.bodies if body.part == part.name)

    def _first_layout(self) -> dict[str, Laid]:
        """Lay out all chapters, guessing what numbers they will print."""
        bodies = self._printing.bodies
        guess = Guess(bodies)
        laid: dict[str, Laid] = {}
        guessed: dict[str, Forms] = {}

        def chapters() -> Iterator[Pieces]:
            for number, body in enumerate(bodies):
                before = bodies[: max(0, number - _AHEAD + 1)]
                forms = guess.forms(body, [laid[known.name].sheet for known in before])
                guessed[body.name] = forms
                yield self._chapter(body, forms)

        for (sheet,) in self._results(chapters(), _AHEAD):
            laid[sheet.name] = Laid(sheet, guessed[sheet.name])
            self._number_pages(laid)
        return laid

    def _laid_out_again(
        self, forms: Mapping[str, Forms], before: Mapping[str, Laid]
    ) -> dict[str, Laid]:
        bodies = [body for body in self._printing.bodies if body.name in forms]
        chapters = [self._chapter(body, forms[body.name]) for body in bodies]
        again = {sheet.name: Laid(sheet, forms[sheet.name]) for (sheet,) in self._results(chapters)}
        laid = {**before, **again}
        self._number_pages(laid)
        return laid

    def _number_pages(self, laid: Mapping[str, Laid]) -> None:
        """Say on which page each chapter begins, as far as they are laid out without a hole."""
        page, part = 1, ""
        for body in self._printing.bodies:
            if body.name not in laid:
                break
            if body.part != part:
                part, page = body.part, page + 2
            laid[body.name].sheet.first_label = page
            page = after(laid[body.name].sheet)

    def _chapter(self, body: Body, forms: Forms) -> Pieces:
        words = self._printing.words["on page"]
        part = next(part for part in self._parts() if part.name == body.part)
        html = self._html(
            "chapter",
            part=part,
            part_number=self._number_of(part),
            chapter=body,
            text=body.html(lambda n, slot: slot_html(n, slot, forms[n], words)),
            qr_code=qr_code(body.address),
        )
        return [Piece(body.name, html)]

    def _part_openers(self, labels: Mapping[str, int], openers: Mapping[str, int]) -> Pieces:
        pieces = []
        for part in self._parts():
            html = self._html(
                "part",
                part=part,
                number=self._number_of(part),
                chapters=self._bodies_of(part),
                labels=labels,
            )
            first_label = openers[f"part:{part.name}"]
            pieces.append(Piece(f"part-{part.name}", html, first_label=first_label))
        return pieces

    def _index(self, groups: Sequence[Group], start: int) -> Pieces:
        html = self._html("index", groups=groups)
        return [Piece("index", html, first_label=start)] if groups else []

    def _front(self, labels: Mapping[str, int], has_index: bool) -> Pieces:
        """Return the pages before the text, and a page with nothing on it."""
        contents = self._html(
            "contents",
            labels=labels,
            parts=[
                {"part": part, "number": self._number_of(part), "bodies": self._bodies_of(part)}
                for part in self._parts()
            ],
            index=has_index,
            has_checklists=any(body.checklists for body in self._printing.bodies),
        )
        return [
            Piece("cover", self._html("cover")),
            Piece("title", self._html("title"), first_label=None),
            Piece("contents", contents, first_label=None),
            Piece("blank", self._html("blank")),
        ]

    def _filled_to_recto(self, sheet: Painted) -> list[Painted]:
        """Add an empty verso where the next piece would not begin on a recto."""
        count = len(sheet.pages)
        if count % 2 == 0:
            return [sheet]
        blank = deepcopy(self._blank)
        blank.first_label = sheet.first_label + count
        return [sheet, blank]
