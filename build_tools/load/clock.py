"""`handbook/clock.toml`: every time limit of a criminal case, in the order of the case."""

from __future__ import annotations

from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Carrier, Finding, Limit, Stage

FILE = "handbook/clock.toml"
UNITS = ("hours", "days", "months", "years")


def load_clock(root: Path) -> tuple[Limit, ...]:
    """Read the time limits, sorted by stage; those of one stage keep their order.

    A limit of 0 days is "at once".

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, FILE, problems).root_table()
    tables = top.tables("limit")
    limits = [_limit(table) for table in tables]
    top.finish()
    seen: set[str] = set()
    for table, limit in zip(tables, limits, strict=True):
        if limit.name in seen:
            fix = "give this one an id of its own"
            table.report("id", f"The id '{limit.name}' is taken.", fix, "taken-id")
        seen.add(limit.name)
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    order = list(Stage)
    return tuple(sorted(limits, key=lambda limit: order.index(limit.stage)))


def _limit(table: Table) -> Limit:
    length = table.table("limit")
    unit = next((each for each in UNITS if each in length), UNITS[0])
    carriers = table.choices("for", list(Carrier)) if "for" in table else ()
    stage = table.choice("stage", list(Stage), Stage.REPORT)
    limit = Limit(
        name=table.text("id"),
        stage=Stage(stage) if stage in list(Stage) else Stage.REPORT,
        act=table.text("act"),
        drawn=table.text("drawn", ""),
        who=table.text("who"),
        unit=unit,
        number=length.number(unit),
        up_to=length.number("up-to") if "up-to" in length else None,
        start=table.text("from"),
        basis=table.text("basis"),
        missed=table.text("missed", ""),
        carriers=tuple(carrier for carrier in Carrier if carrier in carriers),
    )
    length.finish()
    table.finish()
    return limit
