"""Paragraphs keep their numbers when a chapter is edited after an edition was frozen."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools.numbering import (
    FrozenParagraph,
    fingerprint_of,
    numbered,
    read_fingerprint,
)

ONE = "Open the case first, because until then the Code lets you take explanations only."
TWO = "Plan one calm interview and record it; no rule caps the number for adults."
THREE = "Let the person speak. Leading questions are banned and the record shows them."
FOUR = "Leave with a list of what to verify before the next step of the investigation."
NEW = "A wholly different paragraph about interpreters and their duty to translate all."
OTHER = "Another thought that nobody had before, on seals, labels and a chain of custody."


def frozen(*texts: str) -> tuple[FrozenParagraph, ...]:
    return tuple(FrozenParagraph(f"4.{n}", fingerprint_of(t)) for n, t in enumerate(texts, 1))


def numbers(before: Sequence[FrozenParagraph], *texts: str) -> list[str]:
    """Return the numbers in reading order; a stub has a dagger."""
    after = numbered("4", before, [fingerprint_of(text) for text in texts])
    return [each.number + ("" if each.position is not None else "†") for each in after]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((ONE, TWO, THREE), ["4.1", "4.2", "4.3"]),
        ((ONE, NEW, TWO, THREE), ["4.1", "4.1a", "4.2", "4.3"]),
        ((ONE, NEW, OTHER, TWO, THREE), ["4.1", "4.1a", "4.1b", "4.2", "4.3"]),
        ((NEW, ONE, TWO, THREE), ["4.0a", "4.1", "4.2", "4.3"]),
        ((ONE, TWO, THREE, NEW), ["4.1", "4.2", "4.3", "4.3a"]),
        ((ONE, THREE), ["4.1", "4.2†", "4.3"]),
        ((TWO, THREE), ["4.1†", "4.2", "4.3"]),
        ((ONE, TWO), ["4.1", "4.2", "4.3†"]),
        ((THREE, ONE, TWO), ["4.3", "4.1", "4.2"]),
        ((), ["4.1†", "4.2†", "4.3†"]),
        ((ONE, TWO.upper().replace(";", ","), THREE), ["4.1", "4.2", "4.3"]),
        (
            (ONE, "Plan two calm interviews and record them; no rule caps the number.", THREE),
            ["4.1", "4.2", "4.3"],
        ),
        ((ONE, NEW, THREE), ["4.1", "4.2†", "4.1a", "4.3"]),
        ((THREE.replace("banned", "barred"), ONE, TWO), ["4.3", "4.1", "4.2"]),
    ],
)
def test_a_paragraph_keeps_its_number(now, expected):
    assert numbers(frozen(ONE, TWO, THREE), *now) == expected


def test_paragraphs_are_counted_while_nothing_is_frozen():
    assert numbers((), ONE, TWO) == ["4.1", "4.2"]


def test_a_letter_once_frozen_is_never_given_again():
    before = (*frozen(ONE, TWO), FrozenParagraph("4.1a", fingerprint_of(NEW)))
    assert "4.1b" in numbers(before, ONE, OTHER, TWO)
    assert numbers(before, ONE, OTHER, TWO).count("4.1a") == 0


def test_a_deleted_number_comes_back_with_its_words_only():
    gone = FrozenParagraph("4.1a", fingerprint_of(NEW), is_deleted=True)
    before = (frozen(ONE, TWO)[0], gone, frozen(ONE, TWO)[1])
    rather_like = " ".join(NEW.split()[:5]) + " and a new end that says another thing"
    assert numbers(before, ONE, rather_like, TWO) == ["4.1", "4.1a†", "4.1b", "4.2"]
    assert numbers(before, ONE, NEW, TWO) == ["4.1", "4.1a", "4.2"]


def test_words_that_stand_twice_keep_their_order():
    assert numbers(frozen(ONE, TWO, ONE), ONE, TWO, ONE) == ["4.1", "4.2", "4.3"]


def test_a_fingerprint_is_read_as_it_is_written():
    assert read_fingerprint(str(fingerprint_of(ONE))) == fingerprint_of(ONE)


@given(
    st.lists(st.sampled_from([ONE, TWO, THREE, FOUR, NEW, OTHER]), max_size=8),
    st.lists(st.sampled_from([ONE, TWO, THREE, FOUR, NEW, OTHER]), max_size=8),
)
def test_no_number_is_given_twice_and_none_is_lost(before, now):
    after = numbered("4", frozen(*before), [fingerprint_of(text) for text in now])
    given_numbers = [each.number for each in after]
    assert len(set(given_numbers)) == len(given_numbers)
    assert {each.number for each in frozen(*before)} <= set(given_numbers)
    assert [each.position for each in after if each.position is not None] == list(range(len(now)))
