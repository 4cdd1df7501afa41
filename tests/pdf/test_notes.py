from collections.abc import Callable

import pytest

from tests.pdf.reading import Reading

CALLED = '<p class="para" id="p1.1">Called here.<span class="footnote">The note.</span></p>'


# Of these heights one ends the page with the second line of the last paragraph.
@pytest.mark.parametrize("height", range(19, 24))
def test_a_note_stands_on_the_page_of_its_call(
    printed: Callable[..., Reading], height: int
) -> None:
    filler = '<p class="para">Filler.</p>' * height
    last = f'<p class="para" id="p1.2">{"words of the last paragraph " * 20}</p>'
    book = printed(f"<section>{CALLED}{filler}{last}</section>")
    page = next(n for n in range(99) if "Called here." in book.text(n))
    assert "The note." in book.text(page)
