"""A TOML file of the book, read key by key, each by its type, each with its line."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from build_tools.errors import near_misses
from build_tools.model import Finding

_AT_PLACE = re.compile(r" \((at (?:line (\d+), column (\d+)|end of document))\)$")
_KINDS: dict[type, tuple[str, str]] = {
    str: ("text", '"…"'),
    int: ("a whole number", "4"),
    bool: ("true or false", "true"),
    list: ("a list", '["elements"]'),
    dict: ("a table", "{ }"),
    dt.date: ("a date", "2025-12-24"),
}
"""What a kind of value is called, and how one is typed."""
_GRAMMAR = (
    # What Python's reader says, then the sentence, the fix and the code.
    (
        r"illegal character '\\n'", "This text has no closing double quote.",
        "add a double quote where the text ends",
    ),
    (
        r"unclosed array", "This list is opened with [ and never closed.",
        "add ] where the list ends",
    ),
    (
        r"cannot overwrite|cannot declare", "This key or heading stands in the file already.",
        "delete this line or the earlier one",
    ),
    (r"invalid date", "There is no such date.", "write year-month-day, such as 2025-12-24"),
    (
        r"invalid value", "This value cannot be read.",
        "put text in straight double quotes, and a list of texts in [ ]",
    ),
    (
        r"", "This line cannot be read.",
        'write key = "value", or a heading in [ ] on a line of its own',
    ),
)


class TomlFile:
    """A TOML file that knows on which line each of its keys stands."""

    def __init__(self, root: Path, relative: str, problems: list[Finding]) -> None:
        self.relative = relative
        self.problems = problems
        self.lines: list[str] = []
        self.top: dict[str, Any] = {}
        self.is_readable = False
        try:
            content = (root / relative).read_bytes()
        except FileNotFoundError:
            self._add(1, 1, "This file is missing.", f"create {relative}", "missing-file")
            return
        except OSError as error:
            self._add(
                1, 1, f"This file cannot be read: {(error.strerror or str(error)).lower()}.",
                "close the program that holds it, or let your account read it", "unreadable",
            )
            return
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.lines = content.decode("cp1251", errors="replace").splitlines()
            self._add(
                content.count(b"\n", 0, error.start) + 1, 1,
                "This file is not saved as UTF-8, but perhaps as Windows-1251.",
                f"type: handbook fix {relative}", "wrong-encoding",
            )
            return
        self.lines = text.splitlines()
        try:
            self.top = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._add_grammar(str(error))
            return
        self.is_readable = True

    def _add_grammar(self, said: str) -> None:
        """Note that the file cannot be read, at the place and in the words for an editor."""
        found = _AT_PLACE.search(said)
        last = max(len(self.lines), 1)
        line, column = (int(found[2] or last), int(found[3] or 1)) if found else (last, 1)
        rules = (rule for rule in _GRAMMAR if re.match(rule[0], said, re.IGNORECASE))
        pattern, sentence, fix = next(rules)
        if pattern.startswith("cannot"):
            column = 1  # Python tells where the value ends,
        if pattern.startswith("unclosed"):  # and where it gave up looking for the end.
            opened = [n for n in range(line) if self.lines[n].count("[") > self.lines[n].count("]")]
            line = opened[-1] + 1 if opened else line
            column = self.lines[line - 1].find("[") + 1
        column = min(column, len(self.lines[line - 1])) if self.lines else 1
        self._add(line, column, sentence, fix, "unreadable")

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
        if not path:  # It concerns the whole file: no line is at fault.
            self.problems.append(Finding(self.relative, 1, 1, message, fix, code))
            return
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
        self._missing: dict[str, type] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

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
        self._asked.add(key)
        return self.date(key) if key in self._values else None

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
            meant = difflib.get_close_matches(value, list(known), n=1) or known
            words = " or ".join(f'"{word}"' for word in meant)
            self.file.report_word(
                (*self.path, key), value, f"'{value}' is not a value of '{key}'.",
                f"write {words}", "unknown-value",
            )
        return value

    def choices(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """Return a list of texts, each of which must be one of the known words."""
        values, words = self.texts(key), tuple(known)
        for value in values:
            if value not in words:
                self.file.report_word(
                    (*self.path, key), value, f"'{value}' is not a value of '{key}'.",
                    near_misses(value, words), "unknown-value",
                )
        return values

    def any(self, key: str) -> Any:
        """Return a value of whatever kind, or nothing if the key is not there."""
        self._asked.add(key)
        return self._values.get(key)

    def table(self, key: str) -> Table:
        """Return a table inside this one; it may be empty."""
        value = self._get(key, dict, {})
        return Table(self.file, value if isinstance(value, dict) else {}, (*self.path, key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of a `[[key]]` list; there may be none."""
        if isinstance(self._values.get(key), dict):
            self._asked.add(key)
            self.report(
                key, f"The heading [{key}] has single brackets.", f"write [[{key}]]", "wrong-type"
            )
            return ()
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
        """Note every key that is missing, and every key nobody asked for."""
        missing = dict(self._missing)
        for key in self._values:
            if key in self._asked:
                continue
            meant = difflib.get_close_matches(key, missing, n=1)
            for name in meant:
                del missing[name]
            fix = (
                f"write {meant[0]}"
                if meant
                else f"take it out. {near_misses(key, self._asked)}"
            )
            self.report(key, f"The key '{key}' is not known here.", fix, "unknown-key")
        heading = ".".join(str(step) for step in self.path if isinstance(step, str))
        is_listed = any(isinstance(step, int) for step in self.path)
        where = f"[[{heading}]]" if is_listed else f"[{heading}]" if heading else "this file"
        for key, kind in missing.items():
            what, example = _KINDS[kind]
            self.file.report(
                self.path, f"The key '{key}' is missing in {where}.",
                f"add a line {key} = {example}, with {what} of your own", "missing-key",
            )

    def _get(self, key: str, kind: type, default: Any) -> Any:
        self._asked.add(key)
        if key not in self._values:
            if default is None and self.file.is_readable:
                self._missing[key] = kind
            return default
        value = self._values[key]
        if type(value) is not kind:
            what, _example = _KINDS[kind]
            fix = f"write {key} = {_typed_as(kind, value)}"
            self.report(key, f"The value of '{key}' is not {what}.", fix, "wrong-type")
            return default
        if value == "" and default is None:
            fix = "write it between the quotes"
            self.report(key, f"The value of '{key}' is empty.", fix, "empty-value")
        return value


def _typed_as(kind: type, value: Any) -> str:
    """Say how a value of the wrong kind would be typed as the right one."""
    if kind is str and not isinstance(value, list | dict):
        return f'"{value}"'
    if kind is list and isinstance(value, str):
        return f'["{value}"]'
    if kind is dt.date and isinstance(value, dt.datetime):
        return value.date().isoformat()
    if kind is dt.date and re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return str(value)
    return _KINDS[kind][1]
