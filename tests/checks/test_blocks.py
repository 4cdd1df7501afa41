"""What is read at sight is what MyST's parser reads."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from build_tools.checks.blocks import Block, blocks_by_parser, blocks_in

from .conftest import TOP

CHAPTERS = sorted((TOP / "chapters").glob("*/*.md"))
PIECES = r"""
- Item|  - nested|    deep|1. One|3) three|* star|- [ ] no|- [x] yes|-|> quote|lazy line|Term
: definition|~ definition|:name: field|  continued|---|===|- - -|*a*|Word `code`|1990 was|+++|-->
| a \| b | c |§|---|---|§| c |§--|--§```§```{note}§~~~§:::§::::§:::{note} A§  :::§- :::{note}
(label)=|(a b)=|# One|### Three ##|##Glued|[^a]: Note|[^b]: **N**|    more|[ref]: x|'title'|<div>
</div>|<!-- c|<pre>|% comment|{.class}|{law}`uz-cc 1`|{law}`a`{.b}|**bold** x|“Quoted”|Ўзбек|\- no
"""
LINES = [
    piece
    for row in PIECES.strip().split("\n")
    for piece in row.split("§" if "§" in row else "|")
] + [""] * 20


def composed(seed: int) -> str:
    """Return a text of lines that are likely to be misread beside each other."""
    chosen = random.Random(seed)
    return "\n".join(chosen.choice(LINES) for _ in range(chosen.randint(2, 14)))


def parsed(text: str) -> list[Block]:
    return list(blocks_by_parser(text, 0, is_below=False))


@pytest.mark.parametrize("start", range(0, 1500, 300))
def test_at_sight_is_read_what_the_parser_reads(start: int) -> None:
    for text in map(composed, range(start, start + 300)):
        assert list(blocks_in(text)) == parsed(text), text


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_is_read_as_the_parser_reads_it(path: Path) -> None:
    text = path.read_text("utf-8")
    assert list(blocks_in(text)) == parsed(text)
    for box in (block for block in blocks_in(text) if block.kind == "box"):
        assert list(blocks_in(box.content)) == parsed(box.content)
