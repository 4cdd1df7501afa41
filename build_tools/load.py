"""The only reader of `handbook/*.toml`: files in, cross-checked dataclasses out."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from build_tools.errors import BookDataError
from build_tools.model import (
    COLOURS,
    Audience,
    Book,
    Chapter,
    Design,
    Edition,
    Finding,
    Palette,
    Part,
    Sizes,
)

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TYPE_WORDS: dict[type, str] = {
    str: 'text in double quotes, such as "Foundations"',
    int: "a whole number, such as 4",
    bool: "true or false",
    list: 'a list in square brackets, such as ["elements"]',
    dict: "a table",
    dt.date: "a date without quotes, such as 2025-12-24",
}


def near_misses(word: str, known: Iterable[str]) -> str:
    """Say which known words a mistyped one may have meant, or list the first few."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(f"'{name}'" for name in close) + "?"
    return "Known here: " + ", ".join(names[:12]) + ("…" if len(names) > 12 else "") + "."


class TomlFile:
    """A TOML file that knows on which line each of its keys stands."""

    def __init__(self, root: Path, relative: str, problems: list[Finding]) -> None:
        self.relative = relative
        self.problems = problems
        self.lines: list[str] = []
        self.top: dict[str, Any] = {}
        path = root / relative
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self._add(1, 1, "This file is missing.", f"create {relative}", "missing-file")
            return
        except UnicodeDecodeError as error:
            self._add(
                1, 1, f"This file is not saved as UTF-8 (byte {error.start + 1}).",
                "save it again as UTF-8 in your editor", "wrong-encoding",
            )
            return
        self.lines = text.splitlines()
        try:
            self.top = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            line, column = (int(found[1]), int(found[2])) if found else (len(self.lines), 1)
            self._add(
                line, column, f"This is not valid TOML: {_AT_LINE.sub('', str(error)).lower()}.",
                'write key = "value", a list in [ ], a table heading in [ ] on its own line',
                "bad-toml",
            )

    def root_table(self) -> Table:
        """Return the table of keys at the head of the file."""
        return Table(self, self.top, ())

    def line_of(self, path: tuple[str | int, ...]) -> tuple[int, int]:
        """Find the line and column of a key, a table or a list item, by its path."""
        here: tuple[str | int, ...] = ()
        counts: dict[str, int] = {}
        best, best_length = (1, 1), 0
        for number, line in enumerate(self.lines, 1):
            if heading := re.match(r"\s*(\[\[?)\s*([^\]]+?)\s*\]", line):
                name = tuple(part.strip().strip("\"'") for part in heading[2].split("."))
                if heading[1] == "[[":
                    counts[heading[2]] = counts.get(heading[2], -1) + 1
                    here = (*name, counts[heading[2]])
                else:
                    here = name
            elif key := re.match(r"\s*([\w-]+|\"[^\"]+\")\s*=", line):
                current = (*here, key[1].strip('"'))
                if current == path:
                    return number, len(line) - len(line.lstrip()) + 1
                if path[: len(current)] == current and len(current) > best_length:
                    best, best_length = (number, 1), len(current)
                continue
            if here == path[: len(here)] and len(here) > best_length:
                best, best_length = (number, 1), len(here)
        return best

    def report(self, path: tuple[str | int, ...], message: str, fix: str, code: str) -> None:
        """Note a mistake at the line where a key stands."""
        line, column = self.line_of(path)
        self._add(line, column, message, fix, code)

    def report_word(
        self, path: tuple[str | int, ...], word: str, message: str, fix: str, code: str
    ) -> None:
        """Note a mistake at the first place after a key where a quoted word stands."""
        first, _ = self.line_of(path)
        for number, line in enumerate(self.lines[first - 1 :], first):
            if (at := line.find(f'"{word}"')) >= 0:
                self._add(number, at + 1, message, fix, code)
                return
        self.report(path, message, fix, code)

    def _add(self, line: int, column: int, message: str, fix: str, code: str) -> None:
        source = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        self.problems.append(Finding(self.relative, line, column, message, fix, code, source))


class Table:
    """One table of a TOML file: every key is asked for by type, what is left is a mistake."""

    def __init__(self, file: TomlFile, values: dict[str, Any], path: tuple[str | int, ...]) -> None:
        self.file = file
        self.path = path
        self._values = values
        self._asked: set[str] = set()

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text value; without a default the key must be there."""
        value = self._get(key, str, default)
        return value if isinstance(value, str) else ""

    def number(self, key: str, default: int | None = None) -> int:
        """Return a whole number; without a default the key must be there."""
        value = self._get(key, int, default)
        return value if isinstance(value, int) else 0

    def flag(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        return bool(self._get(key, bool, default))

    def date(self, key: str) -> dt.date:
        """Return a date; the key must be there."""
        value = self._get(key, dt.date, None)
        return value if isinstance(value, dt.date) else dt.date.min

    def optional_date(self, key: str) -> dt.date | None:
        """Return a date, or nothing if the key is not there."""
        return self.date(key) if key in self._values else self._skip(key)

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of texts; without a default the key must be there."""
        value = self._get(key, list, None if default is None else list(default))
        if not isinstance(value, list):
            return ()
        if wrong := [item for item in value if not isinstance(item, str)]:
            self.report(key, f"{wrong[0]!r} is not text.", f'write "{wrong[0]}"', "wrong-type")
        return tuple(item for item in value if isinstance(item, str))

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """Return a text value that must be one of the known words."""
        value = self.text(key, default)
        if key in self._values and isinstance(self._values[key], str) and value not in set(known):
            self.report(
                key, f"'{value}' is not a value of '{key}'.", near_misses(value, known),
                "unknown-value",
            )
        return value

    def table(self, key: str) -> Table:
        """Return a table inside this one; it may be empty."""
        value = self._get(key, dict, {})
        return Table(self.file, value if isinstance(value, dict) else {}, (*self.path, key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of a `[[key]]` list; there may be none."""
        value = self._get(key, list, [])
        items = value if isinstance(value, list) else []
        return tuple(
            Table(self.file, item, (*self.path, key, index))
            for index, item in enumerate(items)
            if isinstance(item, dict)
        )

    def keys(self) -> tuple[str, ...]:
        """Return the keys that stand in the file, in their order."""
        return tuple(self._values)

    def report(self, key: str, message: str, fix: str, code: str) -> None:
        """Note a mistake at one of this table's keys."""
        self.file.report((*self.path, key), message, fix, code)

    def finish(self) -> None:
        """Note every key nobody asked for: it is mistyped or does not belong here."""
        for key in self._values:
            if key not in self._asked:
                self.report(
                    key, f"The key '{key}' is not known here.", near_misses(key, self._asked),
                    "unknown-key",
                )

    def _skip(self, key: str) -> None:
        self._asked.add(key)

    def _get(self, key: str, kind: type, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._values:
            if default is None and self.file.top:
                where = "this file" if not self.path else f"[{self.path[0]}]"
                self.file.report(
                    self.path, f"The key '{key}' is missing in {where}.",
                    f"add a line {key} = … with {_TYPE_WORDS[kind]}", "missing-key",
                )
            return default
        value = self._values[key]
        if type(value) is not kind:
            self.report(
                key, f"The value of '{key}' has the wrong form.", f"write {_TYPE_WORDS[kind]}",
                "wrong-type",
            )
            return default
        return value


def load_book(root: Path) -> Book:
    """Read `handbook/book.toml` and the editions, and check them against the chapter files.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    file = TomlFile(root, "handbook/book.toml", problems)
    top = file.root_table()
    parts = _parts(root, file, top)
    title, chapters = top.text("title"), tuple(c for part in parts for c in part.chapters)
    book = Book(
        title=title,
        short_title=top.text("short-title"),
        subtitle=top.text("subtitle"),
        edition=top.text("edition"),
        date=top.date("date"),
        law_as_at=top.date("law-as-at"),
        language=top.text("language"),
        address=top.text("address").rstrip("/"),
        publisher=top.text("publisher", ""),
        authors=top.texts("authors", ()),
        reviewers=top.texts("reviewers", ()),
        text_licence=top.text("text-licence"),
        draft_notice=top.text("draft-notice"),
        parts=parts,
        editions=_editions(root, chapters, problems),
    )
    top.finish()
    _report_unlisted(root, file, chapters)
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return book


def _parts(root: Path, file: TomlFile, top: Table) -> tuple[Part, ...]:
    parts: list[Part] = []
    seen: dict[str, str] = {}
    number = 0
    for table in top.tables("part"):
        name, title = table.text("name"), table.text("title")
        chapters: list[Chapter] = []
        for chapter in table.texts("chapters"):
            path = f"chapters/{name}/{chapter}.md"
            where = (*table.path, "chapters")
            if chapter in seen:
                file.report_word(
                    where, chapter, f"The chapter '{chapter}' is listed twice.",
                    f"take it out here or in part '{seen[chapter]}'", "chapter-twice",
                )
                continue
            seen[chapter] = name
            if not (root / path).is_file():
                known = [p.stem for p in (root / "chapters").glob("*/*.md")]
                file.report_word(
                    where, chapter, f"The chapter '{chapter}' has no file {path}.",
                    f"create {path} or take the name out. {near_misses(chapter, known)}",
                    "missing-chapter",
                )
                continue
            number += 1
            chapters.append(Chapter(chapter, path.removesuffix(".md"), number))
        table.finish()
        parts.append(Part(name, title, tuple(chapters)))
    return tuple(parts)


def _report_unlisted(root: Path, file: TomlFile, chapters: tuple[Chapter, ...]) -> None:
    listed = {chapter.docname for chapter in chapters}
    for path in sorted((root / "chapters").glob("*/*.md")):
        docname = path.relative_to(root).as_posix().removesuffix(".md")
        mistyped = any(f.code == "missing-chapter" for f in file.problems)
        if docname not in listed and not mistyped:
            file.report(
                ("part",), f"The file {docname}.md is in no part of the book.",
                f'add "{path.stem}" to the chapters of the part \'{path.parent.name}\'',
                "unlisted-chapter",
            )


def _editions(
    root: Path, chapters: tuple[Chapter, ...], problems: list[Finding]
) -> tuple[Edition, ...]:
    editions = []
    names = [chapter.name for chapter in chapters]
    for path in sorted((root / "handbook/editions").glob("*.toml")):
        file = TomlFile(root, path.relative_to(root).as_posix(), problems)
        top = file.root_table()
        chosen = top.texts("chapters", tuple(names))
        audience = top.choice("audience", list(Audience), "participants")
        for name in chosen:
            if name not in names:
                file.report_word(
                    ("chapters",), name, f"The book has no chapter '{name}'.",
                    near_misses(name, names), "unknown-chapter",
                )
        editions.append(
            Edition(
                name=path.stem,
                title=top.text("title"),
                audience=Audience(audience) if audience in list(Audience) else Audience.PARTICIPANTS,
                language=top.text("language"),
                paper=top.choice("paper", ["A4"], "A4"),
                chapters=tuple(name for name in names if name in chosen),
            )
        )
        top.finish()
    return tuple(editions)


def load_design(root: Path) -> Design:
    """Read `handbook/design/tokens.toml`.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, "handbook/design/tokens.toml", problems).root_table()
    kind, sizes = top.table("type"), top.table("sizes")
    design = Design(
        light=_palette(top.table("light")),
        dark=_palette(top.table("dark")),
        serif=kind.text("serif"),
        sans=kind.text("sans"),
        site_serif=kind.text("site-serif"),
        site_sans=kind.text("site-sans"),
        measure=kind.number("measure"),
        sizes=Sizes(
            h1=sizes.number("h1"),
            h2=sizes.number("h2"),
            h3=sizes.number("h3"),
            h4=sizes.number("h4"),
            box=sizes.number("box"),
            small=sizes.number("small"),
            note=sizes.number("note"),
        ),
    )
    for table in (top, kind, sizes):
        table.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return design


def _palette(table: Table) -> Palette:
    colours = []
    for name in COLOURS:
        value = table.text(name)
        if value and not re.fullmatch(r"#[0-9a-f]{6}", value):
            table.report(
                name, f"'{value}' is not a colour.",
                'write a # and six of the signs 0-9 a-f, such as "#173f6b"', "bad-colour",
            )
        colours.append((name, value))
    table.finish()
    return Palette(tuple(colours))
