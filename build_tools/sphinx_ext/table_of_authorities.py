"""The table of authorities and the table of cases: every place of the book that cites them.

Both stand in an annex as `{authorities-cited} national` (or international, guidance, cases): the
headings around them are the author's. They are filled when pages are written, from what every
chapter of the book cites, so nothing in them is typed and nothing goes stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from build_tools.model import Book
from build_tools.sphinx_ext import cases, law
from build_tools.sphinx_ext.authority_entries import (
    GROUPS,
    authority_entry,
    case_entry,
    group_of,
    hierarchy,
)
from build_tools.sphinx_ext.book import book_of, chapters_of_edition
from build_tools.sphinx_ext.by_document import ByDocument
from build_tools.sphinx_ext.citations_found import CitedAt, citations_found
from build_tools.sphinx_ext.frozen_numbers import paragraphs_now

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list, what fills it, and what tells that it has changed."""
    app.add_node(cited_list)
    app.add_directive("authorities-cited", AuthoritiesCited)
    app.add_post_transform(FilledListsOfEdition)
    app.add_post_transform(FilledLists)
    app.add_domain(PagesWithLists)
    app.connect("handbook-printed", _citations_of_the_book)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class cited_list(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The place of a list that is filled when pages are written."""


class AuthoritiesCited(SphinxDirective):
    """List the authorities of one group, or the cases, that the book cites."""

    required_arguments = 1
    choices: ClassVar = GROUPS

    def run(self) -> list[Node]:
        """Leave the place of the list."""
        group = self.arguments[0]
        if group not in GROUPS:
            return []
        _pages(self.env)[self.env.docname] = True
        return [cited_list("", group=group)]


class PagesWithLists(ByDocument):
    """The documents that hold such a list."""

    name = "handbook-lists"
    label = "Lists of authorities"
    data_version = 1


def _pages(env: BuildEnvironment) -> dict[str, bool]:
    return cast("PagesWithLists", env.get_domain(PagesWithLists.name)).found


def _citations_of_the_book(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """Return what the lists print, for each page that holds one."""
    docnames = _chapters(book_of(app))
    found = citations_found(env)
    words = repr((found.provisions(docnames), found.cases(docnames)))
    return dict.fromkeys(_pages(env), words)


def _chapters(book: Book) -> tuple[str, ...]:
    return tuple(chapter.docname for chapter in book.chapters)


class FilledLists(SphinxPostTransform):
    """Fill each list with the places of the whole book, before references are resolved (10)."""

    default_priority: ClassVar[int] = 5

    def run(self, **kwargs: Any) -> None:
        """Put the entries in the place of each list; an empty group leaves nothing."""
        for place in list(self.document.findall(cited_list)):
            entries = self._entries(place["group"])
            listed = nodes.definition_list("", *entries, classes=["authority-list"])
            place.replace_self([listed] if entries else [])

    def _docnames(self) -> tuple[str, ...]:
        """Return the documents whose citations are listed."""
        return _chapters(self.config.handbook_book)

    def _entries(self, group: str) -> list[nodes.definition_list_item]:
        book = cast("Book", self.config.handbook_book)
        found, docnames = citations_found(self.env), self._docnames()
        places = _Places(self.env, book)
        if group == "cases":
            decided, known_cases = found.cases(docnames), cases.cases_of(self.config)
            titled = sorted((known_cases[name] for name in decided), key=lambda case: case.title)
            return [case_entry(case, decided[case.name], places) for case in titled]
        provisions, known = found.provisions(docnames), law.authorities_of(self.config)
        listed = (known[name] for name in provisions if group_of(known[name]) == group)
        return [
            authority_entry(
                authority,
                provisions[authority.name],
                self.config.language,
                places,
                marks_differing_only=True,
            )
            for authority in sorted(listed, key=hierarchy)
        ]


class FilledListsOfEdition(FilledLists):
    """Fill each list of a printed edition with the places of its own chapters."""

    default_priority: ClassVar[int] = 4
    formats = ("print",)

    def _docnames(self) -> tuple[str, ...]:
        return tuple(chapter.docname for chapter in chapters_of_edition(self.config))


class _Places:
    """Prints places as links with their pages in print, neighbouring paragraphs as one range."""

    def __init__(self, env: BuildEnvironment, book: Book) -> None:
        self._docname = env.current_document.docname
        self._chapter_of: Mapping[str, str] = {c.docname: c.number for c in book.chapters}
        self._order = {
            f"p{paragraph.number}": (position, count)
            for position, chapter in enumerate(paragraphs_now(env, book))
            for count, paragraph in enumerate(chapter.paragraphs)
        }

    def __call__(self, places: Iterable[CitedAt]) -> list[Node]:
        """Write the places, paragraphs first."""
        once = {(place.docname, place.anchor): place for place in places}.values()
        paragraphs = sorted(
            (place for place in once if place.is_paragraph),
            key=lambda place: self._order[place.anchor],
        )
        written = [self._run(run) for run in self._runs(paragraphs)]
        written += [self._box(place) for place in once if not place.is_paragraph]
        made: list[Node] = []
        for number, nodes_of_one in enumerate(written):
            made += [nodes.Text("; " if number else ""), *nodes_of_one]
        return made[1:]

    def _runs(self, paragraphs: Iterable[CitedAt]) -> list[list[CitedAt]]:
        """Join paragraphs that follow each other in one chapter."""
        runs: list[list[CitedAt]] = []
        for place in paragraphs:
            chapter, count = self._order[place.anchor]
            if runs and self._order[runs[-1][-1].anchor] == (chapter, count - 1):
                runs[-1].append(place)
            else:
                runs.append([place])
        return runs

    def _run(self, run: list[CitedAt]) -> list[Node]:
        words = run[0].words + (f"–{run[-1].words}" if len(run) > 1 else "")
        return [self._link(run[0], words)]

    def _box(self, place: CitedAt) -> list[Node]:
        chapter = self._chapter_of[place.docname]
        is_numbered = any(letter.isdigit() for letter in place.words)
        words = place.words if is_numbered else _("%s, ch. %s") % (place.words, chapter)
        return [self._link(place, words)]

    def _link(self, place: CitedAt, words: str) -> Node:
        return addnodes.pending_xref(
            "",
            nodes.inline("", words),
            refdomain="handbook",
            reftype="place",
            reftarget=f"{place.docname}#{place.anchor}",
            refdoc=self._docname,
            refexplicit=True,
        )
