from build_tools.pdf.body import IndexMark
from build_tools.pdf.book_index import Entry, index_groups


def entry_of(*marks: tuple[str, str]) -> Entry:
    pages = {words: number for number, (_kind, words) in enumerate(marks, 4)}
    groups = index_groups([IndexMark(kind, words, words, False) for kind, words in marks], pages)
    return groups[0].entries[0]


def test_see_sends_on_from_words_that_have_no_page() -> None:
    entry = entry_of(("see", "APOV; position"), ("single", "position; abuse"))
    assert (entry.words, entry.see, entry.see_also) == ("APOV", ("position",), ())


def test_see_becomes_see_also_where_there_are_pages_to_read() -> None:
    marks = (("single", "deposition"), ("see", "deposition; testimony"), ("single", "testimony"))
    entry = entry_of(*marks)
    assert (entry.see, entry.see_also) == ((), ("testimony",))


def test_see_never_sends_to_what_an_edition_leaves_out() -> None:
    entry = entry_of(("see", "APOV; position"), ("see", "witness; testimony"), ("single", "zeal"))
    assert entry.words == "zeal"
