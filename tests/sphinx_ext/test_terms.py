from collections.abc import Callable

import pytest
from docutils import nodes
from docutils.nodes import document

Read = Callable[[str], tuple[document, str]]


@pytest.mark.parametrize(
    ("typed", "words", "entry"),
    [
        ("{term}`helpless state`", "helpless state", "helpless state"),
        ("{term}`Helpless state`", "Helpless state", "helpless state"),
        ("{term}`deception`", "deception", "deception (fraud)"),
        ("{term}`interview`", "interview", "interrogation / interview"),
        ("{term}`people's assessor`", "people’s assessor", "people's assessor (lay judge)"),
        ("{term}`statements <testimony>`", "statements", "testimony"),
    ],
)
def test_a_term_keeps_the_authors_words(read: Read, typed: str, words: str, entry: str) -> None:
    tree, warnings = read(typed)
    term = next(node for node in tree.findall(nodes.inline) if "term" in node["classes"])
    assert term.astext().replace("'", "’") == words
    assert term["term"] == entry
    assert not warnings


def test_an_unknown_term_is_a_warning_with_near_misses(read: Read) -> None:
    _tree, warnings = read("{term}`helples state`")
    assert "'helpless state'" in warnings
    assert "[handbook.term]" in warnings


def test_a_word_in_the_place_of_a_term_is_told_with_the_term(build):
    text = "# One\n\nFine.\n\nThe accused wants a plea\nbargain today.\n"
    book = build({"one": text})
    assert "one.md:5: WARNING: 'plea bargain': the glossary has another word" in book.warnings
    assert "write plea agreement" in book.warnings
    assert "[handbook.term-variant]" in book.warnings


@pytest.mark.parametrize(
    "text",
    [
        "He said “a plea bargain”.",
        "> a plea bargain",
        "As in {law}`a plea bargain <uz-cpc 586-1>`.",
        "A {term}`plea agreement` it is.",
        "A plea, bargaining aside.",
    ],
)
def test_quotations_and_titles_of_law_keep_their_words(build, text):
    assert "term-variant" not in build({"one": f"# One\n\n{text}\n"}).warnings


def test_a_word_in_the_place_of_a_term_is_told_in_trainers_boxes_too(build):
    text = "# One\n\nFine.\n\n:::{trainer} Note\nA plea deal.\n:::\n"
    assert "one.md:6: WARNING: 'plea deal'" in build({"one": text}).warnings
