"""What MyST passes over in a chapter: boxes unknown or not closed, cells and settings lost."""

from __future__ import annotations

from functools import lru_cache

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole
from sphinx.util.typing import ExtensionMetadata

from build_tools.chapter_text import boxes_in
from build_tools.checks.structure import silent_findings
from build_tools.checks.vocabulary import Vocabulary
from build_tools.sentences import said
from build_tools.sphinx_ext.registered import RST, vocabulary_of
from build_tools.sphinx_ext.warning import warn, warn_of


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the look at every page, before trainers' boxes are cut."""
    app.add_role("download", NoDownload(), override=True)
    app.connect("source-read", _look, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class NoDownload(SphinxRole):
    """A mark that would copy any file of the editor's machine into the site."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Print the words and copy nothing."""
        sentence, fix, code = said("refused/mark", name="download")
        warn(code, sentence, fix, self.get_location())
        return [nodes.Text(self.text)], []


@lru_cache(maxsize=1)
def _vocabulary(app: Sphinx) -> Vocabulary:
    return vocabulary_of(app)


def _look(app: Sphinx, docname: str, source: list[str]) -> None:
    is_chapter = app.config.handbook_book.chapter_of(docname) is not None
    for finding in silent_findings(f"{docname}.md", source[0], _vocabulary(app), is_chapter):
        warn_of(finding, docname)
    if RST in source[0]:  # MyST reads it before a directive of ours could refuse it.
        lines = source[0].split("\n")
        for box in boxes_in(source[0]):
            if box.name == RST:
                lines[box.first : box.end] = [""] * (box.end - box.first)
        source[0] = "\n".join(lines)
