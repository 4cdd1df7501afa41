"""The mark {term}: a word of the glossary, checked against it."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.util.docutils import ReferenceRole
from sphinx.util.typing import ExtensionMetadata

from build_tools.errors import near_misses
from build_tools.model import Term
from build_tools.sphinx_ext.warning import warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the glossary and the mark, which takes the place of Sphinx's own."""
    app.add_config_value("handbook_terms", (), "env", types=(tuple,))
    app.add_role_to_domain("std", "term", Glossed(), override=True)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def spellings(term: Term) -> set[str]:
    """Return what an author may type: the entry, without its brackets, or one of its halves."""
    short = re.sub(r"\s*\([^)]*\)", "", term.en)
    return {plain(spelling) for spelling in (term.en, short, *short.split(" / "))}


def plain(spelling: str) -> str:
    """Return a spelling as it is compared: small letters, one kind of apostrophe."""
    return " ".join(spelling.lower().replace("’", "'").split())


class Glossed(ReferenceRole):
    """Print a term as the author wrote it; the glossary must hold it."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the words of the term, with its English entry for whoever explains it later."""
        known = {s: term for term in self.config.handbook_terms for s in spellings(term)}
        term = known.get(plain(self.target))
        if term is None:
            warn(
                "term", f"The glossary has no term '{self.target}'.",
                f"{near_misses(plain(self.target), known)} Or add it to handbook/terms.toml.",
                self.get_location(),
            )
            return [nodes.inline("", self.title)], []
        return [nodes.inline("", self.title, classes=["term"], term=term.en)], []
