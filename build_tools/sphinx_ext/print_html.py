"""Chapters as HTML for print: ids unique in the book, notes where their call stands."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import quote

from docutils import nodes
from docutils.nodes import Element
from sphinx.writers.html5 import HTML5Translator

from build_tools.pdf.body import PageSlot

_LONGEST_WORD = 18
"""Letters of the longest word that widens a column; longer ones break."""
_SHORT_WORD = 8
"""Letters of a word, such as a year, that no column however narrow may break; figures never do."""
_MANY = 7
"""Columns from which a table is set smaller and closer."""
_PADDING, _LETTER = 3.5 / 137, 1.75 / 137
"""What a column's edges and a letter take of the width of a table, in mm of mm."""
_LENGTH_COUNTS = 0.72
"""How much a long cell widens its column: 1 would give it all the room it asks for."""


class SlotMark(str):
    """An empty piece of output that stands for a page number."""

    __slots__ = ("slot",)

    slot: PageSlot

    @classmethod
    def of(cls, anchor: str) -> SlotMark:
        """Make the mark of an anchor."""
        mark = cls("")
        mark.slot = PageSlot(anchor)
        return mark


class PrintTranslator(HTML5Translator):
    """Write a resolved chapter as a body of HTML for paged media."""

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self._notes = {
            identifier: note
            for note in document.findall(nodes.footnote)
            for identifier in note["ids"]
        }
        self._in_note = False

    def fragments(self) -> tuple[str | PageSlot, ...]:
        """Return the body in pieces, a page slot wherever a page number is to stand."""
        pieces: list[str | PageSlot] = []
        text: list[str] = []
        for item in self.body:
            if isinstance(item, SlotMark):
                pieces += ["".join(text), item.slot]
                text = []
            else:
                text.append(item)
        return (*pieces, "".join(text))

    def visit_footnote_reference(self, node: Element) -> None:
        """Write the note itself where it is called: paged media moves it to the foot."""
        note = self._notes.get(node.get("refid", ""))
        if note is not None and not self._in_note:
            self._in_note = True
            place = nodes.inline(ids=self._ids_of(note), classes=["footnote"])
            self.body.append(self.starttag(place, "span", ""))
            for count, paragraph in enumerate(note.findall(nodes.paragraph)):
                self.body.append(" " if count else "")
                for child in paragraph.children:
                    child.walkabout(self)
            self.body.append("</span>")
            self._in_note = False
        raise nodes.SkipNode

    def _ids_of(self, note: nodes.footnote) -> list[str]:
        """Return a note's ids at its first call; a note called again is printed again."""
        ids, note["ids"] = note["ids"], []
        return cast("list[str]", ids)

    def visit_footnote(self, node: Element) -> None:
        """Leave notes out where they are written: they stand where they are called."""
        raise nodes.SkipNode

    def visit_transition(self, node: nodes.transition) -> None:
        """Leave out the rule that MyST draws above notes."""
        if "footnotes" in node["classes"]:
            raise nodes.SkipNode
        super().visit_transition(node)

    def visit_target(self, node: Element) -> None:
        """Write a target as an empty anchor, which index marks point at."""
        if node["ids"] and "refuri" not in node and "refid" not in node:
            self.body.append(self.starttag(node, "span", ""))
            self.context.append("</span>")
        else:
            self.context.append("")

    def depart_target(self, node: Element) -> None:
        """Close the anchor."""
        self.body.append(self.context.pop())

    def visit_reference(self, node: Element) -> None:
        """Write a link; a paragraph's own number is a label, not a link to itself."""
        if "para-number" in node["classes"]:
            self.body.append(f'<span class="para-number">{node.astext()}</span>')
            raise nodes.SkipNode
        super().visit_reference(node)

    def depart_reference(self, node: nodes.reference) -> None:
        """Print the page after a link into the book."""
        super().depart_reference(node)
        if anchor := node.get("print_page_of"):
            self.body.append(SlotMark.of(anchor))

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """Go on counting where a list goes on: WeasyPrint does not look at `start`."""
        super().visit_enumerated_list(node)
        if "start" in node:
            style = f'<ol style="counter-reset: list-item {node["start"] - 1}"'
            self.body[-1] = self.body[-1].replace("<ol", style, 1)

    def visit_table(self, node: nodes.table) -> None:
        """Write a table in a block that has its margins: at the head of a page they go."""
        self.body.append('<div class="table">')
        super().visit_table(node)

    def depart_table(self, node: nodes.table) -> None:
        """Close the block."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_image(self, node: Element) -> None:
        """Write an image by its path below the project."""
        attributes = {"src": quote(node["uri"]), "alt": node.get("alt", "")}
        if width := node.get("width"):
            attributes["style"] = f"width: {width}"
        self.body.append(self.emptytag(node, "img", "\n", **attributes))

    def depart_image(self, node: Element) -> None:
        """Nothing is left open."""


def prefixed(doctree: nodes.document, prefix: str) -> None:
    """Make every id of a chapter unique in the book: `elements:fig-tree`.

    Paragraph ids (`p4.12`) are so already, and stay: they are the addresses people cite.
    """
    for node in doctree.findall(Element):
        if node.get("ids"):
            node["ids"] = [unique(identifier, prefix) for identifier in node["ids"]]
        if node.get("refid"):
            node["refid"] = unique(node["refid"], prefix)


def unique(identifier: str, prefix: str) -> str:
    """Return an id as it stands in the whole book."""
    is_paragraph = re.fullmatch(r"p[\dA-Z]+\.\d+[a-z]*", identifier)
    return identifier if is_paragraph or ":" in identifier else f"{prefix}:{identifier}"


def share_widths(doctree: nodes.document) -> None:
    """Give each column of a table a share of its width by what stands in it.

    Fixed widths are laid out far faster than automatic ones, and a word without a break
    cannot push the table off the page. Widths that an author wrote stay.
    """
    for group in doctree.findall(nodes.tgroup):
        table = group.parent
        if group["cols"] > _MANY:
            table["classes"].append("many-columns")
        if "colwidths-given" in table["classes"]:
            continue
        weights = [1.0] * group["cols"]
        letters = [0] * group["cols"]
        for row in group.findall(nodes.row):
            column = 0
            for entry in row.children:
                cell = cast("Element", entry)
                words = cell.astext().split()
                span = cell.get("morecols", 0) + 1
                if span == 1 and words:
                    longest = min(max(map(len, words)), _LONGEST_WORD)
                    needed = max(longest, sum(map(len, words)) ** _LENGTH_COUNTS)
                    weights[column] = max(weights[column], needed)
                    is_figure = "text-right" in cell["classes"]
                    unbroken = longest if is_figure else min(longest, _SHORT_WORD)
                    letters[column] = max(letters[column], unbroken)
                column += span
        whole = sum(weights)
        weights = [
            max(weight, whole * (_PADDING + _LETTER * count))
            for weight, count in zip(weights, letters, strict=True)
        ]
        total = sum(weights)
        columns = [c for c in group.children if isinstance(c, nodes.colspec)]
        for column_node, weight in zip(columns, weights, strict=True):
            column_node["colwidth"] = round(1000 * weight / total)
        table["classes"] = [c for c in table["classes"] if c != "colwidths-auto"]
        table["classes"].append("colwidths-given")


def keep_last_words(title: nodes.title) -> None:
    """Hold the last two words of a heading together: none stands alone on a line."""
    texts = [text for text in title.findall(nodes.Text) if text.strip()]
    if texts and texts[-1].parent is not None:
        head, space, last = texts[-1].rpartition(" ")
        if space and head:
            texts[-1].parent.replace(texts[-1], nodes.Text(f"{head}\u00a0{last}"))


def title_of(doctree: nodes.document) -> nodes.title:
    """Return the title of a chapter."""
    return next(iter(doctree.findall(nodes.title)))
