"""Uzbek words in Latin letters: oʻ and gʻ with ʻ (U+02BB), between other letters ʼ (U+02BC)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_tools.checks.reading import Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.model import Finding

_MARKED = re.compile(r"\[([^\]\n]+)\]\{[^}\n]*\.language-uz\b[^}\n]*\}")
_UNMARKED = re.compile(
    r"\b(?:[Oo]['’‘`]zb\w+|\w*[oOgG]‘[a-z]\w*|[Ss]o['’‘`]m|[Jj]o['’‘`]qa\w*|[Tt]o['’‘`]g['’‘`]ri\w*)"
)
_SIGNS = (re.compile("language-uz"), re.compile("['’‘`](?<=[oOgG].)"))
_WRONG = re.compile(r"['’‘`]|(?<![oOgG])ʻ|(?<=[oOgG])ʼ")
_AFTER_O_OR_G = re.compile(r"(?<=[oOgG])['’‘`ʼ]")
_ELSEWHERE = re.compile(r"(?<![oOgG])['’‘`ʻ]")


def wrong_letters(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find apostrophes where an Uzbek word needs a letter of its own."""
    for count in _lines_with_signs(reading.text):
        for start, word in words_in_uzbek(reading.lines[count]):
            if _WRONG.search(word):
                yield reading.finding(
                    "uzbek-letter", count, start + 1, word=word, right=mended_word(word)
                )


def _lines_with_signs(text: str) -> list[int]:
    """Return the lines that can hold such words: to look at all of them would take too long."""
    places = [found.start() for sign in _SIGNS for found in sign.finditer(text)]
    lines, at, line = [-1], 0, 0
    for place in sorted(places):
        line += text.count("\n", at, place)
        at = place
        if lines[-1] != line:
            lines.append(line)
    return lines[1:]


def words_in_uzbek(line: str) -> Iterator[tuple[int, str]]:
    """Yield what is marked as Uzbek in a line, and Uzbek words known by their apostrophes."""
    marked = []
    if "language-uz" in line:
        for found in _MARKED.finditer(line):
            marked.append(range(found.start(1), found.end(1)))
            yield found.start(1), found[1]
    if any(sign in line for sign in "'’‘`"):
        for found in _UNMARKED.finditer(line):
            if not any(found.start() in one for one in marked):
                yield found.start(), found[0]


def mended_word(word: str) -> str:
    """Write an Uzbek word with its own letters."""
    return _ELSEWHERE.sub("ʼ", _AFTER_O_OR_G.sub("ʻ", word))


def mended_line(line: str) -> str:
    """Write each Uzbek word of a line with its own letters."""
    for start, word in sorted(words_in_uzbek(line), reverse=True):
        line = line[:start] + mended_word(word) + line[start + len(word) :]
    return line
