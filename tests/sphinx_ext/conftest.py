"""A tiny book with one chapter, read by Sphinx with the real registry."""

from __future__ import annotations

import html
import io
import re
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from warnings import catch_warnings, filterwarnings

import pytest
from docutils import nodes
from docutils.nodes import document
from sphinx._cli.util.errors import strip_escape_sequences
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.files import write_if_changed
from build_tools.model import Audience, Chapter, Finding, Part
from build_tools.sphinx_ext.authorities_cited import ListedAuthorities, list_of

if TYPE_CHECKING:
    from build_tools.sphinx_ext.pdf_builder import HandbookPdfBuilder

SETTINGS = "---\nlaw-as-at: 2025-12-24\naudience: [judges]\nstatus: draft\n---\n\n"
ROOT = Path(__file__).parents[2]
CONF = """
import datetime as dt
from pathlib import Path
from build_tools.load import load_authorities, load_cases, load_terms
from build_tools.model import Book, Chapter, Part
root = Path({root!r})
handbook_authorities = load_authorities(root)
handbook_cases = load_cases(root)
handbook_terms = load_terms(root)
handbook_book = Book(
    title="Book", short_title="Book", subtitle="", edition="1", date=dt.date(2026, 1, 1),
    law_as_at=dt.date(2026, 1, 1), language="en", address="", publisher="", authors=(),
    reviewers=(), text_licence="", draft_notice="", editions=(),
    parts=(Part("part", "Part", (Chapter("index", "index", 4),)),),
)
features = ("book", "paragraphs", "law", "cases", "terms", "boxes")
extensions = ["myst_parser", *("build_tools.sphinx_ext." + name for name in features)]
myst_enable_extensions = ["colon_fence"]
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], tuple[document, str]]:
    """Return a function that reads a chapter's text into a doctree and the warnings."""

    def read_chapter(text: str) -> tuple[document, str]:
        (tmp_path / "conf.py").write_text(CONF.format(root=str(ROOT)), encoding="utf-8")
        (tmp_path / "index.md").write_text(f"# Chapter\n\n{text}\n", encoding="utf-8")
        warnings = io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html",
                status=None, warning=warnings,
            )
            app.build()
        whole = app.env.get_doctree("index")
        for mark in list(whole.findall(ListedAuthorities)):
            mark.replace_self(list_of(mark, app.env))
        return whole, warnings.getvalue()

    return read_chapter


@pytest.fixture
def closing_list(read: Callable[[str], tuple[document, str]]) -> Callable[[str], str]:
    """Return a function that reads a chapter's text and returns its list of authorities."""

    def words_of_list(text: str) -> str:
        tree, _warnings = read(text)
        sections = tree.findall(nodes.section)
        return next(s for s in sections if "authorities" in s["ids"]).astext()

    return words_of_list


@dataclass(frozen=True)
class Built:
    """What a build of a tiny book left."""

    app: Sphinx
    warnings: str
    """Each with its place below the tiny book: `chapters/part/one.md:12: …`."""
    findings: tuple[Finding, ...] = ()
    """The same as an editor is told them."""

    @property
    def out(self) -> Path:
        """Return the folder of the output."""
        return Path(self.app.outdir)

    def tree(self, chapter: str = "one") -> document:
        """Return a chapter as it was read."""
        return self.app.env.get_doctree(f"chapters/part/{chapter}")

    def page(self, chapter: str = "one") -> str:
        """Return a chapter's page of the site."""
        return (self.out / f"chapters/part/{chapter}.html").read_text(encoding="utf-8")

    def words(self, chapter: str = "one") -> str:
        """Return the words of a page's article, marks and white space aside."""
        page = self.page(chapter)
        article = page[page.index("<article") : page.index("</article>")]
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", article)).split())

    def printed(self) -> str:
        """Return the bodies that go to print, without laying them out."""
        builder = cast("HandbookPdfBuilder", self.app.builder)
        builder.prepare_writing(set())
        return "".join(body.html(lambda _count, _slot: "") for body in builder.bodies())


Build = Callable[..., Built]


@pytest.fixture
def drawing(tmp_path: Path) -> None:
    """Put a drawing into the tiny book."""
    path = tmp_path / "chapters/figures/tree.svg"
    path.parent.mkdir(parents=True)
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Return a function that builds chapters (the words of each by its name) as one part.

    Called again, it changes the files to what it is given and builds on what it built before.
    """

    def build_book(
        chapters: str | Mapping[str, str], builder: str = "dummy", jobs: int = 1, **settings: Any
    ) -> Built:
        texts = {"one": chapters} if isinstance(chapters, str) else chapters
        audience = settings.get("handbook_audience", Audience.PARTICIPANTS.value)
        made = tmp_path if audience == Audience.PARTICIPANTS else tmp_path / audience
        folder = tmp_path / "chapters/part"
        if not (tmp_path / "handbook").exists():
            (tmp_path / "handbook").mkdir()
            for path in (ROOT / "handbook").iterdir():
                if path.name != "courses":  # they name chapters that this book does not have
                    (tmp_path / "handbook" / path.name).symlink_to(path)
        write_if_changed(tmp_path / "index.md", b"# Book\n\n```{book-contents}\n```\n")
        for path in folder.glob("*.md"):
            if path.stem not in texts:
                path.unlink()
        for name, text in texts.items():
            is_whole = text.startswith(("---", "# "))
            whole = text if is_whole else f"{SETTINGS}# Chapter {name}\n\n{text}\n"
            write_if_changed(folder / f"{name}.md", whole.encode())
        warnings = io.StringIO()
        with patch_docutils(), docutils_namespace(), catch_warnings():
            # MyST 5.2 looks up Sphinx's application in a way that Sphinx 11 will not know.
            filterwarnings("ignore", "'myst_parser", DeprecationWarning)
            filterwarnings("ignore", "'myst_parser", PendingDeprecationWarning)
            app = Sphinx(
                tmp_path, None, made / "out" / builder, made / "trees", builder,
                confoverrides=_settings_of_a_book(tuple(texts), audience) | settings,
                status=None, warning=warnings, parallel=jobs,
            )
            findings: list[Finding] = []
            app.connect("handbook-finding", lambda _app, finding: findings.append(finding))
            if builder == "handbook-pdf":
                app.builder.read()  # `printed` goes on from here, without a layout.
            else:
                app.build()
        told = strip_escape_sequences(warnings.getvalue()).replace(f"{tmp_path}/", "")
        return Built(app, told, tuple(findings))

    return build_book


@cache
def _settings_of_the_book() -> dict[str, Any]:
    """Return the settings of `conf.py`."""
    names = runpy.run_path(str(ROOT / "conf.py")).items()
    return {name: value for name, value in names if name[0] != "_" and not callable(value)}


def _settings_of_a_book(chapters: tuple[str, ...], audience: str) -> dict[str, Any]:
    """Return the same settings for a book of these chapters, and its one edition."""
    settings = _settings_of_the_book()
    book = settings["handbook_book"]
    listed = tuple(
        Chapter(name, f"chapters/part/{name}", str(n)) for n, name in enumerate(chapters, 1)
    )
    edition = replace(book.edition_named("handbook"), chapters=chapters, audience=audience)
    return settings | {
        "handbook_book": replace(book, parts=(Part("part", "Part", listed),), editions=(edition,)),
        "include_patterns": ["index.md", *(f"{chapter.docname}.md" for chapter in listed)],
    }
