"""Page templates: they place values and compute nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined


def page_templates(folder: Path) -> Environment:
    """Return the templates of a folder, strict about names and escaping every value."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def stylesheet(folder: Path, colours: Mapping[str, str]) -> str:
    """Join the style files of a folder in the order of their names, palette first."""
    palette = "".join(f"--{name}: {value};" for name, value in sorted(colours.items()))
    files = sorted(folder.glob("*.css"))
    return "\n".join([f":root{{{palette}}}", *(f.read_text(encoding="utf-8") for f in files)])


@cache
def qr_code(address: str) -> str:
    """Return a QR code of an address as a data address of an SVG drawing."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=0, scale=4)
