"""A site whose chapters stay read: a change costs its own chapter and the pages looked at.

Sphinx's own way reads, then writes what may have changed, then writes indexes and its records. Here
a page is written when somebody asks for it, from what is read now, so that none can be out of
date; the index of the search waits until there is time.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import eval_config_file
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import SerialTasks
from sphinx.util.tags import Tags

from build_tools.errors import HandbookError
from build_tools.files import write_whole
from build_tools.model import Audience, Book, Edition, Finding
from build_tools.sphinx_ext.findings import tell_anew
from build_tools.sphinx_ext.pdf_builder import HandbookPdfBuilder

SEARCH = "searchindex.js"
LINE = "source-line-"
"""How the class begins that says on which line of its chapter a piece of a page is written."""
_DATA = "handbook"
_DESIGN = "handbook/design"
_WITH_LINES = (
    nodes.title, nodes.paragraph, nodes.list_item, nodes.term, nodes.table, nodes.container,
    nodes.literal_block,
)  # fmt: skip

Progress = Callable[[int, int], None]


class BrokenBookError(HandbookError):
    """The book cannot be read as it is now; what was read before still stands."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n\n".join(map(str, findings)))
        self.findings = findings


class KeptSite:
    """Sphinx, kept from one change to the next. Of one thread only."""

    def __init__(self, root: Path, folder: Path, audience: Audience, progress: Progress) -> None:
        self.root, self._folder, self._audience = root, folder, audience
        self._progress = progress
        self._app: Sphinx | None = None
        self._printer: HandbookPdfBuilder | None = None
        self._open_things = ExitStack()
        self._data: dict[str, Any] = {}
        self._heads: dict[Path, str] = {}
        self._heard: dict[tuple[str, str], dict[Finding, None]] = {}
        self._hearing: tuple[str, str] = ("book", "")
        self._stale: set[str] = set()
        self._unindexed: set[str] = set()
        self._doubtful: set[str] = set()
        """Chapters whose mistakes may have been mended by a change elsewhere."""

    @property
    def pages(self) -> frozenset[str]:
        """Names of the pages with words of the book's own."""
        return frozenset(self._app.env.all_docs) if self._app else frozenset()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that Sphinx complains of now, each thing once."""
        told = {finding: None for heard in self._heard.values() for finding in heard}
        return tuple(sorted(told))

    def refresh(self, changed: Collection[Path]) -> frozenset[str]:
        """Read again what has changed, and return the names of its pages.

        :raises BrokenBookError: if the book cannot be read; what was read before still stands.
        """
        if self._app is None or self._asks_for_data(changed):
            with _telling(self.root):
                data = _data_of(self.root)
                if self._app is None or data != self._data or self._is_design(changed):
                    self._open(data)
                    return self.pages
        with _telling(self.root):
            return self._read_changed()

    def page(self, name: str) -> str:
        """Return a page as it is now; `LookupError` if the book has none of that name."""
        if self._app is None:
            raise LookupError(name)
        if name in self.pages:
            if name in self._stale:
                with _telling(self.root):
                    self._write(name)
        elif not self._write_made(name):
            raise LookupError(name)
        return self._builder.get_output_path(name).read_text(encoding="utf-8")

    def catch_up(self) -> bool:
        """Do one piece of what can wait, and say whether there was any."""
        if self._app is None:
            return False
        if self._doubtful:
            with _telling(self.root):
                self._read_again([self._doubtful.pop()])
            return True
        if late := sorted(self._stale | self._unindexed):
            with _telling(self.root):
                self._write(late[0], for_search=True)
            if len(late) == 1:
                self._builder.dump_search_index()
                self.save()
        return bool(late)

    def search_index(self) -> bytes:
        """Return the search index of the book as it is now."""
        while self.catch_up():
            pass
        return (self._folder / "html" / SEARCH).read_bytes()

    def static_file(self, path: str) -> Path | None:
        """Return a file that pages name: style, scripts, fonts, pictures."""
        folder = self._folder / "html"
        found = (folder / path).resolve()
        inside = found.is_relative_to(folder.resolve()) and found.is_file()
        return found if inside and path.split("/")[0] in ("_static", "_images") else None

    def printing(self, page: str) -> dict[str, Any] | None:
        """Return what `pdf.edition.printing_from` takes of a chapter; nothing if it is not printed.

        :raises BrokenBookError: if the chapter cannot be made ready for print.
        """
        app, printer = self._app, self._printer
        chapter = self.book.chapter_of(page) if app and page in self.pages else None
        if app is None or chapter is None or printer is None:
            return None
        with _telling(self.root), self._listening("print", page), _built_by(app, printer):
            bodies = tuple(printer.bodies(chapter.name))
            return printer.made_from(bodies) if bodies else None

    @property
    def book(self) -> Book:
        """The book as it was read."""
        return cast("Book", self._data["handbook_book"])

    def save(self) -> None:
        """Write down what is read, for the next start."""
        if self._app is not None:
            kept = pickle.dumps(self._app.env, pickle.HIGHEST_PROTOCOL)
            write_whole(self._folder / "trees" / ENV_PICKLE_FILENAME, kept)
            self._app.emit("build-finished", None)

    def close(self) -> None:
        """Write down what is read, and let Sphinx go."""
        self.save()
        self._app = self._printer = None
        self._open_things.close()

    @property
    def _builder(self) -> StandaloneHTMLBuilder:
        return cast("StandaloneHTMLBuilder", self._app and self._app.builder)

    def _open(self, data: dict[str, Any]) -> None:
        self.close()
        self._open_things.enter_context(patch_docutils())
        self._open_things.enter_context(docutils_namespace())
        self._heard, self._data = {}, data
        early = io.StringIO()
        edition = self._edition()
        app = Sphinx(
            srcdir=self.root,
            confdir=self.root,
            outdir=self._folder / "html",
            doctreedir=self._folder / "trees",
            buildername="html",
            confoverrides={
                "handbook_audience": self._audience.value,
                "handbook_pages_on_request": True,
                **({"handbook_edition": edition.name} if edition else {}),
            },
            status=None,
            warning=early,
        )
        self._hearing = ("book", "")
        for text in early.getvalue().splitlines():
            self._hear(app, Finding("", 1, 1, text, "", ""))
        app.connect("handbook-finding", self._hear)
        app.connect("source-read", self._count)
        builder = cast("StandaloneHTMLBuilder", app.builder)
        self._read, self._to_read = 0, len(self.book.chapters)
        builder.phase = BuildPhase.READING
        builder.read()
        app.env.check_consistency()
        builder.phase = BuildPhase.RESOLVING
        builder.finish_tasks = SerialTasks()
        builder.prepare_writing(set(app.env.all_docs))
        builder.copy_assets()
        builder.write_buildinfo()
        if edition is not None:
            printer = cast("HandbookPdfBuilder", app.create_builder(HandbookPdfBuilder.name))
            printer.init()
            printer.prepare_writing(set())
            self._printer = printer
        self._app = app
        self._heads = dict(_heads(self.root))
        self._stale = set(app.env.all_docs)
        self._unindexed = set(app.env.all_docs)

    def _edition(self) -> Edition | None:
        """Choose the edition whose pages are shown as printed: the first for these readers."""
        own = [each for each in self.book.editions if not each.cards]
        named = sorted(own, key=lambda each: -len(each.chapters))
        readers = (self._audience, self.book.language)
        return next((e for e in named if (e.audience, e.language) == readers), None)

    def _asks_for_data(self, changed: Collection[Path]) -> bool:
        """Say whether the book as an object may have changed, not only words of a chapter."""
        for path in changed:
            parts = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ()
            if parts[:1] in ((_DATA,), ("conf.py",)):
                return True
            if not path.is_file() or self._heads.get(path, "") != _head(path):
                return dict(_heads(self.root)) != self._heads
        return False

    def _is_design(self, changed: Collection[Path]) -> bool:
        return any(path.is_relative_to(self.root / _DESIGN) for path in changed)

    def _read_changed(self) -> frozenset[str]:
        app, env = cast("Sphinx", self._app), self._env
        env.find_files(app.config, self._builder)
        added, changed, removed = env.get_outdated_files(False)
        if not added | changed | removed:
            return frozenset()
        for docname in removed:
            self._forget(docname)
        self._doubtful = {
            name for (phase, name), heard in self._heard.items() if phase == "read" and heard
        }
        self._doubtful &= env.all_docs.keys() - added - changed
        self._read_again(sorted(added | changed))
        return frozenset(added | changed | removed)

    def _read_again(self, docnames: list[str]) -> None:
        app, env, builder = cast("Sphinx", self._app), self._env, self._builder
        self._read, self._to_read = 0, len(docnames)
        builder.phase = BuildPhase.READING
        try:
            for docname in docnames:
                self._forget(docname)
                with self._listening("read", docname):
                    builder.read_doc(docname)
        finally:
            with self._listening("read", ""):
                app.emit("env-updated", env)
            builder.phase = BuildPhase.RESOLVING
            self._stale = set(env.all_docs)
            self._unindexed = (self._unindexed | set(docnames)) & self._stale

    def _forget(self, docname: str) -> None:
        # Sphinx 9.0 keeps a chapter's tree as it was first read in the process.
        self._env._pickled_doctree_cache.pop(docname, None)
        cast("Sphinx", self._app).emit("env-purge-doc", self._env, docname)
        self._env.clear_doc(docname)
        for phase in ("read", "page", "print"):
            self._heard.pop((phase, docname), None)

    @property
    def _env(self) -> BuildEnvironment:
        return cast("Sphinx", self._app).env

    def _write(self, docname: str, for_search: bool = False) -> None:
        builder, env = self._builder, self._env
        heard = self._heard.get(("read", docname), {})
        with self._listening("page", docname):
            tell_anew(cast("Sphinx", self._app).config, docname, heard)
            doctree = env.get_and_resolve_doctree(docname, builder, tags=builder.tags)
            note_lines(doctree)
            if for_search:
                assert builder.indexer is not None  # noqa: S101 - made by prepare_writing
                builder.indexer.prune(env.all_docs.keys() - {docname})
                builder.write_doc_serialized(docname, doctree)
                self._unindexed.discard(docname)
            else:
                builder.post_process_images(doctree)
            builder.write_doc(docname, doctree)
            builder.copy_image_files()
        self._stale.discard(docname)

    def _write_made(self, name: str) -> bool:
        """Write a page that is made from the rest of the book, if there is one of that name."""
        builder = self._builder
        with self._listening("page", name):
            if name == "genindex":
                builder.write_genindex()
                return True
            if name == "search":
                builder.handle_page("search", {}, "search.html")
                return True
            for made in cast("Sphinx", self._app).emit("html-collect-pages"):
                for pagename, context, template in made:
                    if pagename == name:
                        builder.handle_page(pagename, context, template)
                        return True
        return False

    @contextmanager
    def _listening(self, phase: str, name: str) -> Iterator[None]:
        """Note what is complained of meanwhile, in the place of what was before."""
        before, self._hearing = self._hearing, (phase, name)
        self._heard[self._hearing] = {}
        try:
            yield
        finally:
            self._hearing = before

    def _hear(self, _app: Sphinx, finding: Finding) -> None:
        phase, name = self._hearing
        if self._hearing == ("book", "") and finding.path.endswith(".md"):
            # Sphinx reads all chapters at once; each complaint goes with its own.
            phase, name = "read", finding.path.removesuffix(".md")
        self._heard.setdefault((phase, name), {})[finding] = None

    def _count(self, _app: Sphinx, *_: Any) -> None:
        self._read += 1
        self._progress(self._read, self._to_read)


@contextmanager
def _built_by(app: Sphinx, builder: Builder) -> Iterator[None]:
    """Let another builder write from what is read; Sphinx 9.0 knows one a process."""
    site = app.builder
    app.builder, app.env._builder_cls = builder, type(builder)
    try:
        yield
    finally:
        app.builder, app.env._builder_cls = site, type(site)


def note_lines(document: nodes.document) -> None:
    """Say in a class of each piece of a page on which line of the chapter it is written."""
    for node in document.findall(nodes.Element):
        if isinstance(node, _WITH_LINES):
            line = node.line or next((c.line for c in node.findall(nodes.Element) if c.line), None)
            if line:
                node["classes"].append(f"{LINE}{line}")


def _data_of(root: Path) -> dict[str, Any]:
    """Return the values of conf.py, which asks the book's data for them."""
    values = eval_config_file(root / "conf.py", Tags())
    return {
        name: value
        for name, value in values.items()
        if not name.startswith("_") and not callable(value)
    }


def _heads(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield each chapter's file with the settings at its top: the book is made from them too."""
    for path in sorted((root / "chapters").glob("*/*.md")):
        yield path, _head(path)


def _head(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.split("\n---", 1)[0] if text.startswith("---") else ""


@contextmanager
def _telling(root: Path) -> Iterator[None]:
    """Turn whatever stops the reading into what an editor can act on."""
    try:
        yield
    except Exception as error:
        raise BrokenBookError(_findings_in(error)) from error


def _findings_in(error: Exception) -> tuple[Finding, ...]:
    cause = error.__cause__ if isinstance(error, SphinxError) and error.__cause__ else error
    findings: tuple[Finding, ...] = getattr(cause, "findings", ())
    if findings:
        return findings
    if isinstance(cause, OSError):
        sentence = f"'{cause.filename}' cannot be read: {cause.strerror}."
        return (Finding("", 1, 1, sentence, "close the program that holds it", ""),)
    if isinstance(cause, HandbookError | SphinxError):
        sentence, _words, fix = str(cause).partition(" How to fix: ")
        return (Finding("", 1, 1, sentence, fix, ""),)
    if isinstance(cause, SyntaxError) and cause.filename:
        return (Finding(Path(cause.filename).name, cause.lineno or 1, 1, str(cause), "", ""),)
    sentence = f"The program has a fault here: {type(cause).__name__}: {cause}."
    return (Finding("", 1, 1, sentence, "report it with the text that brought it on", ""),)
