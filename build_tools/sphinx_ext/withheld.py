"""Answers and trainer notes never reach a participant: they are cut before parsing."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.audience import cut_for_participants
from build_tools.model import Audience
from build_tools.sphinx_ext.warning import warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the audience of an environment and the cut."""
    app.add_config_value("handbook_audience", Audience.PARTICIPANTS.value, "env", types=(str,))
    app.connect("source-read", _withhold)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _withhold(app: Sphinx, docname: str, source: list[str]) -> None:
    cut = cut_for_participants(source[0])
    for line in cut.misread:
        warn(
            "withheld", "This looks like a box for trainers, but it is not written as one.",
            "write it like :::{trainer} Title, with a blank line before it and no HTML above it",
            (docname, line),
        )
    for line in cut.unclosed:
        warn(
            "withheld", "This box is never closed; participants lose what follows it.",
            "add a line ::: where the box ends, with as many colons as at its head",
            (docname, line),
        )
    if app.config.handbook_audience != Audience.TRAINERS:
        source[0] = cut.text
