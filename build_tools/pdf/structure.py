"""The structure tree: what each mark on a page is, for readers who do not see the page.

WeasyPrint 70 makes its own tree box by box: a paragraph over a page break becomes two, running
heads and repeated table heads become content, notes become spans. This module makes the tree
from the elements instead, so that one element is one structure element wherever its boxes stand
(ISO 32000-1, 14.7 and 14.8; PDF/UA-1, ISO 14289-1, 7). It reads WeasyPrint's boxes: see `FITS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
from weasyprint.formatting_structure import boxes

from build_tools.errors import HandbookError
from build_tools.pdf.fonts import reads_otherwise
from build_tools.pdf.imposing import Point

FITS = "70.0"
"""The one version of WeasyPrint whose inside `structure`, `painting` and `joining` know."""

_TAGS = {
    "section": "Sect",
    "article": "Art",
    "main": "Part",
    "nav": "Div",
    "header": "Div",
    "footer": "Div",
    "aside": "Div",
    "div": "Div",
    "figure": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "address": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "caption": "Caption",
    "figcaption": "Caption",
}
_NUMBERING = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None"}


def require_known_weasyprint() -> None:
    """Make sure that the WeasyPrint whose inside is used here is the one installed.

    :raises HandbookError: if another version is.
    """
    if weasyprint.__version__ != FITS:
        raise HandbookError(
            f"WeasyPrint {weasyprint.__version__} is installed; the book needs {FITS}. "
            "How to fix: run make again, which installs the locked version."
        )


@dataclass(eq=False)
class Link:
    """A link of a page; WeasyPrint hangs the annotation it writes on it."""

    words: str
    """What it leads to, in the words a reader sees."""
    link_annotation: Any = None


@dataclass(eq=False)
class Node:
    """A structure element before it is written."""

    tag: str
    parent: Node | None
    kids: list[Any] = field(default_factory=list)
    """Nodes, `(page, mcid)` marks and `(page, link)` pairs, in reading order."""
    attributes: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def child(self, tag: str) -> Node:
        """Add a node below this one."""
        node = Node(tag, self)
        self.kids.append(node)
        return node


class Structure:
    """The structure of the pages of a sheet, built page by page.

    Each paper of the file comes with the pages that were painted on it, and with its content.
    """

    def __init__(
        self, language: str, papers: Iterable[tuple[Sequence[tuple[Any, Point]], Any]]
    ) -> None:
        self.root = Node("Document", None)
        self._nodes: dict[tuple[int, str], Node] = {}
        self._elements: list[Any] = []
        self._seen_on: dict[tuple[int, str], int] = {}
        self.links: dict[Any, Link] = {}
        """The links that an element of the structure holds, by their boxes."""
        self._linked: set[Any] = set()
        self._claimed: set[int] = set()
        self._language = language
        for number, (pages, stream) in enumerate(papers):
            self._page = number
            self._stream = stream
            self._marks = {
                item["MCID"]: position
                for position, item in enumerate(stream.stream)
                if isinstance(item, pydyf.Dictionary) and "MCID" in item
            }
            self._claimed = set()
            for page, self._place in pages:
                self._linked = {box for _kind, _target, _area, box in page.links}
                for child in page._page_box.children:
                    self._visit(child, self.root)
            # What no node claimed would be untagged content: all of it is pagination.
            for mark in stream._tags.values():
                if mark["mcid"] not in self._claimed:
                    self._make_artifact(mark["mcid"])
        _drop_empty(self.root)

    def _visit(self, box: Any, parent: Node) -> None:
        box = getattr(box, "_box", box)
        if isinstance(box, boxes.MarginBox):
            return
        if isinstance(box, boxes.TextBox):
            self._claim(box, parent)
            return
        element = box.element
        if element is not None and element.get("data-artifact") is not None:
            return
        node = self._node_of(box, element, parent) if element is not None else parent
        if node is None:
            return
        if isinstance(box, boxes.ReplacedBox):
            if node.tag == "Figure":
                self._claim(box, node)
            return
        if box in self._linked and node.tag == "Link":
            self.links[box] = Link(_words_of(element))
            node.kids.append((self._page, self.links[box]))
        for child in getattr(box, "children", ()):
            self._visit(child, node)

    def _node_of(self, box: Any, element: Any, parent: Node) -> Node | None:
        """Return the node an element's box belongs to, made at its first box."""
        name = box.element_tag or ""
        key = (id(element), name)
        if (node := self._nodes.get(key)) is not None:
            if name == "thead" and self._seen_on[key] != self._page:
                return None  # The head of a table, repeated on a later page.
            return node
        node = self._new_node(box, element, name, parent)
        if node is not None:
            self._nodes[key] = node
            self._elements.append(element)
            self._seen_on[key] = self._page
            self._set_language(node, element, parent)
        return node

    def _new_node(self, box: Any, element: Any, name: str, parent: Node) -> Node | None:
        if name in ("html", "body"):
            return self.root if name == "html" else parent.child("Sect")
        if name == "li::marker":
            return _label_of(parent)
        if parent.tag == "LI":
            parent = self._body_of(parent)
        if name.endswith("::footnote-marker"):
            return parent.child("Lbl")
        if name.endswith("::footnote-call"):
            call = parent.child("Reference")
            self._note_of(element, parent)
            return call
        if "::" in name:
            return parent
        if element.get("class") == "footnote" and name == "span":
            return self._note_of(element, parent)
        if name == "li":
            return parent.child("LI").child("LBody") if _has_no_marker(box) else parent.child("LI")
        if name == "dt":
            return parent.child("LI").child("Lbl")
        if name == "dd":
            item = parent.kids[-1] if parent.kids and isinstance(parent.kids[-1], Node) else None
            return (item or parent.child("LI")).child("LBody")
        if name == "a":
            return parent.child("Link") if element.get("href") else parent
        if name in ("img", "svg", "{http://www.w3.org/2000/svg}svg"):
            return self._figure(box, element, parent)
        if name in _TAGS:
            return self._block(box, element, name, parent)
        return parent if element.get("lang") is None else parent.child("Span")

    def _block(self, box: Any, element: Any, name: str, parent: Node) -> Node:
        node = parent.child(_TAGS[name])
        if node.tag == "L":
            node.attributes = {"O": "/List", "ListNumbering": _NUMBERING[name]}
        elif node.tag in ("TH", "TD"):
            table = {"O": "/Table"}
            if node.tag == "TH":
                in_head = parent.parent is not None and parent.parent.tag == "THead"
                table["Scope"] = "/Column" if in_head else "/Row"
            for key, value in (("ColSpan", box.colspan), ("RowSpan", box.rowspan)):
                if value != 1:
                    table[key] = value
            node.attributes = table
        return node

    def _figure(self, box: Any, element: Any, parent: Node) -> Node | None:
        words = element.get("alt") or element.get("aria-label") or ""
        if not words:
            return None
        node = parent.child("Figure")
        node.extra["Alt"] = pydyf.String(words)
        x, y = self._place
        left, top = box.content_box_x() + x, box.content_box_y() + y
        height = self._stream.page_rectangle[3]
        node.attributes = {
            "O": "/Layout",
            "Placement": "/Block",
            "BBox": pydyf.Array(
                [
                    round(0.75 * value, 3)
                    for value in (left, height - top - box.height, left + box.width, height - top)
                ]
            ),
        }
        return node

    def _note_of(self, element: Any, parent: Node) -> Node:
        """Return the note an element makes; it stands right after its call."""
        key = (id(element), "span")
        if (node := self._nodes.get(key)) is None:
            node = parent.child("Note")
            self._nodes[key] = node
            self._elements.append(element)
            self._seen_on[key] = self._page
        return node

    def _set_language(self, node: Node, element: Any, parent: Node) -> None:
        language = element.get("lang")
        if language and node is not parent and node is not self.root:
            node.extra["Lang"] = pydyf.String(language)

    def _claim(self, box: Any, node: Node) -> None:
        """Give a painted text or picture to a node."""
        mark = self._stream._tags.get(box)
        if mark is None:
            return
        node = self._body_of(node)
        node.kids.append((self._page, mark["mcid"]))
        self._claimed.add(mark["mcid"])
        words = getattr(box, "text", "")
        if reads_otherwise(words, self._language):
            self._set_actual_text(mark["mcid"], words)

    @staticmethod
    def _body_of(node: Node) -> Node:
        """Return the body of a list item for words that stand in the item itself."""
        if node.tag != "LI":
            return node
        bodies = [k for k in node.kids if isinstance(k, Node) and k.tag == "LBody"]
        return bodies[0] if bodies else node.child("LBody")

    def _make_artifact(self, mcid: int) -> None:
        """Mark painted content as no part of the text (ISO 32000-1, 14.8.2.2)."""
        position = self._marks[mcid]
        self._stream.stream[position - 1] = "/Artifact"
        self._stream.stream[position] = pydyf.Dictionary({"Type": "/Pagination"})

    def _set_actual_text(self, mcid: int, words: str) -> None:
        """Say what is written where the glyphs alone read otherwise (ISO 32000-1, 14.9.4)."""
        self._stream.stream[self._marks[mcid]]["ActualText"] = pydyf.String(words)


def _drop_empty(node: Node) -> bool:
    """Drop elements that hold nothing; an empty cell stays, its row needs it."""
    node.kids = [k for k in node.kids if not isinstance(k, Node) or not _drop_empty(k)]
    return not node.kids and node.tag not in ("TD", "TH", "Document")


def _label_of(node: Node) -> Node:
    """Make the label of the list item a marker belongs to, first in it."""
    item: Node | None = node
    while item is not None and item.tag != "LI":
        item = item.parent
    label = Node("Lbl", item or node)
    (item or node).kids.insert(0, label)
    return label


def _has_no_marker(box: Any) -> bool:
    return "list-item" not in box.style["display"] or box.style["list_style_type"] == "none"


def _words_of(element: Any) -> str:
    """Say what a link leads to, in the words a reader sees."""
    return element.get("title") or " ".join("".join(element.itertext()).split()) or "link"
