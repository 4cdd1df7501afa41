"""Honest content has no limit: long tables, many notes, long words, names in any letters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf.reading import Reading
from tests.pdf.tiny import build, make_project
from tests.verapdf import PDF_A_2A, PDF_UA_1, broken_rules

ROWS, NOTES, LETTERS = 400, 300, 2000
TABLE = "| No. | What |\n|---|---|\n" + "".join(f"| {n} | Row {n} |\n" for n in range(1, ROWS + 1))
CALLS = "\n\n".join(f"A sentence with a note.[^n{n}]" for n in range(1, NOTES + 1))
NOTED = "\n".join(f"[^n{n}]: The words of note {n}." for n in range(1, NOTES + 1))
TEXT = f"""
{TABLE}
An unbreakable word: {"я" * LETTERS}.

![Схема](../figures/схема.svg)

The word [допрос]{{.language-ru}} and the word [soʻroq]{{.language-uz}}.

{{.language-ru}}
Абзац на русском языке.

{CALLS}

{NOTED}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in a folder whose name has spaces and Cyrillic letters."""
    root = tmp_path_factory.mktemp("any") / "Моя книга 1"
    make_project(root, one=TEXT)
    figures = root / "chapters/figures"
    figures.mkdir()
    (figures / "схема.svg").write_text(SVG, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def book(project: Path) -> Reading:
    """Return its PDF, built without a warning."""
    out, warnings = build(project, "handbook-pdf")
    assert warnings == ""
    return Reading(out / "handbook.pdf")


@pytest.mark.parametrize("standard", [PDF_UA_1, PDF_A_2A])
def test_it_conforms(book: Reading, standard: str) -> None:
    assert broken_rules(book.path, standard) == ()


def test_every_row_of_a_long_table_is_printed_in_one_table(book: Reading) -> None:
    (table,) = book.document.all("Table")
    cells = [cell.text for cell in table.all("TD")]
    assert len(table.pages) > 5
    assert cells[1::2] == [f"Row {n}" for n in range(1, ROWS + 1)]


def test_every_note_stands_on_the_page_of_its_call(book: Reading) -> None:
    noted = [p for p in book.document.all("P") if "A sentence with a note." in p.text]
    assert len(noted) == NOTES
    for number, paragraph in enumerate(noted, 1):
        (note,) = paragraph.all("Note")
        assert note.text == f"{number}\u2002The words of note {number}."
        assert len(paragraph.pages) == 1 or note.pages <= paragraph.pages


def test_a_word_without_an_end_is_printed_whole_on_its_page(book: Reading) -> None:
    (word,) = [p for p in book.document.all("P") if "unbreakable" in p.text]
    assert word.text.count("я") == LETTERS
    widths = [len(line) for page in word.pages for line in book.text(page).splitlines()]
    assert max(widths) < 120


def test_a_drawing_with_a_cyrillic_name_is_shown(book: Reading) -> None:
    assert "Схема" in [str(figure.entries.Alt) for figure in book.document.all("Figure")]


def test_passages_in_another_language_say_so_in_print_and_on_the_site(
    book: Reading, project: Path
) -> None:
    told = {e.text: str(e.entries.Lang) for e in book.document.all() if "/Lang" in e.entries}
    assert (told["допрос"], told["soʻroq"]) == ("ru", "uz")
    assert [lang for text, lang in told.items() if "Абзац на русском" in text] == ["ru"]
    site, _warnings = build(project, "html")
    page = (site / "chapters/part/one.html").read_text(encoding="utf-8")
    assert '<span lang="ru">допрос</span>' in page
    assert '<span lang="uz">soʻroq</span>' in page
