"""Tables: Markdown drops a surplus cell, and shows a table with a short line of dashes as words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_tools.chapter_text import TextBox, blocks_of
from build_tools.checks.reading import Passage, Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.model import Finding

_CELL_END = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_PIECE = re.compile(r"[^\s/\u00ad\u200b–—-]+")
_MARKUP = re.compile(r"\{[\w:-]+\}|`|\*|<[^>]*>|\[\^[^\]]*\]|\]\([^)]*\)|[\[\]]")
_MILLIMETRES, _LETTER, _GAP = 137, 1.36, 1.5
"""Width of a page's words; of a letter at 8pt; between two columns (print/css/tables.css)."""
_UNDIVIDED = 8
"""A longer word is divided: `hyphenate-limit-chars` there."""


def cells_of(line: str) -> list[str]:
    """Return the cells of a line `| like | this |`."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _CELL_END.split(inner)]


def tables_that_are_none(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find lines meant as a table that Markdown shows as words."""
    for passage in reading.passages:
        if "|" not in passage.plain or passage.block != "paragraph_open" or passage.is_in_table:
            continue
        yield from _table_meant(reading, passage)


def _table_meant(reading: Reading, passage: Passage) -> Iterator[Finding]:
    lines = passage.plain.split("\n")
    for count in range(len(lines) - 1):
        head, dashes = lines[count], lines[count + 1]
        if not head.lstrip().startswith("|"):
            continue
        columns = len(cells_of(head))
        right = "|" + "---|" * columns
        if "-" in dashes and _DASHES.match(dashes) and "|" in dashes:
            yield reading.finding(
                "table/short", passage.line + count + 1, right=right,
                heads=_counted(columns), dashes=_counted(len(cells_of(dashes))),
            )
            return
        if dashes.lstrip().startswith("|") and columns > 1 and head.rstrip().endswith("|"):
            yield reading.finding("table/no-dashes", passage.line + count, right=right)
            return


def _counted(cells: int) -> str:
    return f"{cells} cell{'' if cells == 1 else 's'}"


def surplus_cells(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find rows with more cells than the table has columns: what they hold is lost."""
    for table in reading.tables:
        columns = len(cells_of(reading.lines[table.first]))
        for line in range(table.first + 2, min(table.end, len(reading.lines))):
            cells = len(cells_of(reading.lines[line]))
            if cells > columns:
                yield reading.finding("table/surplus", line, cells=cells, columns=columns)


def uneven_lists(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find tables typed as lists whose rows differ in length."""
    for box in reading.boxes_named("list-table"):
        rows = list_rows(box)
        if not rows:
            yield reading.finding("table/no-rows", box.first)
            continue
        for number, (line, cells) in enumerate(rows[1:], 2):
            if len(cells) != len(rows[0][1]):
                yield reading.finding(
                    "table/uneven", line, row=number, cells=len(cells), columns=len(rows[0][1])
                )


def list_rows(box: TextBox) -> list[tuple[int, list[str]]]:
    """Return the rows of a table typed as a list: the line of each, and its cells' words."""
    rows: list[tuple[int, list[str]]] = []
    for block in blocks_of(box.content):
        if block.type == "list_item_open" and block.map:
            if block.level == 1:
                rows.append((box.first + 1 + block.map[0], []))
            elif block.level == 3 and rows:
                rows[-1][1].append("")
        elif block.type == "inline" and rows and rows[-1][1]:
            rows[-1][1][-1] += f" {block.content}"
    return rows


def wide_tables(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find tables whose undivided words side by side are wider than a page."""
    for table in reading.tables:
        lines = reading.lines[table.first : table.end]
        yield from _too_wide(reading, table.first, [cells_of(line) for line in lines])
    for box in reading.boxes_named("list-table"):
        yield from _too_wide(reading, box.first, [cells for _line, cells in list_rows(box)])


def _too_wide(reading: Reading, line: int, rows: Sequence[Sequence[str]]) -> Iterator[Finding]:
    columns = max(map(len, rows), default=0)
    widths = [0] * columns
    for row in rows:
        for column, cell in enumerate(row):
            pieces = _PIECE.findall(_MARKUP.sub("", cell)) if len(cell) > widths[column] else ()
            widths[column] = max((widths[column], *map(_undivided, pieces)))
    needed = sum(max(width, 2) for width in widths) * _LETTER + columns * _GAP
    if needed > _MILLIMETRES:
        yield reading.finding("wide-table", line, columns=columns)


def _undivided(word: str) -> int:
    return min(len(word), _UNDIVIDED) if any(map(str.isalpha, word)) else len(word)
