"""Numbers that can be cited: paragraphs, figures and tables, and references to them.

Every number is made once, when its chapter is read, from the chapter's place in the whole
book; editions, languages and outputs look it up. `4.12` is the twelfth paragraph of running
text in chapter 4 (see frozen_numbers); boxes, tables, lists and notes have none of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.roles import XRefRole
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinx.util.typing import ExtensionMetadata

from build_tools.load import near_misses
from build_tools.sphinx_ext.frozen_numbers import running_text
from build_tools.sphinx_ext.warning import warn

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the numbering of a chapter and the marks that refer to it."""
    app.setup_extension("build_tools.sphinx_ext.site_printed")
    app.setup_extension("build_tools.sphinx_ext.frozen_numbers")
    app.add_domain(HandbookDomain)
    app.add_transform(LabelsByChapter)
    app.add_transform(ParagraphNumbers)
    app.add_transform(CaptionNumbers)
    app.add_role("para", _HandbookXRef("para"))
    app.add_role_to_domain("std", "numref", _HandbookXRef("numref"), override=True)
    app.add_post_transform(NumberInMargin)
    app.connect("doctree-read", _note_references)
    app.connect("handbook-printed", _numbers_referred_to)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@dataclass(frozen=True)
class Place:
    """Something that can be referred to by its number."""

    docname: str
    anchor: str
    words: str
    """What a reference prints: "para. 4.12", "Figure 4.1"."""


class HandbookDomain(Domain):
    """Everything in the book that carries a number or a title of its own."""

    name = "handbook"
    label = "Handbook"
    initial_data: ClassVar[dict[str, Any]] = {"places": {}, "targets": {}}
    data_version = 2

    @property
    def places(self) -> dict[str, Place]:
        """Every place by its key: `elements#consent`, `fig-elements-tree`."""
        return cast("dict[str, Place]", self.data["places"])

    @property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """The keys each document refers to."""
        return cast("dict[str, tuple[str, ...]]", self.data["targets"])

    def note(self, key: str, place: Place, at: Node) -> None:
        """Remember a place; a key that stands twice is a mistake."""
        known = self.places.get(key)
        if known is not None and known.docname != place.docname:
            warn(
                "label",
                f"The label '{key}' stands in {known.docname}.md as well.",
                "give one of the two another name",
                cast("nodes.Element", at),
            )
        self.places[key] = place

    def clear_doc(self, docname: str) -> None:
        """Forget everything a document held."""
        for key in [key for key, place in self.places.items() if place.docname == docname]:
            del self.places[key]
        self.targets.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader found in its documents."""
        for key, place in otherdata["places"].items():
            if place.docname in docnames:
                self.places[key] = place
        for docname in docnames & otherdata["targets"].keys():
            self.targets[docname] = otherdata["targets"][docname]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Turn `{para}` and `{numref}` into the number they point at, with a link."""
        if typ == "place":
            docname, _hash, anchor = target.partition("#")
            place: Place | None = Place(docname, anchor, "")
        else:
            place = self.places.get(target)
        if place is None:
            warn(
                "reference",
                f"Nothing in the book is labelled '{target}'.",
                near_misses(target, self.places),
                node,
            )
            return None
        words = contnode.astext() if node.get("refexplicit") else place.words
        reference = make_refnode(
            builder, fromdocname, place.docname, place.anchor, nodes.inline("", words)
        )
        reference["page_of"] = (place.docname, place.anchor)
        return reference

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Leave plain Markdown links to Sphinx: a number is asked for by its own mark."""
        return []


class _HandbookXRef(XRefRole):
    """A mark inside a line that refers to a numbered place."""

    def __init__(self, kind: str) -> None:
        super().__init__(warn_dangling=False)
        self._kind = kind

    def create_xref_node(self) -> tuple[list[Node], list[nodes.system_message]]:
        """Make the reference node; a label without a chapter means this chapter."""
        self.refdomain, self.reftype = "handbook", self._kind
        self.classes = ["xref", "handbook", f"handbook-{self._kind}"]
        return super().create_xref_node()

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Complete the target with the chapter's own name."""
        if self._kind == "para" and "#" not in target:
            chapter = env.config.handbook_book.chapter_of(env.current_document.docname)
            target = f"{chapter.name if chapter else ''}#{target}"
        return title, target.removeprefix("#") if self._kind == "numref" else target


class LabelsByChapter(SphinxTransform):
    """Let each chapter have its own `(consent)=`: Sphinx would want labels unique in the book."""

    default_priority: ClassVar[int] = 5

    def apply(self) -> None:
        """Mark the labels of this chapter as its own before Sphinx collects them."""
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        if chapter is None:
            return
        for target in self.document.findall(nodes.target):
            for name in [n for n in target["names"] if self.document.nametypes.get(n)]:
                key = f"{chapter.name}#{name}"
                target["names"][target["names"].index(name)] = key
                self.document.nametypes[key] = self.document.nametypes.pop(name)
                self.document.nameids[key] = self.document.nameids.pop(name)


class ParagraphNumbers(SphinxTransform):
    """Make each paragraph's number its address, and let labels lead to it."""

    default_priority: ClassVar[int] = 745

    def apply(self) -> None:
        """Give addresses and labels."""
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        if chapter is None:
            return
        domain = cast("HandbookDomain", self.env.get_domain("handbook"))
        for paragraph in running_text(self.document):
            number = paragraph["number"]
            anchor = f"p{number}"
            if "deleted" in paragraph["classes"]:
                paragraph.append(nodes.Text(_("[This paragraph has been deleted.]")))
            paragraph["classes"].append("para")
            paragraph["ids"].insert(0, anchor)
            self.document.ids[anchor] = paragraph
            place = Place(self.env.docname, anchor, _("para.\u00a0%s") % number)
            for key in _labels_of(paragraph, chapter.name):
                domain.note(key, place, paragraph)


class CaptionNumbers(SphinxTransform):
    """Number figures and tables by chapter, and put the number before the caption."""

    default_priority: ClassVar[int] = 746

    def apply(self) -> None:
        """Number every captioned figure and titled table of a chapter."""
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        if chapter is None:
            return
        domain = cast("HandbookDomain", self.env.get_domain("handbook"))
        kinds: tuple[tuple[str, type[Element], type[Element]], ...] = (
            (_("Figure"), nodes.figure, nodes.caption),
            (_("Table"), nodes.table, nodes.title),
        )
        for kind, parent, caption_type in kinds:
            counts = {"": 0, "T": 0}
            for node in self.document.findall(parent):
                caption = next((c for c in node.children if isinstance(c, caption_type)), None)
                if caption is None:
                    continue
                series = "T" if _is_for_trainers(node) else ""
                counts[series] += 1
                words = f"{kind}\u00a0{chapter.number}.{series}{counts[series]}"
                number = nodes.inline("", words, classes=["caption-number"])
                caption.insert(0, [number, nodes.Text("\u2002")])
                if not node["ids"]:
                    self.document.set_id(node, suggested_prefix=str(kind).lower())
                place = Place(self.env.docname, node["ids"][0], words)
                for name in node["names"]:
                    domain.note(name, place, node)


def _is_for_trainers(node: Element) -> bool:
    """Say whether participants miss a figure or table: it must not take one of their numbers."""
    around: Element | None = node.parent
    while around is not None and not {"box-answer", "box-trainer"}.intersection(around["classes"]):
        around = around.parent
    return around is not None


class NumberInMargin(SphinxPostTransform):
    """Put each paragraph's number at its head, as a link to its own address.

    Done when pages are written, so that translators never meet the numbers.
    """

    default_priority: ClassVar[int] = 400

    def run(self, **kwargs: Any) -> None:
        """Insert the numbers."""
        for paragraph in self.document.findall(nodes.paragraph):
            if number := paragraph.get("number"):
                link = nodes.reference(
                    "", number, refid=f"p{number}", internal=True, classes=["para-number"]
                )
                paragraph.insert(0, link)


def _labels_of(paragraph: nodes.paragraph, chapter: str) -> Iterator[str]:
    """Yield the labels of a paragraph, and those of a heading it follows first."""
    prefix = f"{chapter}#"
    yield from (name for name in paragraph["names"] if name.startswith(prefix))
    section = paragraph.parent
    first = next((c for c in section.children if isinstance(c, nodes.paragraph)), None)
    while first is paragraph and isinstance(section, nodes.section):
        yield from (name for name in section["names"] if name.startswith(prefix))
        before = section.parent.children[: section.parent.index(section)]
        if any(isinstance(c, nodes.paragraph | nodes.section) for c in before):
            return
        section = section.parent


def _note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Remember what a document refers to, so that it is written again when that changes."""
    domain = cast("HandbookDomain", app.env.get_domain("handbook"))
    domain.targets[app.env.current_document.docname] = tuple(
        node["reftarget"]
        for node in doctree.findall(addnodes.pending_xref)
        if node.get("refdomain") == "handbook"
    )


def _numbers_referred_to(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """Return what the references of each document print, and where they lead."""
    domain = cast("HandbookDomain", env.get_domain("handbook"))
    return {
        docname: "\n".join(f"{key} {domain.places.get(key)}" for key in targets)
        for docname, targets in domain.targets.items()
    }
