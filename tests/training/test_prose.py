"""A question in words: what its marks print without the book."""

from __future__ import annotations

import pytest

from build_tools.training.prose import Names, as_html, as_text

NAMES = Names({}, {}, {"elements": "Elements"}, {"file.wages.s.due": "90,000\u00a0soum"})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("S. is owed {worked}`file.wages.s.due`.", "S. is owed 90,000 soum."),
        ("See {para}`elements#consent`.", "See “Elements”."),
        ("A {term}`helpless state`{index}`x`.", "A helpless state."),
    ],
)
def test_a_mark_prints_what_it_prints_in_the_book(typed, words):
    assert as_text(NAMES.spoken(typed)) == words


def test_languages_and_emphasis_are_kept():
    assert as_html(NAMES.spoken("*a* [soʻroq]{.language-uz}")) == (
        '<em>a</em> <span lang="uz">soʻroq</span>'
    )
