"""What a line of a trainer box gives to a session plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.training.fields import Field, fields_of, flow_of, missing_in
from tests.training.conftest import courses_in


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Hook: ask who was there.", Field.HOOK),
        ("Care note: slowly.", Field.CARE),
        ("**Online:** one room a table.", Field.ADAPTATION),
        ("Minute flow: plan 10, talk 20.", Field.FLOW),
        ("Ask which line came first.", Field.QUESTION),
        ("Expect a quarrel on 2.", Field.ANSWER),
        ("Give the cook this card only: she saw a box.", Field.ROLES),
        ("Praise the silence.", Field.TIP),
        ("The rule: be brief.", Field.TIP),
    ],
)
def test_a_line_belongs_to_the_field_that_it_begins_with(line: str, field: Field) -> None:
    assert fields_of([line]) == [field]


def test_what_to_reply_belongs_to_the_difficult_moment_before_it() -> None:
    lines = ["Difficult moment: none remember.", "Reply so.", "Hook: a rope.", "Cut it."]
    assert fields_of(lines) == [Field.ANSWER, Field.ANSWER, Field.HOOK, Field.TIP]


def test_a_flow_is_a_clock_only_where_it_fills_the_time() -> None:
    line = "Flow: read 5, faults 15, debrief 10."
    assert flow_of(line, 30) == (("read", 5), ("faults", 15), ("debrief", 10))
    assert flow_of(line, 45) == ()


def test_what_no_trainer_box_says_is_missing(root: Path) -> None:
    courses = courses_in(root)
    planned = courses.planned(courses.named("jud-1"))
    notes = [note for taught in courses.chapters.values() for note in taught.notes]
    missing = missing_in(planned, notes)
    assert missing[Field.ROOM] == ("1.1", "1.2")
    assert "1.1" not in missing.get(Field.ADAPTATION, ())
