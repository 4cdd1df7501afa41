"""The builder `handbook-pdf`: resolved chapters in, one print-ready PDF out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Set
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from build_tools.checks.encoding_rules import decoded
from build_tools.checks.places import lines_of
from build_tools.files import write_whole
from build_tools.model import Book, Chapter, Edition, Product
from build_tools.pdf.body import Body, Card
from build_tools.sphinx_ext.book import edition_of
from build_tools.sphinx_ext.cards import cards_of
from build_tools.sphinx_ext.chapter_facts import long_date
from build_tools.sphinx_ext.findings import mistakes_told
from build_tools.sphinx_ext.law import authorities_of
from build_tools.sphinx_ext.print_builder import PrintBuilder, Printed

_ = get_translation("handbook")
_logger = logging.getLogger(__name__)
_FILE = re.compile(r"[\w-]+\.\w{2,4}\b")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and what an edition is chosen by."""
    app.add_builder(HandbookPdfBuilder)
    app.add_event("handbook-progress")
    app.add_event("handbook-product")
    app.add_config_value("handbook_jobs", 0, "", types=(int,))
    app.add_config_value("handbook_final", False, "html", types=(bool,))
    app.add_config_value("handbook_layout", "quick", "", types=(str,))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class HandbookPdfBuilder(PrintBuilder):
    """Make an edition's PDF; the file's name is the edition's."""

    name = "handbook-pdf"
    epilog = "The PDF is in %(outdir)s; its name is the edition's."

    def init(self) -> None:
        """Find the edition.

        :raises SphinxError: if the book has no such edition, or if it holds no chapter, or if
            what was read is for others than its readers.
        """
        super().init()
        wanted = self.config.handbook_edition
        edition = edition_of(self.config)
        if edition is None:
            names = ", ".join(e.name for e in self.book.editions)
            raise SphinxError(f"There is no edition '{wanted}'. Known: {names}.")
        if not edition.chapters:
            raise SphinxError(
                f"The edition '{wanted}' holds no chapter. How to fix: name one in "
                f"handbook/editions/{wanted}.toml, or its readers in a chapter's audience."
            )
        if edition.audience != self.config.handbook_audience:
            raise SphinxError(
                f"The edition '{wanted}' is for {edition.audience}, and this build is for "
                f"{self.config.handbook_audience}. How to fix: leave handbook_audience out."
            )
        self.edition: Edition = edition

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the edition's file, unless nothing it is made from has changed."""
        out = Path(self.outdir)
        content = self.cards() if self.edition.cards else tuple(self.bodies())
        target = out / f"{self.edition.name}.pdf"
        stamp = self._stamp(content)
        record = Path(self.doctreedir) / f"{self.edition.name}.printed.json"
        if product := self._current(record, stamp, target):
            _logger.info("%s is up to date", target.name)
            self.events.emit("handbook-product", product)
            return
        with self.layout_engine():
            self._print(content, target, record, stamp)

    def bodies(self, only: str = "") -> Iterator[Body]:
        """Yield the edition's chapters, or one of them, each as a body of HTML."""
        printed = Printed(chapters=frozenset(self.edition.chapters))
        for chapter in (c for c in self._chapters() if only in ("", c.name)):
            yield self.body(chapter, printed)

    def cards(self) -> tuple[Card, ...]:
        """Return the checklists of the edition's chapters, or what its carrier needs of them.

        :raises SphinxError: if there is none.
        """
        if cards := cards_of(self, self._chapters(), self.edition.carrier):
            return cards
        carrier = self.edition.carrier
        fix = (
            f"write :for: {carrier} below the head of a box checklist"
            if carrier
            else "write a box checklist into one of its chapters"
        )
        raise SphinxError(
            f"The edition '{self.edition.name}' holds no checklist. How to fix: {fix}."
        )

    def _chapters(self) -> tuple[Chapter, ...]:
        return tuple(c for c in self.book.chapters if c.name in self.edition.chapters)

    def _print(
        self,
        content: tuple[Body, ...] | tuple[Card, ...],
        target: Path,
        record: Path,
        stamp: str,
    ) -> None:
        from build_tools.pdf.cards import print_cards
        from build_tools.pdf.edition import print_edition, printing_from
        from build_tools.pdf.kept_sheets import sheet_cache

        printing = printing_from(self.made_from(content))
        print_ = print_cards if printing.cards else print_edition
        workers = self.config.handbook_jobs or None
        cache = sheet_cache(printing.root)
        printed = print_(printing, self.tell_progress, workers, cache)
        for message in printed.messages:
            self._tell_layout(message)
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

    def made_from(self, content: tuple[Body, ...] | tuple[Card, ...]) -> dict[str, Any]:
        """Return what `pdf.edition.printing_from` takes; that needs the layout engine, this not."""
        return {
            "book": self.book,
            "edition": self.edition,
            "bodies": tuple(each for each in content if isinstance(each, Body)),
            "abbreviations": tuple(
                (one.abbreviation, one.short_title.of(self.config.language))
                for one in authorities_of(self.config).values()
                if one.abbreviation
            ),
            "cards": tuple(each for each in content if isinstance(each, Card)),
            "colours": self.config.handbook_design.light,
            "root": Path(self.srcdir),
            "design": Path(self.srcdir) / "handbook/design/print",
            "is_draft": not self.config.handbook_final,
            "way": self._way(),
            "words": _page_words(self.book, mistakes_told(self.config)),
            "left_out": tuple(
                f"{chapter.number}\u00a0{self.env.titles[chapter.docname].astext()}"
                for chapter in self.book.leaves_out(self.edition)
            ),
        }

    def _way(self) -> str:
        """Say how pages are laid out: a final edition never quickly, unless both are compared."""
        way: str = self.config.handbook_layout
        return "plain" if way == "quick" and self.config.handbook_final else way

    def _tell_layout(self, message: str) -> None:
        """Tell what the layout complained of, at the line of the chapter that names the same file.

        What is said of no chapter is passed on whole.
        """
        name, _colon, complaint = message.partition(": ")
        chapter = self.book.chapter(name)
        if chapter is None:
            _logger.warning("%s", message, type="handbook", subtype="layout")
            return
        lines = lines_of(decoded(self.env.doc2path(chapter.docname).read_bytes()))
        files = _FILE.findall(complaint)
        numbered = enumerate(lines, 1)
        line = next((n for n, text in numbered if any(file in text for file in files)), 1)
        place = (chapter.docname, line)
        _logger.warning("%s", complaint, type="handbook", subtype="layout", location=place)

    def _product(self, path: Path, content: bytes, pages: int) -> Product:
        return self.product(path, self.edition.name, self.edition.title, content, pages)

    def _current(self, record: Path, stamp: str, target: Path) -> Product | None:
        """Return the file that stands there if it was made from just this."""
        try:
            known: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))
            product = self._product(target, target.read_bytes(), int(known["pages"]))
        except (OSError, ValueError, KeyError):
            return None
        is_current = (known.get("stamp"), known.get("sha256")) == (stamp, product.sha256)
        return product if is_current else None

    def _stamp(self, content: tuple[Body, ...] | tuple[Card, ...]) -> str:
        """Sum up everything the file is made from: text, design, fonts, code, versions."""
        digest = hashlib.sha256(repr((content, self.book, self.edition)).encode())
        settings = (self.config.handbook_design, self.config.handbook_final, self._way())
        words = _page_words(self.book, mistakes_told(self.config))
        digest.update(repr((settings, words)).encode())
        names = ("weasyprint", "pydyf", "pikepdf", "jinja2", "segno")
        digest.update(repr([version(name) for name in names]).encode())
        root, code = Path(self.srcdir), Path(__file__).parents[1]
        design = (path for path in (root / "handbook/design").rglob("*") if path.is_file())
        images = (root / image for image in self.env.images)
        for path in sorted({*design, *images, *code.rglob("*.py")}):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def _page_words(book: Book, mistakes: int = 0) -> dict[str, str]:
    """Return the words that pages print; a draft says how many mistakes are left in it."""
    draft = str(_("Review draft of %s · law as at %s"))
    if mistakes:
        left = _("%d mistakes to mend") if mistakes > 1 else _("%d mistake to mend")
        draft += f" · {left % mistakes}"
    issued = long_date(book.date.isoformat())
    law_date = long_date(book.law_as_at.isoformat())
    return {
        "on page": str(_(", p.\u00a0")),
        "draft": str(_("Review draft")),
        "draft line": draft % (issued, law_date),
        "part": str(_("Part")),
        "chapter": str(_("Chapter")),
        "annex": str(_("Annex")),
        "contents": str(_("Contents")),
        "checklist": str(_("Checklist")),
        "checklists": str(_("Checklists")),
        "continued": str(_("continued")),
        "card notice": str(_("Review draft, not official: check each provision before you act.")),
        "left out": str(_("Not in this edition")),
        "whole numbers": str(_("Numbers of chapters and paragraphs are the whole book’s.")),
        "for trainers": str(_("For trainers only")),
        "trainers only": str(
            _("For trainers only. It holds model answers, keys and notes: do not hand it out.")
        ),
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
