"""The structure tree: what each mark on a page is, for readers who do not see the page.

WeasyPrint 70 makes its own tree box by box: a paragraph over a page break becomes two, running
heads and repeated table heads become content, notes become spans. This module makes the tree
from the elements instead, so that one element is one structure element wherever its boxes stand
(ISO 32000-1, 14.7 and 14.8; PDF/UA-1, ISO 14289-1, 7). It takes the place of one function of
WeasyPrint, `weasyprint.pdf.add_tags`, and reads its boxes: see `FITS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure import boxes

from build_tools.errors import HandbookError
from build_tools.pdf.fonts import reads_otherwise

FITS = "70.0"
"""The one version of WeasyPrint whose inside this module was written for."""

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


@contextmanager
def structure_from_elements() -> Iterator[None]:
    """Let WeasyPrint write the structure tree of this module while a file is made.

    :raises HandbookError: if another version of WeasyPrint is installed.
    """
    if weasyprint.__version__ != FITS:
        raise HandbookError(
            f"WeasyPrint {weasyprint.__version__} is installed; the book needs {FITS}. "
            "How to fix: run make again, which installs the locked version."
        )
    own = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = _add_structure
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = own


@dataclass(eq=False)
class _Node:
    """A structure element before it is written."""

    tag: str
    parent: _Node | None
    kids: list[Any] = field(default_factory=list)
    """Nodes, `(page, mcid)` marks and `(page, annotation)` links, in reading order."""
    attributes: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    object: Any = None

    def child(self, tag: str) -> _Node:
        """Add a node below this one."""
        node = _Node(tag, self)
        self.kids.append(node)
        return node


class _Tree:
    """The structure of a whole file, built page by page."""

    def __init__(self, document: Any, streams: list[Any]) -> None:
        self.root = _Node("Document", None)
        self._nodes: dict[tuple[int, str], _Node] = {}
        self._elements: list[Any] = []
        self._seen_on: dict[tuple[int, str], int] = {}
        self._notes = 0
        self._figures = 0
        self.owner: list[dict[int, _Node]] = []
        self.language = document.metadata.lang or "en"
        for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
            self._page = number
            self._stream = stream
            self._height = page.height
            self._marks = {
                item["MCID"]: position
                for position, item in enumerate(stream.stream)
                if isinstance(item, pydyf.Dictionary) and "MCID" in item
            }
            self.owner.append({})
            page_box = page._page_box
            for child in page_box.children:
                self._visit(child, self.root)
            # What no node claimed would be untagged content: all of it is pagination.
            for mark in stream._tags.values():
                if mark["mcid"] not in self.owner[number]:
                    self._make_artifact(mark["mcid"])

    def _visit(self, box: Any, parent: _Node) -> None:
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
        if box.link_annotation and node.tag == "Link":
            box.link_annotation["Contents"] = pydyf.String(_words_of(element))
            node.kids.append((self._page, box.link_annotation))
        for child in getattr(box, "children", ()):
            self._visit(child, node)

    def _node_of(self, box: Any, element: Any, parent: _Node) -> _Node | None:
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

    def _new_node(self, box: Any, element: Any, name: str, parent: _Node) -> _Node | None:
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
            item = parent.kids[-1] if parent.kids and isinstance(parent.kids[-1], _Node) else None
            return (item or parent.child("LI")).child("LBody")
        if name == "a":
            return parent.child("Link") if element.get("href") else parent
        if name in ("img", "svg", "{http://www.w3.org/2000/svg}svg"):
            return self._figure(box, element, parent)
        if name in _TAGS:
            return self._block(box, element, name, parent)
        return parent if element.get("lang") is None else parent.child("Span")

    def _block(self, box: Any, element: Any, name: str, parent: _Node) -> _Node:
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

    def _figure(self, box: Any, element: Any, parent: _Node) -> _Node | None:
        words = element.get("alt") or element.get("aria-label") or ""
        if not words:
            return None
        node = parent.child("Figure")
        node.extra["Alt"] = pydyf.String(words)
        left, top = box.content_box_x(), box.content_box_y()
        height = self._height
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

    def _note_of(self, element: Any, parent: _Node) -> _Node:
        """Return the note an element makes; it stands right after its call."""
        key = (id(element), "span")
        if (node := self._nodes.get(key)) is None:
            self._notes += 1
            node = parent.child("Note")
            node.extra["ID"] = pydyf.String(f"note-{self._notes}")
            self._nodes[key] = node
            self._elements.append(element)
            self._seen_on[key] = self._page
        return node

    def _set_language(self, node: _Node, element: Any, parent: _Node) -> None:
        language = element.get("lang")
        if language and node is not parent and node is not self.root:
            node.extra["Lang"] = pydyf.String(language)

    def _claim(self, box: Any, node: _Node) -> None:
        """Give a painted text or picture to a node."""
        mark = self._stream._tags.get(box)
        if mark is None:
            return
        node = self._body_of(node)
        node.kids.append((self._page, mark["mcid"]))
        self.owner[self._page][mark["mcid"]] = node
        words = getattr(box, "text", "")
        if reads_otherwise(words, self.language):
            self._set_actual_text(mark["mcid"], words)

    @staticmethod
    def _body_of(node: _Node) -> _Node:
        """Return the body of a list item for words that stand in the item itself."""
        if node.tag != "LI":
            return node
        bodies = [k for k in node.kids if isinstance(k, _Node) and k.tag == "LBody"]
        return bodies[0] if bodies else node.child("LBody")

    def _make_artifact(self, mcid: int) -> None:
        """Mark painted content as no part of the text (ISO 32000-1, 14.8.2.2)."""
        position = self._marks[mcid]
        self._stream.stream[position - 1] = "/Artifact"
        self._stream.stream[position] = pydyf.Dictionary({"Type": "/Pagination"})

    def _set_actual_text(self, mcid: int, words: str) -> None:
        """Say what is written where the glyphs alone read otherwise (ISO 32000-1, 14.9.4)."""
        self._stream.stream[self._marks[mcid]]["ActualText"] = pydyf.String(words)


def _add_structure(pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:
    """Write the structure tree; called by WeasyPrint in the place of its own `add_tags`."""
    tree = _Tree(document, list(page_streams))
    _drop_empty(tree.root)
    pages = list(pdf.page_references)
    parents = pydyf.Dictionary({"Nums": pydyf.Array()})
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(parents)
    pdf.add_object(root)
    root["ParentTree"] = parents.reference
    annotations: list[tuple[_Node, Any]] = []
    _write(pdf, tree.root, root.reference, pages, annotations)
    root["K"] = pydyf.Array([tree.root.object.reference])
    for number, owner in enumerate(tree.owner):
        marks = range(max(owner, default=-1) + 1)
        references = [owner[m].object.reference if m in owner else "null" for m in marks]
        parents["Nums"].extend([number, pydyf.Array(references)])
    for number, (node, annotation) in enumerate(annotations, len(tree.owner)):
        parents["Nums"].extend([number, node.object.reference])
        annotation["StructParent"] = number
    _drop_links_outside(pdf, document, pages)
    root["ParentTreeNextKey"] = len(tree.owner) + len(annotations)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["Lang"] = pydyf.String(tree.language)


def _drop_links_outside(pdf: Any, document: Any, pages: list[Any]) -> None:
    """Drop links of no structure element: those in the repeated head of a table."""
    for page, reference in zip(document.pages, pages, strict=True):
        dropped = {
            box.link_annotation.reference
            for _type, _target, _area, box in page.links
            if box.link_annotation and "StructParent" not in box.link_annotation
        }
        if dropped:
            kept = pdf.objects[int(reference.split()[0])]
            kept["Annots"] = pydyf.Array(a for a in kept["Annots"] if a not in dropped)


def _drop_empty(node: _Node) -> bool:
    """Drop elements that hold nothing; an empty cell stays, its row needs it."""
    node.kids = [k for k in node.kids if not isinstance(k, _Node) or not _drop_empty(k)]
    return not node.kids and node.tag not in ("TD", "TH", "Document")


def _write(
    pdf: Any, node: _Node, parent: Any, pages: list[Any], annotations: list[tuple[_Node, Any]]
) -> None:
    """Write a node and what is below it as objects of the file."""
    node.object = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.tag}", "P": parent})
    pdf.add_object(node.object)
    own_page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
    if own_page is not None:
        node.object["Pg"] = pages[own_page]
    kids = pydyf.Array()
    for kid in node.kids:
        if isinstance(kid, _Node):
            _write(pdf, kid, node.object.reference, pages, annotations)
            kids.append(kid.object.reference)
            continue
        page, content = kid
        if isinstance(content, int):
            kids.append(
                content
                if page == own_page
                else pydyf.Dictionary({"Type": "/MCR", "Pg": pages[page], "MCID": content})
            )
        else:
            annotations.append((node, content))
            kids.append(
                pydyf.Dictionary({"Type": "/OBJR", "Obj": content.reference, "Pg": pages[page]})
            )
    node.object["K"] = kids
    if node.attributes:
        node.object["A"] = pydyf.Dictionary(node.attributes)
    node.object.update(node.extra)


def _label_of(node: _Node) -> _Node:
    """Make the label of the list item a marker belongs to, first in it."""
    item: _Node | None = node
    while item is not None and item.tag != "LI":
        item = item.parent
    label = _Node("Lbl", item or node)
    (item or node).kids.insert(0, label)
    return label


def _has_no_marker(box: Any) -> bool:
    return "list-item" not in box.style["display"] or box.style["list_style_type"] == "none"


def _words_of(element: Any) -> str:
    """Say what a link leads to, in the words a reader sees."""
    return element.get("title") or " ".join("".join(element.itertext()).split()) or "link"
