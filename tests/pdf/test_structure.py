"""What a finished PDF says each thing is, and what WeasyPrint alone would have said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.errors import HandbookError
from tests.pdf.reading import Reading
from tests.pdf.tiny import bare, printing_of, silent
from tests.verapdf import PDF_UA_1, broken_rules

Print = Callable[..., Reading]

LONG = " ".join(f"word{n}" for n in range(2000))
ROWS = "".join(f"<tr><td>{n}</td><td>row {n}</td></tr>" for n in range(120))
TABLE = (
    '<table><thead><tr><th>No.</th><th>See <a href="#one:chapter">chapter one</a></th></tr>'
    f"</thead><tbody>{ROWS}</tbody></table>"
)
ITEMS = "".join(f"<li><p>item {n} {'words ' * 12}</p></li>" for n in range(80))
MIXED = (
    f'<section id="one:s"><h2>Section</h2><p class="para">{LONG}'
    '<span class="footnote">A note.</span></p>'
    f"{TABLE}<ul>{ITEMS}</ul></section>"
)


def test_a_paragraph_over_a_page_break_is_one_element(printed: Print) -> None:
    book = printed(f'<p class="para">{LONG}</p>')
    (paragraph,) = [p for p in book.document.all("P") if "word0" in p.text]
    assert len(paragraph.pages) > 1
    assert bare(paragraph.text) == bare(LONG)


def test_a_list_over_a_page_break_is_one_list(printed: Print) -> None:
    book = printed(f"<ol>{ITEMS}</ol>")
    (items,) = [x for x in book.document.all("L") if "item 79" in x.text]
    assert len(items.pages) > 1
    assert [[k.tag for k in item.kids] for item in items.kids] == [["Lbl", "LBody"]] * 80


def test_a_table_over_a_page_break_is_one_table_with_one_head(printed: Print) -> None:
    book = printed(TABLE)
    (table,) = book.document.all("Table")
    assert len(table.pages) > 1
    assert [k.tag for k in table.kids] == ["THead", "TBody"]
    assert len(list(table.all("TR"))) == 121
    assert [str(th.entries.A.Scope) for th in table.all("TH")] == ["/Column", "/Column"]


def test_the_repeated_head_of_a_table_is_pagination_and_holds_no_link(printed: Print) -> None:
    book = printed(TABLE)
    (table,) = book.document.all("Table")
    assert len([link for link in book.links if link.contents == "chapter one"]) == 1
    for page in sorted(table.pages)[1:]:
        assert "No.See chapter one" in book.artifacts[page]


def test_a_first_column_of_heads_has_rows_as_its_scope(printed: Print) -> None:
    book = printed("<table><tbody><tr><th>Act</th><td>receipt</td></tr></tbody></table>")
    (head,) = book.document.all("TH")
    assert str(head.entries.A.Scope) == "/Row"


def test_a_note_stands_after_its_call_and_has_an_id(printed: Print) -> None:
    book = printed('<p>Text.<span class="footnote">A <em>note</em>.</span> More.</p>')
    (paragraph,) = [p for p in book.document.all("P") if p.text.startswith("Text.")]
    assert [kid.tag for kid in paragraph.kids] == ["Reference", "Note"]
    assert str(paragraph.kids[1].entries.ID) == "note-1"
    assert paragraph.kids[1].text == "1\u2002A note."


def test_a_passage_in_another_language_says_so(printed: Print) -> None:
    book = printed('<p>The word <span lang="ru">допрос</span>.</p><p lang="uz">soʻroq</p>')
    told = {e.text: str(e.entries.Lang) for e in book.document.all() if "/Lang" in e.entries}
    assert told == {"допрос": "ru", "soʻroq": "uz"}


@pytest.mark.parametrize(
    "word", ["soʻroq", "taʼlim", "o‘clock", "person’s", "ўзбек", "қоғоз", "ҳуқуқ"]
)
def test_letters_and_quotation_marks_that_look_alike_are_told_apart(
    printed: Print, word: str
) -> None:
    book = printed(f"<p>‘A’ ʻ ʼ</p><p>{word}</p>")
    assert word in book.text(book.destinations["one:chapter"]).splitlines()
    assert [p for p in book.document.all("P") if p.text == word]


def test_hyphens_and_spaces_read_as_those_on_the_keyboard(printed: Print) -> None:
    book = printed("<p>cross\u2010border, no\u2011break, 12\u00a0years</p><p>a-b c</p>")
    assert "cross-border, no-break, 12 years" in book.text(book.destinations["one:chapter"])


def test_a_hyphenated_word_is_found_whole(printed: Print) -> None:
    book = printed(
        '<p style="width: 30mm; hyphens: auto">unquestionably misrepresentation</p>'
        '<p style="width: 30mm; hyphens: auto">incomprehensibility notwithstanding</p>'
    )
    # A search takes out the sign with which PDFium marks a word that goes on in the next line.
    text = book.text(book.destinations["one:chapter"]).replace("\ufffe", "")
    assert "misrepresentation" in text
    assert "notwithstanding" in text


def test_our_tree_conforms_and_weasyprints_own_does_not(tmp_path: Path) -> None:
    from build_tools.pdf.edition import print_edition
    from build_tools.pdf.fetch import ProjectFetcher
    from build_tools.pdf.sheets import Press
    from build_tools.pdf.templates import stylesheet

    printing = printing_of(MIXED)
    ours, raw = tmp_path / "ours.pdf", tmp_path / "raw.pdf"
    ours.write_bytes(print_edition(printing, silent).pdf)
    press = Press(
        fetcher=ProjectFetcher(printing.root, printing.colours),
        base_url=printing.root.as_uri() + "/",
        style=stylesheet(printing.design / "css", printing.colours),
    )
    html = f'<html lang="en"><title>T</title><h1 id="one:chapter">T</h1>{MIXED}</html>'
    press.lay_out("raw", html, 1).document.write_pdf(raw, pdf_variant="pdf/ua-1")
    assert broken_rules(ours, PDF_UA_1) == ()
    assert broken_rules(raw, PDF_UA_1) != ()


def test_another_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    from build_tools.pdf.structure import FITS, require_known_weasyprint

    assert weasyprint.__version__ == FITS
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(HandbookError, match="the book needs 70"):
        require_known_weasyprint()
