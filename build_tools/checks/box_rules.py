"""Boxes: known, named, closed, with settings they have. MyST passes over what is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_tools.chapter_text import TextBox, settings_of
from build_tools.checks.box_values import VALUES
from build_tools.checks.reading import Reading, ancestors
from build_tools.checks.vocabulary import Vocabulary
from build_tools.errors import near_misses
from build_tools.model import Finding

_COLONS = re.compile(r"\s*:{3,}")
_LOOKS_LIKE_BOX = re.compile(r"^\s*(?::{2,}|`{3,}|~{3,})\s*\{\s*[\w-]+\s*\}", re.MULTILINE)


def unknown_boxes(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find boxes that nobody knows, and those a chapter cannot hold."""
    for box in reading.boxes:
        form = known.boxes.get(box.name)
        if not box.name:
            yield reading.finding("unnamed-box", box.first)
        elif form is None:
            near = near_misses(box.name, known.allowed_boxes)
            yield reading.finding("unknown-box", box.first, name=box.name, near=near)
        elif form.is_refused:
            yield reading.finding("refused", box.first, name=box.name, instead=form.is_refused)


def unknown_choices(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find words at the head of a box that can hold only certain ones."""
    for box in reading.boxes:
        choices = known.boxes[box.name].choices if box.name in known.boxes else ()
        for word in box.argument.split() if choices else ():
            if word not in choices:
                near = near_misses(word, choices)
                yield reading.finding(
                    "argument/choice", box.first, name=box.name, word=word, near=near
                )


def unclosed_boxes(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find boxes that are never closed, and those that close the box around them."""
    for box in reading.boxes:
        around = next(ancestors(reading, box), None)
        if box.is_closed and not _holds_chapter_heading(reading, box):
            continue
        same = around is not None and around.fence == box.fence and around.is_closed
        if same and around and not box.is_closed and not _holds_chapter_heading(reading, around):
            if _is_closed_once_more(reading, around):
                longer = around.fence[0] * (len(around.fence) + 1)
                yield reading.finding(
                    "same-marks", box.first, outer=around.first + 1, fence=around.fence,
                    longer=longer,
                )
            else:
                lost = f"; it swallows the box '{box.name}' in line {box.first + 1}"
                yield reading.finding("unclosed-box", around.first, fence=around.fence, lost=lost)
        elif box.name and (not box.is_closed or around is None):
            yield reading.finding(
                "unclosed-box", box.first, fence=box.fence, lost=_lost(reading, box)
            )
    for code in reading.code:
        if not code.is_closed:
            yield reading.finding("unclosed-box/code", code.first, fence=code.fence)


def _is_closed_once_more(reading: Reading, box: TextBox) -> bool:
    """Say whether the next colons after a box open nothing: they were meant to close it."""
    following = (line for line in reading.lines[box.end :] if _COLONS.match(line))
    return next((line.strip(" :") == "" for line in following), False)


def _holds_chapter_heading(reading: Reading, box: TextBox) -> bool:
    """Say whether a box holds a heading: those of a chapter stand in none."""
    return any(box in heading.inside for heading in reading.headings)


def _lost(reading: Reading, box: TextBox) -> str:
    words = [heading.words for heading in reading.headings if box in heading.inside]
    if not words:
        return ""
    count = f"{len(words)} heading{'s' if len(words) > 1 else ''}"
    return f'; it swallows {count}, the first "{words[0]}"'


def misread_boxes(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find what a person takes for a box and MyST for words."""
    for passage in reading.passages:
        if "{" in passage.plain and passage.block != "box":
            for found in _LOOKS_LIKE_BOX.finditer(passage.plain):
                at = passage.plain.count("\n", 0, found.end())
                yield reading.finding("box-misread", passage.line + at)
    for html in reading.html:
        for count, line in enumerate(html.content.split("\n")):
            if count and _LOOKS_LIKE_BOX.match(line):
                yield reading.finding("box-misread/html", html.first + count)


def empty_boxes(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find boxes without a word in them."""
    for box in reading.boxes:
        is_own = box.name in _WITH_WORDS
        if is_own and box.is_closed and not _words_in(box):
            yield reading.finding("empty-box", box.first)


_WITH_WORDS = frozenset(
    {
        "in-brief", "objectives", "checklist", "pitfalls", "example", "exercise", "answer",
        "question", "test-question", "trainer", "form", "note", "warning",
    }
)


def _words_in(box: TextBox) -> str:
    skipped = len(settings_of(box))
    return "\n".join(box.content.split("\n")[skipped:]).strip()


def wrong_settings(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find settings that a box does not have, and values that it cannot take."""
    for box in reading.boxes:
        form = known.boxes.get(box.name)
        if form is None or form.is_refused:
            continue
        if form.needs_argument and not box.argument:
            yield reading.finding("argument", box.first, name=box.name)
        for name, value, line in settings_of(box):
            if name not in form.settings:
                key = "option" if form.settings else "option/none"
                near = near_misses(name, form.settings)
                yield reading.finding(key, line, name=box.name, option=name, near=near)
            elif convert := VALUES.get(name):
                try:
                    convert(value)
                except ValueError as error:
                    yield reading.finding(
                        "option/value", line, option=name, value=value, why=str(error)
                    )
