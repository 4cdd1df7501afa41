"""Answers and trainer notes never reach a participant: they are cut before parsing.

An environment is of one audience, by default that of the edition asked for. What is read or
written for one audience never lies in a folder of the other.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import SphinxError
from sphinx.util.typing import ExtensionMetadata

from build_tools.audience import cut_for_participants
from build_tools.checks.structure import held_back
from build_tools.errors import near_misses
from build_tools.files import write_if_changed
from build_tools.model import Audience
from build_tools.sphinx_ext.book import edition_of
from build_tools.sphinx_ext.warning import warn_of

_CUT = 3
"""Raised with every change of the cut, so that no chapter stays as an earlier one left it."""
_RECORD = ".handbook-audience"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the audience of an environment, the guard of its folders and the cut."""
    app.add_config_value("handbook_audience", "", "env", types=(str,))
    app.connect("config-inited", _take_audience)
    app.connect("builder-inited", _keep_folders_apart, priority=100)
    app.connect("source-read", _withhold)
    return {
        "version": "1",
        "env_version": _CUT,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def is_for_trainers(config: Config) -> bool:
    """Say whether what is read and written may hold answers and trainer notes."""
    return bool(config.handbook_audience == Audience.TRAINERS)


def _take_audience(app: Sphinx, config: Config) -> None:
    """Take the audience of the edition, unless one is named; a word that is none is refused."""
    edition = edition_of(config)
    audience = config.handbook_audience or (edition.audience if edition else Audience.PARTICIPANTS)
    if audience not in list(Audience):
        known = near_misses(audience, list(Audience))
        raise SphinxError(f"There is no audience '{audience}'. How to fix: {known}")
    config.handbook_audience = str(audience)


def _keep_folders_apart(app: Sphinx) -> None:
    """Refuse a folder that was made for the other audience."""
    audience: str = app.config.handbook_audience
    for folder in (Path(app.doctreedir), Path(app.outdir)):
        record = folder / _RECORD
        if record.exists() and (known := record.read_text(encoding="ascii")) != audience:
            raise SphinxError(
                f"The folder '{folder.name}' holds what was made for {known}, and this build is "
                f"for {audience}. How to fix: give it a folder of its own, or delete that one."
            )
        write_if_changed(record, audience.encode())


def _withhold(app: Sphinx, docname: str, source: list[str]) -> None:
    """Cut the text, and tell in every build the mistakes that only trainers' text shows."""
    cut = cut_for_participants(source[0])
    for finding in held_back(cut.findings, f"{docname}.md", source[0]):
        warn_of(finding, docname)
    if not is_for_trainers(app.config):
        source[0] = cut.text
