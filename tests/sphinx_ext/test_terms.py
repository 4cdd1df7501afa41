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
