"""The finished PDF of the real book, read as a stranger would read it."""

import re
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.reading import Link, Reading
from tests.pdf.tiny import bare
from tests.verapdf import PDF_A_2A, PDF_UA_1, judgement

OURS = re.compile(r"/[A-Z]{6}\+Source-(Serif-4|Sans-3)")
PAGE_AFTER_LINK = re.compile(r",\s+p\.\s+(\d+)")


@pytest.mark.last
@pytest.mark.parametrize("standard", [PDF_UA_1, PDF_A_2A])
def test_the_whole_book_conforms(real_pdf: Path, standard: str) -> None:
    assert judgement(real_pdf, standard).result() == ()


def test_qpdf_finds_nothing_wrong(real_book: Reading) -> None:
    assert real_book.pdf.check_pdf_syntax() == []


def entries(book: Reading) -> list[Link]:
    """Return the links of contents, lists and index: each prints a number in its own area."""
    marked = {"Contents", "Checklists", "Index"}
    first_pages = {min(h.pages) for h in book.document.all("H1") if h.text in marked}
    openers = {book.destinations[name] for name in book.destinations if name.startswith("part:")}
    front = range(min(first_pages), book.labels.index("1"))
    back = range(max(first_pages), len(book.labels))
    return [
        link
        for link in book.links
        if link.destination and (link.page in front or link.page in back or link.page in openers)
    ]


def test_contents_lists_and_index_print_the_page_their_links_lead_to(real_book: Reading) -> None:
    where, links = real_book.destinations, entries(real_book)
    wrong = [
        (link.contents, real_book.text_in(link))
        for link in links
        if real_book.labels[where[link.destination]]
        not in {line.split()[-1] for line in real_book.text_in(link).split("\n") if line.split()}
    ]
    assert len(links) > 150
    assert wrong == []


def test_references_print_the_page_their_links_lead_to(real_book: Reading) -> None:
    where, told, wrong = real_book.destinations, 0, []
    for link in real_book.links:
        if link.destination and (found := PAGE_AFTER_LINK.match(real_book.text_after(link, 12))):
            told += 1
            if found[1] != real_book.labels[where[link.destination]]:
                wrong.append((link.contents, found[0]))
    pages = range(len(real_book.labels))
    assert told == sum(len(PAGE_AFTER_LINK.findall(real_book.text(page))) for page in pages) > 25
    assert wrong == []


def test_every_link_leads_somewhere_and_says_where(real_book: Reading) -> None:
    for link in real_book.links:
        assert bare(link.contents) and link.contents.lstrip("#") != link.destination
        assert link.destination in real_book.destinations or link.address.startswith("https://")


def test_front_matter_is_numbered_in_roman_and_the_text_from_1(real_book: Reading) -> None:
    first = real_book.labels.index("1")
    assert real_book.labels[:4] == ["i", "ii", "iii", "iv"]
    assert first % 2 == 0
    assert real_book.labels[first:] == [str(n + 1) for n in range(len(real_book.labels) - first)]


def test_numbered_paragraphs_are_addresses(real_book: Reading) -> None:
    numbers = {
        found[0]
        for paragraph in real_book.document.all("P")
        if (found := re.match(r"[1-9]\d*\.[1-9]\d*(?=\D)", paragraph.text))
    }
    assert {"1.1", "2.1", "3.1"} <= numbers
    assert {f"p{n}" for n in numbers} <= real_book.destinations.keys()


def test_bookmarks_are_the_headings(real_book: Reading) -> None:
    heads = [h for h in real_book.document.all() if re.fullmatch("H[1-6]", h.tag)]
    body = [h for h in heads if min(h.pages) > 0 and not (h.tag == "H2" and len(h.text) == 1)]
    marks = real_book.bookmarks
    assert [bare(title) for _level, title in marks] == [bare(h.text) for h in body]
    for (level, _title), head in zip(marks, body, strict=True):
        assert level - int(head.tag[1]) in (0, 1)


def test_running_heads_and_the_draft_mark_are_no_part_of_the_text(real_book: Reading) -> None:
    page = real_book.destinations["p1.12"]
    assert "Review draft" in real_book.artifacts[page]
    assert real_book.labels[page] in real_book.artifacts[page]
    assert "Review draft of" not in real_book.document.text


def test_a_paragraph_over_a_page_break_is_one_element(real_book: Reading) -> None:
    assert [p for p in real_book.document.all("P") if len(p.pages) > 1]


def test_heads_of_columns_have_a_scope(real_book: Reading) -> None:
    scopes = [str(cell.entries.A.Scope) for cell in real_book.document.all("TH")]
    assert scopes and set(scopes) <= {"/Column", "/Row"}


def test_notes_are_notes_with_an_id_of_their_own(real_book: Reading) -> None:
    ids = [str(note.entries.ID) for note in real_book.document.all("Note")]
    assert ids and len(ids) == len(set(ids))
    assert len(ids) == len(list(real_book.document.all("Reference")))


def test_passages_in_another_language_say_so(real_book: Reading) -> None:
    passages = {
        element.text: str(element.entries.Lang)
        for element in real_book.document.all()
        if "/Lang" in element.entries
    }
    assert passages["заведомо"] == "ru"
    assert passages["ayon boʻlgan"] == "uz"


def test_only_our_fonts_and_whole(real_book: Reading) -> None:
    fonts = [
        font
        for font in real_book.pdf.objects
        if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    for font in fonts:
        assert OURS.match(str(font.FontName))
        assert "/FontFile2" in font or "/FontFile3" in font


@pytest.mark.parametrize(
    "word", ["soʻroq", "заведомо", "cross-border", "person’s", "interviewing", "“You said ‘they"]
)
def test_words_are_found_whole(real_book: Reading, word: str) -> None:
    text = "\n".join(real_book.text(page) for page in range(len(real_book.labels)))
    assert word in text


def test_no_address_of_this_machine_is_in_the_file(real_book: Reading) -> None:
    here = str(Path(__file__).parents[2]).encode()
    for item in real_book.pdf.objects:
        content = item.read_bytes() if isinstance(item, pikepdf.Stream) else b""
        for told in (content, item.unparse()):
            assert b"file:/" not in told  # as an address; a chapter is called model-file
            assert here not in told


def test_the_file_says_what_it_is(real_book: Reading) -> None:
    info, root = real_book.pdf.docinfo, real_book.pdf.Root
    assert str(info["/Title"]) == "Trafficking in Persons Cases in Uzbekistan: Handbook"
    assert (str(root.Lang), str(root.PageMode)) == ("en", "/UseOutlines")
    assert bool(root.ViewerPreferences.DisplayDocTitle)
