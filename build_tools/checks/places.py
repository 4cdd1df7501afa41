"""Where something stands in a text, as editors count: by lines, and by letters of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_LINE_END = re.compile(r"\r\n|\r|\n")
_NAMED = re.compile(r"""
    '([^']+)' | "([^"]+)" | (\{[\w:.-]+\}) | (\[\^[^\]\s]+\]) | :\ (<[^>]*>?) | \b(\d[\w().-]*\w)
""", re.VERBOSE)
"""What a message names: 'a word', "a title", {a mark}, [^a note], <html>, a provision."""
_BOX = re.compile(r"\s*(?::{3,}|`{3,})")
_MARK = re.compile(r"\{[\w:.+-]+\}`[^`]*`|!?\[[^\]]*\]\([^)]*\)")


def line_starts(text: str) -> list[int]:
    """Return where each line of a text begins."""
    return [0, *(end.end() for end in _LINE_END.finditer(text))]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; what Word leaves inside a line (a form feed) ends none."""
    return _LINE_END.split(text)


def column_of(message: str, line: str) -> int | None:
    """Return where on a line, from 1, stands what a message names: its mark, or the word itself."""
    for name, is_number in _names_in(message):
        for mark in _MARK.finditer(line):
            if name in mark[0]:
                return mark.start() + 1
        if not is_number and (at := line.find(name)) >= 0:
            return at + 1
    return None


def place_of(message: str, lines: Sequence[str], number: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of what a message names.

    What stands in a paragraph is told by its first line, and what stands at the head of a box
    sometimes by the words in it, so those around are looked at too. Where nothing is found it is
    the first letter of the line that was told.
    """
    for count in _around(lines, number):
        if column := column_of(message, lines[count - 1]):
            return count, column
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return number, len(line) - len(line.lstrip()) + 1


def _around(lines: Sequence[str], number: int) -> Iterator[int]:
    """Yield a line and those of its paragraph below it, then those up to the head of its box."""
    for count in range(number, len(lines) + 1):
        if not lines[count - 1].strip():
            break
        yield count
    for count in range(min(number - 1, len(lines)), 0, -1):
        yield count
        if _BOX.match(lines[count - 1]):
            break


def _names_in(message: str) -> Iterator[tuple[str, bool]]:
    for found in _NAMED.finditer(message):
        name = next(filter(None, found.groups()))
        yield name, bool(found[6])
        if "#" in name:
            yield name.rpartition("#")[2], False
