"""Other ways to a PDF of the book: each is installed apart from this project, or is missing.

Python packages go into a folder of the run. What comes from Debian is looked for on the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders import FONTS, OWN, Books, Contender, Ground, single_page, sphinx

_TYPST = (
    "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], "
    "font_paths=[sys.argv[3]], ignore_system_fonts=True)"
)


def chromium(books: Books, ground: Ground) -> Contender:
    """The page that the plain path prints, printed by a browser instead."""
    pdf = ground.out / "chromium.pdf"
    printed = [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-background-networking", f"--user-data-dir={ground.out / 'browser'}",
        "--no-pdf-header-footer", "--generate-pdf-document-outline", f"--print-to-pdf={pdf}",
        (ground.out / "single/index.html").as_uri(),
    ]
    return Contender(
        "Sphinx and Chromium: PDF, cold", books.plain, [single_page(books, ground), printed],
        ground.cold, pdf, missing=_absent("chromium", "chromium"),
    )


def simplepdf(books: Books, ground: Ground) -> Contender:
    """Sphinx with the theme and builder sphinx-simplepdf."""
    home = ground.folder / "simplepdf"
    pdf = ground.out / "simple/book.pdf"
    build = sphinx(_python(home), "simplepdf", books.plain, ground.out / "trees", pdf.parent)
    return Contender(
        "sphinx-simplepdf: PDF, cold", books.plain, [[*build, "-c", str(OWN / "simplepdf")]],
        ground.cold, pdf,
        environment={"PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        missing=_not_installed(home, "sphinx-simplepdf==1.7.0", "myst-parser"),
    )


def latex(books: Books, ground: Ground) -> Contender:
    """Sphinx's LaTeX, set by XeTeX as often as it asks for."""
    home = ground.folder / "latex"
    made = ground.out / "latex"
    build = sphinx(_python(home), "latex", books.plain, ground.out / "trees", made)
    source = str(made / "thebook.tex")
    setting = ["latexmk", "-pdfxe", "-cd", "-f", "-interaction=batchmode", source]
    return Contender(
        "Sphinx and XeLaTeX: PDF, cold", books.plain,
        [[*build, "-c", str(OWN / "latex")], setting],
        ground.cold, made / "thebook.pdf", environment={"BOOK_FONTS": str(FONTS)},
        missing=_absent(
            "latexmk", "latexmk texlive-xetex texlive-latex-extra texlive-fonts-recommended"
        )
        or _absent("rsvg-convert", "librsvg2-bin")
        or _not_installed(home, "sphinx", "myst-parser", "sphinxcontrib-svg2pdfconverter"),
    )


def typst(books: Books, ground: Ground) -> Contender:
    """Pandoc writes Typst; Typst makes a tagged PDF of it."""
    home = ground.folder / "pandoc"
    source, pdf = ground.out / "book.typ", ground.out / "typst.pdf"
    written = [
        *_pandoc(home, books), "--to", "typst", "-V", "papersize=a4",
        "-V", "mainfont=Source Serif 4", "-o", str(source),
    ]
    missing = _not_installed(home, *_PANDOC)
    return Contender(
        "pandoc and Typst: PDF, cold", books.pandoc,
        [
            written,
            ["cp", "-r", str(books.pandoc / "figures"), str(ground.out)],
            [_python(home), "-c", _TYPST, str(source), str(pdf), str(FONTS)],
        ],
        ground.cold, pdf, missing=missing,
    )


def asciidoctor(books: Books, ground: Ground) -> Contender:
    """Pandoc writes AsciiDoc; asciidoctor-pdf makes a PDF of it."""
    home = ground.folder / "pandoc"
    source, pdf = ground.out / "book.adoc", ground.out / "asciidoctor.pdf"
    return Contender(
        "pandoc and asciidoctor-pdf: PDF, cold", books.pandoc,
        [
            [*_pandoc(home, books), "--to", "asciidoc", "-o", str(source)],
            ["cp", "-r", str(books.pandoc / "figures"), str(ground.out)],
            [
                "asciidoctor-pdf", "--quiet", "-d", "book", "-a", "pdf-page-size=A4", "-a", "toc",
                str(source), "-o", str(pdf),
            ],
        ],
        ground.cold, pdf,
        missing=_absent("asciidoctor-pdf", "ruby-asciidoctor-pdf")
        or _not_installed(home, *_PANDOC),
    )


OTHERS: dict[str, Callable[[Books, Ground], Contender]] = {
    "chromium": chromium,
    "simplepdf": simplepdf,
    "latex": latex,
    "typst": typst,
    "asciidoctor": asciidoctor,
}
_PANDOC = ("pypandoc_binary", "typst")
_START = (
    "import os, pypandoc, sys; "
    "os.execv(pypandoc.get_pandoc_path(), ['pandoc', *sys.argv[1:]])"
)


def _pandoc(home: Path, books: Books) -> list[str]:
    return [
        _python(home), "-c", _START, str(books.pandoc / "book.md"), "--standalone", "--toc",
        "-M", "title=The book", "-V", "lang=en",
    ]


def _python(home: Path) -> str:
    return str(home / "bin/python")


def _not_installed(home: Path, *packages: str) -> str:
    """Install Python packages into a folder; say why if that fails."""
    if not Path(_python(home)).exists():
        venv.create(home, with_pip=True)
    installed = subprocess.run(
        [_python(home), "-m", "pip", "install", "--quiet", *packages],
        capture_output=True, text=True, check=False,
    )
    told = installed.stderr.splitlines() or ["no word"]
    return f"not installed: {told[-1]}" if installed.returncode else ""


def _absent(command: str, packages: str) -> str:
    """Say what to install if a command is not on this machine."""
    return "" if shutil.which(command) else f"not on this machine: apt-get install {packages}"
