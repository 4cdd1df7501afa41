"""A sign that no typeface of the book has is an error, never a box or another typeface."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from build_tools.errors import HandbookError
from tests.pdf.reading import Reading

Print = Callable[..., Reading]


def test_a_missing_sign_is_named_with_the_chapter_and_page(printed: Print) -> None:
    with pytest.raises(
        HandbookError, match=r"'中' \(U\+4E2D\) in one, page 3\. How to fix"
    ) as told:
        printed("<p>A 中 sign.</p>")
    assert told.value.exit_code == 1


def test_every_missing_sign_is_told_at_once(printed: Print) -> None:
    with pytest.raises(HandbookError, match=r"U\+4E2D.*U\+1F600"):
        printed("<p>A 中 sign and a 😀.</p>")


def test_a_missing_sign_in_a_drawing_is_told(printed: Print) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg'><text x='1' y='9'>中</text></svg>"
    with pytest.raises(HandbookError, match="in a drawing"):
        printed(f'<img alt="x" src="data:image/svg+xml;charset=utf-8,{drawing}">')


def test_letters_of_the_three_languages_are_there(printed: Print) -> None:
    letters = "ЁЙЪЫЭЮЯёйъыэюя ЎҚҒҲўқғҳ ʻʼ Oʻzbekiston taʼlim №§«»„“—–…•☐☑"
    book = printed(f"<p>{letters}</p><p><b>{letters}</b></p><h2>{letters}</h2>")
    assert letters.split()[0] in book.text(book.destinations["one:chapter"])
