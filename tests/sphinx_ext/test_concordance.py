"""The concordance: elements beside national law, with links, marks and the gaps."""

from __future__ import annotations

from dataclasses import replace

TABLE = ":::{authorities-cited} national\n:::\n"
TEXTS = {"one": "Use it.\n\n:::{concordance}\n:::\n", "table": TABLE}


def test_each_element_stands_beside_national_law(build):
    book = build(TEXTS, "html")
    assert not book.warnings
    page = book.words()
    assert "Means: Trafficking Protocol, art. 3(a) Force or its threat" in page
    assert "Abduction National law Criminal Code, art. 135(3)(а) Match Full" in page


def test_a_gap_says_which_and_leads_to_it(build):
    book = build(TEXTS, "html")
    assert "Deception National law none Match Gap ( G-1 )" in book.words()
    assert 'href="#gap-g-1"' in book.page()
    assert 'id="gap-g-1"' in book.page()


def test_what_rests_on_the_unread_says_so(build):
    page = build(TEXTS, "html").words()
    assert "Attempt National law Criminal Code, arts. 25 , 58 Match Partly [unverified]" in page
    assert "Recruitment National law Criminal Code, art. 135(1) Match Full What to know" in page


def test_provisions_stand_in_the_closing_list_and_the_table_of_authorities(build):
    book = build(TEXTS, "html")
    assert "art. 190 : Engaging in prostitution. Verified . Table 1.2" in book.words()
    assert "art. 190 : Engaging in prostitution. Table 1.2" in book.words("table")


def test_tables_have_numbers_that_can_be_referred_to(build):
    text = TEXTS["one"].replace("Use it.", "Use {numref}`tab-concordance` and {numref}`tab-gaps`.")
    page = build(TEXTS | {"one": text}, "html").words()
    assert "Use Table 1.1 and Table 1.2 ." in page


def test_the_page_follows_a_change_of_the_data(build):
    concordance = build(TEXTS, "html").app.config.handbook_concordance
    gaps = (replace(concordance.gaps[0], words="Something else."), *concordance.gaps[1:])
    book = build(TEXTS, "html", handbook_concordance=replace(concordance, gaps=gaps))
    assert "G-1 Gap Something else. Basis" in book.words()


def test_print_has_the_same_rows(build):
    printed = build(TEXTS, "handbook-pdf").printed()
    assert 'id="one:gap-g-10"' in printed
    assert 'href="#one:gap-g-1"' in printed
