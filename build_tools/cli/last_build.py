"""The last build of the same outputs: what it was made from, what stands there, what it said.

A build of what has not changed since costs nothing: before anything else is imported, the files it
was made from and the files it made are compared by their digests, and what was said is said again.
A file is read only if it may have been touched: if its size, its dates or its place on the disk
are others, or if it was changed in the last moments before its digest was taken, when a second
change could leave the dates as they are (what git calls racily clean).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

import build_tools
from build_tools.cache import Cache
from build_tools.cli.machine import machine

_SOURCES = ("chapters", "handbook", "conf.py", "index.md")
_CODE = Path(build_tools.__file__).parent
_MOMENT = 2_000_000_000
"""Nanoseconds in which two changes of a file may have one date, on the coarsest of disks."""
_ROOM = 20_000_000
_VERSION = 1
"""Raised when something else is written down."""

Facts = tuple[tuple[int, ...], str]
"""Size, dates and place of a file, and its digest."""


class Report:
    """Says what a build has to say at its end, and keeps it, with the places of what it made."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self.said: list[tuple[str, bool]] = []
        """Each text, and whether it tells of a mistake."""
        self.places: list[Path] = []
        """Files, and folders that hold nothing else, which the build has made."""

    def say(self, text: str) -> None:
        """Say something that a quiet build does not say."""
        self.said.append((text, False))
        if not self._quiet:
            click.echo(text)

    def say_made(self, path: Path, words: str, place: Path) -> None:
        """Say what stands where, and keep its place."""
        self.places.append(place)
        self.say(f"{path}  {words}")

    def complain(self, text: str) -> None:
        """Tell of a mistake."""
        self.said.append((text, True))
        click.echo(text, err=True)


class LastBuild:
    """The last build of some outputs, asked for with the same words."""

    def __init__(self, root: Path, asked: Sequence[object]) -> None:
        self._root = root
        self._cache = Cache(root / "_build/.builds", _ROOM)
        self._name = sha256(repr((_VERSION, *asked)).encode()).hexdigest()
        self._machine = machine()
        self._record = self._read()
        self._known: dict[str, Facts] = {
            path: (tuple(facts), digest)
            for path, (facts, digest) in self._record.get("files", {}).items()
        }
        self._safe = self._record.get("moment", 0) - _MOMENT
        self._moment = self._clock()
        self._has_read = False
        self._before = self._facts(self._sources())

    def said_again(self, quiet: bool) -> int | None:
        """Say what it said and return its exit code, if it would be the same build again."""
        record = self._record
        if not record or record["machine"] != list(self._machine):
            return None
        made = self._facts(self._files(map(Path, record["places"])))
        if _digests(self._before | made) != _digests(self._known):
            return None
        if self._has_read:  # so that the next build need not
            self._write({**record, "moment": self._moment, "files": self._before | made})
        report = Report(quiet)
        for text, is_mistake in record["said"]:
            (report.complain if is_mistake else report.say)(text)
        return int(record["code"])

    def keep(self, report: Report, code: int) -> None:
        """Write down what was made and said, unless a source changed while it was made."""
        if machine() != self._machine or self._facts(self._sources()) != self._before:
            return
        self._write(
            {
                "machine": self._machine,
                "moment": self._moment,
                "files": self._before | self._facts(self._files(report.places)),
                "places": [str(place) for place in report.places],
                "said": report.said,
                "code": code,
            }
        )

    def _write(self, record: Mapping[str, Any]) -> None:
        self._cache.keep(self._name, json.dumps(record).encode())
        self._cache.trim()

    def _read(self) -> dict[str, Any]:
        content = self._cache.read(self._name)
        record: dict[str, Any] = json.loads(bytes(content)) if content is not None else {}
        return record

    def _clock(self) -> int:
        """Return the time of the disk that the files lie on."""
        with suppress(OSError):
            clock = self._root / "_build/.builds/.clock"
            clock.parent.mkdir(parents=True, exist_ok=True)
            clock.touch()
            return clock.stat().st_mtime_ns
        return 0

    def _sources(self) -> Iterator[Path]:
        return self._files([*(self._root / name for name in _SOURCES), _CODE])

    def _files(self, places: Iterable[Path]) -> Iterator[Path]:
        for place in places:
            if not place.is_dir():
                yield place
            for folder, inner, names in os.walk(place, followlinks=True):
                inner[:] = [name for name in inner if name != "__pycache__"]
                for name in names:
                    yield Path(folder, name)

    def _facts(self, paths: Iterable[Path]) -> dict[str, Facts]:
        return {path: facts for path in map(str, paths) if (facts := self._facts_of(path))}

    def _facts_of(self, path: str) -> Facts | None:
        """Return what is known of a file without reading it, or else with its digest taken now."""
        try:
            stat = Path(path).stat()
            facts = (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
            known = self._known.get(path)
            if known and known[0] == facts and max(facts[1:3]) < self._safe:
                return known
            self._has_read = True
            return facts, sha256(Path(path).read_bytes()).hexdigest()
        except OSError:
            return None


def _digests(files: Mapping[str, Facts]) -> dict[str, str]:
    return {path: digest for path, (_facts, digest) in files.items()}
