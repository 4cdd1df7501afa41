"""`handbook/numbers`: the paragraph numbers given for good, one file a chapter."""

from __future__ import annotations

import re
from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import TomlFile
from build_tools.model import Finding
from build_tools.numbering import (
    Fingerprint,
    FrozenChapter,
    FrozenParagraph,
    read_fingerprint,
)

FOLDER = "handbook/numbers"
_CHAPTER = re.compile(r'^chapter = "(\w+)"$', re.MULTILINE)


def load_frozen(root: Path, chapter: str) -> FrozenChapter | None:
    """Read the numbers of a chapter; none if it has not been frozen.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    relative = f"{FOLDER}/{chapter}.toml"
    if not (root / relative).is_file():
        return None
    problems: list[Finding] = []
    file = TomlFile(root, relative, problems)
    top = file.root_table()
    number = top.text("chapter")
    paragraphs: list[FrozenParagraph] = []
    seen: set[str] = set()
    for table in top.tables("paragraph"):
        each = FrozenParagraph(
            number=table.text("number"),
            fingerprint=_fingerprint(table.text("words")),
            begins=table.text("begins"),
            is_deleted=table.flag("deleted"),
        )
        if each.number in seen:
            table.report(
                "number",
                f"The number {each.number} is given twice; readers could not tell which is meant.",
                f"take {relative} from the last commit in which it was right",
                "number-twice",
            )
        seen.add(each.number)
        table.finish()
        paragraphs.append(each)
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return FrozenChapter(chapter, number, tuple(paragraphs))


def numbers_given(root: Path) -> dict[str, str]:
    """Return the number that each frozen chapter has for good, without reading its paragraphs."""
    given = {}
    for path in sorted((root / FOLDER).glob("*.toml")):
        found = _CHAPTER.search(path.read_text(encoding="utf-8"))
        if found is not None:
            given[path.stem] = found[1]
    return given


def _fingerprint(text: str) -> Fingerprint:
    try:
        return read_fingerprint(text)
    except ValueError:
        return Fingerprint(frozenset())  # Known again by its neighbours, and written anew.
