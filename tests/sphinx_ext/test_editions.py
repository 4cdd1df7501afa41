"""What an edition prints of the book, and how it refers to what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from .conftest import Build, Built

CHAPTERS = {
    "one": "{term}`search` See {para}`two#there` and {law}`uz-cc 135`.",
    "two": "(there)=\nThere, {term}`witness` {law}`uz-cpc 121`, {case}`tang`.",
    "lists": "```{authorities-cited} national\n```\n\n```{authorities-cited} cases\n```\n\n"
    "## G\n\n:::{terms-listed} english\n:::\n\n## R\n\n:::{terms-listed} russian\n:::",
}


def printed_of(build: Build, *chapters: str, **book: str) -> str:
    """Return what an edition of some chapters prints."""
    whole = build(CHAPTERS, "handbook-pdf").app.config.handbook_book
    edition = replace(whole.editions[0], chapters=chapters)
    return build(
        CHAPTERS, "handbook-pdf", handbook_book=replace(whole, editions=(edition,), **book)
    ).printed()


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).split())


def test_a_reference_to_a_chapter_left_out_becomes_words_with_a_link(build: Build) -> None:
    printed = printed_of(build, "one")
    assert "See Handbook, para. 2.1 and " in words(printed)
    assert 'href="https://tip-handbook.example/en/chapters/part/two.html#p2.1"' in printed


def test_without_an_address_of_the_book_the_words_stand_alone(build: Build) -> None:
    printed = printed_of(build, "one", address="")
    assert "See Handbook, para. 2.1 and " in words(printed)
    assert "two.html" not in printed


def test_a_chapter_keeps_its_numbers_in_every_edition(build: Build) -> None:
    printed = printed_of(build, "two")
    assert '<span class="para-number">2.1</span>' in printed


def test_lists_of_the_book_hold_what_the_edition_prints(build: Build) -> None:
    printed = words(printed_of(build, "one", "lists"))
    assert "135" in printed
    assert "121" not in printed
    assert "Tang" not in printed


def test_lists_of_the_whole_book_hold_everything(build: Build) -> None:
    printed = words(printed_of(build, *CHAPTERS))
    assert "121" in printed
    assert "Tang" in printed
    assert 'id="lists:term-interpreter"' in printed_of(build, *CHAPTERS)


def test_the_glossary_holds_the_terms_that_the_edition_uses(build: Build) -> None:
    printed = printed_of(build, "one", "lists")
    assert set(re.findall('id="lists:(term-[^"]+)"', printed)) == {"term-search"}
    assert len(re.findall('<tr class="[^"]*group', printed)) == 1
    assert printed.count('class="letter"') == 1


def test_a_glossary_of_which_nothing_is_used_leaves_no_empty_table(build: Build) -> None:
    assert "<table" not in printed_of(build, "lists")


CARDS = """
Before.

:::{checklist} Sheet
:name: sheet

- See {para}`here`, {law}`uz-cc 135` and {para}`two#there`.
:::

(here)=
After.

:::{trainer}
Hint.
:::
"""


@pytest.fixture
def cards(build: Build) -> Built:
    return build({"one": CARDS, "two": "(there)=\nThere."}, "handbook-pdf")


def test_a_card_says_what_it_is_and_where_it_comes_from(cards: Built) -> None:
    builder = cards.app.builder
    builder.prepare_writing(set())
    (card,) = builder.cards()
    assert (card.title, card.place) == ("Sheet", "para.\u00a01.1")
    assert card.chapter == "1\u2002Chapter one"
    assert card.address == "https://tip-handbook.example/en/chapters/part/one.html#p1.1"
    assert card.law_as_at == "24 December 2025"


def test_a_card_refers_to_the_handbook_in_words_and_names_the_law(cards: Built) -> None:
    builder = cards.app.builder
    builder.prepare_writing(set())
    (card,) = builder.cards()
    see = "See Handbook, para. 1.2, Criminal Code, art. 135 and Handbook, para. 2.1."
    assert see in words(card.html)
    assert "Before" not in card.html
