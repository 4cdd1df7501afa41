"""What an edition prints of the book, and how it refers to what it leaves out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sphinx.errors import SphinxError

from build_tools.model import Carrier
from build_tools.pdf.body import Card

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


CARRIED = """
A.

:::{checklist} At the trial
:for: judges, prosecutors
:stage: trial

1. Aim ({law}`uz-cc s8, 135`).
2. Proof ({law}`uz-cpc 82`).
:::

:::{checklist} At the door
:for: judges
:stage: search

- Rule.
:::

:::{checklist} For others
- Knock.
:::
"""


def cards_for(build: Build, carrier: Carrier, text: str = CARRIED) -> tuple[Card, ...]:
    """Return the cards of somebody."""
    whole = build({"one": text}, "handbook-pdf").app.config.handbook_book
    edition = replace(whole.editions[0], cards="A4", carrier=carrier)
    book = build({"one": text}, "handbook-pdf", handbook_book=replace(whole, editions=(edition,)))
    book.app.builder.prepare_writing(set())
    return book.app.builder.cards()


def test_somebody_carries_the_limits_and_then_the_steps_in_the_order_of_a_case(
    build: Build,
) -> None:
    limits, *steps = cards_for(build, Carrier.JUDGES)
    assert "Urgent search: review (from receipt of the notice)" in words(limits.html)
    assert [(card.stage, card.title) for card in steps] == [
        ("Search and seizure", "At the door"), ("Trial", "At the trial"),
    ]  # fmt: skip


def test_what_somebody_carries_calls_codes_by_their_letters(build: Build) -> None:
    _limits, trial = cards_for(build, Carrier.PROSECUTORS)
    assert "(CC section 8, art. 135)" in words(trial.html)
    assert "(CPC 82)" in words(trial.html)


def test_nothing_is_told_of_somebody_for_whom_nothing_is_marked(build: Build) -> None:
    with pytest.raises(SphinxError, match="write :for: first-responders below the head"):
        cards_for(build, Carrier.FIRST_RESPONDERS)


@pytest.mark.parametrize(
    ("typed", "meant"), [(":for: judge", "'judges'"), (":stage: trail", "'trial'")]
)
def test_a_mistyped_carrier_or_stage_is_told(build: Build, typed: str, meant: str) -> None:
    book = build(f":::{{checklist}} Steps\n{typed}\n\n- One.\n:::\n", "html")
    assert f"Did you mean {meant}?" in book.warnings


def test_a_list_that_goes_on_counts_on_in_print(build: Build) -> None:
    printed = build("1. One.\n\nBetween.\n\n2. Two.\n", "handbook-pdf").printed()
    assert '<ol style="counter-reset: list-item 1"' in printed
