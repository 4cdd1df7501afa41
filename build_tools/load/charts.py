"""`handbook/charts`: the figures behind a drawing, one file a chart."""

from __future__ import annotations

import re
from pathlib import Path

from build_tools.errors import BookDataError, near_misses
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Chart, Finding, Series, Verification

FOLDER = "handbook/charts"


def load_chart(root: Path, name: str) -> Chart:
    """Read one chart.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    known = [path.stem for path in (root / FOLDER).glob("*.toml")]
    if name not in known:
        sentence = f"There is no chart '{name}'."
        fix = f"{near_misses(name, known)} Or create {FOLDER}/{name}.toml."
        raise BookDataError((Finding(FOLDER, 1, 1, sentence, fix, "missing-file"),))
    top = TomlFile(root, f"{FOLDER}/{name}.toml", problems).root_table()
    chart = Chart(
        name=name,
        title=top.text("title"),
        unit=top.text("unit"),
        description=top.text("description"),
        series=tuple(_series(table) for table in top.tables("series")),
    )
    if not chart.series:
        top.report("title", "This chart has no series.", "add [[series]] tables", "empty-chart")
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return chart


def _series(table: Table) -> Series:
    figures = table.table("figures")
    series = Series(
        name=table.text("name"),
        source=table.text("source"),
        verification=Verification(
            table.choice("verification", list(Verification), Verification.PARTLY.value)
        ),
        values=tuple((year, figures.number(year)) for year in sorted(figures.keys())),
    )
    for year, figure in series.values:
        if not re.match(r"\d{4}(?!\d)", year) or figure < 0:
            figures.report(year, f"'{year}' is not a year.", 'write "2021" = 162', "bad-year")
    figures.finish()
    table.finish()
    return series
