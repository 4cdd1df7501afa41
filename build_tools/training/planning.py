"""Planning a course: its sessions are filled from the chapters, timed and held to their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from build_tools.errors import near_misses
from build_tools.model import Course, Finding, InChapter, Session, Test, Verbs
from build_tools.training.forms import Forms, Goal, draw
from build_tools.training.plan import (
    PAGES,
    ItemRow,
    PlannedBreak,
    PlannedCourse,
    PlannedDay,
    PlannedSession,
    Step,
    StepKind,
)
from build_tools.training.prose import unprinted_marks
from build_tools.training.taught import Exercise, Item, Note, Objective, Passage, Taught

OPENING, CLOSING = 5, 5
"""Minutes for what opens each session (its objectives, its care rules) and what closes it."""
_DAY = dt.date(2000, 1, 1)
_Named = TypeVar("_Named")


def plan(
    course: Course, chapters: Mapping[str, Taught], verbs: Verbs, source: str
) -> PlannedCourse:
    """Plan a course; `source` is the text of its file, to which what is wrong points."""
    return _Planner(course, chapters, verbs, source.splitlines()).plan()


class _Planner:
    """One course while it is planned: what is used already, and what was found."""

    def __init__(
        self, course: Course, chapters: Mapping[str, Taught], verbs: Verbs, lines: list[str]
    ) -> None:
        self.course = course
        self.chapters = chapters
        self.verbs = verbs
        self.lines = lines
        self.findings: dict[Finding, None] = {}
        self.advice: dict[Finding, None] = {}
        self.used: set[tuple[str, str]] = {
            (place.chapter, place.name)
            for session in course.sessions
            for place in (*(session.exercises or ()), *(session.notes or ()))
        }

    def plan(self) -> PlannedCourse:
        """Plan its days, then its tests."""
        days = tuple(self._days())
        sessions = [e for day in days for e in day.entries if isinstance(e, PlannedSession)]
        objectives = tuple(dict.fromkeys(o for session in sessions for o in session.objectives))
        goals = tuple(Goal(each, self.verbs.level_of(each.words)) for each in objectives)
        items = tuple(
            item
            for name in self.course.chapters
            if name in self.chapters
            for item in self.chapters[name].items
        )
        self._check_objectives(goals, items, sessions)
        self._check_marks(items)
        forms = Forms((), (), ())
        if any(session.test for session in self.course.sessions):
            forms = draw(goals, items, f"{self.course.name} {self.course.draw}")
            self._tell_short(forms)
        reading = tuple(self._passages(self.course.pre_reading, 1))
        planned = PlannedCourse(
            self.course, days, goals, tuple(self._rows(items, forms)), forms, reading,
            tuple(sorted(self.findings)), tuple(sorted(self.advice)),
        )
        if planned.pre_reading_pages <= PAGES:
            return planned
        self._find(
            1, "pre-reading", f"The pre-reading has about {planned.pre_reading_pages} pages.",
            f"take out paragraphs until it has {PAGES}", "long-reading",
        )
        return replace(planned, findings=tuple(sorted(self.findings)))

    def _rows(self, items: Iterable[Item], forms: Forms) -> Iterator[ItemRow]:
        """Yield the item table; an objective whose level is not known gives none."""
        tests = {drawn.item.name: Test.PRE for drawn in forms.pre}
        tests |= {drawn.item.name: Test.POST for drawn in forms.post}
        for item in items:
            by_number = self.chapters[item.chapter].by_number
            asked = tuple(by_number[number] for number in item.objectives if number in by_number)
            levels = (self.verbs.level_of(objective.words) for objective in asked)
            known = tuple(dict.fromkeys(level for level in levels if level))
            yield ItemRow(item, asked, known, tests.get(item.name))

    def _days(self) -> Iterator[PlannedDay]:
        so_far = 0
        pauses = {pause.after: pause for pause in self.course.breaks}
        for day in self.course.days:
            now = self.course.begins
            entries: list[PlannedSession | PlannedBreak] = []
            for place, session in enumerate(day.sessions, 1):
                so_far += session.minutes
                entries.append(self._session(session, f"{day.number}.{place}", now, so_far))
                now = _later(now, session.minutes)
                if place in pauses and place < len(day.sessions):
                    entries.append(PlannedBreak(pauses[place], now))
                    now = _later(now, pauses[place].minutes)
            yield PlannedDay(day.number, tuple(entries), now)

    def _session(
        self, session: Session, number: str, starts: dt.time, so_far: int
    ) -> PlannedSession:
        test = self.course.test_minutes if session.test else 0
        room = session.minutes - OPENING - CLOSING - test
        exercises = tuple(self._exercises(session, room))
        taken = sum(minutes for _exercise, minutes in exercises)
        notes = tuple(self._notes(session, room - taken))
        rest = room - taken - sum(note.minutes for note in notes)
        if rest < 0:
            self._find(
                session.line, "title",
                f"The session '{session.title}' needs {session.minutes - rest} minutes and has "
                f"{session.minutes}.",
                'take a short version ("elements/six-vignettes, 40 minutes"), leave something out, '
                "or give it more minutes",
                "over-time",
            )
        return PlannedSession(
            session=session,
            number=number,
            starts=starts,
            ends=_later(starts, session.minutes),
            minutes_so_far=so_far,
            steps=tuple(_steps(session, starts, test, notes, max(rest, 0), exercises)),
            objectives=tuple(dict.fromkeys(self._objectives(session, exercises))),
            passages=tuple(self._passages(session.chapters, session.line)),
            waits_for=tuple(
                dict.fromkeys(
                    place.chapter
                    for place in session.chapters
                    if place.chapter not in self.chapters
                )
            ),
        )

    def _exercises(self, session: Session, room: int) -> Iterator[tuple[Exercise, int]]:
        """Yield the exercises of a session with their minutes: those named, or those that fit."""
        if session.exercises is None:
            for taught in self._taught(session):
                fitting = (
                    exercise
                    for exercise in taught.exercises
                    if exercise.minutes <= room and (taught.name, exercise.name) not in self.used
                )
                exercise = next(fitting, None)
                if exercise is not None:
                    self.used.add((taught.name, exercise.name))
                    room -= exercise.minutes
                    yield exercise, exercise.minutes
            return
        for place, of in self._written(session.exercises):
            named = self._named(place, of.exercises, session.line, "exercise", lambda one: one.name)
            if named is not None:
                self._check_short(place, named, of, session.line)
                yield named, place.minutes or named.minutes

    def _notes(self, session: Session, room: int) -> Iterator[Note]:
        """Yield the trainer boxes that open a session: those named, or those that fit."""
        if session.notes is None:
            for taught in self._taught(session):
                for note in taught.notes:
                    is_free = not note.exercise and (taught.name, note.name) not in self.used
                    if is_free and note.minutes <= room:
                        self.used.add((taught.name, note.name))
                        room -= note.minutes
                        yield note
            return
        for place, of in self._written(session.notes):
            named = self._named(place, of.notes, session.line, "trainer box", lambda one: one.name)
            if named is not None:
                yield named

    def _objectives(
        self, session: Session, exercises: Iterable[tuple[Exercise, int]]
    ) -> Iterator[Objective]:
        if session.objectives is None:
            for exercise, _minutes in exercises:
                by_number = self.chapters[exercise.chapter].by_number
                yield from (by_number[n] for n in exercise.objectives if n in by_number)
            return
        for place, of in self._written(session.objectives):
            named = self._named(
                place, of.objectives, session.line, "objective", lambda one: str(one.number)
            )
            if named is not None:
                yield named

    def _passages(self, places: Iterable[InChapter], line: int) -> Iterator[Passage]:
        for place, of in self._written(places):
            named = self._named(
                place, of.passages, line, "paragraph labelled", lambda one: one.label, "#"
            )
            if named is not None:
                yield named

    def _written(self, places: Iterable[InChapter]) -> Iterator[tuple[InChapter, Taught]]:
        """Yield the places whose chapters are there, with them; others are waited for."""
        for place in places:
            if place.chapter in self.chapters:
                yield place, self.chapters[place.chapter]

    def _taught(self, session: Session) -> Iterator[Taught]:
        names = dict.fromkeys(place.chapter for place in session.chapters)
        yield from (self.chapters[name] for name in names if name in self.chapters)

    def _named(
        self,
        place: InChapter,
        known: Sequence[_Named],
        line: int,
        what: str,
        name_of: Callable[[_Named], str],
        mark: str = "/",
    ) -> _Named | None:
        """Find what a place names in its chapter, or tell that it is not there."""
        found = next((one for one in known if name_of(one) == place.name), None)
        if found is None:
            names = [name for one in known if (name := name_of(one))]
            self._find(
                line, f"{place.chapter}{mark}{place.name}",
                f"The chapter '{place.chapter}' has no {what} '{place.name}'.",
                near_misses(place.name, names), f"unknown-{what.split()[0]}",
            )
        return found

    def _check_short(
        self, place: InChapter, exercise: Exercise, taught: Taught, line: int
    ) -> None:
        """Hold a short version to what its chapter says: a trainer must know what to leave out."""
        if not place.minutes:
            return
        typed = f"{place.chapter}/{place.name}"
        if place.minutes >= exercise.minutes:
            self._find(
                line, typed,
                f"'{typed}' takes {exercise.minutes} minutes: {place.minutes} are not shorter.",
                f'write "{typed}"', "not-shorter",
            )
        note = taught.note_of(exercise)
        if note is None or not note.said("Short version"):
            self._find(
                line, typed, f"The chapter gives no short version of '{typed}'.",
                f"add a line 'Short version: …' to its trainer box in {taught.path}, or take it "
                "whole",
                "no-short-version",
            )

    def _check_objectives(
        self, goals: Iterable[Goal], items: Iterable[Item], sessions: Iterable[PlannedSession]
    ) -> None:
        """Hold each objective to a verb that can be tested, a question and an exercise."""
        asked = {(item.chapter, number) for item in items for number in item.objectives}
        done = {
            (exercise.chapter, number)
            for session in sessions
            for exercise in session.exercises
            for number in exercise.objectives
        }
        for goal in goals:
            objective = goal.objective
            key = (objective.chapter, objective.number)
            forbidden = self.verbs.forbidden_in(objective.words)
            if forbidden:
                self._find_in_chapter(
                    objective, f"Nobody can test whether a person '{forbidden}'.",
                    "begin with what the person does: see handbook/verbs.toml", "forbidden-verb",
                )
            elif goal.level is None:
                verb = objective.words.partition(" ")[0]
                known = [word for word, _level in self.verbs.levels]
                self._find_in_chapter(
                    objective, f"The level of the verb '{verb}' is not known.",
                    f"{near_misses(verb.lower(), known)} Or add it to handbook/verbs.toml.",
                    "unknown-verb",
                )
            if key not in asked:
                self._find_in_chapter(
                    objective, "This objective has no question.",
                    f"add a box question with :objectives: {objective.number}", "untested",
                )
            if key not in done:
                line = next(s.session.line for s in sessions if objective in s.objectives)
                self._find(
                    line, f"{objective.chapter}/{objective.number}",
                    f"No session trains objective {objective.number} of '{objective.chapter}'.",
                    "choose an exercise that trains it, or leave the objective out", "untrained",
                )

    def _check_marks(self, items: Iterable[Item]) -> None:
        """Tell what a question says that a learning platform could not print."""
        for item in items:
            for mark in dict.fromkeys(unprinted_marks(item.words)):
                path = self.chapters[item.chapter].path
                message = f"The mark {{{mark}}} cannot stand in a question."
                fix = "write in words what it prints: platforms get questions without the book"
                self.findings[Finding(path, item.line, 1, message, fix, "mark-in-question")] = None

    def _tell_short(self, forms: Forms) -> None:
        for short in forms.short:
            if short.has == 0:
                continue  # a finding says so
            tested = "one in each test" if short.is_tested else "none in either test"
            self.advice[
                Finding(
                    self.chapters[short.objective.chapter].path, short.objective.line, 1,
                    f"Objective {short.objective.number} has "
                    f"{short.has} question{'' if short.has == 1 else 's'}: {tested}.",
                    f"write {short.needs} more with :objectives: {short.objective.number}, so "
                    "that each test has two",
                    "few-questions",
                )
            ] = None

    def _find(self, line: int, typed: str, message: str, fix: str, code: str) -> None:
        """Note a mistake at the first place after a line where a word stands."""
        rest = range(line, len(self.lines) + 1)
        number = next((n for n in rest if typed in self.lines[n - 1]), line)
        source = self.lines[number - 1]
        column = max(source.find(typed), 0) + 1
        finding = Finding(self.course.path, number, column, message, fix, code, source)
        self.findings[finding] = None

    def _find_in_chapter(self, objective: Objective, message: str, fix: str, code: str) -> None:
        path = self.chapters[objective.chapter].path
        source = f"- {objective.words}"
        self.findings[Finding(path, objective.line, 3, message, fix, code, source)] = None


def _steps(
    session: Session,
    starts: dt.time,
    test: int,
    notes: Iterable[Note],
    rest: int,
    exercises: Iterable[tuple[Exercise, int]],
) -> Iterator[Step]:
    """Yield the parts of a session with a running clock; a post-test is its last but one."""
    parts: list[Step] = [Step(StepKind.OPENING, starts, OPENING, "Objectives and care rules")]
    written = Step(StepKind.TEST, starts, test, f"{str(session.test).capitalize()}-test")
    if session.test is Test.PRE:
        parts.append(written)
    parts += [Step(StepKind.NOTE, starts, n.minutes, n.title, note=n) for n in notes]
    if rest:
        parts.append(Step(StepKind.INPUT, starts, rest, session.method))
    for exercise, minutes in exercises:
        is_shortened = minutes < exercise.minutes
        parts.append(
            Step(
                StepKind.EXERCISE, starts, minutes, exercise.title, exercise=exercise,
                is_shortened=is_shortened,
            )
        )
    if session.test is Test.POST:
        parts.append(written)
    parts.append(Step(StepKind.CLOSING, starts, CLOSING, "Check and link to work"))
    now = starts
    for part in parts:
        yield replace(part, starts=now)
        now = _later(now, part.minutes)


def _later(time: dt.time, minutes: int) -> dt.time:
    """Return the time so many minutes later."""
    return (dt.datetime.combine(_DAY, time) + dt.timedelta(minutes=minutes)).time()
