"""The mark {term}: a word of the glossary, checked against it; and words used in its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import ReferenceRole
from sphinx.util.typing import ExtensionMetadata

from build_tools.checks.wording import wording_findings
from build_tools.errors import near_misses
from build_tools.load.terms import plain, spellings
from build_tools.model import AvoidedWords, Term
from build_tools.sphinx_ext.by_document import ByDocument
from build_tools.sphinx_ext.once import once_a_build
from build_tools.sphinx_ext.warning import warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the glossary, the mark, which takes the place of Sphinx's own, and the look-out."""
    app.add_config_value("handbook_terms", (), "env", types=(tuple,))
    app.add_domain(TermsUsed)
    app.add_role_to_domain("std", "term", Glossed(), override=True)
    app.connect("doctree-read", _note_terms)
    app.connect("source-read", _tell_avoided_words, priority=400)
    return {
        "version": "1",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


class TermsUsed(ByDocument):
    """The ids in the glossary of the terms that each document marks."""

    name = "handbook-terms-used"
    label = "Terms used"
    data_version = 1


def terms_used(env: BuildEnvironment, docnames: Iterable[str]) -> frozenset[str]:
    """Return the ids in the glossary of the terms that some documents mark."""
    found: dict[str, frozenset[str]] = cast("TermsUsed", env.get_domain(TermsUsed.name)).found
    return frozenset().union(*(found.get(docname, ()) for docname in docnames))


def _note_terms(app: Sphinx, doctree: nodes.document) -> None:
    terms = terms_of(app.config)
    marked = (node["term"] for node in doctree.findall(nodes.inline) if "term" in node)
    used = cast("TermsUsed", app.env.get_domain(TermsUsed.name)).found
    used[app.env.current_document.docname] = frozenset(anchor_of(terms[name]) for name in marked)


@once_a_build
def terms_of(config: Config) -> dict[str, Term]:
    """Return the terms by their English entries."""
    return {term.en: term for term in config.handbook_terms}


def anchor_of(term: Term) -> str:
    """Return the id of a term in the glossary: `term-helpless-state`."""
    return nodes.make_id(f"term-{term.en}")


@once_a_build
def _by_spelling(config: Config) -> dict[str, Term]:
    return {spelling: term for term in config.handbook_terms for spelling in spellings(term)}


class Glossed(ReferenceRole):
    """Print a term as the author wrote it; the glossary must hold it."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the words of the term, with its English entry for whoever explains it later."""
        known = _by_spelling(self.config)
        term = known.get(plain(self.target))
        if term is None:
            warn(
                "term", f"The glossary has no term '{self.target}'.",
                f"{near_misses(plain(self.target), known)} Or add it to handbook/terms.toml.",
                self.get_location(),
            )
            return [nodes.inline("", self.title)], []
        return [nodes.inline("", self.title, classes=["term"], term=term.en)], []


def _tell_avoided_words(app: Sphinx, docname: str, source: list[str]) -> None:
    """Tell each word that stands for a term of the glossary, before trainers' boxes are cut."""
    rules = (
        AvoidedWords(
            rule="term-variant", language="en", forms=term.avoided, titles=(), instead=term.en,
            reason=f"the glossary has another word for {term.ru}", source="handbook/terms.toml",
            verification=term.verification, is_proposed=False,
        )
        for term in app.config.handbook_terms
        if term.avoided
    )
    for finding in wording_findings(docname, source[0], rules):
        warn(finding.code, finding.message, finding.fix, (docname, finding.line))
