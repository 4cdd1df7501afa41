"""Headings: one title, no level left out, something under each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from build_tools.checks.reading import Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.model import Finding

_GLUED = re.compile(r"(#{1,6})(\w.*)")
_SAYS_NOTHING = re.compile(r"\s*(?:\([\w-]+\)=|%.*|\{[^}`]*\})?\s*$")


def wrong_levels(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find a title that is missing or stands twice, and headings two levels below the last."""
    headings = [heading for heading in reading.headings if not heading.inside]
    if not headings:
        yield reading.finding("heading/none", reading.settings_end)
        return
    above = 0
    for count, heading in enumerate(headings):
        if count and heading.level == 1:
            yield reading.finding("heading/title", heading.line)
        elif heading.level > above + 1:
            yield reading.finding("heading", heading.line, level=heading.level, above=above)
        above = heading.level


def glued_headings(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find `##Title`, which is shown as words."""
    for passage in reading.passages:
        if passage.block == "paragraph_open" and passage.plain.startswith("#"):
            found = _GLUED.match(passage.plain)
            if found and (len(found[1]) > 1 or found[2][0].isupper()):
                yield reading.finding(
                    "heading/glued", passage.line, marks=found[1], words=found[2]
                )


def empty_sections(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find headings with nothing below them but the next one, or the end."""
    headings = [heading for heading in reading.headings if not heading.inside]
    for heading, following in pairwise([*headings, None]):
        if heading is None or (following is not None and following.level > heading.level):
            continue
        end = following.line if following else len(reading.lines)
        if all(_SAYS_NOTHING.match(line) for line in reading.lines[heading.line + 1 : end]):
            yield reading.finding("empty-section", heading.line, words=heading.words)
