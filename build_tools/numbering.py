"""Paragraph numbers that stay: who is who after a chapter has been edited.

Before an edition is frozen, paragraphs are simply counted. `handbook freeze` writes down the number
of each paragraph together with a fingerprint of its words. From then on a paragraph is known again
by its words, wherever it stands: an edited or moved one keeps its number, an inserted one gets a
letter after the number before it (4.12a), and a deleted one leaves its number unused for ever.
"""

from __future__ import annotations

import json
import re
import string
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_HEAD = """\
# The paragraph numbers of this chapter, given for good by `handbook freeze`.
# The machine keeps this file: commit it together with the chapter, and never edit it.
"""
_BEGINNING = 8
"""Words of a paragraph that are written down for people."""
_SHINGLE = 2
"""Words that are looked at together; single words would make any two paragraphs alike."""
_SAME_PLACE = 0.15
"""How alike words must be where the neighbours are known: the place speaks for them too."""
_ANYWHERE = 0.5


@dataclass(frozen=True)
class Fingerprint:
    """The words of a paragraph, summed up: alike texts have alike fingerprints."""

    marks: frozenset[int]

    def __str__(self) -> str:
        """Write the fingerprint as it is kept in a file."""
        return "".join(f"{mark:04x}" for mark in sorted(self.marks))

    def likeness(self, other: Fingerprint) -> float:
        """Return the share of what they have in common: 0 for nothing, 1 for all."""
        union = len(self.marks | other.marks)
        return len(self.marks & other.marks) / union if union else 1.0


@dataclass(frozen=True)
class FrozenParagraph:
    """A number given for good, and the words it was last seen with."""

    number: str
    fingerprint: Fingerprint
    begins: str = ""
    """Its first words, for people who read the file."""
    is_deleted: bool = False


@dataclass(frozen=True)
class FrozenChapter:
    """The numbers of one chapter given for good: a file of `handbook/numbers`."""

    name: str
    number: str
    paragraphs: tuple[FrozenParagraph, ...]

    def __str__(self) -> str:
        """Write the file."""
        entries = (
            f'\n[[paragraph]]\nnumber = "{each.number}"\n'
            f"begins = {json.dumps(each.begins, ensure_ascii=False)}\n"
            f'words = "{each.fingerprint}"\n' + ("deleted = true\n" if each.is_deleted else "")
            for each in self.paragraphs
        )
        return f'{_HEAD}\nchapter = "{self.number}"\n' + "".join(entries)


@dataclass(frozen=True)
class Numbered:
    """A place in a chapter: a paragraph by its position, or the stub of a deleted one."""

    number: str
    position: int | None
    """Position of the paragraph in the chapter; none for a stub."""


def fingerprint_of(words: str) -> Fingerprint:
    """Sum up the words of a paragraph; case and punctuation do not count."""
    plain = re.findall(r"\w+", words.casefold())
    runs = [plain[n : n + _SHINGLE] for n in range(max(1, len(plain) - _SHINGLE + 1))]
    return Fingerprint(frozenset(zlib.crc32(" ".join(run).encode()) & 0xFFFF for run in runs))


def beginning_of(words: str) -> str:
    """Return the first words of a paragraph."""
    return " ".join(words.split()[:_BEGINNING])


def refreshed(frozen: FrozenChapter, now: FrozenChapter) -> FrozenChapter:
    """Return the frozen numbers with the words their paragraphs have now; none is added."""
    seen = {each.number: each for each in now.paragraphs}
    paragraphs = tuple(seen.get(each.number, each) for each in frozen.paragraphs)
    return replace(frozen, paragraphs=paragraphs)


def joined(now: FrozenChapter, new: str, old: str) -> FrozenChapter:
    """Give a paragraph that was taken for a new one the number of the deleted one it is.

    :raises ValueError: if `new` is no paragraph of the chapter, or `old` is not deleted.
    """
    by_number = {each.number: each for each in now.paragraphs}
    if new not in by_number or by_number[new].is_deleted:
        raise ValueError(f"there is no paragraph {new}")
    if old not in by_number or not by_number[old].is_deleted:
        raise ValueError(f"paragraph {old} is not deleted")
    return replace(
        now,
        paragraphs=tuple(
            replace(each, number=old) if each.number == new else each
            for each in now.paragraphs
            if each.number != old
        ),
    )


def read_fingerprint(text: str) -> Fingerprint:
    """Read a fingerprint as `str` writes it.

    :raises ValueError: if the text is not one.
    """
    if len(text) % 4:
        raise ValueError("a fingerprint is made of groups of four signs 0-9 a-f")
    return Fingerprint(frozenset(int(text[n : n + 4], 16) for n in range(0, len(text), 4)))


def numbered(
    chapter: str, frozen: Sequence[FrozenParagraph], paragraphs: Sequence[Fingerprint]
) -> tuple[Numbered, ...]:
    """Number the paragraphs of a chapter in reading order, stubs where deleted ones stood."""
    if not frozen:
        return tuple(Numbered(f"{chapter}.{n}", n - 1) for n in range(1, len(paragraphs) + 1))
    same = _known_again(frozen, paragraphs)
    numbers = {position: frozen[index].number for index, position in same.items()}
    _letter_the_new(chapter, numbers, len(paragraphs), {each.number for each in frozen})
    placed = [Numbered(numbers[position], position) for position in range(len(paragraphs))]
    for index, each in enumerate(frozen):
        if index not in same:
            placed.insert(_place_of_stub(index, frozen, placed), Numbered(each.number, None))
    return tuple(placed)


def _known_again(
    frozen: Sequence[FrozenParagraph], paragraphs: Sequence[Fingerprint]
) -> dict[int, int]:
    """Map the index of each frozen paragraph to the position where it stands now."""
    same: dict[int, int] = {}
    _match_equal(frozen, paragraphs, same)
    _match_between_neighbours(frozen, paragraphs, same)
    _match_alike(
        ((i, p) for i in range(len(frozen)) for p in range(len(paragraphs))),
        frozen,
        paragraphs,
        same,
        _ANYWHERE,
    )
    return same


def _match_equal(
    frozen: Sequence[FrozenParagraph], paragraphs: Sequence[Fingerprint], same: dict[int, int]
) -> None:
    """Match those with the very same words, in their order where words repeat."""
    where: dict[Fingerprint, list[int]] = {}
    for position, paragraph in enumerate(paragraphs):
        where.setdefault(paragraph, []).append(position)
    for index, each in enumerate(frozen):
        if places := where.get(each.fingerprint):
            same[index] = places.pop(0)


def _match_between_neighbours(
    frozen: Sequence[FrozenParagraph], paragraphs: Sequence[Fingerprint], same: dict[int, int]
) -> None:
    """Match edited paragraphs that still stand between the same neighbours."""
    fixed = [(-1, -1), *_rising(sorted(same.items())), (len(frozen), len(paragraphs))]
    for (index, position), (next_index, next_position) in pairwise(fixed):
        pairs = (
            (i, p) for i in range(index + 1, next_index) for p in range(position + 1, next_position)
        )
        _match_alike(pairs, frozen, paragraphs, same, _SAME_PLACE)


def _rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep pairs whose positions rise: a moved paragraph is no landmark."""
    kept: list[tuple[int, int]] = []
    for pair in pairs:
        while kept and kept[-1][1] > pair[1]:
            kept.pop()
        kept.append(pair)
    return kept


def _match_alike(
    pairs: Iterable[tuple[int, int]],
    frozen: Sequence[FrozenParagraph],
    paragraphs: Sequence[Fingerprint],
    same: dict[int, int],
    least: float,
) -> None:
    """Match pairs that are alike enough, the most alike first."""
    taken = set(same.values())
    likeness = {
        (i, p): frozen[i].fingerprint.likeness(paragraphs[p])
        for i, p in pairs
        if i not in same and p not in taken
    }
    for i, p in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
        # A number whose paragraph is gone comes back with its words only, never with its place.
        needed = _ANYWHERE if frozen[i].is_deleted else least
        if likeness[i, p] >= needed and i not in same and p not in taken:
            same[i] = p
            taken.add(p)


def _letter_the_new(chapter: str, numbers: dict[int, str], count: int, ever_used: set[str]) -> None:
    """Give each new paragraph the number before it and a letter nobody has had."""
    before = f"{chapter}.0"
    for position in range(count):
        if position not in numbers:
            base = before.rstrip(string.ascii_lowercase)
            numbers[position] = next(n for n in _lettered(base) if n not in ever_used)
            ever_used.add(numbers[position])
        before = numbers[position]


def _lettered(base: str) -> Iterable[str]:
    """Yield a number with each letter in turn: 4.12a to 4.12z, then 4.12za."""
    tail = ""
    while True:
        yield from (f"{base}{tail}{letter}" for letter in string.ascii_lowercase)
        tail += "z"


def _place_of_stub(
    index: int, frozen: Sequence[FrozenParagraph], placed: Sequence[Numbered]
) -> int:
    """Find where a deleted paragraph stood: after the one that came before it."""
    places: Mapping[str, int] = {each.number: n for n, each in enumerate(placed)}
    for earlier in reversed(frozen[:index]):
        if earlier.number in places:
            return places[earlier.number] + 1
    return 0
