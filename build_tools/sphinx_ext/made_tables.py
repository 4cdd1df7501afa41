"""Tables that the machine makes: the same nodes as those an author writes.

On a phone such a table is read entry by entry: each cell holds the name of its column, which is
shown there only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from docutils import nodes
from docutils.nodes import Node
from sphinx.util.docutils import SphinxDirective


def table_of(
    heads: Sequence[str], widths: Sequence[int], rows: Iterable[nodes.row], title: str = ""
) -> nodes.table:
    """Make a table with a head; the first cell of each row names the row."""
    listed = [_with_names(row, heads) for row in rows]
    columns = [nodes.colspec(colwidth=width, stub=0) for width in widths]
    columns[0]["stub"] = 1
    head = nodes.thead("", row_of([nodes.paragraph("", text)] for text in heads))
    group = nodes.tgroup("", *columns, head, nodes.tbody("", *listed), cols=len(columns))
    named = [nodes.title("", title)] if title else []
    return nodes.table("", *named, group, classes=["colwidths-given", "made"])


def row_of(cells: Iterable[Iterable[Node]], anchor: str = "") -> nodes.row:
    """Make a row of cells."""
    entries = [nodes.entry("", *cell) for cell in cells]
    return nodes.row("", *entries, ids=[anchor] if anchor else [])


def group_row(words: Iterable[Node], columns: int) -> nodes.row:
    """Make a row of one cell over all columns, which names the rows below it."""
    cell = nodes.entry("", nodes.paragraph("", "", *words), morecols=columns - 1)
    return nodes.row("", cell, classes=["group"])


def parsed(box: SphinxDirective, text: str) -> list[Node]:
    """Return words of the book's data with their marks, as a cell holds them."""
    made, messages = box.parse_inline(text, lineno=box.lineno)
    return [*made, *messages]


def _with_names(row: nodes.row, heads: Sequence[str]) -> nodes.row:
    """Put the name of its column into each cell but the first; an empty cell needs none."""
    for head, cell in zip(heads[1:], row.children[1:], strict=False):
        if not cell.children:
            continue
        paragraph = cast("nodes.paragraph", cell.children[0])
        paragraph.insert(0, [nodes.inline("", head, classes=["column-name"]), nodes.Text(" ")])
    return row
