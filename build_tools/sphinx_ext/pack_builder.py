"""The builder `handbook-pack`: a course's pack for participants or for trainers, PDF and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.errors import HandbookError
from build_tools.sphinx_ext.course_builder import CourseBuilder
from build_tools.sphinx_ext.pack_content import CourseContent, SessionContent, content_of
from build_tools.sphinx_ext.timetable import facts_of
from build_tools.training.fields import Field, flow_of, missing_fields
from build_tools.training.plan import PAGES, StepKind
from build_tools.training.prose import as_html
from build_tools.training.taught import Note

_ = get_translation("handbook")
_PRE_READING = "pre-reading"
_ELSEWHERE = {Field.ROOM, Field.PREPARATION, Field.CHECK, Field.LINK, Field.ADAPTATION}
"""What a plan says at a place of its own, so not in its clock as well."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder."""
    app.add_builder(HandbookPackBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class HandbookPackBuilder(CourseBuilder):
    """Make the pack of a course; the files' name is the course's and who they are for."""

    name = "handbook-pack"
    epilog = "The pack is in %(outdir)s."

    def init(self) -> None:
        """Find the course.

        :raises SphinxError: if there is none of that name, or if it waits for chapters.
        """
        super().init()
        if waits_for := self.planned.waits_for:
            raise SphinxError(
                f"The course {self.planned.course.code} waits for chapters: "
                f"{', '.join(waits_for)}. How to fix: write them, or leave them out of its file."
            )

    def make(self) -> None:
        """Make the PDF and the page of HTML."""
        from build_tools.pdf.kept_sheets import sheet_cache
        from build_tools.pdf.packs import pack_page, print_pack

        pack = self._pack()
        workers = self.config.handbook_jobs or None
        printed = print_pack(pack, self.tell_progress, workers, sheet_cache(pack.root))
        self._require_short(printed.pages_of.get(_PRE_READING, 0))
        self.tell_layout(printed.messages)
        who = "trainer" if self.for_trainers else "participant"
        edition = f"{self.planned.course.name}-{who}-pack"
        self.put(edition, ".pdf", self._title, printed.pdf, printed.pages)
        self.put(edition, "-web.html", self._title, pack_page(pack), 0)

    def _require_short(self, pages: int) -> None:
        """Hold the pre-reading to what people read.

        :raises HandbookError: if it is too long as it is printed.
        """
        if pages > PAGES:
            raise HandbookError(
                f"{self.planned.course.path}: the pre-reading has {pages} pages as printed. "
                f"How to fix: take out paragraphs until it has {PAGES}."
            )

    @property
    def _title(self) -> str:
        course = self.planned.course
        kind = _("trainer’s pack") if self.for_trainers else _("participant’s pack")
        return f"{course.code} {course.title}, {kind}"

    def _pack(self) -> Any:
        from build_tools.pdf.packs import Pack, Sheet

        root = Path(self.srcdir)
        content = content_of(self, self.planned, self._notes if self.for_trainers else ())
        sheets = [Sheet(name, template, values) for name, template, values in self._sheets(content)]
        return Pack(
            sheets=sheets,
            values=self._values(content, [sheet.name for sheet in sheets]),
            metadata=self.metadata(f"{self.book.title}: {self._title}"),
            colours=self.config.handbook_design.light,
            root=root,
            design=root / "handbook/design/print",
        )

    @cached_property
    def _notes(self) -> list[Note]:
        """Every trainer box of the book."""
        return [note for taught in self.courses.chapters.values() for note in taught.notes]

    def _values(self, content: CourseContent, names: list[str]) -> dict[str, Any]:
        """Return what every template may place."""
        book, planned = self.book, self.planned
        return {
            "say": _,
            "book": book,
            "language": book.language,
            "is_draft": not self.config.handbook_final,
            "is_for_trainers": self.for_trainers,
            "words": {
                "for trainers": _("For trainers only"),
                "draft line": _("Review draft of %s · law as at %s") % (self.issued, self.law_date),
            },
            "edition": {"title": self._title},
            "issued": self.issued,
            "law_date": self.law_date,
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
        for session in content.sessions:
            planned = session.planned
            missing = missing_fields(self.planned, planned, self._notes)
            values = {
                "session": session,
                "steps": list(self._steps(session)),
                "fields": {field.name.lower(): session.lines(field) for field in Field},
                "missing": [_(field.value) for field in missing],
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
            elsewhere = _ELSEWHERE | {Field.FLOW} if flow else _ELSEWHERE
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
                "lines": [line for line in lines if line.field not in elsewhere],
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
