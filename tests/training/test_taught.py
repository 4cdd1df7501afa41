"""What a chapter gives to training is read from its text, boxes and all."""

from __future__ import annotations

import pytest

from build_tools.model import Chapter
from build_tools.training.taught import Kind, read_taught

from .conftest import CHAPTER

TAUGHT = read_taught(Chapter("elements", "chapters/foundations/elements", "4"), CHAPTER)


def test_objectives_have_the_ids_of_the_site_and_their_lines() -> None:
    assert [(one.name, one.words) for one in TAUGHT.objectives] == [
        ("objective-elements-1", "Name each element."),
        ("objective-elements-2", "Prove each element."),
    ]
    assert CHAPTER.split("\n")[TAUGHT.objectives[1].line - 1] == "- Prove each element."


def test_each_kind_of_question_is_known() -> None:
    assert [item.kind for item in TAUGHT.items] == [
        Kind.CHOICE, Kind.TRUE_FALSE, Kind.MATCHING, Kind.SHORT, Kind.CHOICE,
    ]
    assert [item.objectives for item in TAUGHT.items] == [(1,), (1,), (1, 2), (2,), (2,)]


def test_an_option_has_its_key_and_its_feedback() -> None:
    wrong, right = TAUGHT.items[1].options
    assert (wrong.words, wrong.is_right, wrong.feedback) == ("True", False, "Not so.")
    assert (right.is_right, right.feedback) == (True, "So it is.")


def test_a_matching_question_has_the_rows_of_its_table() -> None:
    assert TAUGHT.items[2].stem == ("Match.",)
    assert TAUGHT.items[2].pairs[0] == ("Papers", "Part 2")


def test_a_trainer_box_after_an_exercise_belongs_to_it() -> None:
    (exercise,) = TAUGHT.exercises
    assert [note.exercise for note in TAUGHT.notes] == ["", "six-vignettes"]
    note = TAUGHT.note_of(exercise)
    assert note is not None
    assert note.said("Short version") == "one only."


@pytest.mark.parametrize(
    ("label", "title", "words"),
    [
        ("acts", "Acts", 10),  # with the heading, the label and the paragraph after it
        ("alone", "One paragraph.", 2),
    ],
)
def test_the_label_of_a_first_paragraph_names_its_section(
    label: str, title: str, words: int
) -> None:
    passage = next(one for one in TAUGHT.passages if one.label == label)
    assert (passage.title, passage.words) == (title, words)


def test_what_trainers_alone_see_is_no_reading() -> None:
    more = CHAPTER.replace("So.\n", "So " * 1000 + "\n")
    same = read_taught(Chapter("elements", "chapters/foundations/elements", "4"), more)
    assert same.passages[0].words == TAUGHT.passages[0].words
