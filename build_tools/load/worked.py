"""`handbook/worked`: invented facts and figures that chapters quote, one file an example.

A figure is typed once; whatever follows from it is a formula, worked out here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from build_tools.errors import BookDataError, near_misses
from build_tools.formulas import Figure, FormulaError, value_of
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Amount, Finding, WorkedFile, WorkedRow, WorkedTable

FOLDER = "handbook/worked"
UNITS = ("soum", "USD", "days", "hours", "months", "term", "%")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
TOTAL = "total"
"""The name of the last row of a table that adds up."""
Cell = Amount | dt.date | str


def load_worked(root: Path, name: str) -> WorkedFile:
    """Read one file of facts and figures, and work out its tables.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    known = [path.stem for path in (root / FOLDER).glob("*.toml")]
    if name not in known:
        sentence = f"There is no file of figures '{name}'."
        fix = f"{near_misses(name, known)} Or create {FOLDER}/{name}.toml."
        raise BookDataError((Finding(FOLDER, 1, 1, sentence, fix, "missing-file"),))
    problems: list[Finding] = []
    top = TomlFile(root, f"{FOLDER}/{name}.toml", problems).root_table()
    title = top.text("title")
    quotable: dict[str, Cell] = {}
    for key, words in (("values", False), ("persons", True)):
        table = top.table(key)
        keys = table.keys()
        for each in keys:
            quotable[each] = _value(table, each, words)
        table.finish()
    tables = tuple(_table(table, quotable) for table in top.tables("table"))
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return WorkedFile(name, title, tuple(quotable.items()), tables)


def _value(table: Table, key: str, words: bool) -> Cell:
    """Read a fact: words, a date, a number, or a number with its unit."""
    if not _NAME.fullmatch(key):
        fix = f"write {re.sub(r'[^a-z0-9]+', '_', key.lower())}"
        table.report(key, f"'{key}' is not a name for a figure.", fix, "bad-name")
    value = table.any(key)
    if isinstance(value, dict):
        parts = table.table(key)
        amount = Amount(_number(parts.any("amount")) or Fraction(0), _unit(parts))
        if _number(parts.any("amount")) is None:
            parts.report("amount", "This is not a number.", "write amount = 90000", "wrong-type")
        parts.finish()
        return amount
    if isinstance(value, str | dt.date):
        return table.text(key) if isinstance(value, str) else table.date(key)
    number = _number(value)
    if number is None or words:
        table.report(key, f"The value of '{key}' is not words.", 'write "…"', "wrong-type")
    return Amount(number or Fraction(0))


def _number(value: Any) -> Fraction | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Fraction(str(value)) if is_number else None


def _unit(table: Table) -> str:
    return table.choice("unit", UNITS, "") if "unit" in table else ""


class _Column:
    def __init__(self, table: Table) -> None:
        self.name = table.text("id")
        self.head = table.text("head")
        self.unit = _unit(table)
        self.formula = table.text("formula", "")
        self.table = table
        table.finish()


def _table(table: Table, quotable: dict[str, Cell]) -> WorkedTable:
    """Work out a table, and make its cells quotable."""
    name, title = table.text("id"), table.text("title")
    columns = [_Column(each) for each in table.tables("columns")]
    rows = [
        _row(name, count, each, columns, quotable)
        for count, each in enumerate(table.tables("rows"), 1)
    ]
    totals = _totals(name, table, columns, rows, quotable)
    table.finish()
    return WorkedTable(
        name,
        title,
        tuple(column.name for column in columns),
        tuple(column.head for column in columns),
        tuple(rows),
        totals,
    )


def _row(
    table: str, count: int, row: Table, columns: list[_Column], quotable: dict[str, Cell]
) -> WorkedRow:
    name = row.text("id", str(count))
    cells = {column.name: row.any(column.name) for column in columns}
    formulas = {column.name: column.formula for column in columns if column.formula}
    for key, typed in cells.items():
        if isinstance(typed, str) and typed.startswith("="):
            formulas[key], cells[key] = typed[1:].strip(), None
    made = tuple(_cell(column, cells, formulas, quotable, row) for column in columns)
    for column, cell in zip(columns, made, strict=True):
        if cell is not None:
            quotable[f"{table}.{name}.{column.name}"] = cell
    row.finish()
    return WorkedRow(name, made)


def _cell(
    column: _Column,
    cells: Mapping[str, Any],
    formulas: Mapping[str, str],
    quotable: Mapping[str, Cell],
    row: Table,
) -> Cell | None:
    typed = cells[column.name]
    if isinstance(typed, str | dt.date):
        return typed
    if typed is not None and _number(typed) is None:
        row.report(column.name, "This is no figure.", "write a number or a text", "wrong-type")
    if typed is None and column.name not in formulas:
        return None
    try:
        figure = _figure(column.name, cells, formulas, quotable, ())
    except FormulaError as error:
        row.report(column.name, error.sentence, error.fix, "bad-formula")
        return None
    return figure if isinstance(figure, dt.date) else _rounded(figure, column.unit)


def _figure(
    name: str,
    cells: Mapping[str, Any],
    formulas: Mapping[str, str],
    quotable: Mapping[str, Cell],
    asked: tuple[str, ...],
) -> Figure:
    """Return the figure of a name in a row: its own, of the file, or of an earlier table."""
    if name in asked:
        sentence = f"The formula of '{name}' needs itself: {' > '.join((*asked, name))}."
        raise FormulaError(sentence, "write one of these figures as a number")
    if cells.get(name) is None and name in formulas:
        return value_of(
            formulas[name], lambda each: _figure(each, cells, formulas, quotable, (*asked, name))
        )
    value = cells.get(name, quotable.get(name))
    if isinstance(value, Amount):
        return value.number
    if isinstance(value, dt.date):
        return value
    if (number := _number(value)) is not None:
        return number
    if value is None and name in cells:  # An empty cell counts as nothing.
        return Fraction(0)
    sentence = f"There is no figure '{name}' here."
    figures = [key for key, each in quotable.items() if not isinstance(each, str)]
    raise FormulaError(sentence, near_misses(name, [*cells, *figures]))


def _rounded(number: Fraction, unit: str) -> Amount:
    """Round money to what can be paid, so that a column adds up to its total."""
    places = {"soum": 0, "USD": 2}.get(unit)
    if places is None:
        return Amount(number, unit)
    step = 10**places
    return Amount(Fraction(int(number * step + Fraction(1, 2)), step), unit)


def _totals(
    name: str, table: Table, columns: list[_Column], rows: list[WorkedRow],
    quotable: dict[str, Cell],
) -> WorkedRow | None:
    asked = table.texts("totals", ())
    names = [column.name for column in columns]
    for wrong in set(asked) - set(names):
        fix = near_misses(wrong, names)
        table.report("totals", f"There is no column '{wrong}'.", fix, "unknown-column")
    if not asked:
        return None
    cells: list[Cell | None] = []
    for index, column in enumerate(columns):
        figures = [cell.number for row in rows if isinstance(cell := row.cells[index], Amount)]
        summed = Amount(sum(figures, Fraction(0)), column.unit) if column.name in asked else None
        cells.append(summed)
        if summed is not None:
            quotable[f"{name}.{TOTAL}.{column.name}"] = summed
    return WorkedRow(TOTAL, tuple(cells))
