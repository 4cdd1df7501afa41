"""Answers and trainer notes never reach a participant: they are cut before parsing."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.audience import cut_for_participants
from build_tools.model import Audience
from build_tools.sphinx_ext.warning import warn_of

_CUT = 2
"""Raised with every change of the cut, so that no chapter stays as an earlier one left it."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the audience of an environment and the cut."""
    app.add_config_value("handbook_audience", Audience.PARTICIPANTS.value, "env", types=(str,))
    app.connect("source-read", _withhold)
    return {
        "version": "1",
        "env_version": _CUT,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _withhold(app: Sphinx, docname: str, source: list[str]) -> None:
    """Cut the text, and tell in every build the mistakes that only trainers' text shows."""
    cut = cut_for_participants(source[0])
    for finding in cut.findings:
        warn_of(finding, docname)
    if app.config.handbook_audience != Audience.TRAINERS:
        source[0] = cut.text
