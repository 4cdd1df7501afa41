"""Index marks: `{index}` marks a place for the index and prints nothing there."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the mark in the place of Sphinx's own, which prints its text."""
    app.add_role("index", IndexMark(), override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class IndexMark(ReferenceRole):
    """Mark a place: `main; sub`, `! main` for the principal place, `see: a; b`, `seealso: a; b`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the entry and its target; words before `<entry>` are printed."""
        number = self.env.new_serialno("index")
        anchor = f"index-{number}"
        kind, _, words = self.target.partition(":")
        kind, words = (kind.strip(), words.strip()) if words else ("single", self.target.strip())
        main = "main" if kind == "single" and words.startswith("!") else ""
        if kind not in {"single", "see", "seealso"}:
            kind, words = "single", self.target.strip()
        entry = (kind, words.removeprefix("!").strip(), anchor, main, None)
        index = addnodes.index(entries=[entry])
        index["inline"] = True
        self.set_source_info(index)
        target = nodes.target("", "", ids=[anchor])
        self.inliner.document.note_explicit_target(target)
        printed = [nodes.Text(self.title)] if self.has_explicit_title else []
        return [index, target, *printed], []
