"""How a mistake in the text is told: one sentence, what to write, and a name to silence it."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

_logger = logging.getLogger("sphinx.ext.handbook")


def warn(
    subtype: str, sentence: str, fix: str, location: nodes.Node | tuple[str, int] | str
) -> None:
    """Log a mistake as a Sphinx warning `handbook.<subtype>` at a place in a chapter."""
    _logger.warning(
        "%s How to fix: %s", sentence, fix, type="handbook", subtype=subtype, location=location
    )
