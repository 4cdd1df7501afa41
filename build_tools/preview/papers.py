"""Which windows look at paper, and the paper of their chapters, laid out after each change."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from build_tools.errors import HandbookError
from build_tools.preview.desk import Desk
from build_tools.preview.printed import Paper, Printer


class Papers:
    """Keeps the paper of the pages that are looked at so; the newest change wins."""

    def __init__(self, desk: Desk, printer: Printer, tell: Callable[[], None]) -> None:
        self.printer = printer
        self._desk, self._tell = desk, tell
        self._open: Counter[str] = Counter()
        self._made: dict[str, Paper] = {}
        self._made_from: dict[str, int] = {}
        """The change of the book that a paper knows."""
        self._problems: dict[str, str] = {}
        self._work: asyncio.Task[None] | None = None

    def open(self, name: str) -> None:
        """Keep the paper of a page up to date until it is closed."""
        self._open[name] += 1

    def close(self, name: str) -> None:
        """Let it rest."""
        self._open[name] -= 1
        self._open += Counter()

    def state(self, name: str) -> dict[str, Any]:
        """Return what a window shows, and see to it that it is made if it is not."""
        if self._due() and (self._work is None or self._work.done()):
            self._work = asyncio.create_task(self._make())
        paper = self._made.get(name)
        return {
            "key": paper.key if paper else "",
            "labels": paper.labels if paper else (),
            "places": paper.places if paper else {},
            "hasBook": paper.has_book if paper else True,
            "isBusy": self._made_from.get(name) != self._desk.changes,
            "problem": self._problems.get(name, ""),
        }

    def end(self) -> None:
        """End what is at work."""
        self.printer.end()

    def _due(self) -> str:
        """Return the name of a page whose paper is not of now."""
        changes = self._desk.changes
        return next((name for name in self._open if self._made_from.get(name) != changes), "")

    async def _make(self) -> None:
        while name := self._due():
            changes = self._desk.changes
            try:
                values = await asyncio.wrap_future(self._desk.printing(name))
                if values is None:
                    self._problems[name] = "This page is not printed in the book."
                else:
                    self._made[name] = await asyncio.to_thread(self.printer.lay_out, values)
                    self._problems.pop(name, None)
            except HandbookError as error:
                self._problems[name] = str(error)
            self._made_from[name] = changes
            self._tell()
