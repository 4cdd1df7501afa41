"""The whole way of an edition: bodies to sheets, page numbers, one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_tools.errors import HandbookError, OutputError
from build_tools.model import Book, Edition, Part
from build_tools.pdf.body import Body
from build_tools.pdf.book_index import index_groups
from build_tools.pdf.conformance import Metadata, finisher, packed
from build_tools.pdf.fetch import ProjectFetcher
from build_tools.pdf.page_numbers import (
    PAGE_OF,
    Forms,
    Laid,
    page_labels,
    put_in,
    require_right_numbers,
    settle,
    slot_html,
)
from build_tools.pdf.sheets import Press, Sheet
from build_tools.pdf.structure import structure_from_elements
from build_tools.pdf.templates import page_templates, qr_code, stylesheet


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


@dataclass(frozen=True)
class Printed:
    """A finished file and what was learned on the way."""

    pdf: bytes
    pages: int
    checked_numbers: int
    messages: tuple[str, ...]
    """What WeasyPrint complained of, with the sheet's name."""


def print_edition(printing: Printing, progress: Callable[[str, int], None]) -> Printed:
    """Lay out an edition and return one PDF/A-2a and PDF/UA-1 file.

    `progress(stage, pages)` is called with the pages laid out since the last call.

    :raises PageNumberError: if a printed page number is not its target's.
    :raises OutputError: if a page asks for something outside the project.
    :raises HandbookError: if no typeface of the book has a sign.
    """
    fetcher = ProjectFetcher(printing.root, printing.colours)
    press = Press(
        fetcher=fetcher,
        base_url=printing.root.as_uri() + "/",
        style=stylesheet(printing.design / "css", printing.colours),
        progress=lambda pages: progress("layout", pages),
    )
    book = _Assembly(printing, press)
    sheets, front_pages = book.assemble()
    checked = require_right_numbers(sheets)
    progress("paint", 0)
    pages = [page for sheet in sheets for page in sheet.pages]
    with structure_from_elements(), press.listening(printing.edition.name):
        raw = (
            sheets[0]
            .document.copy(pages)
            .write_pdf(
                pdf_variant="pdf/a-2a",
                finisher=finisher(_metadata(printing), front_pages),
            )
        )
    if fetcher.refused:
        raise OutputError(fetcher.refused[0])
    _require_signs(press.missing_signs, sheets)
    progress("pack", 0)
    return Printed(packed(raw), len(pages), checked, tuple(press.messages))


def _require_signs(missing: Set[str], sheets: Iterable[Sheet]) -> None:
    """Refuse a file that would print a box in the place of a sign."""
    if not missing:
        return
    places = []
    for sign in sorted(missing):
        at = [f"{s.name}, page {label}" for s in sheets for label in s.labels_with(sign)]
        places.append(f"'{sign}' (U+{ord(sign):04X}) in {at[0] if at else 'a drawing'}")
    raise HandbookError(
        f"The book's typefaces lack a sign: {'; '.join(places)}. "
        "How to fix: write it in words, or in Latin or Cyrillic letters."
    )


def _metadata(printing: Printing) -> Metadata:
    book = printing.book
    return Metadata(
        title=f"{book.title}: {printing.edition.title}",
        author=", ".join(book.authors) or book.publisher,
        subject=book.subtitle,
        language=printing.edition.language,
        created=book.date.isoformat(),
    )


class _Assembly:
    """Lays the sheets of an edition out, in the order in which their numbers become known."""

    def __init__(self, printing: Printing, press: Press) -> None:
        self._printing = printing
        self._press = press
        self._templates = page_templates(printing.design)
        self._common = {
            "book": printing.book,
            "edition": printing.edition,
            "language": printing.edition.language,
            "is_draft": printing.is_draft,
            "words": printing.words,
            "page_of": PAGE_OF,
        }

    def assemble(self) -> tuple[tuple[Sheet, ...], int]:
        """Return all sheets in the order of the book, and how many pages are front matter."""
        bodies = self._printing.bodies
        laid = settle(bodies, self._lay_out_chapters)
        openers = {part.name: self._part_opener(part, laid) for part in self._parts()}
        main: list[Sheet] = []
        for part in self._parts():
            main += self._filled_to_recto(openers[part.name])
            for body in self._bodies_of(part):
                main += self._filled_to_recto(laid[body.name].sheet)
        labels = page_labels(main)
        put_in(main, labels)
        index_start = main[-1].first_label + len(main[-1].pages) if main else 1
        index = self._index(labels, index_start)
        if index is not None:
            main += self._filled_to_recto(index)
            labels |= page_labels([index])
        front: list[Sheet] = []
        start = 1
        for name in ("cover", "title", "contents"):
            html = self._html(
                name,
                labels=labels,
                parts=self._contents(),
                index=index,
                has_checklists=any(body.checklists for body in self._printing.bodies),
            )
            sheet = self._press.lay_out(name, html, start)
            filled = self._filled_to_recto(sheet)
            start += sum(len(piece.pages) for piece in filled)
            front += filled
        return (*front, *main), start - 1

    def _html(self, template: str, **values: Any) -> str:
        return self._templates.get_template(f"{template}.html").render(**self._common, **values)

    def _parts(self) -> tuple[Part, ...]:
        held = {body.part for body in self._printing.bodies}
        return tuple(part for part in self._printing.book.parts if part.name in held)

    def _number_of(self, part: Part) -> int:
        return self._printing.book.parts.index(part) + 1

    def _bodies_of(self, part: Part) -> tuple[Body, ...]:
        return tuple(body for body in self._printing.bodies if body.part == part.name)

    def _lay_out_chapters(self, forms: Forms, before: Mapping[str, Laid]) -> dict[str, Laid]:
        """Lay out the chapters whose slots or first page have changed."""
        laid: dict[str, Laid] = {}
        known: dict[str, int] = {}
        page = 1
        for part in self._parts():
            page += 2
            for body in self._bodies_of(part):
                wanted = forms(body, page, known)
                chapter = before.get(body.name)
                if chapter is None or (chapter.forms, chapter.sheet.first_label) != (wanted, page):
                    chapter = self._chapter(part, body, wanted, page)
                laid[body.name] = chapter
                known |= page_labels([chapter.sheet])
                count = len(chapter.sheet.pages)
                page += count + count % 2
        return laid

    def _chapter(self, part: Part, body: Body, forms: tuple[int, ...], page: int) -> Laid:
        words = self._printing.words["on page"]
        html = self._html(
            "chapter",
            part=part,
            part_number=self._number_of(part),
            chapter=body,
            text=body.html(lambda n, slot: slot_html(n, slot, forms[n], words)),
            qr_code=qr_code(body.address),
        )
        return Laid(self._press.lay_out(body.name, html, page), forms)

    def _part_opener(self, part: Part, laid: Mapping[str, Laid]) -> Sheet:
        bodies = self._bodies_of(part)
        first = laid[bodies[0].name].sheet.first_label - 2
        labels = page_labels(laid[body.name].sheet for body in bodies)
        html = self._html(
            "part", part=part, number=self._number_of(part), chapters=bodies, labels=labels
        )
        return self._press.lay_out(f"part-{part.name}", html, first)

    def _filled_to_recto(self, sheet: Sheet) -> list[Sheet]:
        """Add an empty verso where the next piece would not begin on a recto."""
        count = len(sheet.pages)
        if count % 2 == 0:
            return [sheet]
        html = self._html("blank")
        blank = self._press.lay_out("blank", html, sheet.first_label + count)
        return [sheet, blank]

    def _index(self, labels: Mapping[str, int], start: int) -> Sheet | None:
        marks = [mark for body in self._printing.bodies for mark in body.index_marks]
        groups = index_groups(marks, labels)
        if not groups:
            return None
        return self._press.lay_out("index", self._html("index", groups=groups), start)

    def _contents(self) -> list[dict[str, Any]]:
        """Return parts with their chapters, in the form the contents template places."""
        return [
            {"part": part, "number": number, "bodies": self._bodies_of(part)}
            for number, part in enumerate(self._printing.book.parts, 1)
            if self._bodies_of(part)
        ]
