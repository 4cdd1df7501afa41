"""Findings of words that stigmatise or say a wrong thing, with the better word.

The rules stand in `handbook/wording.toml`. They are silent in quotations, and so is this module
about the terms of procedure: потерпевший and jabrlanuvchi are what the law says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from build_tools.checks.letters import APOSTROPHE
from build_tools.checks.places import line_starts, lines_of
from build_tools.checks.prose import own_words
from build_tools.model import AvoidedWords, Finding, Verification

_SAME_LETTERS = str.maketrans(
    {"ё": "е", "İ": "i"} | dict.fromkeys(APOSTROPHE.strip("[]"), "'")
)


def wording_findings(
    path: str, text: str, wording: Iterable[AvoidedWords]
) -> tuple[Finding, ...]:
    """Return each word of a chapter's own prose that a rule advises against."""
    rules = tuple(wording)
    prose = _plain(own_words(text))
    found = list(_pattern(rules).finditer(prose))
    if not found:
        return ()
    titles = [one.span() for one in _titles(rules).finditer(prose)]
    starts, lines = line_starts(text), lines_of(text)
    findings = []
    for one in found:
        if any(start <= one.start() < end for start, end in titles):
            continue
        rule = next(rule for rule in rules if _pattern((rule,)).fullmatch(one[0]))
        line = bisect_right(starts, one.start())
        words = " ".join(text[one.start() : one.end()].split())
        unread = ", not read yet" if rule.verification is Verification.UNVERIFIED else ""
        signed = " This rule is proposed; nobody has signed it yet." if rule.is_proposed else ""
        findings.append(
            Finding(
                path, line, one.start() - starts[line - 1] + 1,
                f"'{words}': {rule.reason} ({rule.source}{unread}).{signed}",
                f"write {rule.instead}", rule.rule, lines[line - 1],
            )
        )
    return tuple(findings)


def _plain(text: str) -> str:
    """Return a text letter for letter in small letters, each apostrophe alike."""
    return text.translate(_SAME_LETTERS).lower()


@lru_cache(maxsize=256)
def _pattern(rules: tuple[AvoidedWords, ...]) -> re.Pattern[str]:
    return _any_of(form for rule in rules for form in rule.forms)


@lru_cache(maxsize=2)
def _titles(rules: tuple[AvoidedWords, ...]) -> re.Pattern[str]:
    return _any_of(title for rule in rules for title in rule.titles)


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all forms, sorted into branches by their first letters.

    At each word the engine then looks at some thirty letters, not at four hundred forms.
    """
    branches: dict[str, list[str]] = {}
    for form in sorted({_plain(form) for form in forms}, key=len, reverse=True):
        branches.setdefault(form[0], []).append(_form(form)[len(re.escape(form[0])) :])
    pieces = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in branches.items())
    return re.compile(rf"(?<![\w'-])(?:{'|'.join(pieces) or '(?!)'})")


def _form(form: str) -> str:
    words = [re.escape(word).replace(r"\*", r"[\w'-]*") for word in form.split()]
    return r"\s+".join(words) + r"(?![\w'])"
