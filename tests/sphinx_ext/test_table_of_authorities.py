"""The table of authorities: where the whole book cites each source."""

from __future__ import annotations

LISTS = "# Table\n\n:::{authorities-cited} national\n:::\n\n:::{authorities-cited} cases\n:::\n"


def test_places_of_all_chapters_stand_at_one_provision(build):
    book = build(
        {
            "one": "# One\n\nFirst ({law}`uz-cc 135`).\n",
            "two": "# Two\n\nNo.\n\nSecond ({law}`uz-cc 135`).\n",
            "table": LISTS,
        },
        "html",
    )
    assert "art. 135 : Trafficking in persons. 1.1 ; 2.2" in book.words("table").replace(
        "Verified : the Russian text only. Amended on 19 May 2025. ", ""
    )


def test_neighbouring_paragraphs_are_one_range(build):
    cited = "\n\n".join(["A ({law}`uz-cc 14`)."] * 3 + ["No."] + ["B ({law}`uz-cc 14`)."])
    book = build({"one": f"# One\n\n{cited}\n", "table": LISTS}, "html")
    assert "art. 14 : Crime defined. 1.1–1.3 ; 1.5" in book.words("table")


def test_a_box_is_named_with_its_chapter(build):
    text = "# One\n\nNo.\n\n:::{pitfalls} Here\nWrong ({law}`uz-cc 14`).\n:::\n"
    book = build({"one": text, "table": LISTS}, "html")
    assert "art. 14 : Crime defined. Pitfalls, ch. 1" in book.words("table")


def test_cases_stand_in_the_order_of_their_names(build):
    text = "# One\n\nSee {case}`sm`, {case}`siliadin` and {case}`rantsev 286`.\n"
    listed = build({"one": text, "table": LISTS}, "html").words("table")
    places = [listed.index(name) for name in ("Rantsev", "S.M.", "Siliadin")]
    assert places == sorted(places)


def test_a_link_leads_to_the_paragraph(build):
    book = build({"one": "# One\n\nFirst ({law}`uz-cc 14`).\n", "table": LISTS}, "html")
    assert 'href="one.html#p1.1"' in book.page("table")


def test_the_table_follows_a_change_in_another_chapter(build):
    texts = {"one": "# One\n\nFirst ({law}`uz-cc 14`).\n", "table": LISTS}
    build(texts, "html")
    book = build({**texts, "one": "# One\n\nFirst ({law}`uz-cc 17`).\n"}, "html")
    assert "art. 17" in book.words("table")
    assert "art. 14" not in book.words("table")


def test_an_empty_group_leaves_nothing(build):
    page = build({"one": "# One\n\nNothing.\n", "table": LISTS}, "html").page("table")
    assert "authority-list" not in page


def test_an_unknown_group_is_told_with_what_to_write(build):
    book = build("A.\n\n:::{authorities-cited} nationl\n:::\n")
    assert "one.md:11: WARNING: 'nationl' says nothing to the box" in book.warnings
    assert "Did you mean 'national'" in book.warnings
