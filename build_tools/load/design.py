"""`handbook/design/tokens.toml`: the colours and type that site and print share."""

from __future__ import annotations

import re
from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import COLOURS, Design, Finding, Palette, Sizes


def load_design(root: Path) -> Design:
    """Read `handbook/design/tokens.toml`.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, "handbook/design/tokens.toml", problems).root_table()
    kind, sizes = top.table("type"), top.table("sizes")
    design = Design(
        light=_palette(top.table("light")),
        dark=_palette(top.table("dark")),
        serif=kind.text("serif"),
        sans=kind.text("sans"),
        site_serif=kind.text("site-serif"),
        site_sans=kind.text("site-sans"),
        measure=kind.number("measure"),
        sizes=Sizes(
            h1=sizes.number("h1"),
            h2=sizes.number("h2"),
            h3=sizes.number("h3"),
            h4=sizes.number("h4"),
            box=sizes.number("box"),
            small=sizes.number("small"),
            note=sizes.number("note"),
        ),
    )
    for table in (top, kind, sizes):
        table.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return design


def _palette(table: Table) -> Palette:
    colours = []
    for name in COLOURS:
        value = table.text(name)
        if value and not re.fullmatch(r"#[0-9a-f]{6}", value):
            table.report(
                name, f"'{value}' is not a colour.",
                'write a # and six of the signs 0-9 a-f, such as "#173f6b"', "bad-colour",
            )
        colours.append((name, value))
    table.finish()
    return Palette(tuple(colours))
