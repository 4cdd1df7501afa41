"""Slides of a session: the same pages as a PDF at 16:9, as one page of HTML, and with notes."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from build_tools.cache import Cache
from build_tools.pdf.conformance import Metadata
from build_tools.pdf.templates import page_templates, stylesheet

if TYPE_CHECKING:
    from build_tools.pdf.pieces import Printed

_FACES = {400: "sans-regular", 600: "sans-semibold"}
_SCRIPTS = ("latin", "latin-ext", "cyrillic")
_FONTS = "handbook/design/web/static/fonts"


@dataclass(frozen=True)
class Picture:
    """A drawing, or a part of one, as large as a slide takes it."""

    svg: str
    """With its colours in it."""
    in_page: str
    """The same to stand in a page, where it takes the fonts and colours of the page."""
    words: str
    """What it shows."""
    width: float
    height: float
    """In pixels of a slide that is 1280 wide."""

    @property
    def address(self) -> str:
        """The drawing as a data address."""
        return f"data:image/svg+xml,{quote(self.svg)}"


@dataclass(frozen=True)
class Slide:
    """What is shown at a time, and what the trainer's copy says to it."""

    kind: str
    heading: str
    html: str = ""
    above: str = ""
    """The small line above the heading."""
    picture: Picture | None = None
    minutes: int = 0
    """What its clock counts down from; slides of one `clock` share it."""
    clock: str = ""
    notes: tuple[str, ...] = ()
    """Paragraphs and boxes of HTML, for trainers only."""


@dataclass(frozen=True)
class Deck:
    """The slides of one session."""

    slides: tuple[Slide, ...]
    values: Mapping[str, Any]
    """What every template may place."""
    metadata: Metadata
    colours: Mapping[str, str]
    root: Path

    @property
    def design(self) -> Path:
        """Where its templates and styles are."""
        return self.root / "handbook/design/slides"


def print_slides(
    deck: Deck, progress: Callable[[str, int], None], cache: Cache | None = None
) -> Printed:
    """Lay slides out at 16:9, one a page, as one PDF/A-2a and PDF/UA-1 file."""
    return _print(deck, "page", progress, cache)


def print_notes(
    deck: Deck, progress: Callable[[str, int], None], cache: Cache | None = None
) -> Printed:
    """Lay slides out on A4, each with its notes below, as one PDF/A-2a and PDF/UA-1 file."""
    return _print(deck, "notes", progress, cache)


def deck_page(deck: Deck, with_notes: bool) -> bytes:
    """Return slides as one page of HTML that needs no other file."""
    palette = {**deck.colours, "sans": '"Handbook Sans", Arial, sans-serif'}
    library, colours = deck.design / "reveal", sorted(deck.colours.items())
    scripts = [library / "reveal.js", deck.design / "deck.js"]
    if with_notes:
        scripts.insert(1, library / "notes.js")
    style = "\n".join(
        (
            (library / "reveal.css").read_text(encoding="utf-8"),
            stylesheet(deck.design / "css", palette),
            stylesheet(deck.design / "deck-css", {}),
            *_faces(deck),
            *(f".fill-{name}{{fill:{it}}}.stroke-{name}{{stroke:{it}}}" for name, it in colours),
        )
    )
    template = page_templates(deck.design).get_template("deck.html")
    html = template.render(
        **deck.values,
        slides=deck.slides,
        with_notes=with_notes,
        in_page=True,
        title=deck.metadata.title,
        style=style,
        scripts=[_address(path, "text/javascript") for path in scripts],
    )
    return html.encode()


def _print(
    deck: Deck, form: str, progress: Callable[[str, int], None], cache: Cache | None
) -> Printed:
    # The typefaces must be known, and WeasyPrint may be missing: it is brought in at the last.
    from build_tools.pdf.fetch import ProjectFetcher
    from build_tools.pdf.kept_sheets import Piece
    from build_tools.pdf.pieces import print_pieces
    from build_tools.pdf.sheets import Press

    template = page_templates(deck.design).get_template(f"{form}.html")
    html = template.render(
        **deck.values, slides=deck.slides, in_page=False, title=deck.metadata.title
    )
    palette = {**deck.colours, "sans": '"Source Sans 3"'}
    style = stylesheet(deck.design / "css", palette)
    press = Press(
        fetcher=ProjectFetcher(deck.root, deck.colours),
        base_url=deck.root.as_uri() + "/",
        style=f"{style}\n{stylesheet(deck.design / f'{form}-css', {})}",
    )
    return print_pieces([Piece(form, html)], deck.metadata, press, progress, 1, cache)


def _address(path: Path, kind: str) -> str:
    """Return a file as a data address.

    A library's script is no text of the book: written so, nothing in it can end the element it
    stands in, and no rule on the book's words reads it.
    """
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _faces(deck: Deck) -> list[str]:
    """Return the faces of the site's sans, each script a font of its own."""
    ranges = {
        "latin": "U+0000-00A0,U+00A7,U+00A9,U+00AB,U+00B7,U+00BB,U+00D7,U+00E9,U+02BB-02BC,"
        "U+2002,U+2009,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+202F,U+2192,U+2212",
        "latin-ext": "U+00A1-00A6,U+00A8,U+00AA,U+00AC-00B6,U+00B8-00BA,U+00BC-00D6,U+00D8-00E8,"
        "U+00EA-0259,U+2010-2012,U+2015,U+201A,U+201E,U+2020-2021,U+2030-203A,U+20AC,U+2190-2191,"
        "U+2193,U+2248-2265",
        "cyrillic": "U+0400-04FF,U+2116",
    }
    faces = []
    for weight, face in _FACES.items():
        for script in _SCRIPTS:
            data = _address(deck.root / _FONTS / f"{face}-{script}.woff2", "font/woff2")
            faces.append(
                f'@font-face{{font-family:"Handbook Sans";font-weight:{weight};'
                f"unicode-range:{ranges[script]};src:url({data})}}"
            )
    return faces
