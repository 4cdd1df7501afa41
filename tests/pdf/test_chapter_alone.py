"""A chapter laid out alone, as the preview shows it: the numbers are those of the whole book."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from build_tools.pdf.body import PageSlot
from build_tools.pdf.printed_labels import labels_in
from tests.pdf.tiny import printing_of


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)


def test_numbers_are_those_that_a_whole_book_had() -> None:
    from build_tools.pdf.edition import chapter_alone

    text = ("<p>There:", PageSlot("two:there"), ". Nowhere:", PageSlot("two:gone"), ".</p>")
    sheet, pdf = chapter_alone(printing_of(*text), {"one:chapter": 41, "two:there": 57})
    assert sheet.first_label == 41
    assert "There:on page57. Nowhere:." in words_of(pdf).replace("\r\n", " ")


def test_pages_of_anchors_are_read_from_the_finished_book(real_pdf: Path) -> None:
    labels = labels_in(real_pdf)
    with pypdfium2.PdfDocument(real_pdf) as document:
        at = [document.get_page_label(page) for page in range(len(document))]
        page = document[at.index(str(labels["elements:chapter"]))]
        assert "Elements of trafficking" in page.get_textpage().get_text_bounded()


def test_a_book_that_was_not_built_gives_no_numbers(tmp_path: Path) -> None:
    assert labels_in(tmp_path / "none.pdf") == {}
