"""Figures: what each of them shows must also stand in words."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

from build_tools.sphinx_ext.warning import warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the check."""
    app.add_transform(FiguresInWords)
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
