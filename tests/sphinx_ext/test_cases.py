from collections.abc import Callable

import pytest
from docutils import nodes
from docutils.nodes import document

Read = Callable[[str], tuple[document, str]]


def test_court_and_year_stand_at_the_first_mention_only(read: Read) -> None:
    tree, warnings = read("{case}`sm` first.\n\n{case}`sm 286-289` again.")
    first, second = [p.astext() for p in tree.findall(nodes.paragraph)][:2]
    assert first == "S.M. v. Croatia (ECtHR (Grand Chamber), 2020) first."
    assert second == "S.M., paras 286–289 again."
    assert not warnings


def test_a_case_is_in_italics_and_linked_to_the_list(
    read: Read, closing_list: Callable[[str], str]
) -> None:
    tree, _warnings = read("{case}`rantsev 301-305`")
    assert next(iter(tree.findall(nodes.emphasis)))[0]["refid"] == "case-rantsev"
    words = closing_list("{case}`rantsev 301-305`")
    assert "no. 25965/04, 7 January 2010, [2010] ECHR 22, final on 10 May 2010." in words
    assert "Partly verified: paras 249–305. Para. 4.1." in words


def test_a_case_note_tells_facts_and_point_before_the_authors_words(read: Read) -> None:
    tree, warnings = read(":::{case-note} tang\nWhat it means here.\n:::")
    box = next(node for node in tree.findall(nodes.container) if "box-case-note" in node["classes"])
    title, particulars, facts, point, meaning = [p.astext() for p in box.findall(nodes.paragraph)]
    assert title == "Case note The Queen v Tang"
    assert particulars.startswith("High Court of Australia")
    assert facts.startswith("Facts. Brothel owner")
    assert point.startswith("Point. Slavery turns on")
    assert meaning == "What it means here."
    assert not warnings


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("{case}`rantsef`", "'rantsev'"),
        ("{case}`sm one`", "{case}`sm 286-289`"),
        (":::{case-note} kunarak\nWords.\n:::", "'kunarac'"),
    ],
)
def test_a_mistake_is_a_warning_with_what_to_write(read: Read, typed: str, near: str) -> None:
    _tree, warnings = read(typed)
    assert near in warnings
    assert "[handbook.citation]" in warnings
