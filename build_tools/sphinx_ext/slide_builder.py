"""The builder `handbook-slides`: the slides of every session of a course, as PDF and as HTML.

Trainers get the same slides with notes: a PDF to print and a page of HTML with a speaker's view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from build_tools.pdf.slides import Deck, Slide
from build_tools.sphinx_ext.course_builder import CourseBuilder
from build_tools.sphinx_ext.slide_content import (
    SlideSource,
    exercise_slides,
    key_slides,
    left_on_paper,
    list_slides,
    numbers_in,
    question_slide,
    shown_slides,
    take_away_slide,
)
from build_tools.training.plan import PlannedSession

_ = get_translation("handbook")
_logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder."""
    app.add_builder(HandbookSlidesBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class HandbookSlidesBuilder(CourseBuilder):
    """Make the slides of a course; a session that waits for a chapter has none yet."""

    name = "handbook-slides"
    epilog = "The slides are in %(outdir)s; a file's name is the course's and the session's."

    def make(self) -> None:
        """Make a PDF and a page of HTML for each session."""
        from build_tools.pdf.kept_sheets import sheet_cache
        from build_tools.pdf.slides import deck_page, print_notes, print_slides

        self._sources: dict[str, SlideSource] = {}
        print_deck = print_notes if self.for_trainers else print_slides
        for session in self.planned.sessions:
            if session.waits_for:
                continue
            deck, title = self._deck(session), self._title(session)
            printed = print_deck(deck, self._tell_pages, sheet_cache(deck.root))
            self.tell_layout(printed.messages)
            self._require_one_page_each(session, deck, printed.pages)
            number = session.number.replace(".", "-")
            notes = "-notes" if self.for_trainers else ""
            edition = f"{self.planned.course.name}-{number}-slides{notes}"
            self.put(edition, ".pdf", title, printed.pdf, printed.pages)
            page = deck_page(deck, self.for_trainers)
            self.put(edition, ".html", title, page, len(deck.slides))

    def _tell_pages(self, _stage: str, pages: int) -> None:
        """Tell the layout alone: the rest of a deck is done before it can be read."""
        self.tell_progress("layout", pages)

    def _require_one_page_each(self, session: PlannedSession, deck: Deck, pages: int) -> None:
        if pages != len(deck.slides) and not self.for_trainers:
            _logger.warning(
                "Session %s has %d slides on %d pages. How to fix: shorten what is longest.",
                session.number, len(deck.slides), pages, type="handbook", subtype="slides",
            )  # fmt: skip

    def _title(self, session: PlannedSession) -> str:
        return f"{self.planned.course.code} {session.number} {session.session.title}"

    def _deck(self, session: PlannedSession) -> Deck:
        book = self.book
        draft = "" if self.config.handbook_final else f"{_('Review draft')} · "
        return Deck(
            slides=tuple(self._slides(session)),
            values={
                "say": _,
                "language": book.language,
                "course": self.planned.course,
                "session": session,
                "line": f"{self._title(session)} · {draft}{_('law as at %s') % self.law_date}",
            },
            metadata=self.metadata(f"{book.short_title}: {self._title(session)}"),
            colours=self.config.handbook_design.light,
            root=Path(self.srcdir),
        )

    def _source(self, name: str) -> SlideSource:
        if name not in self._sources:
            chapter = next(each for each in self.book.chapters if each.name == name)
            self._sources[name] = SlideSource(self, chapter, self.courses.chapters[name])
        return self._sources[name]

    def _slides(self, session: PlannedSession) -> Iterator[Slide]:
        """Yield the slides of a session in the order in which they are shown."""
        names = list(dict.fromkeys(passage.chapter for passage in session.passages))
        sources = [self._source(name) for name in names]
        yield self._opening(session)
        yield from self._objectives(session)
        for source in sources:
            yield from self._of_chapter(session, source)
        for step in session.steps:
            if step.exercise:
                source = self._source(step.exercise.chapter)
                note = source.taught.note_of(step.exercise)
                notes = source.note_boxes([note.line] if note else [])
                for count, slide in enumerate(exercise_slides(source, step)):
                    yield slide if count else replace(slide, notes=notes)
        asked = question_slide(sources, self.planned.questions_on(session))
        last = (take_away_slide(sources), asked)
        yield from (slide for slide in last if slide)
        yield self._closing(session, sources)

    def _opening(self, session: PlannedSession) -> Slide:
        """Return the title; its notes are the steps with their clock and the hooks."""
        day, _dot, _place = session.number.partition(".")
        times = f"{session.starts:%H:%M}–{session.ends:%H:%M}"
        facts = [_("Day %s, %s") % (day, times), _("Law as at %s") % self.law_date]
        if not self.config.handbook_final:
            facts.append(_("Review draft of %s") % self.issued)
        course = self.planned.course
        return Slide(
            "opening",
            session.session.title,
            "".join(f"<p>{escape(fact)}</p>" for fact in facts),
            f"{course.code} {course.title} · {_('session %s') % session.number}",
            notes=tuple(self._opening_notes(session)),
        )

    def _opening_notes(self, session: PlannedSession) -> Iterator[str]:
        if not self.for_trainers:
            return
        lines = [f"{step.starts:%H:%M} {step.title}, {step.minutes} min" for step in session.steps]
        steps = [nodes.list_item("", nodes.paragraph("", line)) for line in lines]
        source = next((self._source(p.chapter) for p in session.passages), None)
        if source is not None:
            yield source.html([nodes.bullet_list("", *steps)])
        opened = {step.note.chapter: [step.note] for step in session.steps if step.note}
        for name in dict.fromkeys(passage.chapter for passage in session.passages):
            source = self._source(name)
            hooks = [n for n in source.taught.notes if not n.exercise and n.said("hook")]
            yield from source.note_boxes(note.line for note in opened.get(name, hooks[:1]))

    def _objectives(self, session: PlannedSession) -> Iterator[Slide]:
        items: list[nodes.Element] = []
        for objective in session.objectives:
            boxes = self._source(objective.chapter).boxes("objectives")
            lists = [n for box in boxes for n in box.findall(nodes.enumerated_list)]
            if lists and objective.number <= len(lists[0].children):
                items.append(cast("nodes.Element", lists[0].children[objective.number - 1]))
        if items:
            source = self._source(session.objectives[0].chapter)
            heading = str(_("After this session you can"))
            yield from list_slides(source, "objectives", heading, items, str(_("Objectives")))

    def _of_chapter(self, session: PlannedSession, source: SlideSource) -> Iterator[Slide]:
        """Yield what a chapter gives; what stays on paper is told in the first slide's notes."""
        places = [source.place(p) for p in session.passages if p.chapter == source.chapter.name]
        colours = dict(self.config.handbook_design.light)
        slides = list(key_slides(source))
        slides += [slide for place in places for slide in shown_slides(source, place, colours)]
        paper = [name for place in places for name in left_on_paper(source, place)]
        if slides and paper and self.for_trainers:
            words = _("Too long for a slide, so read on paper: %s.") % "; ".join(paper)
            told = source.html([nodes.paragraph("", words)])
            slides[0] = replace(slides[0], notes=(told,))
        yield from slides

    def _closing(self, session: PlannedSession, sources: list[SlideSource]) -> Slide:
        told: dict[str, list[str]] = {}
        for passage in session.passages:
            source = self._source(passage.chapter)
            if numbers := numbers_in(source.place(passage)):
                told.setdefault(source.title, []).append(numbers)
        lines = [_("%s: paragraphs %s") % (title, ", ".join(of)) for title, of in told.items()]
        sessions = self.planned.sessions
        place = sessions.index(session) + 1
        items = "".join(f"<li>{escape(line)}</li>" for line in lines[:4])
        html = f"<p>{_('Read in your handbook:')}</p><ul>{items}</ul>" if items else ""
        if place < len(sessions):
            later = sessions[place]
            words = _("Next: session %s, %s") % (later.number, later.session.title)
            html += f"<p>{escape(words)}</p>"
        return Slide("closing", str(_("To read, and what comes next")), html)
