import errno
from collections.abc import Iterable

import pytest

from build_tools.errors import (
    BookDataError,
    HandbookError,
    OutputError,
    PageNumberError,
    UsageError,
    near_misses,
    output_error,
)
from build_tools.model import Finding


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("consnt", ["consent", "elements"], "Did you mean 'consent'?"),
        ("mean", ["means", "meant"], "Did you mean 'meant' or 'means'?"),
        ("zzz", ["b", "a"], "Known here: a, b."),
        ("zzz", [], "There are none yet."),
        ("z", "abcdefghijklmnop", "Known here: a, b, c, d, e, f, g, h, i, j, k, l…"),
    ],
)
def test_a_mistyped_word_is_answered_with_what_may_be_meant(
    word: str, known: Iterable[str], told: str
) -> None:
    assert near_misses(word, known) == told


def test_every_finding_of_a_reading_is_told() -> None:
    findings = tuple(Finding("book.toml", n, 1, f"Wrong {n}.", "mend it", "code") for n in (1, 2))
    assert str(BookDataError(findings)).count("How to fix: mend it") == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [(BookDataError, 1), (PageNumberError, 1), (UsageError, 2), (OutputError, 3)],
)
def test_the_exit_code_says_who_must_act(error: type[HandbookError], code: int) -> None:
    assert error.exit_code == code


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "it is open in another program"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_file_that_cannot_be_written_is_named_with_the_reason(number: int, told: str) -> None:
    words = str(output_error(OSError(number, "Input/output error", "book.pdf")))
    assert words.startswith(f"'book.pdf' cannot be written: {told}")
