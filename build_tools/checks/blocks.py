"""A text in blocks, as MyST reads it: what can be nothing else is known at sight.

MyST's parser tries twenty rules on every line. Nine blocks of ten are paragraphs, lists of one
level, headings, labels, notes and boxes that no rule could read otherwise; one pattern finds those.
Whatever it does not find is given to the parser, from there to where a new block must begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it.common.utils import mdTrim

from build_tools.chapter_text import blocks_of, is_closed

BOX, HEADING, HTML, LABEL, NOTE = "box", "heading", "html", "label", "note"
SETTINGS, TABLE, WORDS = "settings", "table", "words"

_BEGINS = r"""(?:[^\W\d_]|\*\*\w|["“«][^\W\d_]|\{[\w:-]+\}`)"""
"""How a line of words can begin that is no sign of Markdown."""
_PARAGRAPH = rf"{_BEGINS}[^\n]*+(?:\n\ *{_BEGINS}[^\n]*+)*+"
_BULLET, _NUMBER = r"[-*+]\ ", r"\d{1,9}[.)]\ "
_ITEM = rf"""
    (?:{_BULLET} (?:\[[\ xX]\]\ )? {_PARAGRAPH} (?:\n\ \ {_BULLET}{_PARAGRAPH})*+
    | {_NUMBER}{_PARAGRAPH})"""
_ENDS = r"(?=\n[ \t]*(?:\n|\Z)|\Z)(?!\s*\n[ \t]*[:~][ \t])"
"""An empty line, and no definition of the words below it."""
_IS_LEFT = r"(?!\s*\n[ \t]+\S)"
"""Nothing below goes on with it."""
_CERTAIN = re.compile(rf"""
    (?P<blank> (?:[ \t]*\n)+ )
  | (?P<words> {_PARAGRAPH}) {_ENDS}
  | (?P<list> {_ITEM}(?:\n{_ITEM})*+) {_ENDS}{_IS_LEFT}
  | (?P<label> \((?P<name>[^\s()]+)\)=) [ \t]*(?:\n|\Z)
  | (?P<heading> (?P<signs>\#{{1,6}})\ (?P<title>[^\s\#][^\n\#]*)) (?:\n|\Z)
  | (?P<note> \[\^(?P<call>[^\s\]\[^]+)\]:\ (?P<said>{_BEGINS}[^\n]*)) {_ENDS}{_IS_LEFT}
  | (?P<table> \|[^\n]*\n\|(?:\ *:?-+:?\ *\|)++(?P<rows>(?:\n\|[^\n]*+)*+)) {_ENDS}
  | (?P<box> (?P<fence>:{{3,}}|`{{3,}}(?![^\n]*`)|~{{3,}}) (?P<head>[^\n]*)) (?:\n|\Z)
""", re.VERBOSE | re.MULTILINE)
_MARKER = rf"\ *(?:{_BULLET}|{_NUMBER})"
_ONE_ITEM = re.compile(
    rf"(?P<marker>{_MARKER})(?P<words>[^\n]*\n?(?:(?!{_MARKER})[^\n]+\n?)*)", re.VERBOSE
)
_CELL_END = re.compile(r"(?<!\\)\|")
_LAST_BLANK = re.compile(r"\n[ \t]+\Z")
_NEW_BLOCK = re.compile(rf"\n[ \t]*\n(?=[#(|\[]|:{{3}}|`{{3}}|{_BEGINS})", re.MULTILINE)
"""An empty line, and after it what belongs to nothing above."""
_GOES_ON = re.compile(r"^[^a-zA-Z\n]*?(?:<|:{3}|`{3}|~{3})", re.MULTILINE)
"""What may hold empty lines: HTML, and a box in a list."""
_AT_THE_TOP = re.compile(r"(-{3,}).*\n(?:.*\n)*?\1-*[ \t]*(?=\n|\Z)")
_KINDS = {"front_matter": SETTINGS, "html_block": HTML, "myst_target": LABEL}


class Block(NamedTuple):
    """A block of a text: a box with what it holds, a heading, words, a table."""

    kind: str
    first: int
    """Its first line, counted from 0."""
    end: int
    """The line after its last one; of words and notes, the first again."""
    content: str = ""
    head: str = ""
    """What stands behind the signs of a fence; the signs of a heading; what words are part of."""
    fence: str = ""
    is_closed: bool = True
    is_in_table: bool = False


def blocks_in(text: str, line: int = 0) -> Iterator[Block]:
    """Yield the blocks of a text in their order; what stands in a box is not read.

    The text begins on a line of the chapter, counted from 0.
    """
    text, at = _LAST_BLANK.sub("\n", text), 0
    while at < len(text):
        found = _CERTAIN.match(text, at)
        kind, end = (found.lastgroup, found.end()) if found else ("", at)
        if found is None:
            end = _end_of_uncertain(text, at)
            yield from blocks_by_parser(text[at:end], line, at > 0)
        elif kind == "words":
            yield Block(WORDS, line, line, mdTrim(found[0]), "paragraph_open")
        elif kind == "list":
            yield from _items(found[0], line)
        elif kind == "label":
            yield Block(LABEL, line, line + 1, found["name"])
        elif kind == "heading":
            words = mdTrim(found["title"])
            yield Block(HEADING, line, line + 1, words, found["signs"])
            yield Block(WORDS, line, line, words, "heading_open")
        elif kind == "note":
            yield Block(NOTE, line, line, found["call"])
            yield Block(WORDS, line, line, mdTrim(found["said"]), "paragraph_open")
        elif kind == "table":
            yield from _table(found[0], line)
        elif kind == "box":
            closing = re.compile(rf"^ {{0,3}}{found['fence']}+[ \t]*(?:\n|\Z)", re.MULTILINE)
            close = closing.search(text, end)
            content = text[end : close.start() if close else len(text)]
            end = close.end() if close else len(text)
            after = line + text.count("\n", at, end) + (text[end - 1] != "\n")
            yield Block(BOX, line, after, content, found["head"], found["fence"], close is not None)
        line += text.count("\n", at, end)
        at = end


def _items(text: str, line: int) -> Iterator[Block]:
    """Yield the words of each item of a list."""
    for found in _ONE_ITEM.finditer(text):
        words = found["words"]
        if "\n" in words:
            words = re.sub(rf"\n {{0,{len(found['marker'])}}}", "\n", words)
        yield Block(WORDS, line, line, mdTrim(words), "paragraph_open")
        line += found[0].count("\n")


def _table(text: str, line: int) -> Iterator[Block]:
    """Yield a table and the words of its cells; with too few dashes it is none."""
    head, dashes, *rows = text.split("\n")
    heads = _cells(head)
    if len(heads) != dashes.count("|") - 1:
        yield from blocks_by_parser(text, line, is_below=True)
        return
    yield Block(TABLE, line, line + 2 + len(rows))
    for cell in heads:
        yield Block(WORDS, line, line, cell, "th_open", is_in_table=True)
    for count, row in enumerate(rows, line + 2):
        cells = [*_cells(row), *[""] * len(heads)]
        for cell in cells[: len(heads)]:
            yield Block(WORDS, count, count, cell, "td_open", is_in_table=True)


def _cells(row: str) -> list[str]:
    cells = _CELL_END.split(mdTrim(row).removeprefix("|"))
    kept = cells if cells[-1] else cells[:-1]
    return [mdTrim(cell.replace("\\|", "|")) for cell in kept]


def _end_of_uncertain(text: str, at: int) -> int:
    """Return where what cannot be known at sight must have ended."""
    settings = _AT_THE_TOP.match(text, at) if at == 0 else None
    found = _NEW_BLOCK.search(text, settings.end() if settings else at)
    if found is None or _GOES_ON.search(text, at, found.start()):
        return len(text)
    return found.end()


def blocks_by_parser(text: str, line: int, is_below: bool) -> Iterator[Block]:
    """Yield what MyST's parser reads; only what stands below nothing can be settings."""
    tokens = blocks_of(f"\n{text}" if is_below else text)
    line, tables = line - is_below, 0
    for position, token in enumerate(tokens):
        first, end = (line + count for count in token.map or (0, 0))
        if token.type == "inline":
            kind = tokens[position - 1].type
            yield Block(WORDS, first, first, token.content, kind, is_in_table=tables > 0)
        elif token.type in ("fence", "colon_fence"):
            closed = is_closed(token)
            yield Block(BOX, first, end, token.content, token.info, token.markup, closed)
        elif token.type == "heading_open":
            words = tokens[position + 1].content
            yield Block(HEADING, first, end, words, "#" * int(token.tag[1]))
        elif token.type == "footnote_reference_open":
            yield Block(NOTE, first, first, token.meta["label"])
        elif token.type == "table_open":
            tables += 1
            yield Block(TABLE, first, end)
        elif token.type == "table_close":
            tables -= 1
        elif token.type in _KINDS:
            yield Block(_KINDS[token.type], first, end, token.content)
