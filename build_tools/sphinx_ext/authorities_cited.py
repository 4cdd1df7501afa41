"""The list that closes a chapter: every authority it cites, how far checked, and where cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.citations import provision_order, provision_words
from build_tools.model import Authority, Case, Citation, Rank, Verification
from build_tools.sphinx_ext import cases, law
from build_tools.sphinx_ext.chapter_facts import long_date

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list; it must stand before Sphinx collects a page's contents."""
    app.setup_extension("build_tools.sphinx_ext.cases")
    app.connect("doctree-read", _append_list, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@dataclass(frozen=True)
class _Place:
    """Where something is cited: a numbered paragraph, or a box, table or note in words."""

    anchor: str
    words: str
    is_paragraph: bool


def _append_list(app: Sphinx, doctree: nodes.document) -> None:
    provisions, decided = _citations_in(doctree)
    if not provisions and not decided:
        return
    known, known_cases = law.authorities_of(app.config), cases.cases_of(app.config)
    groups: dict[str, list[Node]] = {}
    for authority in sorted((known[name] for name in provisions), key=_order):
        entry = _entry(authority, provisions[authority.name], app.config.language)
        groups.setdefault(_group_of(authority), []).append(entry)
    for case in sorted((known_cases[name] for name in decided), key=lambda case: case.title):
        groups.setdefault("cases", []).append(_case_entry(case, decided[case.name]))
    sections = [
        _section(f"authorities-{group}", _group_words(group), nodes.definition_list("", *entries))
        for group, entries in groups.items()
    ]
    chapter: nodes.Element = next(iter(doctree.findall(nodes.section)), doctree)
    chapter.append(_section("authorities", _("Authorities cited in this chapter"), *sections))


def _citations_in(
    doctree: nodes.document,
) -> tuple[dict[str, dict[str, list[_Place]]], dict[str, list[_Place]]]:
    """Return the places of every provision cited, by authority, and those of every case."""
    provisions: dict[str, dict[str, list[_Place]]] = {}
    decided: dict[str, list[_Place]] = {}
    paragraph: list[_Place] = []
    for node in doctree.findall(nodes.Element):
        if number := node.get("number", "") if isinstance(node, nodes.paragraph) else "":
            paragraph = [_Place(node["ids"][0], number, True)]
        if not isinstance(node, nodes.reference):
            continue
        # A list has no number of its own: it belongs to the paragraph that leads to it.
        here = _box_around(node, doctree) or paragraph
        cites: list[tuple[str, str]] = node.get("cites", [])
        for name, provision in cites:
            provisions.setdefault(name, {}).setdefault(provision, []).extend(here)
        if "case" in node:
            decided.setdefault(node["case"], []).extend(here)
    return provisions, decided


def _box_around(link: nodes.reference, doctree: nodes.document) -> list[_Place]:
    """Find the box, the numbered table or figure, or the note in which a link stands."""
    node: nodes.Element | None = link.parent
    while node is not None:
        words = _("Note") if isinstance(node, nodes.footnote) else ""
        if isinstance(node, nodes.container | nodes.table | nodes.figure):
            words = next((inline.astext() for inline in node.findall(_is_name_of_box)), "")
        if words:
            if not node["ids"]:
                doctree.set_id(node, suggested_prefix="cited")
            return [_Place(node["ids"][0], words, False)]
        node = node.parent
    return []


def _is_name_of_box(node: Node) -> bool:
    return isinstance(node, nodes.inline) and bool(
        {"box-kind", "caption-number"}.intersection(node["classes"])
    )


def _order(authority: Authority) -> tuple[int, dt.date, str]:
    rank = list(Rank).index(authority.rank)
    return rank, authority.date or dt.date.max, authority.title.en


def _group_of(authority: Authority) -> str:
    return {Rank.TREATY: "international", Rank.GUIDANCE: "guidance"}.get(authority.rank, "national")


def _group_words(group: str) -> str:
    return {
        "national": _("National law"),
        "international": _("International instruments"),
        "guidance": _("Standards and guidance"),
        "cases": _("Cases"),
    }[group]


def _section(anchor: str, title: str, *content: Node) -> nodes.section:
    heading = nodes.title("", title)
    return nodes.section("", heading, *content, ids=[anchor], classes=["authorities"])


def _entry(
    authority: Authority, cited: dict[str, list[_Place]], language: str
) -> nodes.definition_list_item:
    title = nodes.term("", authority.title.of(language), ids=[law.anchor_of(authority.name)])
    about = nodes.paragraph("", "")
    about += _checked(authority.verification, authority.checked_against, authority.checked_on)
    if party := authority.party:
        about += [nodes.Text(f"{party.status} "), *_checked(party.verification)]
    about += _places(cited.get("", ()))
    provisions = sorted((number for number in cited if number), key=provision_order)
    lines = [_line(authority, number, cited[number], language) for number in provisions]
    listed = [nodes.bullet_list("", *lines)] if lines else []
    return nodes.definition_list_item("", title, nodes.definition("", about, *listed))


def _line(
    authority: Authority, number: str, places: list[_Place], language: str
) -> nodes.list_item:
    """Write one provision: its number, subject, mark and places."""
    (name,) = provision_words((Citation(authority.name, number),), authority, language)
    found = authority.provision(number)
    subject = f": {found.subject}. " if found and found.subject else ". "
    line = nodes.paragraph("", "", nodes.strong("", name), nodes.Text(subject))
    line += _checked(authority.verification_of(number), found.checked_against if found else "")
    line += _places(places)
    return nodes.list_item("", line, ids=[law.anchor_of(authority.name, number)])


def _case_entry(case: Case, places: list[_Place]) -> nodes.definition_list_item:
    title = nodes.term("", "", nodes.emphasis("", case.title), ids=[cases.anchor_of(case.name)])
    about = nodes.paragraph("", f"{cases.particulars(case)}. ")
    read = case.paragraphs_read and cases.paragraphs_in_words(case.paragraphs_read)
    about += [*_checked(case.verification, read), *_places(places)]
    return nodes.definition_list_item("", title, nodes.definition("", about))


def _checked(
    verification: Verification, against: str = "", on: dt.date | None = None
) -> list[Node]:
    """Say how far something was checked, when, and against what."""
    words = {
        Verification.VERIFIED: _("Verified"),
        Verification.PARTLY: _("Partly verified"),
        Verification.UNVERIFIED: _("Unverified"),
    }[verification]
    date = f", {long_date(on.isoformat())}" if on else ""
    source = f": {against}" if against else ""
    mark = nodes.inline("", words, classes=["mark", f"mark-{verification}"])
    return [mark, nodes.Text(f"{date}{source}. ")]


def _places(places: Iterable[_Place]) -> list[Node]:
    """Print where something is cited, with links: "Paras 4.3, 4.12; Checklist."."""
    once: dict[str, _Place] = {}
    for place in places:
        once.setdefault(place.words, place)
    paragraphs = _links(place for place in once.values() if place.is_paragraph)
    boxes = _links(place for place in once.values() if not place.is_paragraph)
    lead = nodes.Text(f"{_('Paras') if len(paragraphs) > 1 else _('Para.')} ")
    made = [lead, *paragraphs] if paragraphs else []
    made += [nodes.Text("; "), *boxes] if made and boxes else boxes
    return [*made, nodes.Text(".")] if made else []


def _links(places: Iterable[_Place]) -> list[Node]:
    made: list[Node] = []
    for place in places:
        made.append(nodes.Text(", "))
        made.append(nodes.reference("", place.words, internal=True, refid=place.anchor))
    return made[1:]
