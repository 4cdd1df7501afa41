"""Sheets kept from build to build, under a digest of everything that shapes them.

Whoever lays out pages through `edition.print_edition` or `pieces.print_pieces` hands the cache on
and need know no more: what is kept is what `painting.painted` returned, before any number was put
in. A sheet is found again if these are the same: its HTML, the style, the colours, the fonts, each
file it fetched, the packages and libraries that lay out pages, this folder's code.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from weasyprint.text.ffi import ffi, fontconfig, harfbuzz, pango

from build_tools.cache import Cache
from build_tools.pdf.compared import painted_twice
from build_tools.pdf.imposing import Imposition
from build_tools.pdf.painting import Painted, after, painted
from build_tools.pdf.sheets import Press, Way

_PACKAGES = (
    "weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "fonttools", "pillow",
)  # fmt: skip
_CODE = Path(__file__).parent
_KNOWN = {
    ("pydyf", "Array"), ("pydyf", "Dictionary"), ("pydyf", "Stream"), ("pydyf", "String"),
    *(("build_tools.pdf.painting", name) for name in ("Face", "Gap", "Painted", "PaintedPage")),
    *(("build_tools.pdf.structure", name) for name in ("Link", "Node")),
}  # fmt: skip
"""All classes of which something is kept."""

ffi.cdef("const char * hb_version_string (void); int FcGetVersion (void);")


def sheet_cache(root: Path) -> Cache:
    """Return the cache of a project, which all its outputs share; it may be deleted any time."""
    return Cache(root / "_build/.sheets")


@dataclass(frozen=True)
class Piece:
    """A whole page of HTML, which becomes pages of the file."""

    name: str
    html: str
    on_paper: Imposition | None = None
    """How its pages stand on larger paper, if they do."""
    first_label: int | None = 1
    """The number printed on its first page; None for the recto after the piece before it."""


Pieces = Sequence[Piece]
"""What one worker is given."""
Sheets = list[Painted]
"""What it gives back."""


class KeptSheets:
    """Lays out pieces with a press, those aside that are kept in a cache."""

    def __init__(self, press: Press, cache: Cache | None) -> None:
        self._press = press
        self._cache = cache

    def found(self, pieces: Pieces) -> Sheets | None:
        """Return the sheets of pieces, if all are kept."""
        sheets: Sheets = []
        for piece in _numbered(pieces, sheets):
            if (sheet := self._read(piece)) is None:
                return None
            sheets.append(sheet)
        return sheets

    def made(self, pieces: Pieces) -> Sheets:
        """Return the sheets of pieces; those that are not kept are laid out, and kept."""
        sheets: Sheets = []
        for piece in _numbered(pieces, sheets):
            sheets.append(self._read(piece) or self._made(piece))
        for sheet in sheets:
            sheet.measured = self._press.widths.taken()
        return sheets

    def learn(self, sheets: Sheets) -> None:
        """Take over what a worker has measured, for those that start after it."""
        for sheet in sheets:
            self._press.widths.learn(sheet.measured)
            sheet.measured = {}

    def trim(self) -> None:
        """Delete what was used longest ago, if there is too much."""
        if self._cache is not None:
            self._cache.trim()

    def _read(self, piece: Piece) -> Painted | None:
        content = self._cache.read(self._name(piece)) if self._cache is not None else None
        if content is None:
            return None
        with suppress(pickle.UnpicklingError):
            sheet: Painted = _Reader(io.BytesIO(content)).load()
            if all(self._press.fetcher.digest(url) == is_ for url, is_ in sheet.files.items()):
                return sheet
        return None

    def _made(self, piece: Piece) -> Painted:
        made = self._painted(piece)
        if self._cache is not None and not made.refused:
            self._cache.keep(self._name(piece), pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
        return made

    def _painted(self, piece: Piece) -> Painted:
        facts = piece.name, piece.html, piece.first_label or 1
        if self._press.way is Way.COMPARED:
            return painted_twice(self._press, *facts, piece.on_paper)
        return painted(self._press, self._press.lay_out(*facts), piece.on_paper)

    def _name(self, piece: Piece) -> str:
        return sha256(repr((self._setting, piece)).encode()).hexdigest()

    @cached_property
    def _setting(self) -> str:
        """What all sheets of the press are made with."""
        press = self._press
        facts = (
            _engine(), tuple(_fonts()), press.style, press.base_url, press.fetcher.colours,
            press.style_files, press.way,
        )  # fmt: skip
        return sha256(repr(facts).encode()).hexdigest()


def _numbered(pieces: Pieces, before: Sheets) -> Iterator[Piece]:
    """Yield pieces with the numbers of their first pages, when those before them are laid out."""
    for piece in pieces:
        yield replace(piece, first_label=after(before[-1])) if piece.first_label is None else piece


class _Reader(pickle.Unpickler):
    """Makes nothing but what a sheet consists of, whatever the file asks for."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a sheet")
        return super().find_class(module, name)


@cache
def _engine() -> tuple[Any, ...]:
    """Say what lays out pages in this process, and in which versions."""
    code = sorted([*_CODE.glob("*.py"), _CODE.with_name("palette.py")])
    return (
        sys.version,
        sys.platform,
        os.uname().machine if hasattr(os, "uname") else "",
        [version(name) for name in _PACKAGES],
        pango.pango_version(),
        ffi.string(harfbuzz.hb_version_string()),
        fontconfig.FcGetVersion(),
        [(path.name, sha256(path.read_bytes()).hexdigest()) for path in code],
    )


def _fonts() -> Iterator[tuple[str, str]]:
    """Yield the name and the digest of each font that fontconfig is told of (see `fonts`)."""
    configuration = ElementTree.parse(os.environ["FONTCONFIG_FILE"])  # noqa: S314 - written by us
    for folder in configuration.iterfind("dir"):
        for path in sorted(Path(folder.text or "").rglob("*")):
            if path.is_file():
                yield path.name, sha256(path.read_bytes()).hexdigest()
