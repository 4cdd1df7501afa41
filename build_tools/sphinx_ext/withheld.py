"""Answers and trainer notes never reach a participant: they are cut before parsing."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.audience import participants_text
from build_tools.model import Audience


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the audience of an environment and the cut."""
    app.add_config_value("handbook_audience", Audience.PARTICIPANTS.value, "env", types=(str,))
    app.connect("source-read", _withhold)
    app.connect("include-read", _withhold_included)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _withhold(app: Sphinx, docname: str, source: list[str]) -> None:
    if app.config.handbook_audience != Audience.TRAINERS:
        source[0] = participants_text(source[0])


def _withhold_included(app: Sphinx, path: Path, parent: str, source: list[str]) -> None:
    _withhold(app, parent, source)
