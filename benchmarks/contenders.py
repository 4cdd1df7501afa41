"""Who builds the book, and how: each a list of commands that run in fresh processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generate import PROJECT, write_for_handbook, write_plain
from build_tools.pdf.fonts import use_only

_OWN = PROJECT / "benchmarks"
_FONTS = PROJECT / "handbook/design/fonts"
_SIMPLEPDF = "sphinx-simplepdf==1.7.0"


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
    """The generated book in both dresses."""

    handbook: Path
    plain: Path
    words: int


def written_books(folder: Path, chapters: int) -> Books:
    """Write the book in both dresses."""
    handbook, plain = folder / "handbook-dress", folder / "plain-dress"
    words = write_for_handbook(handbook, chapters)
    write_plain(plain, chapters)
    return Books(handbook, plain, words)


def contenders(books: Books, folder: Path, with_simplepdf: bool) -> Iterator[Contender]:
    """Yield the builds in the order in which they run: some start from what others left."""
    out = folder / "out"
    html, pdf = out / "html", out / "pdf"
    trees = out / "trees"

    def cold() -> None:
        shutil.rmtree(books.handbook / "_build", ignore_errors=True)  # what is kept from before
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()

    site = _sphinx(sys.executable, "html", books.handbook, trees, html)
    book = _sphinx(sys.executable, "handbook-pdf", books.handbook, trees, pdf)
    handbook = pdf / "handbook.pdf"
    for name, commands, prepare, made in (
        ("site, cold", [site], cold, None),
        ("PDF, cold", [book], cold, handbook),
        ("site and PDF, cold", [site, book], cold, handbook),
        ("the same again, nothing changed", [site, book], lambda: None, handbook),
        (
            "the same again, one paragraph changed",
            [site, book],
            lambda: _change_a_paragraph(books.handbook),
            handbook,
        ),
    ):
        yield Contender(f"this project: {name}", books.handbook, commands, prepare, made)
    yield _plain_path(books, out, cold, folder / "fontconfig")
    if with_simplepdf:
        yield _simplepdf(books, out, cold, folder / "simplepdf")


def _sphinx(python: str, builder: str, source: Path, trees: Path, out: Path) -> list[str]:
    return [
        python, "-m", "sphinx", "-q", "-b", builder, "-d", str(trees), str(source), str(out),
    ]


def _change_a_paragraph(book: Path) -> None:
    """Add a sentence to the first numbered paragraph of a chapter in the middle of the book."""
    chapters = sorted(book.glob("chapters/*/topic-*.md"), key=lambda path: path.name)
    chapter = chapters[len(chapters) // 2]
    text = chapter.read_text(encoding="utf-8")
    label = f"({chapter.stem}-place-1)=\n"
    chapter.write_text(text.replace(label, f"{label}This sentence is new.\n"), encoding="utf-8")


def _plain_path(books: Books, out: Path, cold: Callable[[], None], fonts: Path) -> Contender:
    """Sphinx's own single page, printed by WeasyPrint: page numbers by `target-counter`."""
    use_only(_FONTS, fonts)
    page, pdf = out / "single", out / "plain.pdf"
    single = _sphinx(sys.executable, "singlehtml", books.plain, out / "trees", page)
    return Contender(
        "plain Sphinx and WeasyPrint: PDF, cold",
        books.plain,
        [
            [*single, "-c", str(_OWN / "plain")],
            [
                sys.executable, "-m", "weasyprint", "--quiet", "--pdf-variant", "pdf/ua-1",
                str(page / "index.html"), str(pdf),
            ],
        ],
        cold,
        pdf,
    )


def _simplepdf(books: Books, out: Path, cold: Callable[[], None], home: Path) -> Contender:
    """Install sphinx-simplepdf apart from this project; say why if that fails."""
    python = str(home / "bin/python")
    pdf = out / "simple/book.pdf"
    build = _sphinx(python, "simplepdf", books.plain, out / "trees", pdf.parent)
    missing = ""
    if not Path(python).exists():
        venv.create(home, with_pip=True)
    installed = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", _SIMPLEPDF, "myst-parser"],
        capture_output=True, text=True, check=False,
    )
    if installed.returncode:
        missing = f"not installed: {(installed.stderr.splitlines() or ['no word'])[-1]}"
    return Contender(
        "sphinx-simplepdf: PDF, cold",
        books.plain,
        [[*build, "-c", str(_OWN / "simplepdf")]],
        cold,
        pdf,
        environment={"PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        missing=missing,
    )
