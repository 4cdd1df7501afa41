"""The list that closes a chapter: every authority it cites, how far checked, and where cited.

A read chapter holds the headings of the list and a mark where its entries go. They are made from
what is known of the citations when a page is written: kept as nodes, they would be a tenth of
all there is to store, to look through and to load again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from build_tools.sphinx_ext import cases, law
from build_tools.sphinx_ext.authority_entries import (
    Places,
    authority_entry,
    case_entry,
    group_of,
    hierarchy,
)
from build_tools.sphinx_ext.citations_found import Cases, CitedAt, Provisions, citations_found

_ = get_translation("handbook")
CASES = "cases"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list; it must stand before Sphinx collects a page's contents."""
    app.setup_extension("build_tools.sphinx_ext.cases")
    app.setup_extension("build_tools.sphinx_ext.citations_found")
    app.add_node(ListedAuthorities, html=(_write_list, None))
    app.add_node(PlacesCited, html=(_write_places, None))
    app.add_post_transform(ListsMade)
    app.connect("doctree-read", _append_list, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _append_list(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.current_document.docname
    provisions, decided = _citations_in(doctree, docname)
    citations_found(app.env).note(docname, provisions, decided)
    if not provisions and not decided:
        return
    known, known_cases = law.authorities_of(app.config), cases.cases_of(app.config)
    names: dict[str, list[str]] = {}
    for authority in sorted((known[name] for name in provisions), key=hierarchy):
        names.setdefault(group_of(authority), []).append(authority.name)
    for case in sorted((known_cases[name] for name in decided), key=lambda case: case.title):
        names.setdefault(CASES, []).append(case.name)
    sections = [
        _section(
            f"authorities-{group}",
            _group_words(group),
            ListedAuthorities(docname=docname, group=group, listed=listed),
        )
        for group, listed in names.items()
    ]
    chapter: nodes.Element = next(iter(doctree.findall(nodes.section)), doctree)
    chapter.append(_section("authorities", _("Authorities cited in this chapter"), *sections))


def _citations_in(doctree: nodes.document, docname: str) -> tuple[Provisions, Cases]:
    """Return the places of every provision cited, by authority, and those of every case."""
    provisions: Provisions = {}
    decided: Cases = {}
    paragraph: list[CitedAt] = []
    for node in doctree.findall(nodes.Element):
        if number := node.get("number", "") if isinstance(node, nodes.paragraph) else "":
            paragraph = [CitedAt(docname, node["ids"][0], number, True)]
        if not isinstance(node, nodes.reference):
            continue
        # A list has no number of its own: it belongs to the paragraph that leads to it.
        here = _box_around(node, doctree, docname) or paragraph
        cites: tuple[tuple[str, str], ...] = node.get("cites", ())
        for name, provision in cites:
            provisions.setdefault(name, {}).setdefault(provision, []).extend(here)
        if "case" in node:
            decided.setdefault(node["case"], []).extend(here)
    return provisions, decided


def _box_around(link: nodes.reference, doctree: nodes.document, docname: str) -> list[CitedAt]:
    """Find the box, the numbered table or figure, or the note in which a link stands."""
    node: nodes.Element | None = link.parent
    while node is not None:
        words = _("Note") if isinstance(node, nodes.footnote) else ""
        if isinstance(node, nodes.container | nodes.table | nodes.figure):
            words = next((inline.astext() for inline in node.findall(_is_name_of_box)), "")
        if words:
            if not node["ids"]:
                doctree.set_id(node, suggested_prefix="cited")
            return [CitedAt(docname, node["ids"][0], words, False)]
        node = node.parent
    return []


def _is_name_of_box(node: Node) -> bool:
    return isinstance(node, nodes.inline) and bool(
        {"box-kind", "caption-number"}.intersection(node["classes"])
    )


def _group_words(group: str) -> str:
    return {
        "national": _("National law"),
        "international": _("International instruments"),
        "guidance": _("Standards and guidance"),
        CASES: _("Cases"),
    }[group]


def _section(anchor: str, title: str, *content: Node) -> nodes.section:
    heading = nodes.title("", title)
    return nodes.section("", heading, *content, ids=[anchor], classes=["authorities"])


def _places(places: Iterable[CitedAt]) -> list[Node]:
    """Print where something is cited, with links: "Paras 4.3, 4.12; Checklist."."""
    return [
        nodes.reference("", part.words, internal=True, refid=part.anchor)
        if isinstance(part, CitedAt)
        else nodes.Text(part)
        for part in _in_words(places)
    ]


def _in_words(places: Iterable[CitedAt]) -> Iterator[str | CitedAt]:
    """Yield the places to be linked, and the words around them."""
    once: dict[str, CitedAt] = {}
    for place in places:
        once.setdefault(place.words, place)
    paragraphs = [place for place in once.values() if place.is_paragraph]
    boxes = [place for place in once.values() if not place.is_paragraph]
    lead = f"{_('Paras') if len(paragraphs) > 1 else _('Para.')} "
    for place in paragraphs:
        yield lead
        yield place
        lead = ", "
    lead = "; " if paragraphs else ""
    for place in boxes:
        if lead:
            yield lead
        yield place
        lead = ", "
    if once:
        yield "."


class ListedAuthorities(nodes.General, nodes.Element):
    """Where the entries of one group of a chapter's list go; `listed` names them in order."""


def list_of(
    mark: ListedAuthorities, env: BuildEnvironment, places: Places = _places
) -> nodes.definition_list:
    """Make the entries of one group of a chapter's list."""
    provisions, decided = citations_found(env).of(mark["docname"])
    entries: list[nodes.definition_list_item] = []
    if mark["group"] == CASES:
        known_cases = cases.cases_of(env.config)
        entries += [case_entry(known_cases[n], decided[n], places) for n in mark["listed"]]
    else:
        known, language = law.authorities_of(env.config), env.config.language
        for name in mark["listed"]:
            entries.append(authority_entry(known[name], provisions[name], language, places))
    return nodes.definition_list("", *entries, classes=["authority-list"])


class ListsMade(SphinxPostTransform):
    """Put the entries where the marks are, in print: there they are laid out like all else."""

    default_priority = 5
    formats = ("print",)

    def run(self, **kwargs: Any) -> None:
        """Make the lists."""
        for mark in list(self.document.findall(ListedAuthorities)):
            mark.replace_self(list_of(mark, self.env))


class PlacesCited(nodes.Inline, nodes.Element):
    """Where something is cited, on the site: as nodes, these links would be most of a list."""


def _write_list(writer: HTML5Translator, mark: ListedAuthorities) -> None:
    made = list_of(mark, writer.builder.env, lambda places: [PlacesCited(places=places)])
    made.parent, made.document = mark.parent, writer.document
    made.walkabout(writer)
    raise nodes.SkipNode


def _write_places(writer: HTML5Translator, node: PlacesCited) -> None:
    for part in _in_words(node["places"]):
        if isinstance(part, CitedAt):
            address, words = writer.attval(f"#{part.anchor}"), writer.encode(part.words)
            writer.body.append(f'<a class="reference internal" href="{address}">{words}</a>')
        else:
            writer.body.append(writer.encode(part))
    raise nodes.SkipNode
