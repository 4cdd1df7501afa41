"""A chapter saved as Windows-1251: read all the same, and told with the command that mends it.

Sphinx would stop at such a file without naming it.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.checks.encoding_rules import NAME, register, wrong_encoding
from build_tools.sphinx_ext.warning import warn_of


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the reading of both encodings, and the telling."""
    register()
    app.connect("builder-inited", _read_both)
    app.connect("source-read", _tell, priority=390)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _read_both(app: Sphinx) -> None:
    app.env.settings["input_encoding"] = NAME


def _tell(app: Sphinx, docname: str, source: list[str]) -> None:
    path = app.env.doc2path(docname)
    if finding := wrong_encoding(f"{docname}.md", path.read_bytes()):
        warn_of(finding, docname)
