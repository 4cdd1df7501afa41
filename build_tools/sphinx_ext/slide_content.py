"""What the slides of a session take out of the chapters; nothing of it is typed again.

Slides are made from what the environment has read: one of participants holds no trainer box, no
answer and no key, so neither can their slides. The slides are the same for both; notes are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar, cast
from xml.etree import ElementTree

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

from build_tools.model import Chapter
from build_tools.palette import coloured_drawing
from build_tools.pdf.close_ups import close_ups
from build_tools.pdf.slides import Picture, Slide
from build_tools.sphinx_ext.boxes import box_name, lists_in
from build_tools.sphinx_ext.paragraphs import HandbookDomain
from build_tools.sphinx_ext.print_builder import PrintBuilder
from build_tools.sphinx_ext.print_html import title_of
from build_tools.sphinx_ext.site_drawings import inline_drawing
from build_tools.training.plan import Step
from build_tools.training.taught import Item, Kind, Passage, Taught

_ = get_translation("handbook")
WORDS = 48
"""The most words of a slide, about 45; what has more is shared out among several."""
_TABLE_LINE, _TABLE_EDGES, _TABLE_ROOM = 39, 17, 425
"""Pixels of a line, of what is above and below a row, and of all the room for a table."""
_TABLE_PARTS = 3
"""The most slides of a table; a longer one is read on paper."""
_TASK_WORDS, _TASK_PARTS = 36, 2
"""What a slide holds of a task beside its clock, and the most slides of a task."""
_LINE = 72
"""Letters on a line of a table that is as wide as a slide."""
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[“\"(]?[A-ZА-ЯЁЎҚҒҲ])")
_Element = TypeVar("_Element", bound=nodes.Element)


class SlideSource:
    """A chapter as slides are taken from it."""

    def __init__(self, builder: PrintBuilder, chapter: Chapter, taught: Taught) -> None:
        self.builder = builder
        self.chapter = chapter
        self.taught = taught
        self.tree = builder.resolved(chapter)
        self.title = title_of(self.tree).astext()
        self._domain = cast("HandbookDomain", builder.env.get_domain("handbook"))

    @property
    def above(self) -> str:
        """The number and the title of the chapter."""
        return f"{self.chapter.number}\u2002{self.title}"

    def boxes(self, kind: str) -> list[nodes.container]:
        """Return the boxes of a kind, in order."""
        return [n for n in self.tree.findall(nodes.container) if f"box-{kind}" in n["classes"]]

    def place(self, passage: Passage) -> nodes.Element:
        """Return what a passage names: the chapter, a section, or a paragraph."""
        known = self._domain.places.get(f"{passage.chapter}#{passage.label}")
        if not passage.label or known is None:
            return self.tree
        paragraphs = self.tree.findall(nodes.paragraph)
        found = next((each for each in paragraphs if known.anchor in each["ids"]), None)
        if found is None:
            return self.tree
        section = found.parent
        first = next(c for c in section.children if isinstance(c, nodes.paragraph))
        is_section = isinstance(section, nodes.section) and first is found
        return cast("nodes.Element", section) if is_section else found

    def html(self, printed: Iterable[nodes.Node]) -> str:
        """Write nodes as a slide shows them: no links, no notes, nothing to be found by."""
        return self.builder.html_of([plain(node) for node in printed], self.tree)

    def note_boxes(self, lines: Iterable[int]) -> tuple[str, ...]:
        """Return the trainer boxes that begin at some lines; there are none for participants."""
        wanted = set(lines)
        boxes = zip(self.taught.notes, self.boxes("trainer"), strict=False)
        return tuple(self.html([box]) for note, box in boxes if note.line in wanted)


def plain(node: nodes.Node) -> nodes.Node:
    """Return a copy of a node as it is read aloud: references are words."""
    copy = node.deepcopy()
    holder = nodes.container("", copy)
    for found in list(holder.findall(nodes.Element)):
        found["ids"] = []
        if isinstance(found, nodes.reference):
            found.replace_self(nodes.inline("", "", *found.children))
        elif isinstance(found, nodes.footnote_reference | addnodes.index | nodes.target):
            found.parent.remove(found)
    return holder.children[0]


def words_in(node: nodes.Node) -> int:
    """Count the words of a node."""
    return len(node.astext().split())


def shared(counted: Sequence[tuple[_Element, int]], most: int = WORDS) -> list[list[_Element]]:
    """Share elements out, in order, over as few slides as hold them, and evenly."""
    total = sum(count for _element, count in counted)
    slides = _shared(counted, most, most)
    goal = total / max(1, len(slides))
    even = _shared(counted, most, goal)
    return even if len(even) == len(slides) else slides


def _shared(
    counted: Sequence[tuple[_Element, int]], most: int, goal: float
) -> list[list[_Element]]:
    slides: list[list[_Element]] = []
    so_far = 0
    for element, count in counted:
        if not slides or so_far + count > most or so_far + count / 2 > goal:
            slides.append([])
            so_far = 0
        slides[-1].append(element)
        so_far += count
    return slides


def list_slides(
    source: SlideSource, kind: str, heading: str, items: Sequence[nodes.Element], above: str = ""
) -> Iterator[Slide]:
    """Yield the items of a list over as many slides as they take."""
    parts = shared([(item, words_in(item)) for item in _short(items)])
    for count, part in enumerate(parts, 1):
        listed = nodes.bullet_list("", *[plain(item) for item in part])
        yield Slide(
            kind, _part_of(heading, count, len(parts)), source.html([listed]), above or source.above
        )


def _short(items: Iterable[nodes.Element]) -> Iterator[nodes.Element]:
    """Yield items, each with too many words in sentences of its own."""
    for item in items:
        if words_in(item) <= WORDS:
            yield item
            continue
        for block in item.children:
            if isinstance(block, nodes.paragraph):
                sentences = [(each, words_in(each)) for each in sentences_of(block)]
                for part in shared(sentences):
                    yield nodes.list_item("", nodes.paragraph("", "", *_spaced(part)))
            else:
                for inner in block.findall(nodes.list_item):
                    yield from _short([cast("nodes.Element", plain(inner))])


def _spaced(sentences: Iterable[nodes.Element]) -> Iterator[nodes.Node]:
    for count, sentence in enumerate(sentences):
        if count:
            yield nodes.Text(" ")
        yield nodes.inline("", "", *[plain(child) for child in sentence.children])


def sentences_of(paragraph: nodes.Element) -> list[nodes.inline]:
    """Return the sentences of a paragraph, each with the marks that stand in it."""
    sentences = [nodes.inline()]
    for child in paragraph.children:
        if not isinstance(child, nodes.Text):
            sentences[-1] += plain(child)
            continue
        first, *others = _SENTENCE.split(str(child))
        sentences[-1] += nodes.Text(first)
        for words in others:
            sentences.append(nodes.inline("", words))
    return [sentence for sentence in sentences if sentence.astext().strip()]


def _part_of(heading: str, count: int, parts: int) -> str:
    return heading if parts == 1 else _("%s (%d of %d)") % (heading, count, parts)


def key_slides(source: SlideSource) -> Iterator[Slide]:
    """Yield the chapter in brief."""
    for box in source.boxes("in-brief")[:1]:
        items = [i for found in lists_in(box)[:1] for i in found.children]
        blocks = items or box.children[1:]
        elements = [cast("nodes.Element", block) for block in blocks]
        yield from list_slides(source, "key", str(_("In brief")), elements)


_APART = {"box-exercise", "box-answer", "box-trainer", "box-question", "box-test-question",
          "box-form", "box-example", "box-checklist"}  # fmt: skip


def shown_slides(
    source: SlideSource, place: nodes.Element, colours: dict[str, str]
) -> Iterator[Slide]:
    """Yield the figures and the short tables of a passage, in its order.

    A table that does not fit is named in the notes of the slide before.
    """
    for node in place.findall(nodes.Element):
        if isinstance(node, nodes.figure) and not _is_apart(node):
            yield from _figure_slides(source, node, colours)
        elif isinstance(node, nodes.table) and not _is_apart(node):
            yield from _table_slides(source, node)


def left_on_paper(source: SlideSource, place: nodes.Element) -> list[str]:
    """Name the tables of a passage that no slide can hold."""
    tables = [t for t in place.findall(nodes.table) if not _is_apart(t)]
    return [_caption(t) or str(_("a table")) for t in tables if not _table_parts(t)]


def _is_apart(node: nodes.Node) -> bool:
    """Say whether something stands in a box that has its own slides, or none."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.container) and _APART.intersection(parent["classes"]):
            return True
        parent = parent.parent
    return False


def _caption(node: nodes.Element) -> str:
    caption = next((c for c in node.children if isinstance(c, nodes.caption | nodes.title)), None)
    return caption.astext().replace("\u2002", " ").strip() if caption is not None else ""


def _number(node: nodes.Element) -> str:
    marks = [m for m in node.findall(nodes.inline) if "caption-number" in m["classes"]]
    return marks[0].astext().strip() if marks else ""


def _figure_slides(
    source: SlideSource, figure: nodes.figure, colours: dict[str, str]
) -> Iterator[Slide]:
    image = next(iter(figure.findall(nodes.image)), None)
    if image is None or not str(image["uri"]).endswith(".svg"):
        return
    svg = (Path(source.builder.srcdir) / str(image["uri"])).read_text(encoding="utf-8")
    try:
        seen = list(close_ups(svg))
    except (ValueError, ElementTree.ParseError):
        return  # A rule of the chapters tells it.
    words = str(image.get("alt", ""))
    name = figure["ids"][0] if figure["ids"] else "figure"
    first = _SENTENCE.split(_caption(figure))[0]
    for count, shown in enumerate(seen):
        part = _("part %d of %d") % (count, len(seen) - 1) if count else ""
        heading = f"{_number(figure) or first}, {part}" if part else first
        if shown.words:
            yield Slide("figure", heading, source.html([nodes.paragraph("", shown.words)]))
            continue
        label = f"{_caption(figure)} ({part})" if part else words
        size = f'width="{shown.width:.0f}" height="{shown.height:.0f}" '
        in_page = inline_drawing(shown.svg, label, f"{name}-{count}-".replace(":", "-"))
        picture = Picture(
            coloured_drawing(shown.svg, colours),
            in_page.replace("<svg ", f"<svg {size}", 1),
            label, round(shown.width), round(shown.height),
        )  # fmt: skip
        yield Slide("figure", heading, picture=picture)


def _table_parts(table: nodes.table) -> list[list[nodes.row]]:
    """Share the rows of a table out among slides; none if it does not fit."""
    groups = list(table.findall(nodes.tgroup))
    if not groups or any(table.findall(nodes.image)):
        return []
    columns = [c.get("colwidth", 1) for c in groups[0].findall(nodes.colspec)]
    shares = [width / sum(columns) for width in columns]
    heads = [row for head in groups[0].findall(nodes.thead) for row in head.children]
    above = sum(words_in(row) for row in heads)
    rows = [cast("nodes.row", r) for b in groups[0].findall(nodes.tbody) for r in b.children]
    most = _TABLE_ROOM - sum(_height(cast("nodes.row", row), shares) for row in heads)
    parts: list[list[nodes.row]] = [[]]
    words = lines = 0
    for row in rows:
        count, height = words_in(row), _height(row, shares)
        spans = any(cast("nodes.Element", cell).get("morerows") for cell in row.children)
        if spans or count + above > WORDS or height > most:
            return []
        if parts[-1] and (words + count + above > WORDS or lines + height > most):
            parts.append([])
            words = lines = 0
        parts[-1].append(row)
        words, lines = words + count, lines + height
    return parts if len(parts) <= _TABLE_PARTS and len(columns) < 6 else []


def _height(row: nodes.row, shares: Sequence[float]) -> int:
    """Say how high a row is, in pixels."""
    lines, column = 1, 0
    for entry in row.children:
        cell = cast("nodes.Element", entry)
        span = cell.get("morecols", 0) + 1
        room = max(4, int(_LINE * sum(shares[column : column + span])) - 3)
        letters = [max(1, len(block.astext())) for block in cell.children or [cell]]
        lines = max(lines, sum(-(-count // room) for count in letters))
        column += span
    return lines * _TABLE_LINE + _TABLE_EDGES


def _table_slides(source: SlideSource, table: nodes.table) -> Iterator[Slide]:
    parts = _table_parts(table)
    for count, rows in enumerate(parts, 1):
        part = cast("nodes.table", plain(table))
        for title in [c for c in part.children if isinstance(c, nodes.title)]:
            part.remove(title)
        body = next(iter(part.findall(nodes.tbody)))
        body.children = []
        body.extend([plain(row) for row in rows])
        heading = _part_of(_caption(table) or source.title, count, len(parts))
        yield Slide("table", heading, source.html([part]), source.above)


def exercise_slides(source: SlideSource, step: Step) -> Iterator[Slide]:
    """Yield an exercise: what to do, with whom, and how long; the clock goes on over its slides."""
    exercise = step.exercise
    boxes = source.boxes("exercise")
    if exercise is None or exercise.number > len(boxes):
        return
    box = boxes[exercise.number - 1]
    number = f"{source.chapter.number}.{exercise.number}"
    facts = [_("%d minutes") % step.minutes, exercise.group]
    facts += [str(_("short version"))] if step.is_shortened else []
    facts.append(_("on paper: exercise %s") % number)
    line = nodes.paragraph("", " · ".join(filter(None, facts)), classes=["facts"])
    parts = shared([(block, words_in(block)) for block in _task(box)], _TASK_WORDS)
    shown = parts[:_TASK_PARTS]
    steps = 0
    for count, part in enumerate(shown, 1):
        task = _written(source, part, steps)
        steps += sum(isinstance(block, nodes.list_item) for block in part)
        more = nodes.paragraph("", _("It goes on on paper."), classes=["facts"])
        is_cut = count == len(shown) < len(parts)
        yield Slide(
            "exercise",
            _part_of(exercise.title or _("Exercise %s") % number, count, len(shown)),
            source.html([line]) + task + (source.html([more]) if is_cut else ""),
            f"{_('Exercise %s') % number} · {source.title}",
            minutes=step.minutes,
            clock=f"{exercise.chapter}-{exercise.name}",
        )


def _task(box: nodes.container) -> Iterator[nodes.Element]:
    """Yield what is to be done: the last list, and the sentences that lead to it."""
    blocks = [
        block
        for block in box.children[1:]
        if not (isinstance(block, nodes.paragraph) and "exercise-facts" in block["classes"])
    ]
    lists = [n for n in blocks if isinstance(n, nodes.enumerated_list | nodes.bullet_list)]
    before = blocks[: blocks.index(lists[-1])] if lists else blocks
    told = [block for block in before if isinstance(block, nodes.paragraph)]
    for block in told[-1:] if lists else told:
        if words_in(block) <= WORDS or not lists:
            yield from (nodes.paragraph("", "", each) for each in sentences_of(block))
    if lists:
        yield from _short(cast("nodes.Element", item) for item in lists[-1].children)


def _written(source: SlideSource, part: Sequence[nodes.Element], before: int) -> str:
    """Write a slide's sentences and steps; steps count on from the slides before."""
    sentences = [block for block in part if isinstance(block, nodes.paragraph)]
    items = [block for block in part if isinstance(block, nodes.list_item)]
    html = source.html([nodes.paragraph("", "", *_spaced(sentences))]) if sentences else ""
    if not items:
        return html
    if not isinstance(items[0].parent, nodes.enumerated_list):
        return html + source.html([nodes.bullet_list("", *[plain(item) for item in items])])
    # WeasyPrint takes no notice of `start`.
    count = f'<ol start="{before + 1}" style="counter-reset: list-item {before}">'
    return f"{html}{count}{source.html(items)}</ol>"


def question_slide(sources: Iterable[SlideSource], items: Iterable[Item]) -> Slide | None:
    """Return the first of some self-test questions that a slide can show."""
    by_name = {source.chapter.name: source for source in sources}
    for item in items:
        source = by_name.get(item.chapter)
        if source is None or item.kind is Kind.MATCHING:
            continue
        box = source.boxes("question")[item.number - 1]
        shown = _asked(box)
        if sum(words_in(node) for node in shown) > WORDS:
            continue
        key = [box] if any("key" in n["classes"] for n in box.findall(nodes.inline)) else []
        return Slide(
            "question",
            str(_("Check yourself")),
            source.html(shown),
            f"{_('Question %s') % f'{source.chapter.number}.{item.number}'} · {source.title}",
            notes=tuple(source.html([node]) for node in key),
        )
    return None


def _asked(box: nodes.container) -> list[nodes.Node]:
    """Return what a question asks and offers, without keys and feedback."""
    shown = []
    for block in box.children[1:]:
        copy = cast("nodes.Element", plain(block))
        if isinstance(copy, nodes.bullet_list):
            if "options" not in copy["classes"]:
                continue
            for item in copy.children:
                option = cast("nodes.Element", item)
                option["classes"] = []
                del option.children[1:]
            for key in [n for n in copy.findall(nodes.inline) if "key" in n["classes"]]:
                key.parent.remove(key)
        elif "field-rule" in copy.get("classes", []):
            continue
        shown.append(cast("nodes.Node", copy))
    return shown


def take_away_slide(sources: Iterable[SlideSource]) -> Slide | None:
    """Return the checklists to take away, each with the paragraph it follows."""
    items = []
    first = None
    for source in sources:
        first = first or source
        for box in source.boxes("checklist"):
            steps = sum(len(found.children) for found in lists_in(box)[:1])
            words = _("%s: %d steps (chapter %s)") % (
                box_name(box) or source.title, steps, source.chapter.number,
            )  # fmt: skip
            items.append(nodes.list_item("", nodes.paragraph("", words)))
    if not items or first is None:
        return None
    html = first.html([nodes.bullet_list("", *items[:5])])
    return Slide("take-away", str(_("Checklists to take away")), html)


def numbers_in(place: nodes.Element) -> str:
    """Return the first and the last paragraph number of a passage: "4.1–4.52"."""
    numbers = [str(n["number"]) for n in place.findall(nodes.paragraph) if n.get("number")]
    if not numbers:
        return ""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
