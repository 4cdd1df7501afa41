"""Drawings name colours of the palette; each output puts its own values in."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.palette import coloured_drawing


def setup(app: Sphinx) -> ExtensionMetadata:
    """Colour the drawings that a site has copied."""
    app.connect("build-finished", _colour_copied_drawings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _colour_copied_drawings(app: Sphinx, exception: Exception | None) -> None:
    """Write the site's colours into the drawings in its image folder."""
    if exception is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir) / app.builder.imagedir
    for path in sorted(folder.glob("*.svg")):
        text = path.read_text(encoding="utf-8")
        coloured = coloured_drawing(text, app.config.handbook_design.light)
        if coloured != text:
            path.write_text(coloured, encoding="utf-8", newline="\n")
