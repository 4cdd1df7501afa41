"""How a mistake in the text is told: one sentence, what to write, and a name to silence it."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

from build_tools.errors import BookDataError
from build_tools.model import Finding

_logger = logging.getLogger("sphinx.ext.handbook")


def warn(
    subtype: str,
    sentence: str,
    fix: str,
    location: nodes.Node | tuple[str, int] | str,
    column: int = 0,
) -> None:
    """Log a mistake as a Sphinx warning `handbook.<subtype>` at a place in a chapter.

    Without a column it stands where the line's words begin.
    """
    _logger.warning(
        "%s How to fix: %s",
        sentence,
        fix,
        type="handbook",
        subtype=subtype,
        location=location,
        extra={"column": column},
    )


def warn_of_data(error: BookDataError, subtype: str, location: tuple[str, int] | str) -> None:
    """Log what is wrong in a file of the book's data at the place in a chapter that asks for it."""
    for finding in error.findings:
        sentence = f"{finding.path}:{finding.line}: {finding.message}"
        warn(subtype, sentence, finding.fix, location)


def warn_of(finding: Finding, docname: str = "") -> None:
    """Log a finding of a rule as such a warning: in a chapter, or in a file of the book's data."""
    place = (docname, finding.line) if docname else f"{finding.path}:{finding.line}"
    warn(finding.code, finding.message, finding.fix, place, finding.column)
