"""Ways into the book: its contents by part, and by what a reader does for a living."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.model import Chapter, Role
from build_tools.sphinx_ext.book import book_of
from build_tools.sphinx_ext.chapter_facts import chapter_facts
from build_tools.sphinx_ext.site_style import SITE_BUILDERS

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what every page prints of the others, and the home page's own form."""
    app.connect("handbook-printed", _headings)
    app.connect("doctree-resolved", _make_home_page)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@dataclass(frozen=True)
class Entry:
    """A link to a page."""

    title: str
    href: str
    number: str = ""
    current: bool = False


@dataclass(frozen=True)
class PartEntries:
    """The links to the chapters of a part."""

    name: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class RoleCard:
    """The links for one kind of reader."""

    name: str
    title: str
    entries: tuple[Entry, ...]


def navigation(app: Sphinx, pagename: str, pathto: Callable[[str], str]) -> tuple[PartEntries, ...]:
    """List the chapters of each part, as seen from a page."""
    parts = []
    for part in book_of(app).parts:
        entries = tuple(
            _entry(app.env, chapter, pathto, pagename)
            for chapter in _written(app.env, part.chapters)
        )
        if entries:
            parts.append(PartEntries(part.name, part.title, entries))
    return tuple(parts)


def tools(pagename: str, pathto: Callable[[str], str]) -> tuple[Entry, ...]:
    """List the pages that help to find and to take the text."""
    pages = (
        ("search", _("Search")),
        ("genindex", _("Index")),
        ("training", _("Training")),
        ("downloads", _("Downloads")),
    )
    return tuple(Entry(str(title), pathto(name), current=name == pagename) for name, title in pages)


def role_cards(app: Sphinx, pathto: Callable[[str], str]) -> tuple[RoleCard, ...]:
    """List for each role the chapters that say they are for it."""
    titles = {
        Role.INVESTIGATORS: _("Investigator"),
        Role.PROSECUTORS: _("Prosecutor"),
        Role.JUDGES: _("Judge"),
    }
    cards = []
    for role, title in titles.items():
        entries = tuple(
            _entry(app.env, chapter, pathto)
            for chapter in _written(app.env, book_of(app).chapters)
            if role in chapter_facts(app.env, chapter.docname).audience
        )
        if entries:
            cards.append(RoleCard(role.value, str(title), entries))
    taking = str(_("Download the handbook to print it and teach from it"))
    teaching = Entry(str(_("Courses with their timetables and packs")), pathto("training"))
    trainer = RoleCard(
        "trainers", str(_("Trainer")), (teaching, Entry(taking, pathto("downloads")))
    )
    correcting = Entry(str(_("Cite or correct a paragraph by its number")), "#how-to-cite")
    finding = Entry(str(_("Find every place that treats a subject")), pathto("genindex"))
    editor = RoleCard("editors", str(_("Editor")), (correcting, finding))
    return (*cards, trainer, editor)


def _written(env: BuildEnvironment, chapters: tuple[Chapter, ...]) -> Iterator[Chapter]:
    return (chapter for chapter in chapters if chapter.docname in env.titles)


def _entry(
    env: BuildEnvironment, chapter: Chapter, pathto: Callable[[str], str], pagename: str = ""
) -> Entry:
    title = env.titles[chapter.docname].astext()
    current = chapter.docname == pagename
    return Entry(title, pathto(chapter.docname), chapter.number, current)


def _make_home_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the subtitle under the title; leave out contents lists, which the template writes.

    Sphinx gives their captions the role of a heading without a level.
    """
    if app.builder.name not in SITE_BUILDERS or docname != app.config.root_doc:
        return
    for contents in list(doctree.findall(addnodes.toctree)):
        contents.replace_self([])
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is not None:
        subtitle = nodes.paragraph("", book_of(app).subtitle, classes=["subtitle"])
        title.parent.insert(1, subtitle)


def _headings(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """Return for each page the headings of the whole book: contents and links print them."""
    labels = sorted(env.domains.standard_domain.labels.items())
    words = (*(_contents_of(env, docname) for docname in sorted(env.tocs)), str(labels))
    return dict.fromkeys(env.all_docs, "\n".join(words))


def _contents_of(env: BuildEnvironment, docname: str) -> str:
    links = env.tocs[docname].findall(nodes.reference)
    headings = (f"{link.get('anchorname', '')} {link.astext()}" for link in links)
    return "\n".join((docname, str(chapter_facts(env, docname)), *headings))
