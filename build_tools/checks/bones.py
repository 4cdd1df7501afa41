"""The bones of a chapter: what each must have, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from build_tools.checks.reading import Reading
from build_tools.checks.training_rules import numbers_of, objectives_of, setting_of
from build_tools.model import Finding, Verbs

_ORDER = ("in-brief", "objectives", "checklist", "pitfalls", "example", "question", "exercise")
_HOW = {
    "in-brief": "say the chapter in five lines below its title: :::{in-brief}",
    "objectives": "list three to five below the box in brief: :::{objectives}",
    "checklist": "add the steps to tick after the text: :::{checklist} Title",
    "pitfalls": "say what goes wrong, and what to do instead: :::{pitfalls}",
    "example": "add an invented example: :::{example} Title",
    "question": "add a self-test of five questions or more: :::{question}",
    "exercise": "add a task for a class: :::{exercise} Title",
    "trainer": "say how to teach the chapter: :::{trainer} Title",
}
_FEWEST_QUESTIONS = 5
_OBJECTIVES = range(3, 6)
_SEEN = frozenset({"figure", "list-table", "table", "worked-table", "chart", "clock-figure"})


def missing_bones(reading: Reading) -> Iterator[Finding]:
    """Find the boxes that a chapter lacks."""
    top = next((heading.line for heading in reading.headings), 0)
    for name, how in _HOW.items():
        if not reading.boxes_named(name):
            yield reading.finding("bones", top, name=name, how=how)
    if not any(heading.level == 2 and not heading.inside for heading in reading.headings):
        yield reading.finding("bones/sections", top)
    if not reading.tables and not any(box.name in _SEEN for box in reading.boxes):
        yield reading.finding("bones/seen", top)


def wrong_order(reading: Reading) -> Iterator[Finding]:
    """Find a bone whose first box stands before that of an earlier bone."""
    firsts = {
        name: boxes[0].first for name in _ORDER if (boxes := reading.boxes_named(name))
    }
    sections = [h.line for h in reading.headings if h.level == 2 and not h.inside]
    highest, above = -1, ""
    for name, first in firsts.items():
        if first < highest:
            yield reading.finding("bones/order", first, name=name, before=above)
        else:
            highest, above = first, name
        if name == "objectives" and sections and first > sections[0]:
            yield reading.finding("bones/order", first, name=name, before="the text")


def wrong_counts(reading: Reading) -> Iterator[Finding]:
    """Find too few questions or objectives, and examples that are not one."""
    questions = reading.boxes_named("question")
    if 0 < len(questions) < _FEWEST_QUESTIONS:
        plural = "" if len(questions) == 1 else "s"
        yield reading.finding("bones/questions", questions[0].first, count=len(questions), s=plural)
    examples = reading.boxes_named("example")
    if len(examples) > 1:
        yield reading.finding("bones/examples", examples[1].first, count=len(examples))
    objectives = objectives_of(reading)
    if objectives and len(objectives) not in _OBJECTIVES:
        line = reading.boxes_named("objectives")[0].first
        yield reading.finding("objectives/count", line, count=len(objectives))


def untested_objectives(reading: Reading) -> Iterator[Finding]:
    """Find objectives without a question or an exercise."""
    for kind in ("question", "exercise"):
        boxes = reading.boxes_named(kind)
        named = {number for box in boxes for number in numbers_of(box)}
        for number, (line, _words) in enumerate(objectives_of(reading), 1):
            if boxes and number not in named:
                yield reading.finding("untested", line, kind=kind, number=number)


def unanswered_exercises(reading: Reading) -> Iterator[Finding]:
    """Find exercises without a model answer."""
    answered = {box.argument for box in reading.boxes_named("answer")}
    for box in reading.boxes_named("exercise"):
        name = setting_of(box, "id")
        if name not in answered:
            yield reading.finding("answer/none", box.first, name=name or "name")


def verbs_nobody_sees(reading: Reading, verbs: Verbs) -> Iterator[Finding]:
    """Find objectives that begin with what nobody can see or test."""
    for line, words in objectives_of(reading):
        if verb := verbs.forbidden_in(words):
            yield reading.finding("forbidden-verb", line, verb=verb)


RULES = (missing_bones, wrong_order, wrong_counts, untested_objectives, unanswered_exercises)
"""Every rule that needs nothing but the chapter."""
