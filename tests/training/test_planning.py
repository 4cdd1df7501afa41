"""A course is planned from its chapters, minute by minute, and held to what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.errors import UsageError
from build_tools.load import load_book
from build_tools.training.courses import Courses
from build_tools.training.plan import PlannedCourse, StepKind

from .conftest import ROOT, courses_in

Change = Callable[[str, str, str], None]
COURSE = "handbook/courses/jud-1.toml"
CHAPTER = "chapters/foundations/elements.md"
REAL = Courses(ROOT, load_book(ROOT))


def planned(root: Path) -> PlannedCourse:
    courses = courses_in(root)
    return courses.planned(courses.named("jud-1"))


def codes(root: Path) -> list[str]:
    return [finding.code for finding in planned(root).findings]


def test_the_clock_runs_through_sessions_and_breaks(root: Path) -> None:
    (day,) = planned(root).days
    starts = [entry.starts for entry in day.entries]
    assert starts == [dt.time(9), dt.time(10, 30), dt.time(10, 45)]
    assert day.ends == dt.time(12, 15)


def test_a_session_is_filled_to_its_last_minute(root: Path) -> None:
    session = planned(root).sessions[0]
    assert [(step.kind, step.minutes) for step in session.steps] == [
        (StepKind.OPENING, 5), (StepKind.TEST, 30), (StepKind.NOTE, 10), (StepKind.EXERCISE, 40),
        (StepKind.CLOSING, 5),
    ]
    assert session.steps[-1].starts == dt.time(10, 25)


def test_objectives_are_those_that_the_exercises_train(root: Path) -> None:
    assert [one.number for one in planned(root).sessions[0].objectives] == [1, 2]


def test_a_course_waits_for_a_chapter_that_is_planned(root: Path) -> None:
    assert planned(root).waits_for == ("sentencing",)
    assert not planned(root).findings


def test_the_first_exercise_that_fits_is_taken_if_none_is_named(
    root: Path, change: Change
) -> None:
    change(COURSE, 'exercises = ["elements/six-vignettes, 40 minutes"]\n', "")
    change(COURSE, 'test = "pre"\n', "")
    assert [one.name for one in planned(root).sessions[0].exercises] == ["six-vignettes"]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (COURSE, "/six-vignettes, 40", "/six-vignetes, 40", "unknown-exercise"),
        (COURSE, 'minutes"]\n', 'minutes"]\nnotes = []\n', ""),
        (COURSE, "/six-vignettes, 40 minutes", "/six-vignettes", "over-time"),
        (CHAPTER, "Short version", "Longer", "no-short-version"),
        (COURSE, "#acts", "#akts", "unknown-paragraph"),
        (COURSE, 'test = "pre"', 'notes = ["elements/opening"]', "unknown-trainer"),
        (COURSE, 'test = "pre"', 'objectives = ["elements/3"]', "unknown-objective"),
        (CHAPTER, "- Name each", "- Know each", "forbidden-verb"),
        (CHAPTER, "- Name each", "- Nume each", "unknown-verb"),
        (CHAPTER, "Why?", "Why {download}`a.b`?", "mark-in-question"),
    ],
)
def test_a_mistake_is_found(
    root: Path, change: Change, path: str, old: str, new: str, code: str
) -> None:
    change(path, old, new)
    assert codes(root) == ([code] if code else [])


def test_a_short_version_is_shorter(root: Path, change: Change) -> None:
    change(COURSE, "/six-vignettes, 40", "/six-vignettes, 60")
    assert codes(root) == ["over-time", "not-shorter"]


def test_an_objective_without_exercise_or_question_is_told(root: Path, change: Change) -> None:
    change(COURSE, 'test = "pre"', 'objectives = ["elements/1", "elements/2"]')
    change(CHAPTER, ":group: pairs\n:objectives: 1, 2", ":objectives: 1")
    change(CHAPTER, ":objectives: 1\n:type: true", ":objectives: 2\n:type: true")
    change(CHAPTER, ":objectives: 1, 2\n:type: m", ":objectives: 2\n:type: m")
    change(CHAPTER, ":objectives: 1\n\nWhich", ":objectives: 2\n\nWhich")
    assert codes(root) == ["untested", "untrained"]


def test_too_long_a_pre_reading_is_told(root: Path, change: Change) -> None:
    change(CHAPTER, "Six words", "Six words " * 4000)
    assert codes(root) == ["long-reading"]


def test_a_mistake_names_file_and_line_and_near_misses(root: Path, change: Change) -> None:
    change(COURSE, "/six-vignettes, 40", "/six-vignetes, 40")
    told = str(planned(root).findings[0])
    assert told.startswith(f"{COURSE}:22:15  The chapter 'elements' has no exercise 'six-vignetes'")
    assert "Did you mean 'six-vignettes'?" in told


def test_a_course_that_is_not_there_is_told_with_near_misses() -> None:
    with pytest.raises(UsageError, match="Did you mean 'inv-5'"):
        REAL.named("inv-6")


@pytest.mark.parametrize("name", [course.name for course in REAL.sound])
def test_every_course_of_the_book_is_sound(name: str) -> None:
    assert not REAL.planned(REAL.named(name)).findings


def test_the_book_has_the_six_courses_with_their_hours() -> None:
    assert {course.code: (len(course.days), course.minutes) for course in REAL.sound} == {
        "ACA-40": (5, 1800), "AWR-1": (1, 375), "INV-5": (5, 1800),
        "JUD-3": (3, 1080), "PRO-3": (3, 1080), "TOT-3": (3, 1080),
    }


def test_every_objective_of_the_book_has_a_level() -> None:
    objectives = [one for taught in REAL.chapters.values() for one in taught.objectives]
    assert not [one.words for one in objectives if REAL.verbs.level_of(one.words) is None]
