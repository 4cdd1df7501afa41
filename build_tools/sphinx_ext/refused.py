"""What a chapter may not hold: raw HTML, text from other files, files outside the project."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from build_tools.palette import parsed_drawing
from build_tools.sphinx_ext.warning import warn

REFUSED = {
    "raw": "write it in plain MyST; a chapter holds words, the design is made elsewhere",
    "include": "write the words here, or refer to them with {para}`chapter#label`",
    "literalinclude": "write the words here",
    "only": "use a trainer box for what only trainers may see",
    "csv-table": "write the table with | columns | like | these |",
    "math": "write the sum in words and figures",
}

_MACHINE_ADDRESS = re.compile(
    r"(!?)\[[^\]\n]*\]\(((?:file|data|javascript|vbscript):[^)]*)\)", re.IGNORECASE
)
"""An image or a link that Markdown does not take for one, because it could do harm."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register a refusal for each box that could read files or bring in layout."""
    for name in REFUSED:
        app.add_directive(name, Refused, override=True)
    app.add_transform(RawHtml)
    app.add_transform(ImagesInsideProject)
    app.add_transform(AddressesOfTheMachine)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class Refused(SphinxDirective):
    """A box that a chapter may not use."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = None

    def run(self) -> list[nodes.Node]:
        """Print nothing; the rules over boxes say what to write instead."""
        return []


class RawHtml(SphinxTransform):
    """Refuse HTML in the text: it would not reach print, and could reach the network."""

    default_priority: ClassVar[int] = 4

    def apply(self) -> None:
        """Take each piece of HTML out and say what to write instead."""
        for raw in list(self.document.findall(nodes.raw)):
            piece = " ".join(raw.astext().split())[:40]
            raw.parent.remove(raw)
            if piece.startswith("</"):
                continue  # Its opening has been told.
            warn(
                "html",
                f"This is HTML, which chapters do not use: {piece}",
                "use **bold**, a list, a table or one of the boxes; write &lt; for a < sign",
                (self.env.docname, raw.line or 1),
            )


class ImagesInsideProject(SphinxTransform):
    """Refuse an image that is not a file of the project, or that needs more than itself."""

    default_priority: ClassVar[int] = 6

    def apply(self) -> None:
        """Take each such image out and say where figures live."""
        for image in list(self.document.findall(nodes.image)):
            image["uri"] = unquote(image["uri"])
            if (problem := self._problem(image["uri"])) is not None:
                warn("image", *problem, (self.env.docname, image.line or 1))
                image.parent.remove(image)

    def _problem(self, uri: str) -> tuple[str, str] | None:
        """Say what is wrong with an image and how to mend it, if anything is."""
        foreign = "://" in uri or uri.startswith(("data:", "file:", "//"))
        name, path = self.env.relfn2path(uri, self.env.docname)
        inside = Path(path).resolve().is_relative_to(Path(self.env.srcdir).resolve())
        if not foreign:
            self.env.note_dependency(name)  # or the chapter would not be read when it is mended
        if foreign or not inside or not Path(path).is_file():
            return (
                f"The image '{uri[:60]}' is not a file of this project.",
                "put the drawing in chapters/figures and write ../figures/NAME.svg",
            )
        if Path(path).suffix.lower() == ".svg":
            try:
                parsed_drawing(Path(path).read_text(encoding="utf-8"))
            except (ValueError, ElementTree.ParseError) as error:
                return f"The drawing '{uri[:60]}' cannot be used: {error}.", "save it as plain SVG"
        return None


class AddressesOfTheMachine(SphinxTransform):
    """Refuse links and images by addresses that Markdown itself leaves standing as text."""

    default_priority: ClassVar[int] = 6

    def apply(self) -> None:
        """Take each such piece of text out and say what to write instead."""
        for text in list(self.document.findall(nodes.Text)):
            found = _MACHINE_ADDRESS.search(text)
            if found is None or text.parent is None or isinstance(text.parent, nodes.literal):
                continue
            warn(
                "image" if found[1] else "link",
                f"The {'image' if found[1] else 'link'} '{found[2][:60]}' leads out of the book.",
                "put drawings in chapters/figures; link to chapters, and to https:// addresses",
                (self.env.docname, text.parent.line or 1),
            )
            text.parent.replace(text, nodes.Text(_MACHINE_ADDRESS.sub("", text)))
