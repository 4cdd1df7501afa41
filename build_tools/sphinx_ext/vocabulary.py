"""The boxes a chapter may use: known, named and closed. MyST passes over what is not."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import ExtensionMetadata

from build_tools.chapter_text import TextBox, boxes_in
from build_tools.errors import near_misses
from build_tools.sphinx_ext.boxes import KINDS
from build_tools.sphinx_ext.refused import REFUSED
from build_tools.sphinx_ext.warning import warn

_PLAIN = frozenset(
    {
        "authorities-cited", "book-contents", "chart", "clock", "clock-figure", "concordance",
        "figure", "list-table", "register", "repeat", "table", "terms-listed", "treaty-finder",
        "worked-table",
    }
)
_RST = "eval-rst"
_HEADING = re.compile(r"^#{1,6} +(.+?)[ #]*$", re.MULTILINE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the look at every box, before trainers' boxes are cut."""
    app.add_role("download", NoDownload(), override=True)
    app.connect("source-read", _look_at_boxes, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class NoDownload(SphinxRole):
    """A mark that would copy any file of the editor's machine into the site."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Print the words and copy nothing."""
        warn(
            "refused", "A chapter cannot hold a mark {download}.",
            "describe the file and give the address where it is published", self.get_location(),
        )
        return [nodes.Text(self.text)], []


def _look_at_boxes(app: Sphinx, docname: str, source: list[str]) -> None:
    lines = source[0].split("\n")
    for box in boxes_in(source[0]):
        _look_at(box, (docname, box.first + 1))
        if box.name == _RST:  # MyST reads it before a directive of ours could refuse it.
            lines[box.first : box.end] = [""] * (box.end - box.first)
    source[0] = "\n".join(lines)


def _look_at(box: TextBox, place: tuple[str, int]) -> None:
    if not box.name:
        warn(
            "unnamed-box", "These colons open a box without a name.",
            "if they should close the box above, give that box more colons than those inside it",
            place,
        )
        return
    if box.name == _RST:
        warn("refused", f"A chapter cannot hold a box '{_RST}'.", "write it in plain MyST", place)
    elif box.name not in KINDS | _PLAIN | REFUSED.keys():
        known = near_misses(box.name, KINDS | _PLAIN)
        warn("unknown-box", f"There is no box '{box.name}'.", known, place)
    if not box.is_closed:
        headings = _HEADING.findall(box.content)
        count = f"{len(headings)} heading{'s' if len(headings) > 1 else ''}"
        lost = f'; it swallows {count}, the first "{headings[0]}"' if headings else ""
        warn(
            "unclosed-box", f"This box is opened here and never closed{lost}.",
            "add a line ::: where the box ends, with as many colons as at its head", place,
        )
