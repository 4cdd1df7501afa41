"""Who builds the book, and how: each a list of commands that run in fresh processes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generate import (
    PROJECT,
    write_for_handbook,
    write_for_pandoc,
    write_plain,
    write_typed,
    write_unlinked,
)
from build_tools.pdf.fonts import use_only

OWN = PROJECT / "benchmarks"
FONTS = PROJECT / "handbook/design/fonts"
PLAIN = "plain Sphinx and WeasyPrint: PDF, cold"
COLD, UNCHANGED, CHANGED = (
    "this project: PDF, cold",
    "this project: the same again, nothing changed",
    "this project: the same again, one paragraph changed",
)
SHORT, LONG = 5, 40
"""Chapters of a book of about 100 pages and of one of about 800."""


@dataclass(frozen=True)
class Contender:
    """A build of the book."""

    name: str
    folder: Path
    """Where it runs: the book in its dress."""
    commands: list[list[str]]
    prepare: Callable[[], None]
    pdf: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    missing: str = ""
    """Why it cannot run here."""


@dataclass(frozen=True)
class Books:
    """The generated book in each dress."""

    handbook: Path
    plain: Path
    pandoc: Path
    words: int


@dataclass(frozen=True)
class Ground:
    """Where the builds run."""

    folder: Path
    """Kept from one build to the next."""
    out: Path
    """Emptied before a cold build."""

    def cold(self) -> None:
        """Leave nothing of earlier builds."""
        for kept in self.folder.glob("*/_build"):  # sheets, by the sources
            shutil.rmtree(kept)
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()


def written_books(folder: Path, chapters: int) -> Books:
    """Write the book in each dress."""
    handbook, plain, pandoc = (folder / f"{name}-dress" for name in ("handbook", "plain", "pandoc"))
    words = write_for_handbook(handbook, chapters)
    write_plain(plain, chapters)
    write_for_pandoc(pandoc, chapters)
    return Books(handbook, plain, pandoc, words)


def contenders(books: Books, ground: Ground) -> Iterator[Contender]:
    """Yield our builds and the plain one in the order in which they run: some go on from others."""
    trees, html, pdf = (ground.out / name for name in ("trees", "html", "pdf"))
    site = sphinx(sys.executable, "html", books.handbook, trees, html)
    book = sphinx(sys.executable, "handbook-pdf", books.handbook, trees, pdf)
    handbook = pdf / "handbook.pdf"
    for name, commands, prepare, made in (
        ("this project: site, cold", [site], ground.cold, None),
        (COLD, [book], ground.cold, handbook),
        ("this project: site and PDF, cold", [site, book], ground.cold, handbook),
        (UNCHANGED, [site, book], lambda: None, handbook),
        (CHANGED, [site, book], lambda: _change_a_paragraph(books.handbook), handbook),
    ):
        yield Contender(name, books.handbook, commands, prepare, made)
    yield _plain_path(books, ground)


def of_length(ground: Ground, chapters: int) -> Contender:
    """Return the cold build of our PDF of a book of so many chapters."""
    source, pdf = ground.folder / f"of-{chapters}", ground.out / "pdf"
    write_for_handbook(source, chapters)
    build = sphinx(sys.executable, "handbook-pdf", source, ground.out / "trees", pdf)
    name = f"this project: PDF of {chapters} chapters, cold"
    return Contender(name, source, [build], ground.cold, pdf / "handbook.pdf")


def with_and_without_law(ground: Ground, chapters: int) -> Iterator[Contender]:
    """Yield the cold builds of the site that show what the apparatus of law costs."""
    for name, write in (
        ("site, cold", write_for_handbook),
        ("site, cold, its law typed by hand, with links", write_typed),
        ("site, cold, its law typed by hand, without links", write_unlinked),
    ):
        source = ground.folder / write.__name__
        write(source, chapters)
        build = sphinx(
            sys.executable, "html", source, ground.out / "trees", ground.out / "html"
        )
        yield Contender(f"this project: {name}", source, [build], ground.cold)


def sphinx(python: str, builder: str, source: Path, trees: Path, out: Path) -> list[str]:
    """Return the command of a build by Sphinx."""
    return [
        python, "-m", "sphinx", "-q", "-b", builder, "-d", str(trees), str(source), str(out),
    ]


def single_page(books: Books, ground: Ground) -> list[str]:
    """Return the command that makes Sphinx's own single page."""
    trees, page = ground.out / "trees", ground.out / "single"
    return [
        *sphinx(sys.executable, "singlehtml", books.plain, trees, page), "-c", str(OWN / "plain"),
    ]


def _change_a_paragraph(book: Path) -> None:
    """Add a sentence to the first numbered paragraph of a chapter in the middle of the book."""
    chapters = sorted(book.glob("chapters/*/topic-*.md"), key=lambda path: path.name)
    chapter = chapters[len(chapters) // 2]
    text = chapter.read_text(encoding="utf-8")
    label = f"({chapter.stem}-place-1)=\n"
    chapter.write_text(text.replace(label, f"{label}This sentence is new.\n"), encoding="utf-8")


def _plain_path(books: Books, ground: Ground) -> Contender:
    """Sphinx's own single page, printed by WeasyPrint: page numbers by `target-counter`."""
    use_only(FONTS, ground.folder / "fontconfig")
    pdf = ground.out / "plain.pdf"
    printed = [
        sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1",
        str(ground.out / "single/index.html"), str(pdf),
    ]
    return Contender(
        PLAIN, books.plain, [single_page(books, ground), printed], ground.cold, pdf
    )
