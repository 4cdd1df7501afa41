"""`handbook/treaty-bases.toml`: which treaty carries which request to which partner."""

from __future__ import annotations

from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Finding, TreatyBasis

FILE = "handbook/treaty-bases.toml"


def load_treaty_bases(root: Path) -> tuple[TreatyBasis, ...]:
    """Read the treaty bases, in the order of the file.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, FILE, problems).root_table()
    bases = tuple(_basis(table) for table in top.tables("basis"))
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return bases


def _basis(table: Table) -> TreatyBasis:
    basis = TreatyBasis(
        partner=table.text("partner"),
        purpose=table.text("for"),
        basis=table.text("basis"),
        note=table.text("note", ""),
    )
    table.finish()
    return basis
