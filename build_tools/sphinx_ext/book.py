"""The book's order and numbers: chapters are numbered through the book, not anew in each part."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from build_tools.model import Book, Chapter, Edition
from build_tools.sphinx_ext.warning import warn


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the book as data, which edition is made, the contents and the chapter numbers."""
    app.add_config_value("handbook_book", None, "env", types=(Book,))
    app.add_config_value("handbook_edition", "handbook", "", types=(str,))
    app.add_directive("book-contents", BookContents)
    app.add_transform(ChapterNumber)
    app.connect("env-before-read-docs", _tell_problems)
    app.connect("doctree-read", _number_in_contents, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _tell_problems(app: Sphinx, *_reading: object) -> None:
    """Tell what the list of chapters lacks; the rest of the book is built all the same."""
    for finding in book_of(app).problems:
        place = f"{Path(app.srcdir, finding.path)}:{finding.line}"
        warn(finding.code, finding.message, finding.fix, place, finding.column)


def book_of(app: Sphinx) -> Book:
    """Return the book this build is made from."""
    return cast("Book", app.config.handbook_book)


def edition_of(config: Config) -> Edition | None:
    """Return the edition that is asked for, if the book has it."""
    return cast("Book", config.handbook_book).edition_named(config.handbook_edition)


def chapters_of_edition(config: Config) -> tuple[Chapter, ...]:
    """Return the chapters of the edition that is asked for, or of the whole book."""
    book, edition = cast("Book", config.handbook_book), edition_of(config)
    return tuple(c for c in book.chapters if edition is None or c.name in edition.chapters)


class BookContents(SphinxDirective):
    """List the chapters part by part; `handbook/book.toml` alone knows their order."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Make one contents list for each part that has a chapter."""
        book: Book = self.config.handbook_book
        return [
            addnodes.toctree(
                "",
                parent=self.env.docname,
                entries=[(None, chapter.docname) for chapter in part.chapters],
                includefiles=[chapter.docname for chapter in part.chapters],
                caption=part.title,
                rawcaption=part.title,
                maxdepth=1,
                glob=False,
                hidden=False,
                includehidden=False,
                numbered=0,
                titlesonly=True,
            )
            for part in book.parts
            if part.chapters
        ]


class ChapterNumber(SphinxTransform):
    """Give a chapter's title its number when it is read.

    Sphinx numbers each contents list from one; the book numbers its chapters through.
    """

    default_priority: ClassVar[int] = 740

    def apply(self) -> None:
        """Number the first title of a chapter's document."""
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        title = next(iter(self.document.findall(nodes.title)), None)
        if chapter is not None and title is not None:
            title["secnumber"] = (chapter.number,)


def _number_in_contents(app: Sphinx, doctree: nodes.document) -> None:
    """Number the chapter in contents lists and the sidebar as well."""
    docname = app.env.current_document.docname
    chapter = book_of(app).chapter_of(docname)
    entry = next(iter(app.env.tocs[docname].findall(nodes.reference)), None)
    if chapter is not None and entry is not None:
        entry["secnumber"] = (chapter.number,)
