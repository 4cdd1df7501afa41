"""Annexes made from the book: what they list, and that they follow the chapters."""

from __future__ import annotations

import re

import pytest

LIST = "::::{checklist} Before the door\n- Knock.\n::::\n"
TABLE = (
    "(first)=\nA.\n\n"
    "```{list-table} Signs\n:header-rows: 1\n:name: tab-signs\n\n"
    "* - Sign\n  - Law\n* - Gate locked\n  - {law}`uz-cc 135(1)`, {para}`one#first`\n```\n"
)


def register(kind: str) -> str:
    return f"Words.\n\n:::{{register}} {kind}\n:::\n"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("treaties", "United Nations Convention against Transnational Organized Crime"),
        ("cases", "Rantsev"),
        ("changes", "19 May 2025"),
        ("law", "24 December 2025"),
        ("checklists", "Before the door"),
    ],
)
def test_a_register_lists_what_the_book_knows(build, kind, words):
    book = build({"one": f"A.\n\n{LIST}", "two": register(kind)}, "html")
    assert book.warnings == ""
    assert words in book.words("two")


def test_a_card_is_listed_with_the_paragraph_before_it(build):
    page = build({"one": f"A.\n\n{LIST}", "two": register("checklists")}, "html").page("two")
    assert 'href="one.html#p1.1"' in page
    assert re.search(r'href="one.html#[\w-]+"[^>]*>(<[^>]+>)*Before the door', page)


def test_cards_are_listed_by_who_carries_them_in_the_order_of_a_case(build):
    steps = "::::{{checklist}} {0}\n:for: judges\n:stage: {1}\n\n- Do it.\n::::\n\n"
    text = "A.\n\n" + steps.format("Sentence", "trial") + steps.format("Ruling", "search")
    words = build({"one": text, "two": register("carried")}, "html").words("two")
    assert re.search(r"Judge .*Ruling.*Sentence", words)
    assert "Prosecutor" not in words


def test_forms_are_listed_by_what_they_are_filled_in_for(build):
    form = ":::{{form}} {0}\n:title: Sheet {0}\n:folder: {1}\n\n- Name\n:::\n\n"
    text = "A.\n\n" + form.format("one", "court") + form.format("two", "people")
    words = build({"one": text, "two": register("forms")}, "html").words("two")
    assert re.search(r"People: .*Sheet two.*Court.*Sheet one", words)


def test_a_register_follows_a_change_in_another_chapter(build):
    build({"one": f"A.\n\n{LIST}", "two": register("checklists")}, "html")
    changed = build(
        {"one": f"A.\n\n{LIST.replace('door', 'gate')}", "two": register("checklists")}, "html"
    )
    assert "Before the gate" in changed.words("two")
    assert "Before the door" not in changed.words("two")


def test_a_table_is_shown_again_with_its_number_and_its_references(build):
    book = build({"one": TABLE, "two": "B.\n\n:::{repeat} tab-signs\n:::\n"}, "html")
    assert book.warnings == ""
    words = book.words("two")
    assert "Table 1.1" in words
    assert "Gate locked" in words
    assert "para. 1.1" in words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (":::{register} treatys\n:::", "Did you mean 'treaties'?"),
        (":::{form} x\n:title: X\n:folder: peple\n\n- A\n:::", "Did you mean 'people'?"),
        (":::{repeat} tab-nothing\n:::", "Nothing in the book is labelled 'tab-nothing'"),
    ],
)
def test_what_is_not_there_is_told(build, text, said):
    assert said in build({"one": "A.", "two": f"B.\n\n{text}\n"}, "html").warnings


QUESTION = """A.

(here)=
B.

:::{question}
Who?

- [ ] He
- [x] She
  - As {para}`one#here` says.
:::
"""


@pytest.mark.parametrize(("audience", "is_told"), [("trainers", True), ("participants", False)])
def test_answers_are_listed_for_trainers_alone(build, audience, is_told):
    chapters = {"one": QUESTION, "two": register("answers")}
    book = build(chapters, "html", handbook_audience=audience)
    assert book.warnings == ""
    assert ("As para. 1.2 says" in book.words("two")) is is_told
    assert ("1.1 Right answer She" in book.words("two")) is is_told


def test_registers_go_to_print(build):
    chapters = {"one": f"A.\n\n{LIST}", "two": register("checklists")}
    printed = build(chapters, "handbook-pdf").printed()
    assert printed.count("Before the door") >= 2
