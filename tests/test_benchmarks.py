"""The generated book of the benchmarks: the same in every run, and a book without mistakes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.generate import (
    write_for_handbook,
    write_for_pandoc,
    write_plain,
    write_typed,
    write_unlinked,
)

TOP = Path(__file__).parents[1]


def texts(book: Path) -> dict[str, str]:
    """Return the text of every chapter and page, by its path."""
    return {path.relative_to(book).as_posix(): path.read_text() for path in book.rglob("*.md")}


def complaints(builder: str, book: Path, *more: str) -> str:
    """Build a book as the benchmark does, in a process of its own; return all that it says."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, *more, "source", "out"]
    ended = subprocess.run(command, cwd=book, capture_output=True, text=True, check=True)
    return ended.stdout + ended.stderr


@pytest.mark.parametrize(
    "write", [write_for_handbook, write_typed, write_unlinked, write_plain, write_for_pandoc]
)
def test_the_generated_book_is_the_same_in_every_run(
    write: Callable[[Path, int], object], tmp_path: Path
) -> None:
    for run in ("first", "second"):
        write(tmp_path / run, 2)
    assert texts(tmp_path / "first") == texts(tmp_path / "second")


@pytest.mark.parametrize("write", [write_for_handbook, write_typed])
def test_the_generated_book_builds_here_without_warnings(
    write: Callable[[Path, int], object], tmp_path: Path
) -> None:
    write(tmp_path / "source", 2)
    assert complaints("html", tmp_path) == ""


def test_the_generated_book_builds_with_plain_sphinx_without_warnings(tmp_path: Path) -> None:
    write_plain(tmp_path / "source", 2)
    assert complaints("singlehtml", tmp_path, "-c", str(TOP / "benchmarks/plain")) == ""
