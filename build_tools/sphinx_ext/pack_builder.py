"""The builder `handbook-pack`: a course's pack for participants or for trainers, PDF and HTML.

An environment is of one audience, and so is the pack made from it: a trainers' pack is written
from what trainers' builds have read, and into their tree alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Set
from functools import cached_property
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from build_tools.errors import HandbookError
from build_tools.files import write_whole
from build_tools.model import Product
from build_tools.pdf.conformance import Metadata
from build_tools.sphinx_ext.chapter_facts import long_date
from build_tools.sphinx_ext.pack_content import CourseContent, SessionContent, content_of
from build_tools.sphinx_ext.pdf_builder import PrintingError
from build_tools.sphinx_ext.print_builder import PrintBuilder
from build_tools.sphinx_ext.timetable import facts_of
from build_tools.sphinx_ext.withheld import is_for_trainers
from build_tools.training.courses import Courses
from build_tools.training.fields import Field, flow_of, missing_fields
from build_tools.training.plan import PAGES, StepKind
from build_tools.training.prose import as_html

_ = get_translation("handbook")
_logger = logging.getLogger(__name__)
_PRE_READING = "pre-reading"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and the course it makes the pack of."""
    app.add_builder(HandbookPackBuilder)
    app.add_config_value("handbook_course", "", "", types=(str,))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class HandbookPackBuilder(PrintBuilder):
    """Make the pack of a course; the files' name is the course's and who they are for."""

    name = "handbook-pack"
    epilog = "The pack is in %(outdir)s."

    def init(self) -> None:
        """Find the course.

        :raises SphinxError: if there is none of that name, or if it waits for chapters.
        """
        super().init()
        self.courses = Courses(Path(self.srcdir), self.book)
        self.for_trainers = is_for_trainers(self.config)
        try:
            course = self.courses.named(self.config.handbook_course)
            self.planned = self.courses.planned(course)
        except HandbookError as error:
            raise PrintingError(error) from error
        if self.planned.waits_for:
            raise SphinxError(waits(course.code, self.planned.waits_for))

    @cached_property
    def file_name(self) -> str:
        """The name of the files without their ending."""
        who = "trainer" if self.for_trainers else "participant"
        return f"{self.planned.course.name}-{who}-pack"

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the PDF and the page of HTML."""
        from build_tools.pdf.fonts import require_layout_engine, use_only

        root = Path(self.srcdir)
        pack = self._pack()
        try:
            use_only(root / "handbook/design/fonts", Path(self.doctreedir) / "fontconfig")
            require_layout_engine()
            from build_tools.pdf.kept_sheets import sheet_cache
            from build_tools.pdf.packs import pack_page, print_pack

            printed = print_pack(pack, self._tell_progress, cache=sheet_cache(root))
            self._require_short(printed.pages_of.get(_PRE_READING, 0))
            page = pack_page(pack)
        except HandbookError as error:
            raise PrintingError(error) from error
        for message in printed.messages:
            _logger.warning("%s", message, type="handbook", subtype="layout")
        for ending, content, pages in (
            (".pdf", printed.pdf, printed.pages),
            ("-web.html", page, 0),
        ):
            target = Path(self.outdir) / f"{self.file_name}{ending}"
            write_whole(target, content)
            product = self._product(target, content, pages)
            self.events.emit("handbook-product", product)

    def finish(self) -> None:
        """Nothing is left to do."""

    def _tell_progress(self, stage: str, pages: int) -> None:
        self.events.emit("handbook-progress", stage, pages)

    def _require_short(self, pages: int) -> None:
        """Hold the pre-reading to what people read.

        :raises HandbookError: if it is too long as it is printed.
        """
        if pages > PAGES:
            raise HandbookError(
                f"{self.planned.course.path}: the pre-reading has {pages} pages as printed. "
                f"How to fix: take out paragraphs until it has {PAGES}."
            )

    def _product(self, path: Path, content: bytes, pages: int) -> Product:
        return Product(
            path=path,
            edition=self.file_name,
            title=self._title,
            language=self.book.language,
            date=self.book.date,
            pages=pages,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    @property
    def _title(self) -> str:
        course = self.planned.course
        kind = _("trainer’s pack") if self.for_trainers else _("participant’s pack")
        return f"{course.code} {course.title}, {kind}"

    def _pack(self) -> Any:
        from build_tools.pdf.packs import Pack, Sheet

        root, book = Path(self.srcdir), self.book
        notes = [note for taught in self.courses.chapters.values() for note in taught.notes]
        content = content_of(self, self.planned, notes if self.for_trainers else ())
        sheets = [Sheet(name, template, values) for name, template, values in self._sheets(content)]
        return Pack(
            sheets=sheets,
            values=self._values(content, [sheet.name for sheet in sheets]),
            metadata=Metadata(
                title=f"{book.title}: {self._title}",
                author=", ".join(book.authors) or book.publisher,
                subject=book.subtitle,
                language=book.language,
                created=book.date.isoformat(),
            ),
            colours=self.config.handbook_design.light,
            root=root,
            design=root / "handbook/design/print",
        )

    def _values(self, content: CourseContent, names: list[str]) -> dict[str, Any]:
        """Return what every template may place."""
        book, planned = self.book, self.planned
        course = planned.course
        issued = long_date(book.date.isoformat())
        law_date = long_date(book.law_as_at.isoformat())
        return {
            "say": _,
            "book": book,
            "language": book.language,
            "is_draft": not self.config.handbook_final,
            "is_for_trainers": self.for_trainers,
            "words": {
                "for trainers": _("For trainers only"),
                "draft line": _("Review draft of %s · law as at %s") % (issued, law_date),
            },
            "edition": {"title": self._title},
            "issued": issued,
            "law_date": law_date,
            "course": course,
            **facts_of(planned),
            "sessions": content.sessions,
            "pre_reading": content.pre_reading,
            "sheets": names,
        }

    def _sheets(self, content: CourseContent) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield the sheets of the pack in their order: name, template, values."""
        yield "cover", "pack-cover", {}
        yield "contents", "pack-contents", {}
        yield "programme", "pack-programme", {}
        yield "care", "pack-care", {}
        if self.for_trainers:
            yield "room", "pack-room", {}
            yield from self._plans(content)
            yield from self._tests()
        if content.pre_reading:
            yield _PRE_READING, "pack-pre-reading", {}
        for session in content.sessions:
            name = session.planned.number.replace(".", "-")
            yield f"session-{name}", "pack-session", {"session": session}
            for reading in session.readings:
                if reading.html:
                    yield (
                        f"read-{reading.name}",
                        "pack-reading",
                        {"reading": reading, "session": session},
                    )
        yield "action-plan", "pack-action-plan", {}
        yield "evaluation", "pack-evaluation", {}
        if self.for_trainers:
            yield "attendance", "pack-attendance", {}
            yield "certificate", "pack-certificate", {}

    def _plans(self, content: CourseContent) -> Iterator[tuple[str, str, dict[str, Any]]]:
        notes = [note for taught in self.courses.chapters.values() for note in taught.notes]
        for session in content.sessions:
            planned = session.planned
            values = {
                "session": session,
                "steps": list(self._steps(session)),
                "fields": {field.name.lower(): session.lines(field) for field in Field},
                "missing": [_(field.value) for field in missing_fields(planned, notes)],
                "starts": f"{planned.starts:%H:%M}",
                "ends": f"{planned.ends:%H:%M}",
            }
            yield f"plan-{planned.number.replace('.', '-')}", "pack-plan", values

    def _steps(self, session: SessionContent) -> Iterator[dict[str, Any]]:
        """Yield the steps of a session with their clock, their advice and their parts."""
        opening = iter(session.opening)
        sheets = {(s.exercise.chapter, s.exercise.name): s for s in session.worksheets}
        for step in session.planned.steps:
            sheet = (
                sheets.get((step.exercise.chapter, step.exercise.name)) if step.exercise else None
            )
            advice = next(opening, None) if step.kind is StepKind.NOTE else None
            advice = advice or (sheet.advice if sheet else None)
            lines = advice.lines if advice else ()
            flows = (flow_of(line.text, step.minutes) for line in lines if line.field is Field.FLOW)
            flow = next((found for found in flows if found), ())
            clock, parts = step.starts.hour * 60 + step.starts.minute, []
            for what, minutes in flow:
                parts.append(
                    {
                        "starts": f"{clock // 60:02}:{clock % 60:02}",
                        "minutes": minutes,
                        "what": what,
                    }
                )
                clock += minutes
            yield {
                "kind": step.kind.value,
                "starts": f"{step.starts:%H:%M}",
                "minutes": step.minutes,
                "title": step.title,
                "is_shortened": step.is_shortened,
                "sheet": sheet,
                "lines": lines,
                "parts": parts,
            }

    def _tests(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        bank = self.courses.bank(self.planned)
        tests = (("pre-test", _("Pre-test"), bank.pre), ("post-test", _("Post-test"), bank.post))
        for name, title, questions in tests:
            if questions:
                yield (
                    name,
                    "pack-test",
                    {"title_": title, "questions": questions, "html": as_html, "with_key": False},
                )
        for name, title, questions in tests:
            if questions:
                yield (
                    f"{name}-key",
                    "pack-test",
                    {"title_": title, "questions": questions, "html": as_html, "with_key": True},
                )


def waits(code: str, chapters: tuple[str, ...]) -> str:
    """Say for which chapters a course waits."""
    return (
        f"The course {code} waits for chapters: {', '.join(chapters)}. "
        "How to fix: write them, or leave them out of its file."
    )
