"""Checklists out of their chapters, each to be printed as a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.locale import get_translation

from build_tools.model import Chapter
from build_tools.pdf.body import Card
from build_tools.sphinx_ext.boxes import box_name
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date
from build_tools.sphinx_ext.print_builder import PrintBuilder, Printed, anchors_in

_ = get_translation("handbook")


def cards_of(builder: PrintBuilder, chapters: Iterable[Chapter]) -> tuple[Card, ...]:
    """Return the checklists of chapters; what they refer to, unless printed too, is words."""
    read = [(chapter, builder.resolved(chapter)) for chapter in chapters]
    found = [
        (chapter, doctree, box, paragraph)
        for chapter, doctree in read
        for box, paragraph in _checklists(doctree)
    ]
    printed = Printed(anchors=anchors_in(box for _chapter, _doctree, box, _paragraph in found))
    return tuple(_card(builder, printed, *each) for each in found)


def _checklists(doctree: nodes.document) -> Iterator[tuple[nodes.container, str]]:
    """Yield each checklist and the number of the paragraph before it, if there is one."""
    number = ""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.paragraph):
            number = node.get("number", number)
        elif isinstance(node, nodes.container) and "box-checklist" in node["classes"]:
            yield node, number


def _card(
    builder: PrintBuilder,
    printed: Printed,
    chapter: Chapter,
    doctree: nodes.document,
    box: nodes.container,
    number: str,
) -> Card:
    builder.point(box, chapter, printed)
    title = builder.env.titles[chapter.docname].astext()
    _title, *content = box.children
    return Card(
        title=box_name(box) or title,
        anchor=box["ids"][0],
        place=_("para.\u00a0%s") % number if number else _("ch.\u00a0%s") % chapter.number,
        chapter=f"{chapter.number}\u2002{title}",
        law_as_at=long_date(chapter_facts(builder.env, chapter.docname).law_as_at),
        address=f"{builder.book.address}/{chapter.docname}.html{number and f'#p{number}'}",
        html=builder.html_of(content, doctree),
    )
