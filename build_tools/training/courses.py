"""The courses of a book, each with what it takes from the chapters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from build_tools.errors import BookDataError, UsageError, near_misses
from build_tools.figure_words import figure_in_words
from build_tools.load import (
    load_authorities,
    load_cases,
    load_courses,
    load_verbs,
    load_worked,
)
from build_tools.load.courses import FOLDER
from build_tools.load.worked import FOLDER as WORKED
from build_tools.model import Book, Course, Finding, Verbs
from build_tools.training.bank import Bank, bank_of
from build_tools.training.plan import PlannedCourse
from build_tools.training.planning import plan
from build_tools.training.prose import Names
from build_tools.training.taught import Taught, read_taught


@dataclass(frozen=True)
class Courses:
    """Every course, planned when it is asked for; chapters are read once."""

    root: Path
    book: Book

    @property
    def sound(self) -> tuple[Course, ...]:
        """The courses whose files have no mistake, by the names of their files."""
        return self._loaded[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The mistakes in the files of the others."""
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[tuple[Course, ...], tuple[Finding, ...]]:
        return load_courses(self.root, self.book)

    @cached_property
    def chapters(self) -> Mapping[str, Taught]:
        """Every chapter as training sees it, by its name."""
        return {
            chapter.name: read_taught(
                chapter, (self.root / f"{chapter.docname}.md").read_text("utf-8-sig", "replace")
            )
            for chapter in self.book.chapters
        }

    @cached_property
    def verbs(self) -> Verbs:
        """The verbs that objectives begin with."""
        return load_verbs(self.root)

    def named(self, name: str) -> Course:
        """Find a course by its name, in capitals or not.

        :raises BookDataError: if its file has a mistake.
        :raises UsageError: if there is none.
        """
        wanted = name.lower()
        for course in self.sound:
            if course.name == wanted:
                return course
        path = f"{FOLDER}/{wanted}.toml"
        if found := tuple(each for each in self.findings if each.path == path):
            raise BookDataError(found)
        fix = near_misses(wanted, [one.name for one in self.sound])
        raise UsageError(f"There is no course '{name}'. {fix}")

    def planned(self, course: Course) -> PlannedCourse:
        """Plan a course."""
        source = (self.root / course.path).read_text("utf-8-sig", "replace")
        return plan(course, self.chapters, self.verbs, source)

    def bank(self, planned: PlannedCourse) -> Bank:
        """Return the question bank of a course in words."""
        return bank_of(planned, self.chapters, self._names, self.book.draft_notice)

    @cached_property
    def _names(self) -> Names:
        return Names(
            authorities={one.name: one for one in load_authorities(self.root)},
            cases={one.name: one for one in load_cases(self.root)},
            chapters={taught.name: taught.title for taught in self.chapters.values()},
            figures=self._figures,
            language=self.book.language,
        )

    @cached_property
    def _figures(self) -> Mapping[str, str]:
        """Every figure that chapters quote; a file with a mistake is told by the build."""
        figures: dict[str, str] = {}
        for path in sorted((self.root / WORKED).glob("*.toml")):
            with suppress(BookDataError):
                file = load_worked(self.root, path.stem)
                figures |= {f"{file.name}.{k}": figure_in_words(v) for k, v in file.quotable}
        return figures
