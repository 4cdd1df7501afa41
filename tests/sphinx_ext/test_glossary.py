"""The glossary: its lists, the links that lead to it, and the words shown beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from build_tools.load import load_terms
from build_tools.model import Verification

ROOT = Path(__file__).parents[2]
TERMS = load_terms(ROOT)
LISTS = "".join(
    f":::{{terms-listed}} {name}\n:::\n\n" for name in ("english", "russian", "uzbek")
)
USES = "A {term}`search`, a second {term}`search`.\n\nA {term}`summary <witness>`.\n"


def with_russian(word: str) -> tuple[object, ...]:
    """Return the terms with another Russian word for a search."""
    return tuple(replace(term, ru=word) if term.en == "search" else term for term in TERMS)


def row_of(page: str, anchor: str) -> str:
    return re.search(rf'<tr [^>]*id="{anchor}".*?</tr>', page, re.DOTALL)[0]  # type: ignore[index]


def test_a_row_has_four_forms_each_in_its_language(build):
    page = build({"one": USES, "words": LISTS}, "html").page("words")
    row = row_of(page, "term-search")
    assert '<span lang="ru">обыск</span>' in row
    assert '<span lang="uz">tintuv</span>' in row
    assert '<span lang="uz-Cyrl">тинтув</span>' in row
    assert row.startswith("<tr") and '<th class="stub"><p>search</p>' in row


def test_every_term_has_a_row_of_its_own(build):
    page = build({"words": LISTS}, "html").page("words")
    anchors = re.findall(r'<tr [^>]*id="(term-[^"]+)"', page)
    assert len(anchors) == len(set(anchors)) == len(TERMS)


def test_a_cyrillic_form_that_no_source_has_says_so(build):
    page = build({"words": LISTS}, "html").page("words")
    assert "(transliterated)" in row_of(page, "term-search")
    assert "(transliterated)" not in row_of(page, "term-witness")


@pytest.mark.parametrize(
    ("verification", "said"),
    [
        (Verification.VERIFIED, None),
        (Verification.PARTLY, "Partly verified"),
        (Verification.UNVERIFIED, "Unverified"),
    ],
)
def test_only_what_was_checked_less_says_so(build, verification, said):
    terms = (replace(TERMS[0], verification=verification),)
    page = build({"words": LISTS}, "html", handbook_terms=terms).page("words")
    marks = re.findall(r'<span class="mark[^>]*>([^<]+)', page)
    assert marks == ([said] if said else [])


def test_russian_and_uzbek_words_lead_to_the_english_entry(build):
    page = build({"words": LISTS}, "html").page("words")
    for language, word in (("ru", "обыск"), ("uz", "tintuv")):
        link = '<a class="reference internal" href="#term-search">search</a>'
        assert f'<span lang="{language}">{word}</span> — {link}' in page


def test_the_uzbek_list_has_the_order_of_its_alphabet(build):
    page = build({"words": "# Words\n\n:::{terms-listed} uzbek\n:::\n"}, "html").page("words")
    letters = re.findall(r'<p class="letter">([^<]+)', page)
    assert letters[:3] == ["A", "B", "D"]
    assert letters[-4:] == ["Z", "Oʻ", "Gʻ", "Sh"] or letters[-3:] == ["Z", "Oʻ", "Sh"]


def test_only_the_first_use_in_a_chapter_leads_to_the_glossary(build):
    page = build({"one": USES, "words": LISTS}, "html").page()
    assert page.count('href="words.html#term-search"') == 1
    assert page.index("words.html#term-search") < page.index("a second")
    assert page.count('href="words.html#term-witness"') == 1


def test_the_words_stand_behind_the_link_and_are_its_description(build):
    page = build({"one": USES, "words": LISTS}, "html").page()
    link = re.search(r'<a aria-describedby="([^"]+)"[^>]*href="words.html#term-search"', page)
    assert link
    told = re.search(rf'<span class="explanation" id="{link[1]}" role="tooltip">(.*?)</p>', page)
    assert told
    assert '<span lang="ru">обыск</span>' in told[1]
    assert '<span lang="uz">tintuv</span>' in told[1]


def test_a_use_in_a_table_is_linked_only_if_there_is_no_other(build):
    table = "# One\n\n| A |\n|---|\n| {term}`search`, {term}`witness` |\n\nThen {term}`search`.\n"
    page = build({"one": table, "words": LISTS}, "html").page()
    assert page.index("</table>") < page.index("words.html#term-search")
    assert page.index("</table>") > page.index("words.html#term-witness")


def test_a_book_without_a_glossary_has_plain_words(build):
    book = build({"one": USES}, "html")
    assert not book.warnings
    assert "A search , a second search ." in book.words()
    assert "tooltip" not in book.page()


def test_print_has_the_link_and_nothing_else(build):
    printed = build({"one": USES, "words": LISTS}, "handbook-pdf").printed()
    assert '<a class="term reference internal" href="#words:term-search">search</a>' in printed
    assert 'id="words:term-search"' in printed
    assert "tooltip" not in printed


def test_an_edition_without_the_annex_has_plain_words(build):
    texts = {"one": USES, "words": LISTS}
    whole = build(texts, "handbook-pdf").app.config.handbook_book
    short = replace(whole, editions=(replace(whole.editions[0], chapters=("one",)),))
    printed = build(texts, "handbook-pdf", handbook_book=short).printed()
    assert "A search, a second" in re.sub("<[^>]+>", "", printed)


def test_glossary_and_words_beside_it_follow_a_change_of_a_word(build):
    texts = {"one": USES, "words": LISTS}
    build(texts, "html", handbook_terms=with_russian("поиск"))
    book = build(texts, "html")
    for page in (book.page("words"), book.page()):
        assert "обыск" in page
        assert "поиск" not in page


def test_links_follow_the_glossary_to_another_page(build):
    build({"one": USES, "words": LISTS, "other": "None."}, "html")
    book = build({"one": USES, "words": "None.", "other": LISTS}, "html")
    assert "other.html#term-search" in book.page()
    book = build({"one": USES, "words": "None.", "other": "None."}, "html")
    assert "term-search" not in book.page()


def test_an_unknown_list_is_told_with_what_to_write(build):
    book = build("A.\n\n:::{terms-listed} rusian\n:::\n")
    assert "one.md:11: WARNING: 'rusian' says nothing to the box 'terms-listed'." in book.warnings
    assert "Did you mean 'russian'" in book.warnings


def test_chapters_read_in_parallel_find_the_glossary(build):
    texts = {"words": LISTS} | {f"c{n}": USES for n in range(8)}
    assert "words.html#term-search" in build(texts, "html", jobs=2).page("c7")
