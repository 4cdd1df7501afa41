"""The builder `handbook-pdf`: resolved chapters in, one print-ready PDF out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Set
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.nodes import Element
from docutils.writers import html5_polyglot
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.highlighting import PygmentsBridge
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from build_tools.errors import HandbookError
from build_tools.files import write_whole
from build_tools.model import Book, Chapter, Edition, Product
from build_tools.pdf.body import Body, Heading, IndexMark, Listed
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
_logger = logging.getLogger(__name__)
_ELSEWHERE = "%handbook%"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and what an edition is chosen by."""
    app.add_builder(HandbookPdfBuilder)
    app.add_event("handbook-progress")
    app.add_event("handbook-product")
    app.add_config_value("handbook_edition", "handbook", "", types=(str,))
    app.add_config_value("handbook_final", False, "html", types=(bool,))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class HandbookPdfBuilder(Builder):
    """Make an edition's PDF; the file's name is the edition's."""

    name = "handbook-pdf"
    format = "print"
    epilog = "The PDF is %(outdir)s/handbook.pdf."
    out_suffix = ".html"
    allow_parallel = False
    default_translator_class = PrintTranslator
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    add_permalinks = False
    download_support = False
    search = False

    def init(self) -> None:
        """Find the edition; highlighting is the same as on the site.

        :raises SphinxError: if the book has no such edition.
        """
        self.book: Book = self.config.handbook_book
        wanted = self.config.handbook_edition
        edition = self.book.edition_named(wanted)
        if edition is None:
            names = ", ".join(e.name for e in self.book.editions)
            raise SphinxError(f"There is no edition '{wanted}'. Known: {names}.")
        self.edition: Edition = edition
        self.highlighter = PygmentsBridge("html", "friendly")
        self.current_docname = ""
        self.secnumbers: dict[str, tuple[int, ...]] = {}
        self.fignumbers: dict[str, dict[str, tuple[int, ...]]] = {}
        self.imgpath = ""

    def get_outdated_docs(self) -> str:
        """Say that the file is made as a whole."""
        return "the whole edition"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a mark that is turned into the chapter's own anchor later."""
        return f"{_ELSEWHERE}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same mark from everywhere."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Take the settings that docutils writes HTML with."""
        self._settings = get_default_settings(html5_polyglot.Writer())
        self._settings.__dict__.update(self.env.settings)

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the edition's file, unless nothing it is made from has changed."""
        from build_tools.pdf.fonts import require_layout_engine, use_only

        root, out = Path(self.srcdir), Path(self.outdir)
        bodies = tuple(self.bodies())
        target = out / f"{self.edition.name}.pdf"
        stamp = self._stamp(bodies)
        record = Path(self.doctreedir) / f"{self.edition.name}.printed.json"
        if product := self._current(record, stamp, target):
            _logger.info("%s is up to date", target.name)
            self.events.emit("handbook-product", product)
            return
        design = root / "handbook/design"
        try:
            use_only(design / "fonts", Path(self.doctreedir) / "fontconfig")
            require_layout_engine()
            self._print(bodies, root, design, target, record, stamp)
        except HandbookError as error:
            raise PrintingError(error) from error

    def _print(
        self,
        bodies: tuple[Body, ...],
        root: Path,
        design: Path,
        target: Path,
        record: Path,
        stamp: str,
    ) -> None:
        from build_tools.pdf.edition import Printing, print_edition

        printed = print_edition(
            Printing(
                book=self.book,
                edition=self.edition,
                bodies=bodies,
                colours=self.config.handbook_design.light,
                root=root,
                design=design / "print",
                is_draft=not self.config.handbook_final,
                words=_page_words(self.book),
            ),
            progress=self._tell_progress,
        )
        for message in printed.messages:
            _logger.warning("%s", message, type="handbook", subtype="layout")
        write_whole(target, printed.pdf)
        product = self._product(target, printed.pdf, printed.pages)
        known = {"stamp": stamp, "sha256": product.sha256, "pages": product.pages}
        write_whole(record, json.dumps(known).encode())
        _logger.info(
            "%s: %d pages, %d page numbers checked",
            target.name,
            printed.pages,
            printed.checked_numbers,
        )
        self.events.emit("handbook-product", product)

    def _product(self, path: Path, content: bytes, pages: int) -> Product:
        return Product(
            path=path,
            edition=self.edition.name,
            title=self.edition.title,
            language=self.edition.language,
            date=self.book.date,
            pages=pages,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def _current(self, record: Path, stamp: str, target: Path) -> Product | None:
        """Return the file that stands there if it was made from just this."""
        try:
            known: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
            product = self._product(target, target.read_bytes(), int(known["pages"]))
        except (OSError, ValueError, KeyError):
            return None
        is_current = (known.get("stamp"), known.get("sha256")) == (stamp, product.sha256)
        return product if is_current else None

    def _tell_progress(self, stage: str, pages: int) -> None:
        self.events.emit("handbook-progress", stage, pages)

    def bodies(self) -> Iterator[Body]:
        """Yield the edition's chapters, each as a body of HTML."""
        for chapter in self.book.chapters:
            if chapter.name in self.edition.chapters:
                yield self._body(chapter)

    def _body(self, chapter: Chapter) -> Body:
        self.current_docname = chapter.docname
        doctree = self.env.get_and_resolve_doctree(chapter.docname, self, tags=self.tags)
        doctree.settings = self._settings
        facts = chapter_facts(self.env, chapter.docname)
        for node in list(doctree.findall(nodes.container)):
            if "chapter-facts" in node["classes"]:
                node.parent.remove(node)
        prefixed(doctree, chapter.name)
        share_widths(doctree)
        for reference in list(doctree.findall(nodes.reference)):
            self._point(reference, chapter)
        title = title_of(doctree)
        plain_title = title.astext()
        headings = tuple(_headings(title.parent))
        for heading in doctree.findall(nodes.title):
            keep_last_words(heading)
        section = title.parent
        anchor = unique("chapter", chapter.name)
        title_html = self._html_of(title.children, doctree)
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

    def _html_of(self, children: Iterable[nodes.Node], document: nodes.document) -> str:
        translator = PrintTranslator(document, self)
        for child in children:
            child.walkabout(translator)
        return "".join(translator.body)

    def _point(self, reference: nodes.reference, here: Chapter) -> None:
        """Turn a link to another chapter into a link inside the book, with its page in print."""
        docname, identifier = here.docname, reference.get("refid", "")
        uri = str(reference.get("refuri", ""))
        if uri.startswith(_ELSEWHERE):
            docname, _hash, identifier = uri.removeprefix(_ELSEWHERE).partition("#")
        elif not identifier:
            return
        target = self.book.chapter_of(docname)
        if target is None or target.name not in self.edition.chapters:
            if "term" in reference:  # A word of the text, which needs no glossary to be read.
                reference.replace_self(nodes.inline("", "", *reference.children))
                return
            self._say_in_words(reference, docname, identifier)
            return
        anchor = unique(identifier or "chapter", target.name)
        reference.attributes.pop("refuri", None)
        reference["refid"] = anchor
        is_mark = {"law", "case", "term", "para-number"} & set(reference["classes"])
        if "page_of" in reference or (target is not here and not is_mark):
            reference["print_page_of"] = anchor

    def _say_in_words(self, reference: nodes.reference, docname: str, identifier: str) -> None:
        """Refer to a chapter this edition leaves out by name, with a link to the whole book."""
        hash_ = f"#{quote(identifier)}" if identifier else ""
        reference.attributes.pop("refid", None)
        reference["refuri"] = f"{self.book.address}/{docname}.html{hash_}"
        reference.insert(0, nodes.Text(_("Handbook, %s") % ""))

    def _stamp(self, bodies: tuple[Body, ...]) -> str:
        """Sum up everything the file is made from: text, design, fonts, code, versions."""
        digest = hashlib.sha256(repr((bodies, self.book, self.edition)).encode())
        settings = (self.config.handbook_design, self.config.handbook_final)
        digest.update(repr((settings, _page_words(self.book))).encode())
        names = ("weasyprint", "pydyf", "pikepdf", "jinja2", "segno")
        digest.update(repr([version(name) for name in names]).encode())
        root, code = Path(self.srcdir), Path(__file__).parents[1]
        design = (path for path in (root / "handbook/design").rglob("*") if path.is_file())
        images = (root / image for image in self.env.images)
        for path in sorted({*design, *images, *code.rglob("*.py")}):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def finish(self) -> None:
        """Nothing is left to do."""


class PrintingError(SphinxError):
    """The PDF could not be made; the cause is an error an editor can act on."""

    category = "The PDF was not made"

    def __init__(self, cause: HandbookError) -> None:
        super().__init__(str(cause))
        self.error = cause


def _page_words(book: Book) -> dict[str, str]:
    issued = long_date(book.date.isoformat())
    law_date = long_date(book.law_as_at.isoformat())
    return {
        "on page": str(_(", p.\u00a0")),
        "draft": str(_("Review draft")),
        "draft line": str(_("Review draft of %s · law as at %s")) % (issued, law_date),
        "part": str(_("Part")),
        "chapter": str(_("Chapter")),
        "annex": str(_("Annex")),
        "contents": str(_("Contents")),
        "checklists": str(_("Checklists")),
        "index": str(_("Index")),
        "index note": str(_("Numbers are pages; bold marks the principal place.")),
        "see": str(_("see")),
        "see also": str(_("see also")),
        "for": str(_("For")),
        "law as at": str(_("Law as at")),
        "law date": law_date,
        "each its date": str(_("Each chapter states its own date.")),
        "status": str(_("Status")),
        "on the web": str(_("On the web")),
        "edition": str(_("Edition")),
        "date": str(_("Date")),
        "issued": issued,
        "publisher": str(_("Publisher")),
        "no publisher": str(_("None yet. A publisher will be named when an edition is signed.")),
        "authors": str(_("Authors")),
        "no authors": str(_("Named in the signed edition.")),
        "reviewers": str(_("Reviewers")),
        "no reviewers": str(_("None yet: this is a draft for review.")),
        "how to cite": str(_("How to cite")),
        "cite paragraphs": str(
            _(
                "Cite paragraphs, not pages: their numbers are the same in print, on the web "
                "and in every edition."
            )
        ),
        "licence": str(_("Licence")),
        "text": str(_("Text")),
        "typefaces": str(_("Typefaces")),
    }


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
            name = next((n for n in node.findall(nodes.inline) if "box-name" in n["classes"]), None)
            yield Listed(name.astext() if name is not None else chapter.name, node["ids"][0])


def _index_marks(doctree: nodes.document, chapter: Chapter) -> Iterator[IndexMark]:
    for node in doctree.findall(addnodes.index):
        for kind, words, anchor, main, _key in node["entries"]:
            yield IndexMark(kind, words, unique(anchor, chapter.name), main == "main")
