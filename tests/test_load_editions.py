"""Which chapters an edition holds, and what its file may say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_book
from build_tools.load.settings import readers_of
from build_tools.model import Carrier, Role

SOUND = Path(__file__).parent / "books/sound"
ANNEX = '[[part]]\nname = "annexes"\ntitle = "Annexes"\nannexes = true\nchapters = ["glossary"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project with an annex and one edition for judges."""
    shutil.copytree(SOUND, tmp_path / "book")
    root = tmp_path / "book"
    book = root / "handbook/book.toml"
    book.write_text(f"{book.read_text()}\n{ANNEX}")
    (root / "chapters/annexes").mkdir()
    (root / "chapters/annexes/glossary.md").write_text("---\naudience: [prosecutors]\n---\n")
    (root / "chapters/trial/evidence.md").write_text("---\naudience: [prosecutors]\n---\n")
    (edition,) = root.glob("handbook/editions/*.toml")
    edition.write_text('title = "T"\nlanguage = "en"\nreaders = ["judges"]\n')
    return root


def test_readers_choose_the_chapters_for_them_and_the_annexes(root: Path) -> None:
    (edition,) = load_book(root).editions
    assert edition.chapters == ("elements", "consent", "glossary")


def test_the_chapters_left_out_keep_their_numbers(root: Path) -> None:
    book = load_book(root)
    assert [(c.number, c.name) for c in book.leaves_out(book.editions[0])] == [("3", "evidence")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('readers = ["judge"]', "'judge' is not a value of 'readers'."),
        ('readers = ["judges"]\nchapters = ["elements"]', "both its chapters and its readers"),
        ('cards = "A7"', "'A7' is not a value of 'cards'."),
        ('for = "judge"', "'judge' is not a value of 'for'."),
    ],
)
def test_what_an_edition_cannot_say_is_told(root: Path, line: str, told: str) -> None:
    (edition,) = root.glob("handbook/editions/*.toml")
    edition.write_text(f'title = "T"\nlanguage = "en"\n{line}\n')
    with pytest.raises(BookDataError) as error:
        load_book(root)
    assert told in str(error.value)
    assert f"handbook/editions/{edition.name}:3:" in str(error.value)


@pytest.mark.parametrize(
    ("settings", "readers"),
    [
        ("---\naudience: [judges, prosecutors]\n---\n", {"judges", "prosecutors"}),
        ("---\naudience:\n- judges\nstatus: draft\n---\n", {"judges"}),
        ("---\r\naudience: judges\r\n---\r\n", {"judges"}),
        ("---\naudience: [judge]\n---\n", set(Role)),
        ("---\naudience: [judges\n---\n", set(Role)),
        ("# No settings\n\n---\naudience: [judges]\n---\n", set(Role)),
    ],
)
def test_a_chapter_says_whom_it_is_for_or_is_for_all(
    tmp_path: Path, settings: str, readers: set[str]
) -> None:
    path = tmp_path / "one.md"
    path.write_bytes(settings.encode())
    assert readers_of(path) == readers


def test_the_whole_book_is_listed_first_and_cards_last() -> None:
    names = [edition.name for edition in load_book(Path(__file__).parents[1]).editions]
    assert (names[0], names[-2:]) == ("handbook", ["bench-cards", "pocket-cards"])


def test_what_somebody_carries_is_a_card_of_a4_unless_it_says_otherwise(root: Path) -> None:
    (edition,) = root.glob("handbook/editions/*.toml")
    edition.write_text('title = "T"\nlanguage = "en"\nfor = "first-responders"\n')
    (card,) = load_book(root).editions
    assert (card.carrier, card.cards) == (Carrier.FIRST_RESPONDERS, "A4")


def test_each_role_has_a_card_of_a4_and_cards_for_the_pocket() -> None:
    editions = load_book(Path(__file__).parents[1]).editions
    made = {(edition.carrier, edition.cards) for edition in editions if edition.carrier}
    assert made == {(carrier, paper) for carrier in Carrier for paper in ("A4", "A6")}
