"""Sentences that look like a handbook's, made from our own word lists; they mean nothing.

What matters to a build is kept close to the real chapters, measured on them: about 11 words in a
sentence, 4.6 letters in a word, few words often and many rarely.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

_PREPOSITIONS = (
    "of", "in", "on", "for", "with", "by", "from", "to", "at", "about", "under", "before", "after",
    "during", "without", "against",
)
_DETERMINERS = (
    "the", "the", "the", "the", "a", "a", "each", "every", "this", "that", "no", "any", "one",
    "its", "their", "your",
)
_JOINTS = (
    "and", "and", "and", "but", "so", "because", "if", "when", "while", "although", "until",
    "unless", "where",
)
_MODALS = ("must", "must", "may", "may", "can", "should", "will", "cannot", "does not", "need not")
_PRONOUNS = ("it", "you", "us", "him", "her", "it", "this")
_SHIFTS = (37, 101, 200, 263)
"""Each noun makes compounds with the nouns that stand so far after it: rare words."""


class English:
    """A stream of words from one seed."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        nouns, verbs, adjectives, adverbs = (
            _listed(kind) for kind in ("nouns", "verbs", "adjectives", "adverbs")
        )
        compounds = [
            f"{first}-{second}"
            for shift in _SHIFTS
            for first, second in zip(nouns, nouns[shift:], strict=False)
        ]
        turned = [a for a in adjectives if a[-1] not in "yel"]
        self._nouns = _Falling(
            rng, [*nouns, *map(_plural, nouns), *(f"{a}ness" for a in turned), *compounds]
        )
        self._verbs = _Falling(rng, verbs)
        self._past = _Falling(rng, [_ending(verb, "ed") for verb in verbs])
        self._gerunds = _Falling(rng, [_ending(verb, "ing") for verb in verbs])
        self._adjectives = _Falling(rng, [*adjectives, *(f"un{a}" for a in adjectives)])
        self._adverbs = _Falling(rng, [*adverbs, *(f"{a}ly" for a in turned)])

    def title(self, least: int, most: int) -> str:
        """Return a title or label of some nouns and adjectives."""
        count = self._rng.randint(least, most)
        words = [self._adjectives.one() if n % 3 == 1 else self._nouns.one() for n in range(count)]
        return _capital(" ".join(words))

    def sentence(self) -> str:
        """Return a sentence."""
        wanted = max(4, min(38, round(self._rng.lognormvariate(2.1, 0.6))))
        words = self._clause()
        while len(words) < wanted:
            if len(words) + 5 <= wanted and self._rng.random() < 0.55:
                words[-1] += self._rng.choice(("", ","))
                words += [self._rng.choice(_JOINTS), *self._clause()]
            else:
                words += [self._rng.choice(_PREPOSITIONS), *self._noun_phrase()]
        return _capital(" ".join(words)) + self._rng.choice("......?")

    def phrase(self) -> str:
        """Return what stands in a cell of a table, or in a short list."""
        words = [self._verbs.one(), *self._noun_phrase()]
        if self._rng.random() < 0.5:
            words += [self._rng.choice(_PREPOSITIONS), *self._noun_phrase()]
        return _capital(" ".join(words))

    def _clause(self) -> list[str]:
        kind = self._rng.random()
        if kind < 0.3:
            return [self._verbs.one(), *self._noun_phrase()]
        subject = self._noun_phrase()
        if kind < 0.6:
            return [*subject, self._rng.choice(_MODALS), self._verbs.one(), *self._noun_phrase()]
        if kind < 0.75:
            return [*subject, self._rng.choice(("is", "is", "was")), self._past.one()]
        if kind < 0.85:
            return [self._gerunds.one(), *self._noun_phrase(), "is", self._adjectives.one()]
        return [*subject, self._past.one(), *self._noun_phrase(), self._adverbs.one()]

    def _noun_phrase(self) -> list[str]:
        pick = self._rng.random()
        if pick < 0.13:
            return [self._rng.choice(_PRONOUNS)]
        if pick < 0.2:
            return [self._rng.choice(_DETERMINERS), "one", "of", "the", self._nouns.one()]
        quality = [self._adjectives.one()] if pick < 0.4 else []
        return [self._rng.choice(_DETERMINERS), *quality, self._nouns.one()]


class _Falling:
    """Words of which the first come often and the last rarely: mostly short ones first."""

    def __init__(self, rng: random.Random, words: Iterable[str]) -> None:
        self._rng = rng
        self._words = sorted(words, key=lambda word: len(word) + rng.uniform(0, 7))
        self._weights = list(accumulate(1 / (n + 20) ** 0.9 for n in range(len(self._words))))

    def one(self) -> str:
        return self._rng.choices(self._words, cum_weights=self._weights)[0]


def _listed(kind: str) -> list[str]:
    return (Path(__file__).parent / "words" / f"{kind}.txt").read_text(encoding="utf-8").split()


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _ending(verb: str, ending: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + ending
    if verb.endswith("y") and verb[-2] not in "aeiou" and ending == "ed":
        return verb[:-1] + "ied"
    return verb + ending
