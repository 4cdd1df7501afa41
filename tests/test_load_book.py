"""Every folder of `books` is a tiny book with one known fault; `expected.txt` tells it."""

import shutil
from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_book
from build_tools.model import Audience

BOOKS = Path(__file__).parent / "books"
FAULTY = sorted(path.parent for path in BOOKS.glob("*/expected.txt"))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return a copy of the book without faults."""
    return shutil.copytree(BOOKS / "sound", tmp_path / "sound")


@pytest.mark.parametrize("root", FAULTY, ids=lambda root: root.name)
def test_a_fault_is_told_with_its_place_and_what_to_write(root: Path) -> None:
    with pytest.raises(BookDataError) as caught:
        load_book(root)
    assert f"{caught.value}\n" == (root / "expected.txt").read_text(encoding="utf-8")


def test_every_faulty_book_says_what_is_expected() -> None:
    assert {path.name for path in BOOKS.iterdir()} == {root.name for root in FAULTY} | {"sound"}


def test_chapters_are_numbered_through_the_parts() -> None:
    chapters = load_book(BOOKS / "sound").chapters
    assert [(c.number, c.name) for c in chapters] == [
        ("1", "elements"), ("2", "consent"), ("3", "evidence"),
    ]


def test_an_edition_holds_the_whole_book_unless_it_chooses() -> None:
    book = load_book(BOOKS / "sound")
    (edition,) = book.editions
    assert edition.chapters == ("elements", "consent", "evidence")
    assert (edition.audience, edition.paper) == (Audience.PARTICIPANTS, "A4")


def test_an_edition_keeps_the_order_and_the_numbers_of_the_book(sound: Path) -> None:
    path = sound / "handbook/editions/pocket.toml"
    path.write_text(f'{path.read_text()}chapters = ["evidence", "consent"]\n')
    book = load_book(sound)
    names = book.editions[0].chapters
    assert [(c.number, c.name) for c in book.chapters if c.name in names] == [
        ("2", "consent"), ("3", "evidence"),
    ]


def test_the_mark_that_windows_puts_first_is_no_mistake(sound: Path) -> None:
    path = sound / "handbook/book.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_book(sound) == load_book(BOOKS / "sound")
