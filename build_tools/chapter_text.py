"""A chapter's text as boxes, with their lines, as MyST itself will read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

MARKUP = frozenset({"attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"})
"""What chapters may use beside plain Markdown, by MyST's names."""

_FENCES = ("colon_fence", "fence")
_NAME = re.compile(r"\{?\s*([\w-]+)")
_SETTING = re.compile(r"\s*:([\w-]+):(.*)")

_PARSER = create_md_parser(MdParserConfig(enable_extensions=set(MARKUP)), RendererHTML)
_PARSER.core.ruler.enableOnly(["normalize", "block"])


@dataclass(frozen=True)
class TextBox:
    """A box as it is typed, from its head to its closing line."""

    name: str
    """In small letters; empty for colons without a name."""
    argument: str
    content: str
    first: int
    """Its first line, counted from 0 at the head of the chapter."""
    end: int
    """The line after its last one."""
    is_closed: bool
    fence: str = ":::"
    """The signs it is opened with."""


@lru_cache(maxsize=256)
def blocks_of(text: str) -> tuple[Token, ...]:
    """Return the blocks of a text, each with its lines; what stands in a box is not read.

    Remembered for a while: a build looks at a chapter for mistakes, then for what it withholds.
    """
    return tuple(_PARSER.parse(text))


def box_of(block: Token, offset: int = 0) -> TextBox | None:
    """Return the box that a block is; code shown as it is typed is none.

    `:::name` without braces counts as a box: MyST shows it without its kind.
    """
    if block.type not in _FENCES or block.map is None:
        return None
    first, end = (offset + line for line in block.map)
    return box_at(first, end, block.markup, block.info, block.content, is_closed(block))


def box_at(
    first: int, end: int, fence: str, head: str, content: str, is_closed: bool
) -> TextBox | None:
    """Return the box that stands on certain lines, by what is typed behind its signs."""
    head = head.strip()
    if fence[0] != ":" and not head.startswith("{"):
        return None
    found = _NAME.match(head)
    name = found[1].lower() if found else ""
    argument = head[found.end() :].strip(" }") if found else ""
    return TextBox(name, argument, content, first, end, is_closed, fence)


def is_closed(block: Token) -> bool:
    """Say whether what opens a box, or a passage shown as typed, is closed as well."""
    content = block.content
    lines = content.count("\n") + (not content.endswith("\n") and content != "")
    return block.map is not None and block.map[1] - block.map[0] == lines + 2


def boxes_in(text: str, offset: int = 0) -> Iterator[TextBox]:
    """Yield every box of a text in the order of their heads, those inside others too."""
    return (part.box for part in parts_of(text, offset) if part.box)


@dataclass(frozen=True)
class TextPart:
    """A block of a text, in whichever boxes it stands."""

    block: Token
    offset: int
    """The line on which the text of its own box begins; the block counts its lines from there."""
    inside: tuple[TextBox, ...]
    """The boxes around it, the outermost first."""
    box: TextBox | None
    """The box that it is, if it is one."""

    @property
    def first(self) -> int:
        """Its first line, counted from 0 at the head of the chapter."""
        return self.offset + (self.block.map[0] if self.block.map else 0)


def parts_of(
    text: str, offset: int = 0, inside: tuple[TextBox, ...] = ()
) -> Iterator[TextPart]:
    """Yield every block of a text in its order, those inside boxes too."""
    for block in blocks_of(text):
        box = box_of(block, offset)
        yield TextPart(block, offset, inside, box)
        if box:
            yield from parts_of(box.content, box.first + 1, (*inside, box))


def settings_of(box: TextBox) -> tuple[tuple[str, str, int], ...]:
    """Return the settings of a box (`:minutes: 20`): name, value, line counted from 0."""
    found = []
    for count, line in enumerate(box.content.split("\n")):
        setting = _SETTING.match(line)
        if setting is None:
            break
        found.append((setting[1], setting[2].strip(), box.first + 1 + count))
    return tuple(found)
