"""The site's stylesheet: the design's values, then one file a thing on the page, joined."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from urllib.parse import quote

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from build_tools.files import write_if_changed
from build_tools.model import Design
from build_tools.palette import coloured_drawing

SITE_BUILDERS = frozenset({"html", "dirhtml"})
STYLESHEET = "handbook.css"
_DESIGN = Path(__file__).parents[2] / "handbook/design"
_WEB = _DESIGN / "web"
_ORDER = (
    "fonts",
    "base",
    "page",
    "header",
    "notice",
    "contents",
    "text",
    "paragraph",
    "box",
    "form",
    "frame",
    "table",
    "figure",
    "citation",
    "term",
    "footnote",
    "home",
    "search",
    "index",
    "downloads",
    "training",
    "footer",
    "contrast",
    "print",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the design as data, and write the stylesheet where Sphinx's static files go."""
    app.add_config_value("handbook_design", None, "html", types=(Design,))
    app.add_config_value("handbook_site_digest", "", "html", types=(str,))
    app.connect("config-inited", _note_digest)
    app.connect("builder-inited", _write_stylesheet)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def design_of(app: Sphinx) -> Design:
    """Return the design this build is made with."""
    return cast("Design", app.config.handbook_design)


def stylesheet(design: Design) -> str:
    """Return the whole stylesheet."""
    files = [(_WEB / "css" / f"{name}.css").read_text(encoding="utf-8") for name in _ORDER]
    return "\n".join([_variables(design), _colour_classes(design), _icons(), *files])


def _variables(design: Design) -> str:
    """Write the values as custom properties, in three ways to be light or dark."""
    light, dark = _declarations(design.light), _declarations(design.dark)
    sizes = "".join(
        f"--size-{name}:{per_cent / 100:g}em;" for name, per_cent in vars(design.sizes).items()
    )
    sans = f'"{design.site_sans}","Segoe UI",Arial,sans-serif'
    return (
        f'body{{--serif:"{design.site_serif}",Georgia,"Times New Roman",serif;'
        f'--sans:"{design.site_sans} Points",{sans};'
        f"--header:3.5rem;--letters:{design.measure};{sizes}{light}"
        f"--paper:{design.light['ground']};}}\n"
        f"body:is(:lang(ru),:lang(uz-Cyrl)){{--sans:{sans}}}\n"
        f'@media not print{{body[data-theme="dark"]{{{dark}}}'
        f'@media (prefers-color-scheme:dark){{body:not([data-theme="light"]){{{dark}}}}}}}\n'
    )


def _colour_classes(design: Design) -> str:
    """Write the classes by which drawings name colours."""
    return "".join(
        f".fill-{name}{{fill:var(--{name})}}.stroke-{name}{{stroke:var(--{name})}}\n"
        for name in design.light
    )


def _declarations(palette: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in palette.items())


def _icons() -> str:
    """Write the icon of each kind of box as a mask: the box gives it its colour."""
    black = {"structure": "#000", "accent": "#000"}
    rules = []
    for path in sorted((_DESIGN / "icons").glob("*.svg")):
        drawing = coloured_drawing(path.read_text(encoding="utf-8"), black)
        address = quote(" ".join(drawing.split()), safe=" =:/;,.{}-")
        rules.append(f'.box-{path.stem}{{--icon:url("data:image/svg+xml,{address}")}}\n')
    return "".join(rules)


def _note_digest(app: Sphinx, config: Config) -> None:
    """Write every page again when the look changes: a page names the version of its files."""
    digest = hashlib.sha256()
    folders = (_WEB, _DESIGN / "icons")
    for path in sorted(p for folder in folders for p in folder.rglob("*") if p.is_file()):
        digest.update(path.read_bytes())
    config.handbook_site_digest = digest.hexdigest()


def _write_stylesheet(app: Sphinx) -> None:
    if app.builder.name in SITE_BUILDERS:
        content = stylesheet(design_of(app)).encode()
        write_if_changed(Path(app.outdir) / "_static" / STYLESHEET, content)
        app.add_css_file(STYLESHEET, priority=900)
