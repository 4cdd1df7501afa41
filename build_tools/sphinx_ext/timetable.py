"""A course's timetable as packs and the site print it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from build_tools.load.courses import ACADEMIC_HOUR, hours_in_words
from build_tools.model import Course
from build_tools.training.plan import PlannedBreak, PlannedCourse, PlannedDay, PlannedSession


@dataclass(frozen=True)
class Row:
    """A session or a pause of a day."""

    starts: str
    ends: str
    title: str
    minutes: int
    number: str = ""
    """Empty for a pause."""
    method: str = ""
    academic: str = ""
    so_far: str = ""


def facts_of(planned: PlannedCourse) -> dict[str, Any]:
    """Return what is said of a course wherever it is shown."""
    course: Course = planned.course
    smallest, largest = course.group
    return {
        "course": course,
        "group": f"{smallest}–{largest}",
        "clock_hours": hours_in_words(course.minutes),
        "academic_hours": _academic(course.minutes),
        "days": [_day(day) for day in planned.days],
    }


def _day(day: PlannedDay) -> dict[str, Any]:
    return {
        "number": day.number,
        "rows": [_row(entry) for entry in day.entries],
        "ends": f"{day.ends:%H:%M}",
    }


def _row(entry: PlannedSession | PlannedBreak) -> Row:
    starts = f"{entry.starts:%H:%M}"
    if isinstance(entry, PlannedBreak):
        return Row(starts, "", entry.pause.title, entry.pause.minutes)
    session = entry.session
    return Row(
        starts=starts,
        ends=f"{entry.ends:%H:%M}",
        title=session.title,
        minutes=session.minutes,
        number=entry.number,
        method=session.method,
        academic=_academic(session.minutes),
        so_far=_academic(entry.minutes_so_far),
    )


def _academic(minutes: int) -> str:
    return f"{minutes / ACADEMIC_HOUR:.3g}"
