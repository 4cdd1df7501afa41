"""Marks inside a line, images and HTML: what a reader would see as typed, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from build_tools.chapter_text import settings_of
from build_tools.checks.reading import Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.errors import near_misses
from build_tools.model import Finding

_OPEN = re.compile(r"\{([\w:-]+)\}`")
_HTML = re.compile(r"(?<!\\)</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_ADDRESS = re.compile(r"<(?:https?:|mailto:)[^>]*>")
_REFUSED_MARKS = ("download", "raw")


def unknown_marks(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find marks that nobody knows."""
    for mark in reading.marks:
        if mark.name in _REFUSED_MARKS:
            yield reading.finding("refused/mark", mark.line, mark.column, name=mark.name)
        elif mark.name not in known.marks:
            near = near_misses(f"{{{mark.name}}}", braced(known.own_marks))
            yield reading.finding("unknown-mark", mark.line, mark.column, name=mark.name, near=near)


def open_marks(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find marks that are never closed."""
    for passage in reading.passages:
        if "}`" in passage.plain:
            for found in _OPEN.finditer(passage.plain):
                line = passage.line + passage.plain.count("\n", 0, found.start())
                column = reading.lines[line].find(found[0]) + 1
                yield reading.finding("open-mark", line, column, name=found[1])


def braced(marks: Iterable[str]) -> tuple[str, ...]:
    """Return marks as they are typed."""
    return tuple(f"{{{mark}}}" for mark in marks)


def html(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find HTML, which would not reach print."""
    for block in reading.html:
        piece = " ".join(block.content.split())[:40]
        if not piece.startswith("<!--"):
            yield reading.finding("html", block.first, piece=piece)
    for passage in reading.passages:
        if "<" in passage.plain:
            for found in _HTML.finditer(_ADDRESS.sub("", passage.plain)):
                if found[0].startswith("</"):
                    continue  # Its opening has been told.
                line = passage.line + passage.plain.count("\n", 0, passage.plain.find(found[0]))
                column = reading.lines[line].find(found[0]) + 1
                yield reading.finding("html", line, column, piece=found[0])


def figures_without_words(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find figures and images that say nothing to a reader who cannot see them."""
    for box in reading.boxes:
        if box.name in ("figure", "image"):
            said = {name: value for name, value, _line in settings_of(box)}
            if box.argument and not said.get("alt"):
                yield reading.finding("figure-words", box.first)
    for link in reading.links:
        if link.is_image and not link.words.strip():
            yield reading.finding("figure-words", link.line, link.column)
