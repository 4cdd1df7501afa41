"""The outputs of one language: Sphinx started for each, and files put where readers find them.

Everything is made in a hidden folder and moved into its place when it is whole. A build that was
stopped on the way leaves a mark there; the next one then begins afresh.
"""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import filelock
import pypdfium2
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.checks.texts_of_outputs import output_findings
from build_tools.cli.check import harm_in
from build_tools.cli.side_by_side import Line
from build_tools.cli.stages import Stages
from build_tools.errors import OutputError, PrivacyError, UsageError
from build_tools.files import write_if_changed, write_whole
from build_tools.folders import differing, mirror, outputs_folder
from build_tools.load import load_allowed, load_frozen
from build_tools.model import Audience, Book, Course, Edition, Finding, Product
from build_tools.numbering import FrozenChapter, joined, refreshed
from build_tools.pdf.words_in_pdf import words_in_pdf
from build_tools.sphinx_ext.citations_found import Provisions, citations_found
from build_tools.sphinx_ext.frozen_numbers import paragraphs_now
from build_tools.sphinx_ext.print_builder import PrintingError
from build_tools.sphinx_ext.site_downloads import publish, render_downloads, size_in_words
from build_tools.training.parcel import packed


class HandOut(StrEnum):
    """What a course gives to its people."""

    PACK = "pack"
    SLIDES = "slides"


@dataclass(frozen=True)
class Made:
    """A file or site that stands in its place, and what is said of it."""

    path: Path
    words: str
    place: Path
    """The file, or the folder that holds nothing else."""


@dataclass
class Outputs:
    """The folders of one language, and what was found on the way to filling them."""

    root: Path
    book: Book
    language: str
    final: bool
    stages: Stages | Line
    audience: Audience = Audience.PARTICIPANTS
    """Trainers' outputs, and all that is read for them, lie in a tree of their own."""
    jobs: int = 0
    """How many processes lay out pages; 0 for as many as this machine has room for."""
    compares_layouts: bool = False
    """Whether the PDF is laid out by WeasyPrint's own code as well, and differences are told."""
    findings: dict[Finding, None] = field(default_factory=dict)
    """In the order found; a mistake told for each output counts once."""

    def __post_init__(self) -> None:
        folder = outputs_folder(self.root, self.language, self.audience)
        self.site, self.pdf, self._work = folder / "html", folder / "pdf", folder / ".work"
        self._packs = folder / "courses"
        self._slides = folder / "slides"
        self._staged_site = self._work / "html"
        self._unfinished = self._work / "unfinished"
        self._allowed = load_allowed(self.root)

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """Keep other builds out of the folders; begin afresh after one that was stopped.

        :raises OutputError: if another build is at work in them.
        """
        self._work.mkdir(parents=True, exist_ok=True)
        try:
            with filelock.FileLock(self._work / "lock", timeout=0):
                if self._unfinished.exists():
                    self._forget()
                self._unfinished.touch()
                yield
                self._unfinished.unlink()
        except filelock.Timeout as error:
            raise OutputError(
                f"Another build is at work in {self._shown(self._work.parent)}. "
                "How to fix: wait until it is done."
            ) from error

    def _forget(self) -> None:
        """Drop what a stopped build may have left half written; downloads are whole."""
        shutil.rmtree(self._work / "doctrees", ignore_errors=True)
        for path in self._staged_site.glob("*"):
            if path.name == "downloads":
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self.pdf.glob(".*.pdf.*"):
            path.unlink()

    def require_harmless_texts(self) -> None:
        """Look through the chapters and the data for what could lead somebody to a person.

        :raises PrivacyError: with everything found.
        """
        self._require_none(harm_in(self.root, self._allowed))

    def _require_harmless_files(self, folder: Path, place: Path) -> None:
        """Look through the files that are new in a folder before they are put in their place."""
        self.stages.begin("Looking for personal data")
        # A download was looked through before it was offered.
        new = [p for p in differing(folder, place) if p.parent != self._staged_site / "downloads"]
        self._require_none(output_findings(folder, self._allowed, words_in_pdf, new))

    def _require_none(self, findings: Iterable[Finding]) -> None:
        if found := tuple(findings):
            raise PrivacyError(found)

    def citations(self) -> Provisions:
        """Read the chapters that have changed, write nothing, and return where law is cited."""
        env = self._run("dummy", self._work / "dummy").env
        return citations_found(env).provisions(chapter.docname for chapter in self.book.chapters)

    def make_site(self) -> Sphinx:
        """Write the site beside; `put_site` then puts it in its place."""
        return self._run("html", self._staged_site)

    def put_site(self) -> Made:
        """Put the site that was written beside in its place, file by file."""
        self._require_harmless_files(self._staged_site, self.site)
        self.stages.begin("Putting the site in its place")
        mirror(self._staged_site, self.site)
        files = [path for path in self.site.rglob("*") if path.is_file()]
        pages = sum(path.suffix == ".html" for path in files)
        size = size_in_words(sum(path.stat().st_size for path in files))
        words = f"site, {pages} pages, {size}"
        return Made(self._shown(self.site / "index.html"), words, self.site)

    def make_pdf(self, edition: Edition) -> Product:
        """Write an edition's PDF beside; `put_pdf` then puts it in its place."""
        self.stages.begin("Preparing the pages")
        products: list[Product] = []
        self._run(
            "handbook-pdf",
            self._work / "pdf",
            products=products,
            handbook_edition=edition.name,
        )
        return products[0]

    def put_pdf(self, product: Product) -> Made:
        """Put a PDF that was written beside in its place."""
        self._require_harmless_files(product.path.parent, self.pdf)
        place = self.pdf / product.path.name
        write_whole(place, product.path.read_bytes())
        words = f"PDF, {product.pages} pages, {size_in_words(product.size)}"
        return Made(self._shown(place), words, place)

    def make_for(self, course: Course, kind: HandOut) -> tuple[Product, ...]:
        """Write a course's pack or slides beside; `put_for` then puts them in their place."""
        self.stages.begin(f"Preparing the {self.audience.value}’ {kind} of {course.code}")
        products: list[Product] = []
        folder = self._work / kind / course.name
        self._run(f"handbook-{kind}", folder, products=products, handbook_course=course.name)
        return tuple(products)

    def put_for(
        self, course: Course, kind: HandOut, products: Sequence[Product]
    ) -> tuple[Made, ...]:
        """Put what was written beside in its place; participants' packs are offered on the site.

        What was made before of a session that is no more goes.
        """
        staged = self._work / kind / course.name
        place = (self._packs if kind is HandOut.PACK else self._slides) / course.name
        names = {product.path.name for product in products}
        for old in (*staged.glob(f"*-{kind}*"), *place.glob(f"*-{kind}*")):
            if old.name not in names:
                old.unlink()
        self._require_harmless_files(staged, place)
        for product in products:
            write_whole(place / product.path.name, product.path.read_bytes())
        if kind is HandOut.SLIDES:
            sizes = size_in_words(sum(product.size for product in products))
            return (Made(self._shown(place), f"slides, {len(products)} files, {sizes}", place),)
        if self.audience is Audience.PARTICIPANTS:
            for product in products:
                publish(self._staged_site, product)
        files = ((place / product.path.name, _words_of(product)) for product in products)
        return tuple(Made(self._shown(file), words, file) for file, words in files)

    def make_forms(self, edition: Edition) -> Product | None:
        """Write the forms of an edition's chapters, and an archive of them; there may be none."""
        folder = self._work / "forms"
        shutil.rmtree(folder, ignore_errors=True)
        self._run("handbook-forms", folder, handbook_edition=edition.name)
        forms = sorted(folder.rglob("*.pdf"))
        if not forms:
            return None
        archive = self._work / "archive" / "forms.zip"
        archive.parent.mkdir(exist_ok=True)
        members = {form.relative_to(folder).as_posix(): form.read_bytes() for form in forms}
        write_whole(archive, packed(members))
        content = archive.read_bytes()
        return Product(
            path=archive,
            edition="forms",
            title="Forms to fill in",
            language=self.language,
            date=self.book.date,
            pages=sum(_pages_in(form) for form in forms),
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )

    def put_forms(self, product: Product) -> Made:
        """Put the forms that were written beside in their place."""
        folder, place = self._work / "forms", self.pdf.with_name("forms")
        self._require_harmless_files(folder, place)
        place.mkdir(exist_ok=True)
        forms = [form.relative_to(folder) for form in folder.rglob("*.pdf")]
        for old in place.rglob("*.pdf"):
            if old.relative_to(place) not in forms:
                old.unlink()
        for form in forms:
            write_whole(place / form, (folder / form).read_bytes())
        return Made(self._shown(place), f"{len(forms)} forms, {product.pages} pages", place)

    def offer(self, product: Product, site: Sphinx) -> None:
        """Put a file among the downloads of the site, and write their page again."""
        publish(self._staged_site, product)
        render_downloads(site)

    def keep_numbers(self, site: Sphinx) -> None:
        """Write down the words that paragraphs with given numbers have now.

        A paragraph that is edited again and again is then known again each time.
        """
        for now in paragraphs_now(site.env, self.book):
            if frozen := load_frozen(self.root, now.name):
                self._write_numbers(refreshed(frozen, now))

    def give_numbers(self, site: Sphinx, same: Mapping[str, str]) -> tuple[Path, ...]:
        """Give the numbers of all paragraphs for good; `same` maps new ones to deleted ones.

        :raises UsageError: if `same` names a paragraph that is not there.
        """
        left = dict(same)
        written = []
        for chapter in paragraphs_now(site.env, self.book):
            now = chapter
            for new, old in same.items():
                if new.startswith(f"{chapter.number}."):
                    try:
                        now = joined(now, new, left.pop(new))
                    except ValueError as error:
                        raise UsageError(f"--same {new}={old}: {error}.") from error
            written.append(self._write_numbers(now))
        if left:
            raise UsageError(f"--same {next(iter(left))}: there is no such chapter.")
        return tuple(written)

    def _write_numbers(self, chapter: FrozenChapter) -> Path:
        path = self.root / f"handbook/numbers/{chapter.name}.toml"
        write_if_changed(path, str(chapter).encode())
        return self._shown(path)

    def _shown(self, path: Path) -> Path:
        return path.relative_to(self.root)

    def _run(
        self, builder: str, folder: Path, products: list[Product] | None = None, **settings: Any
    ) -> Sphinx:
        """Start Sphinx for one builder and follow what it does."""
        early = io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir=self.root,
                confdir=self.root,
                outdir=folder,
                doctreedir=self._work / "doctrees",
                buildername=builder,
                confoverrides={
                    "handbook_final": self.final,
                    "handbook_jobs": self.jobs,
                    **({"handbook_layout": "compared"} if self.compares_layouts else {}),
                    "handbook_audience": self.audience.value,
                    **settings,
                },
                status=None,
                warning=early,
            )
            for text in early.getvalue().splitlines():
                self._note(app, Finding("", 1, 1, text, "", ""))
            app.connect("handbook-finding", self._note)
            if products is not None:
                app.connect("handbook-product", lambda app, product: products.append(product))
            self._follow(app)
            try:
                app.build()
            except PrintingError as error:
                raise error.error from error
        return app

    def _note(self, app: Sphinx, finding: Finding) -> None:
        self.findings[finding] = None

    def _follow(self, app: Sphinx) -> None:
        stages = self.stages

        def reading(app: Sphinx, *_: Any) -> None:
            stages.begin("Reading", "chapters", len(self.book.chapters))
            stages.advance()

        def writing(app: Sphinx, *_: Any) -> None:
            stages.begin("Writing the site", "pages", len(self.book.chapters) + 5)
            stages.advance()

        def printing(app: Sphinx, stage: str, pages: int) -> None:
            names = {
                "layout": "Laying out",
                "paint": "Drawing the pages",
            }
            stages.begin(names[stage], "pages" if stage == "layout" else "")
            stages.advance(pages)

        app.connect("source-read", reading)
        app.connect("handbook-progress", printing)
        if app.builder.format == "html":
            app.connect("html-page-context", writing)


def _words_of(product: Product) -> str:
    size = size_in_words(product.size)
    if product.path.suffix == ".html":
        return f"the same as one page for the screen, {size}"
    return f"{product.pages} pages, {size}"


def _pages_in(pdf: Path) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
