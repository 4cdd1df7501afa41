"""The base of builders that print: chapters as bodies of HTML, references pointed at their places.

What is printed may be the whole book, some of its chapters, or pieces of them. A reference to
what is not printed becomes words, with a link to the whole book on the web.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.nodes import Element
from docutils.writers import html5_polyglot
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.highlighting import PygmentsBridge
from sphinx.locale import get_translation

from build_tools.errors import HandbookError
from build_tools.model import Book, Chapter, Product
from build_tools.pdf.body import Body, Heading, IndexMark, Listed
from build_tools.sphinx_ext.boxes import box_name
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date, readers
from build_tools.sphinx_ext.print_html import (
    PrintTranslator,
    keep_last_words,
    prefixed,
    share_widths,
    title_of,
    unique,
)

_ = get_translation("handbook")
_ELSEWHERE = "%handbook%"
_MARKS = {"law", "case", "term", "para-number"}


@dataclass(frozen=True)
class Printed:
    """What a file prints, so that references know what they can lead to."""

    chapters: frozenset[str] = frozenset()
    """Names of the chapters that are printed whole."""
    anchors: frozenset[str] = frozenset()
    """Ids, unique in the book, of what is printed of other chapters."""

    def holds(self, chapter: Chapter, anchor: str) -> bool:
        """Say whether a place of a chapter is printed."""
        return chapter.name in self.chapters or anchor in self.anchors


class PrintingError(SphinxError):
    """The PDF could not be made; the cause is an error an editor can act on."""

    category = "The PDF was not made"

    def __init__(self, cause: HandbookError) -> None:
        super().__init__(str(cause))
        self.error = cause


def anchors_in(printed: Iterable[nodes.Node]) -> frozenset[str]:
    """Return every id of some nodes and of what stands in them."""
    found: set[str] = set()
    for node in printed:
        for element in node.findall(Element):
            found.update(element["ids"])
    return frozenset(found)


class PrintBuilder(Builder):
    """Read chapters as pages of paper need them; what is made of them, a builder says."""

    format = "print"
    out_suffix = ".html"
    allow_parallel = False
    default_translator_class = PrintTranslator
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    add_permalinks = False
    download_support = False
    search = False

    def init(self) -> None:
        """Take the book; highlighting is the same as on the site."""
        self.book: Book = self.config.handbook_book
        self.highlighter = PygmentsBridge("html", "friendly")
        self.current_docname = ""
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.fignumbers: dict[str, dict[str, tuple[int, ...]]] = {}
        self.imgpath = ""

    def get_outdated_docs(self) -> str:
        """Say that what is printed is made as a whole."""
        return "the whole edition"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a mark that is turned into the chapter's own anchor later."""
        return f"{_ELSEWHERE}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same mark from everywhere."""
        return self.get_target_uri(to, typ)

    @contextmanager
    def layout_engine(self) -> Iterator[None]:
        """Let pages be laid out with the book's typefaces alone.

        :raises PrintingError: for whatever an editor can act on.
        """
        from build_tools.pdf.fonts import require_layout_engine, use_only

        fonts = Path(self.srcdir) / "handbook/design/fonts"
        try:
            use_only(fonts, Path(self.doctreedir) / "fontconfig")
            require_layout_engine()
            yield
        except HandbookError as error:
            raise PrintingError(error) from error

    def tell_progress(self, stage: str, pages: int) -> None:
        """Tell how far the layout is."""
        self.events.emit("handbook-progress", stage, pages)

    def product(self, path: Path, edition: str, title: str, content: bytes, pages: int) -> Product:
        """Return what is known of a file."""
        return Product(
            path=path,
            edition=edition,
            title=title,
            language=self.book.language,
            date=self.book.date,
            pages=pages,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def finish(self) -> None:
        """Nothing is left to do."""

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Take the settings that docutils writes HTML with."""
        self._settings = get_default_settings(html5_polyglot.Writer())
        self._settings.__dict__.update(self.env.settings)

    def resolved(self, chapter: Chapter) -> nodes.document:
        """Return a chapter with everything found that it refers to, and ids unique in the book."""
        self.current_docname = chapter.docname
        doctree = self.env.get_and_resolve_doctree(chapter.docname, self, tags=self.tags)
        doctree.settings = self._settings
        for node in list(doctree.findall(nodes.container)):
            if "chapter-facts" in node["classes"]:
                node.parent.remove(node)
        prefixed(doctree, chapter.name)
        share_widths(doctree)
        return doctree

    def body(self, chapter: Chapter, printed: Printed) -> Body:
        """Return a whole chapter, its references pointed at what is printed."""
        doctree = self.resolved(chapter)
        self.point(doctree, chapter, printed)
        facts = chapter_facts(self.env, chapter.docname)
        title = title_of(doctree)
        plain_title = title.astext()
        headings = tuple(_headings(title.parent))
        for heading in doctree.findall(nodes.title):
            keep_last_words(heading)
        section = title.parent
        anchor = unique("chapter", chapter.name)
        title_html = self.html_of(title.children, doctree)
        section.remove(title)
        checklists = tuple(_checklists(doctree, chapter))
        marks = tuple(_index_marks(doctree, chapter))
        translator = PrintTranslator(doctree, self)
        for child in section.children:
            child.walkabout(translator)
        return Body(
            name=chapter.name,
            number=chapter.number,
            part=self.book.part_of(chapter).name,
            title=plain_title,
            title_html=title_html,
            audience=readers(facts),
            law_as_at=long_date(facts.law_as_at),
            status=facts.status,
            address=f"{self.book.address}/{chapter.docname}.html",
            anchor=anchor,
            fragments=translator.fragments(),
            headings=headings,
            checklists=checklists,
            index_marks=marks,
        )

    def html_of(self, children: Iterable[nodes.Node], document: nodes.document) -> str:
        """Return some nodes of a resolved and pointed chapter, without numbers of pages."""
        translator = PrintTranslator(document, self)
        for child in children:
            child.walkabout(translator)
        return "".join(translator.body)

    def point(self, doctree: nodes.Element, chapter: Chapter, printed: Printed) -> None:
        """Let each reference below a node lead to its place in print, or to the whole book."""
        for reference in list(doctree.findall(nodes.reference)):
            self._point(reference, chapter, printed)

    def _point(self, reference: nodes.reference, here: Chapter, printed: Printed) -> None:
        """Turn a link to another chapter into a link inside the book, with its page in print."""
        docname, identifier = here.docname, reference.get("refid", "")
        uri = str(reference.get("refuri", ""))
        if uri.startswith(_ELSEWHERE):
            docname, _hash, identifier = uri.removeprefix(_ELSEWHERE).partition("#")
        elif not identifier:
            return
        target = self.book.chapter_of(docname)
        anchor = unique(identifier or "chapter", target.name) if target else ""
        if target is None or not printed.holds(target, anchor):
            self._lead_to_the_web(reference, docname, identifier)
            return
        reference.attributes.pop("refuri", None)
        reference["refid"] = anchor
        is_mark = _MARKS.intersection(reference["classes"])
        if "page_of" in reference or (target is not here and not is_mark):
            reference["print_page_of"] = anchor

    def _lead_to_the_web(self, reference: nodes.reference, docname: str, identifier: str) -> None:
        """Refer to what is left out by name, with a link to the whole book if it is published.

        A law or a case has a name of its own; a term is a word of the text, which needs no
        glossary to be read.
        """
        if not _MARKS.intersection(reference["classes"]):
            reference.insert(0, nodes.Text(_("Handbook, %s") % ""))
        if "term" in reference or not self.book.address:
            reference.replace_self(nodes.inline("", "", *reference.children))
            return
        identifier = identifier.rpartition(":")[2]  # On the site no id names its chapter.
        hash_ = f"#{quote(identifier)}" if identifier else ""
        reference.attributes.pop("refid", None)
        reference["refuri"] = f"{self.book.address}/{docname}.html{hash_}"


def _headings(section: Element) -> Iterator[Heading]:
    for child in section.findall(nodes.section):
        if child is section:
            continue
        title = next((c for c in child.children if isinstance(c, nodes.title)), None)
        level, parent = 2, child.parent
        while parent is not section and parent is not None:
            level += 1
            parent = parent.parent
        if title is not None:
            yield Heading(level, title.astext(), child["ids"][0])


def _checklists(doctree: nodes.document, chapter: Chapter) -> Iterator[Listed]:
    for node in doctree.findall(nodes.container):
        if "box-checklist" in node["classes"]:
            yield Listed(box_name(node) or chapter.name, node["ids"][0])


def _index_marks(doctree: nodes.document, chapter: Chapter) -> Iterator[IndexMark]:
    for node in doctree.findall(addnodes.index):
        for kind, words, anchor, main, _key in node["entries"]:
            yield IndexMark(kind, words, unique(anchor, chapter.name), main == "main")
