"""A chapter read once, for all rules: its boxes, headings, labels, notes, marks and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from build_tools.chapter_text import (
    TextBox,
    TextPart,
    blocks_of,
    box_of,
    settings_of,
)
from build_tools.model import Finding
from build_tools.sentences import said

_SPAN = re.compile(r"(\{[\w:.+-]+\})?(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL)
"""A mark `{law}`…``, or code inside a line."""
_LINK = re.compile(r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_LETTERS = re.compile(r"[^\n]")
_TITLED = re.compile(r"(.*?)\s*<([^<>]+)>$", re.DOTALL)
_CODE_FENCE = ("fence", "colon_fence")
_SETTING_LINE = re.compile(r"[ \t]*:[\w-]+:")


@dataclass(frozen=True)
class Heading:
    """A heading as typed."""

    level: int
    words: str
    line: int
    inside: tuple[TextBox, ...]


@dataclass(frozen=True)
class Named:
    """A name that stands on a line: a label, a note, a caption's `:name:`."""

    name: str
    line: int


@dataclass(frozen=True)
class Mark:
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


@dataclass(frozen=True)
class Link:
    """A Markdown link or image."""

    is_image: bool
    words: str
    target: str
    line: int
    column: int


@dataclass(frozen=True)
class Passage:
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
    parts: list[TextPart] = field(default_factory=list)
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
    code: list[TextPart] = field(default_factory=list)
    html: list[TextPart] = field(default_factory=list)

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
        at = len(source) - len(source.lstrip()) + 1 if column is None else column
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
    blocks = blocks_of(text)
    depth = 0
    for position, block in enumerate(blocks):
        kind = block.type
        if kind == "inline":
            before = blocks[position - 1].type
            _read_passage(reading, block.content, offset + (block.map or [0])[0], before, depth > 0)
            continue
        if kind in _CODE_FENCE:
            box = box_of(block, offset)
            part = TextPart(block, offset, inside, box)
            if box is None:
                reading.code.append(part)
                continue
            reading.boxes.append(box)
            reading.around[box.first] = inside
            if box.argument:
                _read_passage(reading, box.argument, box.first, "box", False)
            for name, value, line in settings_of(box):
                if name == "name":
                    reading.captions.append(Named(value, line))
            if box.name not in _TYPED_AS_IS:
                _read_part(reading, _without_settings(box.content), box.first + 1, (*inside, box))
        elif kind == "heading_open":
            words = blocks[position + 1].content
            line = offset + (block.map or [0])[0]
            reading.headings.append(Heading(int(block.tag[1]), words, line, inside))
        elif kind == "myst_target":
            reading.labels.append(Named(block.content, offset + (block.map or [0])[0]))
        elif kind == "footnote_reference_open":
            line = offset + (block.map or [0])[0]
            reading.notes.append(Named(block.meta["label"], line))
        elif kind == "front_matter" and offset == 0:
            reading.settings_end = (block.map or [0, 0])[1]
            reading.settings = block.content
        elif kind == "html_block":
            reading.html.append(TextPart(block, offset, inside, None))
        elif kind in ("table_open", "table_close"):
            depth += 1 if kind == "table_open" else -1
        if kind in _KEPT:
            reading.parts.append(TextPart(block, offset, inside, None))


_KEPT = frozenset({"table_open", "paragraph_open", "bullet_list_open", "ordered_list_open"})
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
    plain = typed
    if "`" in typed:
        for found in _SPAN.finditer(typed):
            if found[1]:
                at = typed.count("\n", 0, found.start())
                where = line + at
                column = _column(reading, where, found[0].split("\n")[0])
                reading.marks.append(Mark(found[1][1:-1], found[3], where, column))
        plain = _SPAN.sub(_blanked, typed)
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


def _column(reading: Reading, line: int, piece: str) -> int:
    source = reading.lines[line] if line < len(reading.lines) else ""
    return max(source.find(piece), 0) + 1


def _blanked(found: re.Match[str]) -> str:
    return _LETTERS.sub(" ", found[0])


def ancestors(reading: Reading, box: TextBox) -> Iterator[TextBox]:
    """Yield the boxes around a box, the innermost first."""
    yield from reversed(reading.around[box.first])
