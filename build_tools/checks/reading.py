"""A chapter read once, for all rules: its boxes, headings, labels, notes, marks and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from build_tools.chapter_text import TextBox, box_at, settings_of
from build_tools.checks.blocks import (
    BOX,
    HEADING,
    HTML,
    LABEL,
    NOTE,
    TABLE,
    WORDS,
    Block,
    blocks_in,
)
from build_tools.checks.places import column_of
from build_tools.model import Finding
from build_tools.sentences import said

_SPAN = re.compile(r"`(`*)(?!`)(.+?)(?<!`)`\1(?!`)", re.DOTALL)
"""Code inside a line, or what stands behind the name of a mark."""
_MARK_NAME = re.compile(r"\{[\w:.+-]+\}")
_LETTERS = re.compile(r"[^\n]")
_LINK = re.compile(r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_TITLED = re.compile(r"(.*?)\s*<([^<>]+)>$", re.DOTALL)
_SETTING_LINE = re.compile(r"[ \t]*:[\w-]+:")


class Heading(NamedTuple):
    """A heading as typed."""

    level: int
    words: str
    line: int
    inside: tuple[TextBox, ...]


class Named(NamedTuple):
    """A name that stands on a line: a label, a note, a caption's `:name:`."""

    name: str
    line: int


class Mark(NamedTuple):
    """A mark inside a line: `{law}`words <target>``."""

    name: str
    typed: str
    line: int
    column: int

    @property
    def target(self) -> str:
        """What it refers to, without an author's own words."""
        titled = _TITLED.fullmatch(self.typed)
        return (titled[2] if titled else self.typed).strip()


class Link(NamedTuple):
    """A Markdown link or image."""

    is_image: bool
    words: str
    target: str
    line: int
    column: int


class Passage(NamedTuple):
    """Running words: a paragraph, a heading, a cell; code and marks are blanked in `plain`."""

    typed: str
    plain: str
    line: int
    block: str
    """The kind of block it stands in."""
    is_in_table: bool


@dataclass
class Reading:
    """Everything a rule may ask of one chapter; lines are counted from 0."""

    path: str
    """Below the project, with strokes: chapters/people/children.md."""
    text: str
    lines: list[str]
    settings_end: int = 0
    """The line after the settings at the top; 0 if there are none."""
    settings: str = ""
    boxes: list[TextBox] = field(default_factory=list)
    around: dict[int, tuple[TextBox, ...]] = field(default_factory=dict)
    """The boxes around a box, by the line of its head."""
    headings: list[Heading] = field(default_factory=list)
    labels: list[Named] = field(default_factory=list)
    captions: list[Named] = field(default_factory=list)
    notes: list[Named] = field(default_factory=list)
    calls: list[Named] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    code: list[Block] = field(default_factory=list)
    html: list[Block] = field(default_factory=list)
    tables: list[Block] = field(default_factory=list)

    @property
    def chapter(self) -> str:
        """The name of the chapter."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    def boxes_named(self, name: str) -> list[TextBox]:
        """Return the boxes of a kind in their order."""
        return [box for box in self.boxes if box.name == name]

    def finding(self, key: str, line: int, column: int | None = None, **values: object) -> Finding:
        """Say a mistake on a line (from 0) in the words of the table."""
        sentence, fix, code = said(key, path=self.path, **values)
        source = self.lines[line] if 0 <= line < len(self.lines) else ""
        at = column or column_of(sentence, source) or len(source) - len(source.lstrip()) + 1
        return Finding(self.path, line + 1, at, sentence, fix.strip(), code, source)


def read_chapter(path: str, text: str) -> Reading:
    """Read a chapter's text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reading = Reading(path, text, text.split("\n"))
    _read_part(reading, text, 0, ())
    return reading


def _read_part(
    reading: Reading, text: str, offset: int, inside: tuple[TextBox, ...]
) -> None:
    for block in blocks_in(text, offset):
        kind = block.kind
        if kind == WORDS:
            _read_passage(reading, block.content, block.first, block.head, block.is_in_table)
        elif kind == BOX:
            _read_box(reading, block, inside)
        elif kind == HEADING:
            level = len(block.head)
            reading.headings.append(Heading(level, block.content, block.first, inside))
        elif kind == LABEL:
            reading.labels.append(Named(block.content, block.first))
        elif kind == NOTE:
            reading.notes.append(Named(block.content, block.first))
        elif kind == HTML:
            reading.html.append(block)
        elif kind == TABLE:
            reading.tables.append(block)
        elif offset == 0:
            reading.settings_end, reading.settings = block.end, block.content


def _read_box(reading: Reading, block: Block, inside: tuple[TextBox, ...]) -> None:
    _kind, first, end, content, head, fence, is_closed, _is_in_table = block
    box = box_at(first, end, fence, head, content, is_closed)
    if box is None:
        reading.code.append(block)
        return
    reading.boxes.append(box)
    reading.around[first] = inside
    if box.argument:
        _read_passage(reading, box.argument, first, "box", False)
    for name, value, line in settings_of(box):
        if name == "name":
            reading.captions.append(Named(value, line))
    if box.name not in _TYPED_AS_IS:
        _read_part(reading, _without_settings(content), first + 1, (*inside, box))


_TYPED_AS_IS = frozenset({"raw", "math", "csv-table", "eval-rst", "code", "code-block"})


def _without_settings(content: str) -> str:
    """Return what stands in a box with blank lines in the place of its settings."""
    if not _SETTING_LINE.match(content):
        return content
    lines = content.split("\n")
    for count, line in enumerate(lines):
        if not _SETTING_LINE.match(line):
            break
        lines[count] = ""
    return "\n".join(lines)


def _read_passage(
    reading: Reading, typed: str, line: int, block: str, is_in_table: bool
) -> None:
    """Find marks, links and calls of notes in running words."""
    plain = _read_marks(reading, typed, line) if "`" in typed else typed
    if "](" in plain:
        for found in _LINK.finditer(plain):
            where = line + plain.count("\n", 0, found.start())
            column = _column(reading, where, typed[found.start() : found.end()].split("\n")[0])
            words = typed[found.start(2) : found.end(2)]
            reading.links.append(Link(bool(found[1]), words, found[3], where, column))
    if "[^" in plain:
        for found in _CALL.finditer(plain):
            where = line + plain.count("\n", 0, found.start())
            reading.calls.append(Named(found[1], where))
    reading.passages.append(Passage(typed, plain, line, block, is_in_table))


def _read_marks(reading: Reading, typed: str, line: int) -> str:
    """Find marks in running words, and return these with blanks in the place of marks and code."""
    plain, at = "", 0
    for found in _SPAN.finditer(typed):
        start, end = found.span()
        brace = typed.rfind("{", at, start)
        if brace >= 0 and _MARK_NAME.fullmatch(typed, brace, start):
            where = line + typed.count("\n", 0, brace)
            column = _column(reading, where, typed[brace:end].partition("\n")[0])
            reading.marks.append(Mark(typed[brace + 1 : start - 1], found[2], where, column))
            start = brace
        span = typed[start:end]
        blank = _LETTERS.sub(" ", span) if "\n" in span else " " * len(span)
        plain += typed[at:start] + blank
        at = end
    return plain + typed[at:]


def _column(reading: Reading, line: int, piece: str) -> int:
    source = reading.lines[line] if line < len(reading.lines) else ""
    return max(source.find(piece), 0) + 1


def ancestors(reading: Reading, box: TextBox) -> Iterator[TextBox]:
    """Yield the boxes around a box, the innermost first."""
    yield from reversed(reading.around[box.first])
