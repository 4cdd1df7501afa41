"""Tiny books: projects for Sphinx with the real design, and editions made by hand."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.load import load_design
from build_tools.model import Audience, Book, Chapter, Edition, Part
from build_tools.pdf.body import Body, PageSlot

if TYPE_CHECKING:
    from build_tools.pdf.edition import Printing  # brings WeasyPrint, which must find our fonts

ROOT = Path(__file__).parents[2]
SETTINGS = "---\nlaw-as-at: 2025-12-24\naudience: [judges]\nstatus: draft\n---\n\n"
PARTS = '\n[[part]]\nname = "part"\ntitle = "Part"\nchapters = [{}]\n'


def make_project(root: Path, **chapters: str) -> Path:
    """Write a project of one part with these chapters, each given by its text, and return it.

    It has no course: those of the book take chapters that are not there.
    """
    shutil.copytree(ROOT / "handbook", root / "handbook", ignore=shutil.ignore_patterns("courses"))
    (root / "handbook/courses").mkdir()
    for name in ("conf.py", "index.md"):
        shutil.copy(ROOT / name, root)
    book = root / "handbook/book.toml"
    facts, _parts, _rest = book.read_text(encoding="utf-8").partition("\n[[part]]")
    names = ", ".join(f'"{name}"' for name in chapters)
    book.write_text(facts + PARTS.format(names), encoding="utf-8")
    for name, text in chapters.items():
        path = root / f"chapters/part/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{SETTINGS}# {name.title()}\n\n{text}\n", encoding="utf-8")
    return root


def build(project: Path, builder: str, folder: str = ".", **settings: str) -> tuple[Path, str]:
    """Build a project and return the folder of its output and the warnings."""
    made, warnings = project / "_out" / folder, io.StringIO()
    out = made / builder
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            project, project, out, made / "trees", builder, confoverrides=settings,
            status=None, warning=warnings,
        )  # fmt: skip
        app.build()
    return out, warnings.getvalue()


class Words(dict[str, str]):
    """Words of the pages: each is its own name."""

    def __missing__(self, name: str) -> str:
        return name


def printing_of(*fragments: str | PageSlot, root: Path = ROOT) -> Printing:
    """Return the printing of a book whose one chapter is these pieces of HTML."""
    from build_tools.pdf.edition import Printing

    edition = Edition("tiny", "Tiny", Audience.PARTICIPANTS, "en", "A4", ("one",))
    date = dt.date(2026, 1, 1)
    return Printing(
        book=Book(
            title="Book", short_title="Book", subtitle="Of one chapter", edition="1",
            date=date, law_as_at=date, language="en", address="https://book.example",
            publisher="", authors=(), reviewers=(), text_licence="", draft_notice="",
            parts=(Part("part", "Part", (Chapter("one", "one", 1),)),), editions=(edition,),
        ),
        edition=edition,
        bodies=(
            Body(
                name="one", number=1, part="part", title="One", title_html="One",
                audience="judges", law_as_at="1 January 2026", status="draft",
                address="https://book.example/one.html", anchor="one:chapter",
                fragments=fragments, headings=(), checklists=(), index_marks=(),
            ),
        ),
        colours=load_design(ROOT).light,
        root=root,
        design=ROOT / "handbook/design/print",
        is_draft=True,
        words=Words(),
    )  # fmt: skip


def silent(_stage: str, _pages: int) -> None:
    """Tell no progress."""


def bare(words: str) -> str:
    """Return words without any space: lines of a page end without one."""
    return "".join(words.split())
