"""Packs of a course: the same pages as one PDF and as one page of HTML that stands alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from build_tools.cache import Cache
from build_tools.errors import HandbookError
from build_tools.palette import coloured_drawing
from build_tools.pdf.conformance import Metadata
from build_tools.pdf.kept_sheets import Piece
from build_tools.pdf.pieces import Printed, press_of, print_pieces
from build_tools.pdf.templates import page_templates, stylesheet

_ADDRESS = re.compile(r"""(?P<before>\bsrc="|url\()(?P<path>(?:chapters|handbook)/[^")]+)""")
_SANS, _SERIF = '"Source Sans 3"', '"Source Serif 4"'


@dataclass(frozen=True)
class Sheet:
    """Some pages of a pack: a template and what it places."""

    name: str
    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Pack:
    """All that a pack is made from."""

    sheets: Sequence[Sheet]
    values: Mapping[str, Any]
    """What every template may place."""
    metadata: Metadata
    colours: Mapping[str, str]
    root: Path
    design: Path


def print_pack(
    pack: Pack,
    progress: Callable[[str, int], None],
    workers: int | None = None,
    cache: Cache | None = None,
) -> Printed:
    """Lay out a pack and return one PDF/A-2a and PDF/UA-1 file.

    `progress`, `workers`, `cache` and what can be raised are those of `print_pieces`.
    """
    layout = {"layout": "base.html", "is_print": True}
    pieces = [Piece(name, html) for name, html in _written(pack, layout)]
    press = press_of(pack.root, pack.design, pack.colours)
    return print_pieces(pieces, pack.metadata, press, progress, workers, cache)


def pack_page(pack: Pack) -> bytes:
    """Return a pack as one page of HTML that needs no other file."""
    layout = {"layout": "pack-part.html", "is_print": False}
    parts = [html for _name, html in _written(pack, layout)]
    style = stylesheet(pack.design / "css", pack.colours)
    style += stylesheet(pack.design / "web-css", {})
    style = style.replace(_SANS, f"{_SANS}, Arial, sans-serif")
    style = style.replace(_SERIF, f"{_SERIF}, Georgia, serif")
    page = page_templates(pack.design).get_template("pack-web.html")
    html = page.render(**pack.values, title=pack.metadata.title, parts=parts, style=style)
    return _ADDRESS.sub(lambda found: found["before"] + _data(pack, found["path"]), html).encode()


def _written(pack: Pack, layout: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    templates = page_templates(pack.design)
    for sheet in pack.sheets:
        template = templates.get_template(f"{sheet.template}.html")
        values = {**pack.values, **layout, "sheet": sheet.name, **sheet.values}
        yield sheet.name, template.render(**values)


def _data(pack: Pack, path: str) -> str:
    """Return a file of the project as a data address."""
    file = (pack.root / path).resolve()
    if not file.is_relative_to(pack.root.resolve()):
        raise HandbookError(f"A page asks for '{path}', which is not a file of this project.")
    if file.suffix == ".svg":
        drawing = coloured_drawing(file.read_text(encoding="utf-8"), pack.colours)
        return f"data:image/svg+xml,{quote(' '.join(drawing.split()), safe=' =:/;,.{}-')}"
    kind = {".png": "image/png"}.get(file.suffix, "image/jpeg")
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"
