"""`handbook course`: the timetable of a course, and what is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import click

from build_tools.cli.project import project_root
from build_tools.load import load_book
from build_tools.load.courses import ACADEMIC_HOUR, hours_in_words
from build_tools.model import Course, Finding
from build_tools.training.courses import Courses
from build_tools.training.fields import missing_in
from build_tools.training.plan import (
    PAGES,
    PlannedBreak,
    PlannedCourse,
    PlannedDay,
    PlannedSession,
    StepKind,
)

_DONE, _TEXT_NEEDS_WORK = 0, 1
_WIDTH = 100
_CLOCK = "%H:%M"


@click.command()
@click.argument("name", required=False, metavar="[COURSE]")
@click.option("--steps", is_flag=True, help="Show what each session does minute by minute.")
@click.option("--items", is_flag=True, help="List the questions: chapter, objective, level, test.")
def course(name: str | None, steps: bool, items: bool) -> int:
    """Show the timetable of a course and what is missing, or list all courses.

    Ends with 1 where something must be mended. A chapter that is still being written is no mistake:
    the course says that it waits for it.
    """
    root = project_root()
    courses = Courses(root, load_book(root))
    if name is None:
        for one in courses.sound:
            click.echo(f"{one.code:8} {one.title} ({', '.join(_facts(one))})")
        return _ended(courses.findings)
    planned = courses.planned(courses.named(name))
    _tell_timetable(planned, steps)
    if items:
        _tell_items(planned)
    _tell_rest(planned, courses)
    return _ended(planned.findings)


def _ended(findings: Sequence[Finding]) -> int:
    """Tell what must be mended, and return the exit code."""
    for finding in findings:
        click.echo(f"\n{finding}", err=True)
    return _TEXT_NEEDS_WORK if findings else _DONE


def _facts(course: Course) -> tuple[str, ...]:
    academic = course.minutes / ACADEMIC_HOUR
    smallest, largest = course.group
    return (
        _counted(len(course.days), "day"),
        f"{hours_in_words(course.minutes)} clock hours",
        f"{academic:.4g} academic hours",
        f"{smallest}-{largest} people",
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _tell_timetable(planned: PlannedCourse, steps: bool) -> None:
    course = planned.course
    click.echo(f"{course.code} {course.title}")
    click.echo(f"For: {course.audience}")
    click.echo(f"{', '.join(_facts(course))}\n")
    for day in planned.days:
        _tell_day(day, steps)


def _tell_day(day: PlannedDay, steps: bool) -> None:
    click.echo(f"Day {day.number}" + " " * 62 + "clock  academic")
    for entry in day.entries:
        if isinstance(entry, PlannedBreak):
            click.echo(f"  {entry.starts:{_CLOCK}}  {entry.pause.title}, {entry.pause.minutes} min")
        else:
            _tell_session(entry, steps)
    click.echo(f"  {day.ends:{_CLOCK}}  end of the day\n")


def _tell_session(session: PlannedSession, steps: bool) -> None:
    title = f"{session.number} {session.session.title}"
    so_far = session.minutes_so_far
    sums = f"{hours_in_words(so_far):>5}  {so_far / ACADEMIC_HOUR:8.4g}"
    click.echo(f"  {session.starts:{_CLOCK}}  {title[:56]:56}  {sums}")
    if session.waits_for:
        click.echo(f"         waits for {', '.join(session.waits_for)}")
    if steps:
        for step in session.steps:
            short = " (short version)" if step.is_shortened else ""
            kind = f"{step.kind.value}:"
            words = f"{kind:10} {step.title}{short}"
            click.echo(f"         {step.starts:{_CLOCK}} {step.minutes:3} min  {words}")
        objectives = ", ".join(f"{one.chapter}/{one.number}" for one in session.objectives)
        if objectives:
            click.echo(f"         objectives: {objectives}")


def _tell_items(planned: PlannedCourse) -> None:
    click.echo("Questions")
    for row in planned.items:
        numbers = ", ".join(str(one.number) for one in row.objectives)
        objectives = f"objective{'s' if len(row.objectives) > 1 else ''} {numbers}"
        test = f"{row.test}-test" if row.test else ""
        facts = f"{row.item.kind:10} {objectives:16} {', '.join(row.levels):22} {test}"
        click.echo(f"  {row.item.chapter:24} {row.item.number:2}  {facts}".rstrip())
    click.echo()


def _tell_rest(planned: PlannedCourse, courses: Courses) -> None:
    forms = planned.forms
    practice = sum(
        step.minutes
        for session in planned.sessions
        for step in session.steps
        if step.kind is StepKind.EXERCISE
    )
    tested = len({drawn.goal for drawn in forms.pre})
    _say(
        f"Practice: {practice} of {planned.course.minutes} minutes "
        f"({practice * 100 // planned.course.minutes} %)."
    )
    _say(f"Pre-reading: about {planned.pre_reading_pages} of at most {PAGES} pages.")
    _tell_missing_fields(planned, courses)
    if planned.has_tests:
        _say(
            f"Tests: {_counted(len(forms.pre), 'question')} each, on {tested} of "
            f"{_counted(len(planned.goals), 'objective')}; the bank has "
            f"{_counted(len(planned.items), 'question')}."
        )
        _tell_untested(planned)
    if planned.waits_for:
        _say(f"Waits for {_counted(len(planned.waits_for), 'chapter')}: "
             f"{', '.join(planned.waits_for)}.")


def _tell_missing_fields(planned: PlannedCourse, courses: Courses) -> None:
    """Say what the session plans lack, because no trainer box of the chapters says it."""
    notes = (note for taught in courses.chapters.values() for note in taught.notes)
    missing = missing_in(planned, notes)
    if missing:
        _say("Session plans say that the chapters do not give:")
    for field, sessions in missing.items():
        _say(f"  {field.value}: {', '.join(sessions)}")


def _tell_untested(planned: PlannedCourse) -> None:
    short = planned.forms.short
    untested = [one.objective for one in short if not one.is_tested]
    if untested:
        names = ", ".join(f"{one.chapter}/{one.number}" for one in untested)
        _say(f"In neither test, for want of questions: {names}.")
    if short:
        enough = len(planned.goals) - len(short)
        _say(
            "Two questions in each test on an objective take four questions in its chapter; "
            f"{enough} of {_counted(len(planned.goals), 'objective')} "
            f"{'has' if enough == 1 else 'have'} them. Those with fewer:"
        )
    _tell_advice(planned.advice)


def _tell_advice(advice: Iterable[Finding]) -> None:
    """Say where questions are missing, a line for each chapter."""
    lines: dict[str, list[str]] = {}
    for one in advice:
        lines.setdefault(one.path, []).append(str(one.line))
    for path, places in lines.items():
        click.echo(f"  {path}:{', '.join(places)}")


def _say(text: str) -> None:
    click.echo(textwrap.fill(text, _WIDTH, subsequent_indent="  ", break_on_hyphens=False))
