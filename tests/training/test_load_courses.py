"""Course files: each mistake is told with its place and what to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_book, load_courses, load_verbs
from build_tools.model import Course, InChapter, Level

Change = Callable[[str, str, str], None]
PATH = "handbook/courses/jud-1.toml"


def load(root: Path) -> tuple[Course, ...]:
    return load_courses(root, load_book(root))[0]


def told(root: Path) -> str:
    _courses, findings = load_courses(root, load_book(root))
    return "\n\n".join(map(str, findings))


def test_a_course_has_its_days_and_sums(root: Path) -> None:
    (course,) = load(root)
    assert (course.code, course.minutes, len(course.days)) == ("JUD-1", 180, 1)
    assert course.sessions[0].exercises == (InChapter("elements", "six-vignettes", 40),)
    assert course.chapters == ("elements", "sentencing")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["elements"]', '["elemens"]', "no chapter 'elemens'.*Did you mean 'elements'"),
        ('["sentencing"]', '["sentensing"]', "Did you mean 'sentencing'"),
        ("day = 1\ntitle = \"Sent", "day = 2\ntitle = \"Sent", "has no day 2"),
        ("days = 1", "days = 2", "Day 2 has no session"),
        ('"3:00"', '"3:30"', 'last 3:00 hours, not 3:30.*write "3:00"'),
        ("academic-hours = 4", "academic-hours = 5", "225 are needed, 180 are there"),
        ("after = 1", "after = 2", "No day goes on after its session 2"),
        ('"8-12"', '"12-8"', 'such as "16-24"'),
        ('"09:00"', '"nine"', 'write "09:00"'),
        ('"elements/six', '"elements six', 'such as "elements/six-vignettes"'),
        ('test = "pre"', 'test = "per"', 'write "pre"'),
    ],
)
def test_a_mistake_is_told_with_its_line(
    root: Path, change: Change, old: str, new: str, words: str
) -> None:
    change(PATH, old, new)
    message = told(root)
    place, line, _column = message.split("  ")[0].split(":")
    assert place == PATH
    assert new.split("\n")[0] in (root / PATH).read_text("utf-8").split("\n")[int(line) - 1]
    assert re.search(words, message, re.DOTALL), message


def test_a_day_that_stands_after_a_later_one_is_told(root: Path, change: Change) -> None:
    change(PATH, "days = 1", "days = 2")
    change(PATH, "day = 1", "day = 2")
    assert "stands after one of day 2" in told(root)


def test_no_verb_stands_at_two_levels(root: Path, change: Change) -> None:
    change("handbook/verbs.toml", 'remember = ["cite"', 'remember = ["apply", "cite"')
    with pytest.raises(BookDataError, match="stands at the level 'remember' as well"):
        load_verbs(root)


def test_a_verb_has_its_level(root: Path) -> None:
    verbs = load_verbs(root)
    assert verbs.level_of("Draft, and sign, a request.") is Level.APPLY
    assert verbs.forbidden_in("Be aware of the law.") == "be aware"
