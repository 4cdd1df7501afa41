"""The page of the courses: who each is for, its timetable, and what participants can take.

It leads to participants' files alone: trainers' stand in a tree of their own, beside the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.sphinx_ext.book import book_of
from build_tools.sphinx_ext.site_downloads import PACK, Download, downloads_in
from build_tools.sphinx_ext.timetable import facts_of
from build_tools.sphinx_ext.warning import warn_of
from build_tools.training.courses import Courses

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the page."""
    app.connect("html-collect-pages", _pages)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    book, downloads = book_of(app), downloads_in(Path(app.outdir))
    is_whole = not book.problems  # what courses miss otherwise follows from the list of chapters
    courses = _courses(Courses(Path(app.srcdir), book), downloads, is_whole)
    yield "training", {"title": _("Training"), "courses": tuple(courses)}, "training.html"


def _courses(
    courses: Courses, downloads: tuple[Download, ...], is_whole: bool
) -> Iterator[dict[str, Any]]:
    """Yield what the page says of each course; what is wrong with one is told at its place."""
    told = [*courses.findings]
    for course in courses.sound:
        planned = courses.planned(course)
        told += planned.findings
        files = [file for file in downloads if file.edition == f"{course.name}{PACK}"]
        yield {**facts_of(planned), "downloads": files, "waits_for": planned.waits_for}
    for finding in dict.fromkeys(told) if is_whole else ():
        warn_of(finding)
