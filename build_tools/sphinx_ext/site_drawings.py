"""Drawings stand in the page itself: they take its fonts, and its colours in light and dark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from build_tools.palette import parsed_drawing
from build_tools.sphinx_ext.site_frames import scroll_frame
from build_tools.sphinx_ext.site_style import SITE_BUILDERS

_ = get_translation("handbook")
_SVG = "http://www.w3.org/2000/svg"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the drawing and what puts it in the place of its image."""
    app.add_node(drawing, html=(_write, lambda self, node: None))
    app.add_post_transform(DrawingsInPage)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class drawing(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """An SVG drawing, written out."""


class DrawingsInPage(SphinxPostTransform):
    """Put each SVG file of the project into the page that shows it."""

    default_priority: ClassVar[int] = 520
    builders = tuple(sorted(SITE_BUILDERS))

    def run(self, **kwargs: Any) -> None:
        """Replace the images; a drawing that cannot be read stays one, and a rule reports it."""
        for count, image in enumerate(list(self.document.findall(nodes.image)), 1):
            path = Path(self.env.srcdir) / image["uri"]
            if path.suffix != ".svg" or not path.is_file():
                continue
            try:
                svg = inline_drawing(
                    path.read_text(encoding="utf-8"), image.get("alt", ""), f"drawing-{count}-"
                )
            except (ValueError, ElementTree.ParseError):
                continue
            image.replace_self(scroll_frame("", drawing("", svg=svg), label=_label_of(image)))


def inline_drawing(svg: str, label: str, prefix: str) -> str:
    """Return a drawing fit to stand in a page: named by its label, its ids its own.

    :raises ValueError: if the drawing declares a document type.
    :raises xml.etree.ElementTree.ParseError: if the drawing is not well-formed XML.
    """
    root = parsed_drawing(svg)
    for name in ("title", "desc"):
        for child in root.findall(f"{{{_SVG}}}{name}"):
            # A browser shows a title beside the pointer; the label is read in its place.
            label = label or "".join(child.itertext()).strip()
            root.remove(child)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set(name, prefix + value)
            else:
                element.set(name, re.sub(r"url\(#|(?<!.)#", lambda m: m[0] + prefix, value))
    root.attrib.pop("aria-labelledby", None)
    root.set("role", "img")
    root.set("aria-label", label)
    return ElementTree.tostring(root, encoding="unicode")


def _label_of(image: nodes.image) -> str:
    """Name a drawing by the caption of its figure, such as "Figure 4.1 From facts to charge"."""
    captions = image.parent.findall(nodes.caption) if image.parent else iter(())
    caption = next(captions, None)
    words = caption.astext() if caption is not None else str(_("Drawing"))
    return words.replace("\u2002", " ")


def _write(self: HTML5Translator, node: drawing) -> None:
    self.body.append(node["svg"] + "\n")
