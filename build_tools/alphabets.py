"""The order of letters in English, Russian and Uzbek, for lists that are looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import TypeVar

ALPHABETS = {
    "en": tuple("abcdefghijklmnopqrstuvwxyz"),
    "ru": tuple("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
    "uz": (*"abdefghijklmnopqrstuvxyz", "oʻ", "gʻ", "sh", "ch", "ng"),
}
"""The letters of each language in order; those of two signs stand for one letter."""

_Entry = TypeVar("_Entry")


def letters_of(words: str, language: str) -> list[str]:
    """Split words into the letters and spaces of a language; other signs do not count."""
    letters = sorted(ALPHABETS[language], key=len, reverse=True)
    joined = words.lower().replace("-", " ")
    return re.findall("|".join(letters) + r"|\s|[^\W\d_ʻʼ]", joined)


def alphabetical(words: str, language: str) -> list[tuple[int, str]]:
    """Return what words are sorted by; a space comes first, a foreign letter last."""
    alphabet = ALPHABETS[language]
    ranks = {letter: rank for rank, letter in enumerate(alphabet, 1)}
    return [
        (0, "") if letter.isspace() else (ranks.get(letter, len(alphabet) + 1), letter)
        for letter in letters_of(words, language)
    ]


def by_letter(
    entries: Iterable[_Entry], words: Callable[[_Entry], str], language: str
) -> list[tuple[str, list[_Entry]]]:
    """Sort entries by their words and put those together that begin with one letter."""
    ordered = sorted(entries, key=lambda entry: alphabetical(words(entry), language))
    grouped = groupby(ordered, key=lambda entry: letters_of(words(entry), language)[0])
    return [(letter.capitalize(), list(group)) for letter, group in grouped]
