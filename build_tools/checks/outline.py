"""What other chapters, and rules over the whole book, need to know of a chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from build_tools.checks.places import column_of
from build_tools.checks.reading import Reading
from build_tools.model import Finding
from build_tools.sentences import said

_LOOKED_UP = frozenset({"para", "numref", "ref", "doc", "case", "term", "worked"})
_NAMED_AT_HEAD = {
    "figure": "image", "image": "image", "case-note": "case", "chart": "chart",
    "worked-table": "worked",
}
"""What a box names behind its braces."""
_MADE = {
    "chart": ("fig-{}", "tab-{}"),
    "concordance": ("tab-concordance", "tab-gaps"),
}
"""Names that a box gives to what it makes."""
_NOT_IN_SLUGS = re.compile(r"[^\w\u4e00-\u9fff\- ]")
_MARKED = re.compile(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^`>]*>)?`")


class Pointer(NamedTuple):
    """A place that refers to another: a mark, a link, an image."""

    kind: str
    target: str
    line: int
    """Counted from 0."""
    column: int
    """Counted from 1; 0 if it is where the target stands on the line."""
    source: str


@dataclass(frozen=True)
class Outline:
    """The names that a chapter gives, and those it refers to."""

    path: str
    labels: tuple[tuple[str, int, str], ...]
    """Of paragraphs and sections: name, line from 0, the line as typed."""
    captions: tuple[tuple[str, int, str], ...]
    """Of figures, tables and boxes."""
    slugs: tuple[str, ...]
    """What links to its headings are called."""
    pointers: tuple[Pointer, ...]

    @property
    def chapter(self) -> str:
        """The name of the chapter."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    def finding(
        self, key: str, line: int, column: int, source: str, **values: object
    ) -> Finding:
        """Say a mistake on a line (from 0) in the words of the table."""
        sentence, fix, code = said(key, path=self.path, **values)
        at = column or column_of(sentence, source) or 1
        return Finding(self.path, line + 1, at, sentence, fix.strip(), code, source)


def outline_of(reading: Reading) -> Outline:
    """Return the outline of a chapter."""
    marks = (
        Pointer(mark.name, mark.target, mark.line, mark.column, reading.lines[mark.line])
        for mark in reading.marks
        if mark.name in _LOOKED_UP
    )
    links = (
        Pointer(
            "image" if link.is_image else "link", link.target, link.line, link.column,
            reading.lines[link.line],
        )
        for link in reading.links
    )
    named = (
        Pointer(kind, box.argument, box.first, 0, reading.lines[box.first])
        for name, kind in _NAMED_AT_HEAD.items()
        for box in reading.boxes_named(name)
        if box.argument
    )
    captions = [(name.name, name.line) for name in reading.captions]
    for box in reading.boxes:
        captions += [(name.format(box.argument), box.first) for name in _MADE.get(box.name, ())]
    return Outline(
        path=reading.path,
        labels=tuple((one.name, one.line, reading.lines[one.line]) for one in reading.labels),
        captions=tuple((name, line, reading.lines[line]) for name, line in captions),
        slugs=tuple(_slugs(heading.words for heading in reading.headings if heading.level <= 3)),
        pointers=(*marks, *links, *named),
    )


def _slugs(headings: Iterable[str]) -> list[str]:
    """Name each heading as MyST does, those of the same words by number."""
    slugs: list[str] = []
    for words in headings:
        plain = _MARKED.sub(r"\1", words)
        slug = _NOT_IN_SLUGS.sub("", plain.lower().replace(" ", "-"))
        unique, count = slug, 1
        while unique in slugs:
            unique, count = f"{slug}-{count}", count + 1
        slugs.append(unique)
    return slugs
