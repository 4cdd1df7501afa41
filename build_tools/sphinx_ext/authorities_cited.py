"""The list that closes a chapter: every authority it cites, how far checked, and where cited."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.sphinx_ext import cases, law
from build_tools.sphinx_ext.authority_entries import (
    authority_entry,
    case_entry,
    group_of,
    hierarchy,
)
from build_tools.sphinx_ext.citations_found import Cases, CitedAt, Provisions, citations_found

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list; it must stand before Sphinx collects a page's contents."""
    app.setup_extension("build_tools.sphinx_ext.cases")
    app.setup_extension("build_tools.sphinx_ext.citations_found")
    app.connect("doctree-read", _append_list, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _append_list(app: Sphinx, doctree: nodes.document) -> None:
    docname = app.env.current_document.docname
    provisions, decided = _citations_in(doctree, docname)
    citations_found(app.env).note(docname, provisions, decided)
    if not provisions and not decided:
        return
    known, known_cases = law.authorities_of(app.config), cases.cases_of(app.config)
    groups: dict[str, list[Node]] = {}
    for authority in sorted((known[name] for name in provisions), key=hierarchy):
        entry = authority_entry(authority, provisions[authority.name], app.config.language, _places)
        groups.setdefault(group_of(authority), []).append(entry)
    for case in sorted((known_cases[name] for name in decided), key=lambda case: case.title):
        groups.setdefault("cases", []).append(case_entry(case, decided[case.name], _places))
    sections = [
        _section(f"authorities-{group}", _group_words(group), _list(entries))
        for group, entries in groups.items()
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
        cites: list[tuple[str, str]] = node.get("cites", [])
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
        "cases": _("Cases"),
    }[group]


def _list(entries: list[Node]) -> nodes.definition_list:
    # The annex is what a search should find, not the list of every chapter.
    return nodes.definition_list("", *entries, classes=["authority-list", "no-search"])


def _section(anchor: str, title: str, *content: Node) -> nodes.section:
    heading = nodes.title("", title)
    return nodes.section("", heading, *content, ids=[anchor], classes=["authorities"])


def _places(places: Iterable[CitedAt]) -> list[Node]:
    """Print where something is cited, with links: "Paras 4.3, 4.12; Checklist."."""
    once: dict[str, CitedAt] = {}
    for place in places:
        once.setdefault(place.words, place)
    paragraphs = _links(place for place in once.values() if place.is_paragraph)
    boxes = _links(place for place in once.values() if not place.is_paragraph)
    lead = nodes.Text(f"{_('Paras') if len(paragraphs) > 1 else _('Para.')} ")
    made = [lead, *paragraphs] if paragraphs else []
    made += [nodes.Text("; "), *boxes] if made and boxes else boxes
    return [*made, nodes.Text(".")] if made else []


def _links(places: Iterable[CitedAt]) -> list[Node]:
    made: list[Node] = []
    for place in places:
        made.append(nodes.Text(", "))
        made.append(nodes.reference("", place.words, internal=True, refid=place.anchor))
    return made[1:]
