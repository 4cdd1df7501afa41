"""A TOML file of the book, read key by key, each by its type, each with its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from build_tools.errors import near_misses
from build_tools.model import Finding

_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TYPE_WORDS: dict[type, str] = {
    str: 'text in double quotes, such as "Foundations"',
    int: "a whole number, such as 4",
    bool: "true or false",
    list: 'a list in square brackets, such as ["elements"]',
    dict: "a table",
    dt.date: "a date without quotes, such as 2025-12-24",
}


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
