"""The base of the builders that make what a course hands out: its pack and its slides.

An environment is of one audience, and so is what is made from it: trainers' files are written
from what trainers' builds have read, and into their tree alone.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Set
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from build_tools.errors import HandbookError
from build_tools.files import write_whole
from build_tools.pdf.conformance import Metadata
from build_tools.sphinx_ext.chapter_facts import long_date
from build_tools.sphinx_ext.print_builder import PrintBuilder, PrintingError
from build_tools.sphinx_ext.withheld import is_for_trainers
from build_tools.training.courses import Courses

_logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the course whose files are made."""
    app.add_config_value("handbook_course", "", "", types=(str,))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class CourseBuilder(PrintBuilder):
    """Find a course, set the typefaces, and put the files that are made of it."""

    def init(self) -> None:
        """Find the course.

        :raises SphinxError: if there is none of that name, or if its file has a mistake.
        """
        super().init()
        self.courses = Courses(Path(self.srcdir), self.book)
        self.for_trainers = is_for_trainers(self.config)
        try:
            self.planned = self.courses.planned(self.courses.named(self.config.handbook_course))
        except HandbookError as error:
            raise PrintingError(error) from error

    def write_documents(self, _docnames: Set[str]) -> None:
        """Make every file of the course."""
        with self.layout_engine():
            self.make()

    @abstractmethod
    def make(self) -> None:
        """Make the files; the typefaces are known and the layout engine is there."""

    def put(self, edition: str, ending: str, title: str, content: bytes, pages: int) -> None:
        """Write a file whole, named by its edition and this ending, and tell that it is there."""
        target = Path(self.outdir) / f"{edition}{ending}"
        write_whole(target, content)
        product = self.product(target, edition, title, content, pages)
        self.events.emit("handbook-product", product)

    def tell_layout(self, messages: Iterable[str]) -> None:
        """Tell what the layout complained of."""
        for message in messages:
            _logger.warning("%s", message, type="handbook", subtype="layout")

    def metadata(self, title: str) -> Metadata:
        """Return what a file says of itself."""
        return Metadata.of(self.book, title, self.book.language)

    @property
    def issued(self) -> str:
        """The date of the book in words."""
        return long_date(self.book.date.isoformat())

    @property
    def law_date(self) -> str:
        """The date of the law in words."""
        return long_date(self.book.law_as_at.isoformat())
