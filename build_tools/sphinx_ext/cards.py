"""Checklists out of their chapters, each to be printed as a card, or as one of a role's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.locale import get_translation

from build_tools.citations import PROVISION_WORDS
from build_tools.load import load_clock
from build_tools.model import Carrier, Chapter, Stage
from build_tools.pdf.body import Card
from build_tools.sphinx_ext.boxes import box_name
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date
from build_tools.sphinx_ext.clock import length_of, stage_words
from build_tools.sphinx_ext.law import authorities_of
from build_tools.sphinx_ext.made_tables import group_row, row_of, table_of
from build_tools.sphinx_ext.print_builder import PrintBuilder, Printed, anchors_in

_ = get_translation("handbook")


@dataclass(frozen=True)
class _Found:
    """A checklist in its chapter, and the number of the paragraph before it, if there is one."""

    chapter: Chapter
    doctree: nodes.document
    box: nodes.container
    number: str


def cards_of(
    builder: PrintBuilder, chapters: Iterable[Chapter], carrier: Carrier | None
) -> tuple[Card, ...]:
    """Return the checklists of chapters, or those that somebody carries, in the order of a case.

    What they refer to, unless printed too, is words.
    """
    found = [
        each
        for chapter in chapters
        for each in _checklists(chapter, builder.resolved(chapter))
        if carrier is None or carrier in each.box["carriers"]
    ]
    printed = Printed(anchors=anchors_in(each.box for each in found))
    if carrier is None or not found:
        return tuple(_card(builder, printed, each) for each in found)
    order = list(Stage)
    found.sort(key=lambda each: order.index(each.box["stage"]))
    for each in found:
        _abbreviate(each.box, builder)
    cards = tuple(_card(builder, printed, each) for each in found)
    return (*_time_limits(builder, carrier, found), *cards)


def _checklists(chapter: Chapter, doctree: nodes.document) -> Iterator[_Found]:
    number = ""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.paragraph):
            number = node.get("number", number)
        elif isinstance(node, nodes.container) and "box-checklist" in node["classes"]:
            yield _Found(chapter, doctree, node, number)


def _card(builder: PrintBuilder, printed: Printed, found: _Found) -> Card:
    chapter, box, number = found.chapter, found.box, found.number
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
        html=builder.html_of(content, found.doctree),
        stage=stage_words(box["stage"]),
    )


def _abbreviate(box: nodes.container, builder: PrintBuilder) -> None:
    """Call a code of law by its letters: a role's card has no room for whole names."""
    language = builder.config.language
    called = PROVISION_WORDS["article"].get(language[:2]) or PROVISION_WORDS["article"]["en"]
    known = authorities_of(builder.config).values()
    names = {f"{one.short_title.of(language)}, ": one.abbreviation for one in known}
    for link in box.findall(nodes.reference):
        words = link.astext() if "law" in link["classes"] else ""
        for name, short in names.items():
            if short and words.startswith(name):
                number = words.removeprefix(name)
                for article in (called.one, called.several):  # A section still says it is one.
                    number = number.removeprefix(f"{article}\u00a0")
                link.children = [nodes.Text(f"{short}\u00a0{number}")]


def _time_limits(
    builder: PrintBuilder, carrier: Carrier, found: list[_Found]
) -> tuple[Card, ...]:
    """Return the time limits somebody must keep, as a card of its own; there may be none."""
    limits = [limit for limit in load_clock(Path(builder.srcdir)) if carrier in limit.carriers]
    if not limits:
        return ()
    rows: list[nodes.row] = []
    for limit, before in zip(limits, [None, *limits], strict=False):
        if before is None or limit.stage is not before.stage:
            rows.append(group_row([nodes.Text(stage_words(limit.stage))], 3))
        cells = (
            nodes.strong("", length_of(limit)),
            nodes.Text(f"{limit.act} ({_('from')} {limit.start})"),
            nodes.Text(limit.basis.partition(" <")[0].replace(" ", "\u00a0", 1)),
        )
        rows.append(row_of([nodes.paragraph("", "", cell)] for cell in cells))
    table = table_of([str(_("Within")), str(_("What")), str(_("Basis"))], (17, 63, 20), rows)
    dates = [chapter_facts(builder.env, each.chapter.docname).law_as_at for each in found]
    return (
        Card(
            title=str(_("Hours and days")),
            anchor=f"limits-{carrier}",
            place=str(_("the clock of the case")),
            chapter=str(_("Time limits")),
            law_as_at=long_date(min(dates)),
            address=builder.book.address,
            html=builder.html_of([table], found[0].doctree),
        ),
    )
