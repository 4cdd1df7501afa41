"""A course as it is planned: what each session does minute by minute, what is wrong or missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from build_tools.model import Break, Course, Finding, Level, Session, Test
from build_tools.training.forms import Forms, Goal
from build_tools.training.taught import Exercise, Item, Note, Objective, Passage

PAGES = 20
"""The most pages that a course asks people to read before it."""
WORDS_A_PAGE = 350
"""As the book prints them, with boxes and tables; a little fewer than were counted."""


class StepKind(StrEnum):
    """What a part of a session is."""

    OPENING = "opening"
    TEST = "test"
    NOTE = "note"
    INPUT = "input"
    EXERCISE = "exercise"
    CLOSING = "closing"


@dataclass(frozen=True)
class Step:
    """A part of a session with its time."""

    kind: StepKind
    starts: dt.time
    minutes: int
    title: str
    note: Note | None = None
    exercise: Exercise | None = None
    is_shortened: bool = False
    """Whether the exercise takes its short version."""


@dataclass(frozen=True)
class PlannedSession:
    """A session with everything that the chapters give it."""

    session: Session
    number: str
    """Day and place in the day: "2.3"."""
    starts: dt.time
    ends: dt.time
    minutes_so_far: int
    """Of the whole course, this session counted."""
    steps: tuple[Step, ...]
    objectives: tuple[Objective, ...]
    passages: tuple[Passage, ...]
    """What it teaches: whole chapters, or labelled paragraphs and sections."""
    waits_for: tuple[str, ...]
    """Chapters that are not written yet."""

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises it does, in order."""
        return tuple(step.exercise for step in self.steps if step.exercise)


@dataclass(frozen=True)
class PlannedBreak:
    """A pause with its time."""

    pause: Break
    starts: dt.time


@dataclass(frozen=True)
class PlannedDay:
    """A day as its timetable prints it."""

    number: int
    entries: tuple[PlannedSession | PlannedBreak, ...]
    ends: dt.time


@dataclass(frozen=True)
class ItemRow:
    """A row of the item table: a question, what it asks for, and the test that drew it."""

    item: Item
    objectives: tuple[Objective, ...]
    levels: tuple[Level, ...]
    test: Test | None


@dataclass(frozen=True)
class PlannedCourse:
    """A course with its timetable, questions and tests, and what is wrong with it."""

    course: Course
    days: tuple[PlannedDay, ...]
    goals: tuple[Goal, ...]
    """Every objective of its sessions, each once."""
    items: tuple[ItemRow, ...]
    """Its question bank: the questions of its chapters."""
    forms: Forms
    pre_reading: tuple[Passage, ...]
    findings: tuple[Finding, ...]
    """What has to be mended."""
    advice: tuple[Finding, ...]
    """What a course can be held with, and would be better without."""

    @property
    def sessions(self) -> tuple[PlannedSession, ...]:
        """Every session, in order."""
        return tuple(
            entry for day in self.days for entry in day.entries if isinstance(entry, PlannedSession)
        )

    def questions_on(self, session: PlannedSession) -> tuple[Item, ...]:
        """Return the self-test questions on a session's objectives, those of no test first."""
        rows = [
            row
            for row in self.items
            if not row.item.is_for_tests and not set(session.objectives).isdisjoint(row.objectives)
        ]
        return tuple(row.item for row in sorted(rows, key=lambda row: row.test is not None))

    @property
    def has_tests(self) -> bool:
        """Whether its people write a pre-test or a post-test."""
        return any(session.test for session in self.course.sessions)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The chapters that are not written yet, each once."""
        return tuple(dict.fromkeys(name for s in self.sessions for name in s.waits_for))

    @property
    def pre_reading_pages(self) -> int:
        """About how many pages are to be read before the course."""
        return ceil(sum(passage.words for passage in self.pre_reading) / WORDS_A_PAGE)
