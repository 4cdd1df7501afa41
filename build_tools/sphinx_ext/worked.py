"""Figures that chapters quote and never type: the mark {worked} and the box `{worked-table}`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import ClassVar, cast

from docutils import nodes
from docutils.nodes import Node, system_message
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.errors import BookDataError, near_misses
from build_tools.figure_words import figure_in_words
from build_tools.load import load_worked
from build_tools.load.worked import TOTAL
from build_tools.model import Amount, WorkedFile, WorkedRow, WorkedTable
from build_tools.sphinx_ext.made_tables import parsed, row_of, table_of
from build_tools.sphinx_ext.warning import warn, warn_of_data

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the mark and the box."""
    app.add_role("worked", Worked())
    app.add_directive("worked-table", WorkedTableBox)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def words_of(value: Amount | dt.date | str) -> str:
    """Print a figure in the reader's language."""
    return figure_in_words(value, lambda word: str(_(word)))


def _file(env: BuildEnvironment, name: str, place: tuple[str, int] | str) -> WorkedFile | None:
    """Read a file of figures once a chapter; what is wrong in it is told."""
    read = cast("dict[str, WorkedFile | None]", env.temp_data.setdefault("worked", {}))
    if name not in read:
        env.note_dependency(f"handbook/worked/{name}.toml")
        try:
            read[name] = load_worked(Path(env.srcdir), name)
        except BookDataError as error:
            read[name] = None
            warn_of_data(error, "worked", place)
    return read[name]


class Worked(SphinxRole):
    """Quote a figure: `model-file.report_date`, `wage-file.wages.total.due`."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Print the figure."""
        name, _dot, key = self.text.partition(".")
        file = _file(self.env, name, self.get_location())
        if file is None:
            return [nodes.inline("", self.text)], []
        quotable = dict(file.quotable)
        if key not in quotable:
            fix = near_misses(key, quotable)
            warn("worked", f"The file '{name}' has no figure '{key}'.", fix, self.get_location())
            return [nodes.inline("", self.text)], []
        return [nodes.Text(words_of(quotable[key]))], []


class WorkedTableBox(SphinxDirective):
    """Print a table of a file of figures: `wage-file wages`."""

    required_arguments = 2
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}

    def run(self) -> list[Node]:
        """Make the table."""
        place = (self.env.docname, self.lineno)
        file = _file(self.env, self.arguments[0], place)
        if file is None:
            return []
        tables = {table.name: table for table in file.tables}
        name = self.arguments[1]
        if name not in tables:
            fix = near_misses(name, tables)
            warn("worked", f"The file '{file.name}' has no table '{name}'.", fix, place)
            return []
        made = self._table(tables[name])
        self.set_source_info(made)
        self.add_name(made)
        return [made]

    def _table(self, table: WorkedTable) -> nodes.table:
        units = [_unit(table, index) for index in range(len(table.heads))]
        figures = [
            any(isinstance(row.cells[index], Amount) for row in table.rows)
            for index in range(len(table.heads))
        ]
        rows = [self._row(row, units, figures) for row in table.rows]
        if table.totals:
            rows.append(self._row(table.totals, units, figures))
            rows[-1]["classes"].append("total")
        heads = [
            parsed(self, head if not unit or unit in head.lower() else f"{head}, {_(unit)}")
            for head, unit in zip(table.heads, units, strict=True)
        ]
        plain = ["".join(node.astext() for node in head) for head in heads]
        made = table_of(plain, [1] * len(plain), rows, table.title)
        made["classes"].remove("colwidths-given")  # the words and figures give them
        entries = made.findall(nodes.entry)
        for entry, head, is_figure in zip(entries, heads, figures, strict=False):
            entry.children = [nodes.paragraph("", "", *head)]
            entry["classes"] += ["text-right"] if is_figure else []
        return made

    def _row(self, row: WorkedRow, units: list[str], figures: list[bool]) -> nodes.row:
        words = [self._cell(cell, unit) for cell, unit in zip(row.cells, units, strict=True)]
        if row.name == TOTAL and not words[0]:
            words[0] = [nodes.Text(_("Total"))]
        made = row_of([nodes.paragraph("", "", *each)] for each in words)
        for entry, is_figure in zip(made.findall(nodes.entry), figures, strict=True):
            entry["classes"] += ["text-right"] if is_figure else []
        return made

    def _cell(self, cell: Amount | dt.date | str | None, unit: str) -> list[Node]:
        if cell is None:
            return []
        if unit and isinstance(cell, Amount):
            cell = Amount(cell.number)
        return parsed(self, cell) if isinstance(cell, str) else [nodes.Text(words_of(cell))]


def _unit(table: WorkedTable, index: int) -> str:
    """Return the unit that all figures of a column share: it stands in the head, once."""
    figures = [row.cells[index] for row in table.rows]
    units = {figure.unit for figure in figures if isinstance(figure, Amount)}
    return units.pop() if len(units) == 1 and not units & {"term", "%"} else ""
