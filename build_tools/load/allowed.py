"""`handbook/allowed.toml`: what looks like a person's data and may be public all the same."""

from __future__ import annotations

from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Allowed, Finding

_KINDS = ("hotline", "author", "publisher", "judgment")


def load_allowed(root: Path) -> tuple[Allowed, ...]:
    """Read `handbook/allowed.toml`, without the hotlines whose owner has not confirmed them.

    A wrong number sends a person in danger to nobody, or to the wrong one: such an entry waits.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, "handbook/allowed.toml", problems).root_table()
    read = [(_allowed(table), table) for table in top.tables("allowed")]
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return tuple(one for one, table in read if one.kind != "hotline" or "confirmed-on" in table)


def _allowed(table: Table) -> Allowed:
    allowed = Allowed(
        text=table.text("text"),
        kind=table.choice("kind", _KINDS),
        reason=table.text("reason"),
    )
    table.optional_date("confirmed-on")
    if not allowed.reason.strip():
        table.report(
            "reason", f"'{allowed.text}' is allowed without a reason.",
            "say who publishes it and where it was read", "no-reason",
        )
    table.finish()
    return allowed
