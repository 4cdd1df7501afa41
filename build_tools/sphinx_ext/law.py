"""The mark {law}: provisions in words, each checked against the registry and linked."""

from __future__ import annotations

import re
from itertools import groupby

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation
from sphinx.util.docutils import ReferenceRole
from sphinx.util.typing import ExtensionMetadata

from build_tools.citations import (
    CitationError,
    by_source,
    in_latin,
    parse_citations,
    provisions_of,
    words,
)
from build_tools.model import Authority, Citation, Verification
from build_tools.sphinx_ext.warning import warn

_ = get_translation("handbook")
_POINT = re.compile(r"\d\(")
_BEFORE_NUMBER = re.compile(r"(?<!,) (?=\d|\(\w{1,2}\))")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the sources of law, the mark and the list that closes each chapter."""
    app.add_config_value("handbook_authorities", (), "env", types=(tuple,))
    app.add_role("law", Law())
    app.setup_extension("build_tools.sphinx_ext.authorities_cited")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def authorities_of(config: Config) -> dict[str, Authority]:
    """Return the sources of law by name."""
    return {authority.name: authority for authority in config.handbook_authorities}


def anchor_of(authority: str, number: str = "") -> str:
    """Return the id of an entry in the chapter's list: `authority-uz-cc-135.2.j`.

    Parts have dots, so that article 148, part 2 is not taken for article 148-2.
    """
    parts = in_latin(number).replace(")", "").replace("(", ".")
    return f"authority-{authority}-{parts}".rstrip("-")


def unverified_mark(verification: Verification) -> list[Node]:
    """Return the words that must stand beside a source nobody has read yet."""
    if verification is not Verification.UNVERIFIED:
        return []
    return [
        nodes.Text("\u00a0"),
        nodes.inline("", f"[{_('unverified')}]", classes=["mark", "mark-unverified"]),
    ]


class Law(ReferenceRole):
    """Cite a source of law, or make the author's own words a link to it."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make a link for each provision; its attribute `cites` tells the closing list."""
        authorities = authorities_of(self.config)
        try:
            citations = parse_citations(self.target, authorities)
        except CitationError as error:
            warn("citation", error.sentence, error.fix, self.get_location())
            return [nodes.inline("", self.title, classes=["law"])], []
        made: list[Node] = []
        if self.has_explicit_title:
            cited = [pair for c in citations for pair in _pairs(c, authorities[c.authority])]
            return self._linked(self.title, cited, authorities), []
        for name, of_one in by_source(citations):
            pieces = words(of_one, authorities[name], self.config.language)
            for piece, citation in zip(pieces, of_one, strict=True):
                separator = "; " if citation is of_one[0] else ", "
                made += [nodes.Text(separator)] if made else []
                made += self._linked(piece, _pairs(citation, authorities[name]), authorities)
        return made, []

    def _linked(
        self, text: str, cited: list[tuple[str, str]], authorities: dict[str, Authority]
    ) -> list[Node]:
        link = nodes.reference(
            "", "", *_unbroken(text), internal=True, refid=anchor_of(*cited[0]), classes=["law"],
            cites=cited,
        )
        unread = any(
            authorities[name].verification_of(number) is Verification.UNVERIFIED
            for name, number in cited
        )
        return [link, *(unverified_mark(Verification.UNVERIFIED) if unread else [])]


def _unbroken(text: str) -> list[Node]:
    """Hold numbers to their words, and mark those of points: no line ends in art. 135(2)(ж).

    The space before a mark stands alone: were it in the words, WeasyPrint would count it to the
    line, and where it did not fit break the words instead: Traffick-ing Protocol.
    """
    text = _BEFORE_NUMBER.sub("\u00a0", text)
    made: list[Node] = []
    for is_point, same in groupby(text.split(" "), key=lambda word: bool(_POINT.search(word))):
        made += [nodes.Text(" ")] if made else []
        made.append(nodes.inline("", " ".join(same), classes=["provision"] if is_point else []))
    return made if _POINT.search(text) else [nodes.Text(text)]


def _pairs(citation: Citation, authority: Authority) -> list[tuple[str, str]]:
    return [(authority.name, number) for number in provisions_of(citation, authority)]
