"""The mark {law}: provisions in words, each checked against the registry and linked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Node, system_message
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
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
from build_tools.model import Authority, Verification
from build_tools.sphinx_ext.once import once_a_build
from build_tools.sphinx_ext.warning import warn

_ = get_translation("handbook")
_POINT = re.compile(r"\d\(")
_BEFORE_NUMBER = re.compile(r"(?<!,) (?=\d|\(\w{1,2}\))")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the sources of law, the mark and the list that closes each chapter."""
    app.add_config_value("handbook_authorities", (), "env", types=(tuple,))
    app.add_role("law", Law())
    app.add_post_transform(PointsUnbroken)
    app.setup_extension("build_tools.sphinx_ext.authorities_cited")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@once_a_build
def authorities_of(config: Config) -> dict[str, Authority]:
    """Return the sources of law by name."""
    return {authority.name: authority for authority in config.handbook_authorities}


@cache
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


@dataclass(frozen=True)
class _Link:
    """A citation as it is printed: words, and the authority and number of all they cover."""

    lead: str
    """What parts it from the citation before it."""
    words: str
    cites: tuple[tuple[str, str], ...]
    is_unread: bool


@once_a_build
def _links(config: Config) -> Callable[[str], tuple[_Link, ...]]:
    """Return what reads the text of a mark, and remembers it: most are typed many times."""
    known = authorities_of(config)

    @cache
    def links_of(typed: str) -> tuple[_Link, ...]:
        made: list[_Link] = []
        for name, of_one in by_source(parse_citations(typed, known)):
            pieces = words(of_one, known[name], config.language)
            for piece, citation in zip(pieces, of_one, strict=True):
                lead = "" if not made else "; " if citation is of_one[0] else ", "
                cites = tuple((name, n) for n in provisions_of(citation, known[name]))
                made.append(_Link(lead, _together(piece), cites, _is_unread(cites, known)))
        return tuple(made)

    return links_of


class Law(ReferenceRole):
    """Cite a source of law, or make the author's own words a link to it."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make a link for each provision; its attribute `cites` tells the closing list."""
        try:
            links = _links(self.config)(self.target)
        except CitationError as error:
            warn("citation", error.sentence, error.fix, self.get_location())
            return [nodes.inline("", self.title, classes=["law"])], []
        if self.has_explicit_title:
            cites = tuple(pair for link in links for pair in link.cites)
            is_unread = any(link.is_unread for link in links)
            links = (_Link("", _together(self.title), cites, is_unread),)
        return [node for link in links for node in _written(link)], []


def _written(link: _Link) -> Iterator[Node]:
    if link.lead:
        yield nodes.Text(link.lead)
    yield nodes.reference(
        "", link.words, internal=True, refid=anchor_of(*link.cites[0]), classes=["law"],
        cites=link.cites,
    )
    if link.is_unread:
        yield from unverified_mark(Verification.UNVERIFIED)


def _together(text: str) -> str:
    """Hold numbers to the words before them."""
    return _BEFORE_NUMBER.sub("\u00a0", text)


def _is_unread(cites: Iterable[tuple[str, str]], known: Mapping[str, Authority]) -> bool:
    verifications = (known[name].verification_of(number) for name, number in cites)
    return Verification.UNVERIFIED in verifications


class PointsUnbroken(SphinxPostTransform):
    """Mark the numbers of points, so that no line ends in art. 135(2)(ж).

    Done when pages are written: until then a citation is one piece of text to look through.
    """

    default_priority: ClassVar[int] = 410

    def run(self, **kwargs: Any) -> None:
        """Mark those of the whole page."""
        mark_points(self.document)


def mark_points(within: nodes.Element) -> None:
    """Part the words of each citation that names a point."""
    for link in within.findall(nodes.reference):
        if "cites" in link and _POINT.search(text := link.astext()):
            link.children = []
            link.extend(_unbroken(text))


def _unbroken(text: str) -> Iterator[Node]:
    """Yield the words of a citation, those with a point apart from the others.

    The space before a mark stands alone: were it in the words, WeasyPrint would count it to the
    line, and where it did not fit break the words instead: Traffick-ing Protocol.
    """
    lead = ""
    for is_point, same in groupby(text.split(" "), key=lambda word: bool(_POINT.search(word))):
        if lead:
            yield nodes.Text(lead)
        yield nodes.inline("", " ".join(same), classes=["provision"] if is_point else [])
        lead = " "
