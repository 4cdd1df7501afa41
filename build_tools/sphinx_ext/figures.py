"""Drawings name colours of the palette; each output puts its own values in."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

from build_tools.palette import coloured_drawing
from build_tools.sphinx_ext.warning import warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the check of figures, and colour the drawings that a site has copied."""
    app.add_transform(FiguresInWords)
    app.connect("build-finished", _colour_copied_drawings)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class FiguresInWords(SphinxTransform):
    """Ask of every figure what it shows, in words, for readers who cannot see it."""

    default_priority: ClassVar[int] = 7

    def apply(self) -> None:
        """Tell each figure without such words."""
        for image in self.document.findall(nodes.image):
            if not str(image.get("alt", "")).strip():
                warn(
                    "figure-words",
                    "This figure says nothing to a reader who cannot see it.",
                    "add a line :alt: with what the figure shows",
                    (self.env.docname, image.line or image.parent.line or 1),
                )


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
