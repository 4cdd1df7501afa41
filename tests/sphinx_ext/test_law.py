from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from docutils.nodes import document

Read = Callable[[str], tuple[document, str]]


def test_a_provision_is_printed_in_words_and_linked_to_the_list(read: Read) -> None:
    tree, warnings = read("Across the border: {law}`uz-cc 135(2)(zh)`.")
    link = next(node for node in tree.findall(nodes.reference) if "law" in node["classes"])
    assert link.astext() == "Criminal Code, art.\u00a0135(2)(ж)"
    assert link["refid"] == "authority-uz-cc-135.2.j"
    assert any(link["refid"] in node["ids"] for node in tree.findall(nodes.list_item))
    assert not warnings


def test_a_title_takes_the_place_of_the_words(read: Read) -> None:
    tree, _warnings = read("{law}`the plea agreement <uz-cpc 586-1>`")
    assert next(iter(tree.findall(nodes.reference))).astext() == "the plea agreement"


def test_several_provisions_have_a_link_each(read: Read) -> None:
    tree, _warnings = read("{law}`uz-cc 135(1), 135(3)(e); palermo 3(b)`")
    paragraph = next(iter(tree.findall(nodes.paragraph)))
    first, second = paragraph.astext().split("; ")
    assert first == "Criminal Code, arts.\u00a0135(1), 135(3)(е)"
    assert second == "Trafficking Protocol, art.\u00a03(b)"
    assert len(list(paragraph.findall(nodes.reference))) == 3


def test_no_line_ends_inside_the_number_of_a_point(read: Read, tmp_path: Path) -> None:
    read("{law}`uz-cc 135(2)(zh)`")
    number = '<span class="provision">art.\u00a0135(2)(ж)</span>'
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert f"<span>Criminal Code,</span> {number}</a>" in page


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("part 2(b)", "part\u00a02(b)"),
        ("Part 2(з)", "Part\u00a02(з)"),
        ("part 3, point (а), of Article 135", "part\u00a03, point\u00a0(а), of Article\u00a0135"),
        ("Parts 2(д), 3(е)", "Parts\u00a02(д), 3(е)"),
        ("the law of 2020 (ZRU-633)", "the law of\u00a02020 (ZRU-633)"),
    ],
)
def test_a_number_stays_with_the_word_before_it(read: Read, title: str, printed: str) -> None:
    tree, _warnings = read(f"{{law}}`{title} <uz-cc 135(2)(b)>`")
    assert next(iter(tree.findall(nodes.reference))).astext() == printed


def test_what_nobody_has_read_says_so(read: Read) -> None:
    tree, _warnings = read("{law}`plenum-13-2009` and {law}`palermo 5` and {law}`uz-zru-633`")
    paragraph = next(iter(tree.findall(nodes.paragraph)))
    assert paragraph.astext().count("[unverified]") == 2


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("{law}`uz-ccp 135`", "'uz-cc'"),
        ("{law}`uz-cc 1355`", "'135'"),
        ("{law}`uz-cc 135(4)`", "'135(3)'"),
        ("{law}`legal-aid-ru`", "write uz-cpc 592"),
    ],
)
def test_a_mistake_is_a_warning_with_near_misses(read: Read, typed: str, near: str) -> None:
    _tree, warnings = read(f"First.\n\n{typed}")
    assert near in warnings
    assert "index.md:5:" in warnings
    assert "[handbook.citation]" in warnings


def test_the_list_names_source_subject_mark_and_paragraphs(
    closing_list: Callable[[str], str]
) -> None:
    words = closing_list(
        "{law}`uz-cpc 121-2`\n\nNothing.\n\n{law}`uz-cpc 121-2` {law}`palermo 3(b)`"
    )
    assert "National law" in words
    assert "Criminal Procedure Code of the Republic of Uzbekistan" in words
    assert "art.\u00a0121-2: Grounds. Verified. Paras 4.1, 4.3." in words
    assert "art.\u00a03(b): Consent. Verified: ungift.org; " in words
    assert words.index("National law") < words.index("International instruments")


def test_the_list_says_in_the_text_of_which_day_a_source_was_read(
    closing_list: Callable[[str], str]
) -> None:
    words = closing_list("{law}`uz-cpc 121`")
    assert "Verified: text of 24 December 2025; a Russian consolidated text" in words
    assert "Minor victim/witness. Verified: text of 1 July 2026; the Uzbek text" in words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("uz-cc 135(2)(zh)", "Amended on 19 May 2025. Para. 4.1."),
        ("uz-cpc 121", "Amended; the day has not been confirmed. Para. 4.1."),
        ("uz-cpc 122", "Grounds. Verified. Para. 4.1."),
    ],
)
def test_the_list_says_that_a_provision_was_amended(
    closing_list: Callable[[str], str], typed: str, told: str
) -> None:
    assert told in closing_list(f"{{law}}`{typed}`")


def test_a_list_belongs_to_its_paragraph_and_a_box_is_named(
    closing_list: Callable[[str], str]
) -> None:
    words = closing_list(
        "Steps:\n\n- one {law}`uz-cpc 121-2`\n\n"
        ":::{checklist} Title\n- two {law}`uz-cpc 121-2`\n:::\n"
    )
    assert "art.\u00a0121-2: Grounds. Verified. Para. 4.1; Checklist." in words


def test_a_run_lists_each_article(closing_list: Callable[[str], str]) -> None:
    words = closing_list("{law}`uz-cpc 121-1..121-3`")
    assert [f"art.\u00a0121-{n}" in words for n in range(1, 5)] == [True, True, True, False]


def test_a_chapter_without_citations_has_no_list(read: Read) -> None:
    tree, _warnings = read("Nothing.")
    assert not [s for s in tree.findall(nodes.section) if "authorities" in s["ids"]]


def test_every_link_inside_a_chapter_has_its_target(read: Read) -> None:
    tree, _warnings = read(
        "{law}`uz-cpc 121-1..121-3; uz-zru-633`, {case}`rantsev 301-305`\n\n"
        ":::{case-note} sm\nMeaning: {law}`palermo`.\n:::"
    )
    ids = [anchor for node in tree.findall(nodes.Element) for anchor in node["ids"]]
    assert len(ids) == len(set(ids))
    assert {node["refid"] for node in tree.findall(nodes.reference) if "refid" in node} <= set(ids)
