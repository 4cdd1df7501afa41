"""Page numbers: resolved here, compared with the pages, and never without an end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from build_tools.errors import PageNumberError
from build_tools.pdf.body import Body, PageSlot
from tests.pdf.reading import Reading
from tests.pdf.tiny import printing_of

Print = Callable[..., Reading]
FILLER = "<p>" + "Words of a paragraph that fills the page. " * 12 + "</p>"


def lay_out(html: str, first: int) -> Any:
    from build_tools.pdf.fetch import ProjectFetcher
    from build_tools.pdf.painting import painted
    from build_tools.pdf.sheets import Press

    printing = printing_of()
    fetcher = ProjectFetcher(printing.root, printing.colours)
    press = Press(fetcher, printing.root.as_uri() + "/", "")
    return painted(press, press.lay_out("sheet", html, first))


def numbered(page: str) -> str:
    return f'<p>See <span data-page-of="x">{page}</span></p><p id="x">Here</p>'


def test_the_gate_passes_right_numbers_and_counts_them() -> None:
    from build_tools.pdf.page_numbers import require_right_numbers

    assert require_right_numbers([lay_out(numbered("57"), 57)]) == 1


@pytest.mark.parametrize("printed", ["56", "58", "570", "0"])
def test_the_gate_stops_a_wrong_number_and_names_it(printed: str) -> None:
    from build_tools.pdf.page_numbers import require_right_numbers

    with pytest.raises(PageNumberError, match=f"prints {printed} for 'x', which stands on page 57"):
        require_right_numbers([lay_out(numbered(printed), 57)])


def test_a_number_whose_target_is_nowhere_is_wrong() -> None:
    from build_tools.pdf.page_numbers import require_right_numbers

    with pytest.raises(PageNumberError, match="which stands on page None"):
        require_right_numbers([lay_out('<p>See <b data-page-of="y">1</b></p>', 1)])


def test_a_build_stops_when_a_number_is_not_put_in(
    printed: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    import build_tools.pdf.edition as edition

    monkeypatch.setattr(edition, "put_in", lambda sheets, labels: None)
    with pytest.raises(PageNumberError, match="1 printed page numbers are wrong"):
        printed("<p>See", PageSlot("there"), "</p>", FILLER * 12, '<p id="there">There</p>')


def test_a_reference_prints_the_page_of_a_target_on_another_page(printed: Print) -> None:
    book = printed("<p>See it", PageSlot("there"), "</p>", FILLER * 12, '<p id="there">There</p>')
    page = book.labels[book.destinations["there"]]
    assert page != "3"
    text = book.text(book.destinations["one:chapter"])
    assert re.search(rf"See iton page{page}\b", text)


def test_a_reference_prints_no_page_when_its_target_is_in_sight(printed: Print) -> None:
    book = printed("<p>See it", PageSlot("there"), '.</p><p id="there">There</p>')
    assert "See it." in book.text(book.destinations["one:chapter"])


def test_numbers_with_more_digits_get_their_room(printed: Print) -> None:
    book = printed(
        "<p>See it",
        PageSlot("there"),
        "</p>",
        '<p style="break-before: page">A page.</p>' * 12,
        '<p id="there">There</p>',
    )
    page = book.labels[book.destinations["there"]]
    assert len(page) == 2
    assert f"See iton page{page}" in book.text(book.destinations["one:chapter"])


@pytest.mark.parametrize("is_near", [True, False])
def test_a_wrong_guess_of_what_is_in_sight_changes_no_page(
    printed: Print, monkeypatch: pytest.MonkeyPatch, is_near: bool
) -> None:
    from build_tools.pdf import page_numbers

    forms = (page_numbers.Form(1, is_near), page_numbers.Form(1, is_near))
    monkeypatch.setattr(page_numbers.Guess, "forms", lambda *_given: forms)
    book = printed(
        "<p>See it", PageSlot("here"), '.</p><p id="here">Here<span class="footnote">Go',
        PageSlot("there"), ".</span></p>", FILLER * 12, '<p id="there">There</p>',
    )  # fmt: skip
    page = book.labels[book.destinations["there"]]
    text = book.text(book.destinations["one:chapter"])
    assert "See it." in text
    assert f"Goon page{page}." in text


class PlaceBox:
    """A box of a place in the text, with its words in it."""

    def __init__(self) -> None:
        self.element = {"data-slot": "there"}
        self.children = ["on page", "7"]


def test_a_number_that_comes_and_goes_stays() -> None:
    from build_tools.pdf.in_sight import Place

    box = PlaceBox()
    place = Place(box)
    assert [place.fits(now) for now in (True, False, True)] == [False, False, True]
    assert box.children == ["on page", "7"]


def test_a_body_knows_its_slots_in_reading_order() -> None:
    (body,) = printing_of("a", PageSlot("x"), "b", PageSlot("y")).bodies
    assert isinstance(body, Body)
    assert body.slots == (PageSlot("x"), PageSlot("y"))
    assert body.html(lambda n, slot: f"[{n}{slot.anchor}]") == "a[0x]b[1y]"
