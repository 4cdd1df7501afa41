"""Cards stand several on a sheet, are cut apart, and go on where they are too long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from build_tools.pdf.body import Card
from build_tools.pdf.imposing import CARDS_ON_A4, Imposition
from tests.pdf.reading import Reading
from tests.pdf.tiny import bare, printing_of, silent

_STEPS = "".join(f"<li><p>Step {number} of many.</p></li>" for number in range(60))


def card(number: int, steps: str = "<li><p>Do it.</p></li>") -> Card:
    return Card(
        f"Sheet {number}", f"one:sheet-{number}", f"para. 1.{number}", "1 One", "1 May 2026",
        f"https://book.example/one.html#p1.{number}", f'<ul class="ticks">{steps}</ul>',
    )  # fmt: skip


@pytest.fixture
def printed_cards(tmp_path: Path) -> Callable[..., Reading]:
    """Return a function that prints cards of a size."""
    from build_tools.pdf.cards import print_cards

    def of(size: str, *cards: Card) -> Reading:
        printing = printing_of("")
        edition = replace(printing.edition, cards=size)
        path = tmp_path / "cards.pdf"
        printed = print_cards(replace(printing, edition=edition, cards=cards), silent)
        path.write_bytes(printed.pdf)
        return Reading(path)

    return of


@pytest.mark.parametrize(("size", "sheets", "wide"), [("A5", 3, True), ("A6", 2, False)])
def test_cards_stand_together_on_sheets_of_a4(
    printed_cards: Callable[..., Reading], size: str, sheets: int, wide: bool
) -> None:
    pdf = printed_cards(size, *map(card, range(5))).pdf
    boxes = [[round(float(value)) for value in page.MediaBox] for page in pdf.pages]
    assert boxes == [[0, 0, 842, 595] if wide else [0, 0, 595, 842]] * sheets


def test_what_somebody_carries_is_one_text_on_sheets_that_are_not_cut(
    printed_cards: Callable[..., Reading],
) -> None:
    staged = [replace(card(n), stage=stage) for n, stage in enumerate(["", "Search", "Trial"])]
    sheet = printed_cards("A4", *staged, replace(card(3), stage="Trial"))
    heads = [
        [element.text.partition("para")[0].strip() for element in sheet.document.all(tag)]
        for tag in ("H1", "H2", "H3")
    ]
    assert heads == [["Tiny"], ["Sheet 0", "Search", "Trial"], ["Sheet 1", "Sheet 2", "Sheet 3"]]
    assert [round(float(value)) for value in sheet.pdf.pages[0].MediaBox] == [0, 0, 595, 842]


def test_each_card_is_tagged_and_named_and_leads_to_its_chapter(
    printed_cards: Callable[..., Reading],
) -> None:
    cards = printed_cards("A6", *map(card, range(3)))
    names = [f"Sheet {number}" for number in range(3)]
    assert [element.text for element in cards.document.all("H1")] == names
    assert cards.bookmarks == [(1, name) for name in names]
    assert [link.address for link in cards.links] == [
        f"https://book.example/one.html#p1.{number}" for number in range(3)
    ]
    for number, link in enumerate(cards.links):
        assert bare(f"para.1.{number}") in bare(cards.text_in(link))


def test_what_each_card_says_of_itself_is_on_every_one(
    printed_cards: Callable[..., Reading],
) -> None:
    words = bare(printed_cards("A5", card(0, _STEPS)).text(0))
    assert words.count(bare("Book, para. 1.0")) == 3  # Its head, and the foot of both cards.
    assert words.count("book.example/one.html#p1.0") == 2


def test_a_long_checklist_goes_on_on_a_second_card(printed_cards: Callable[..., Reading]) -> None:
    cards = printed_cards("A5", card(0, _STEPS), card(1))
    assert len(cards.pdf.pages) == 2
    assert "continued" in cards.artifacts[0]
    (first, _second) = cards.document.all("L")
    assert len(first.kids) == 60


def test_cuts_are_marked_at_the_edges_and_where_they_meet() -> None:
    two, four = CARDS_ON_A4["A5"], CARDS_ON_A4["A6"]
    assert len(list(two.cut_marks())) == 2
    assert {x for mark in two.cut_marks() for x, _y in mark} == {two.width / 2}
    assert len(list(four.cut_marks())) == 6


def test_pages_fill_a_sheet_row_by_row() -> None:
    sheets = Imposition(2, 2, 20, 40).sheets_of("abcde")
    assert sheets == [
        [("a", (0, 0)), ("b", (10, 0)), ("c", (0, 20)), ("d", (10, 20))], [("e", (0, 0))],
    ]  # fmt: skip
