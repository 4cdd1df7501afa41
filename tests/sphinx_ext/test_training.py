import pytest
from docutils import nodes

from .conftest import Build

OBJECTIVES = ":::{objectives}\n- Name it.\n- Prove it.\n:::\n\n"


def boxes(build: Build, text: str, kind: str, **settings: str) -> list[nodes.container]:
    tree = build(text, **settings).tree()
    return [n for n in tree.findall(nodes.container) if f"box-{kind}" in n["classes"]]


def test_objectives_are_numbered_and_have_permanent_addresses(build: Build) -> None:
    (box,) = boxes(build, OBJECTIVES, "objectives")
    items = list(box.findall(nodes.list_item))
    assert [item["ids"] for item in items] == [["objective-one-1"], ["objective-one-2"]]


@pytest.mark.parametrize(
    ("options", "facts"),
    [
        (":minutes: 20\n:group: pairs\n:objectives: 1, 2", "20 minutes · pairs · objectives 1, 2"),
        (":objectives: 2", "objective 2"),
    ],
)
def test_an_exercise_says_its_minutes_group_and_objectives(
    build: Build, options: str, facts: str
) -> None:
    (box,) = boxes(build, f"{OBJECTIVES}:::{{exercise}} E\n{options}\n\nDo.\n:::", "exercise")
    assert facts in [paragraph.astext() for paragraph in box.findall(nodes.paragraph)]


def test_questions_for_tests_are_numbered_apart_and_for_trainers_only(build: Build) -> None:
    text = ":::{test-question}\nT\n\n- [x] a\n:::\n\n:::{question}\nS\n\n- [x] a\n:::"
    assert "Question 1.1" in build(text, "html").words()
    assert "Test question" not in build(text, "html").words()


def test_exercises_and_questions_are_numbered_by_chapter(build: Build) -> None:
    text = ":::{exercise} E\n:id: e\n\nDo.\n:::\n\n:::{question}\nS\n\n- [x] a\n:::\n\n" * 2
    tree = build({"one": "Word.", "two": text.replace(":id: e\n\n", "", 1)}).tree("two")
    words = [n.astext() for n in tree.findall(nodes.inline) if "box-kind" in n["classes"]]
    assert words == ["Exercise 2.1", "Question 2.1", "Exercise 2.2", "Question 2.2"]
    kinds = {"box-exercise", "box-question"}
    assert [n["ids"] for n in tree.findall(nodes.container) if kinds & set(n["classes"])] == [
        ["exercise-1"], ["question-1"], ["exercise-e"], ["question-2"],
    ]


@pytest.mark.parametrize(
    ("audience", "right"), [("trainers", ["No right answer"]), ("participants", [])]
)
def test_only_trainers_see_which_option_is_right(
    build: Build, audience: str, right: list[str]
) -> None:
    text = ":::{question}\nStem?\n\n- [ ] Yes\n- [x] No\n:::"
    (box,) = boxes(build, text, "question", handbook_audience=audience)
    items = list(box.findall(nodes.list_item))
    assert [item.astext().split()[0] for item in items] == ["Yes", "No"]
    assert [item.astext() for item in items if "right" in item["classes"]] == right


def test_a_short_answer_has_room_to_write(build: Build) -> None:
    text = ":::{question}\n:type: short\n\nWhat?\n\n- [x] That.\n:::"
    (box,) = boxes(build, text, "question")
    assert "field-rule" in box.children[-1]["classes"]
    assert "That" not in box.astext()
