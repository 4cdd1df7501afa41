"""Lists that a chapter teaches with: steps, objectives, options, and what refers to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_tools.chapter_text import TextBox, settings_of
from build_tools.checks.box_values import objective_numbers
from build_tools.checks.reading import Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.errors import near_misses
from build_tools.model import Finding

QUESTIONS = ("question", "test-question")
"""What can be asked: in the self-test of a chapter, and in the tests of courses alone."""
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+\S", re.MULTILINE)
_TOP_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+(.+)")
_RIGHT = re.compile(r"\s*[-*+]\s+\[\s*[^\s\]]\s*\]", re.MULTILINE)
_ROW = re.compile(r"\s*\|", re.MULTILINE)


def boxes_without_lists(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find checklists without steps, and objectives that are not listed."""
    for box in reading.boxes:
        is_listed = box.name not in ("checklist", "objectives") or _ITEM.search(box.content)
        if not is_listed and _has_words(box):
            yield reading.finding(box.name, box.first)


def _has_words(box: TextBox) -> bool:
    return bool("\n".join(box.content.split("\n")[len(settings_of(box)) :]).strip())


def setting_of(box: TextBox, name: str) -> str:
    """Return a setting of a box; empty if it has none of that name."""
    return next((value for key, value, _line in settings_of(box) if key == name), "")


def objectives_of(reading: Reading) -> list[tuple[int, str]]:
    """Return the objectives of a chapter: the line of each, and its words."""
    return [
        (box.first + 1 + count, found[1])
        for box in reading.boxes_named("objectives")
        for count, line in enumerate(box.content.split("\n"))
        if (found := _TOP_ITEM.match(line))
    ]


def numbers_of(box: TextBox) -> list[int]:
    """Return the objectives that an exercise or a question names."""
    try:
        return objective_numbers(setting_of(box, "objectives"))
    except ValueError:
        return []


def wrong_questions(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find questions without a right option, and pairs without a table."""
    for box in (box for box in reading.boxes if box.name in QUESTIONS):
        kind = setting_of(box, "type").lower() or "choice"
        if kind == "matching":
            if not _ROW.search(box.content):
                yield reading.finding("question/matching", box.first)
        elif not _RIGHT.search(box.content) and not (kind == "choice" and _ROW.search(box.content)):
            yield reading.finding("question", box.first)


def references_within(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find objectives, exercises and answers that do not meet."""
    last = len(objectives_of(reading))
    for box in reading.boxes:
        if box.name in ("exercise", *QUESTIONS):
            for number in numbers_of(box):
                if not 1 <= number <= last:
                    how = f"write numbers from 1 to {last}" if last else "add a box objectives"
                    yield reading.finding("objectives/number", box.first, number=number, how=how)
    exercises: set[str] = set()
    for box in reading.boxes_named("exercise"):
        name = setting_of(box, "id")
        if name in exercises:
            yield reading.finding("exercise-twice", box.first, name=name)
        exercises |= {name} - {""}
    for box in reading.boxes_named("answer"):
        if box.argument and box.argument not in exercises:
            near = near_misses(box.argument, exercises)
            yield reading.finding("answer", box.first, name=box.argument, near=near)
    forms: set[str] = set()
    for box in reading.boxes_named("form"):
        if box.argument in forms:
            yield reading.finding("form-twice", box.first, name=box.argument)
        forms |= {box.argument}
