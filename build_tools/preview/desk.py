"""The pages that are looked at, kept up to date by the one thread that has Sphinx."""

from __future__ import annotations

import gc
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from build_tools.checks.structure import CAUSES
from build_tools.model import Audience, Finding
from build_tools.preview.dress import version_of
from build_tools.sphinx_ext.kept_site import BrokenBookError, KeptSite

_REST = 1.0
"""Seconds without work until what can wait is done."""
_MOMENT = 0.1
_TRIES = 4
"""So many such seconds an editor may need to put a file in the place of another."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Shown:
    """A page as the browser has it."""

    html: str
    version: str
    is_kept: bool = False
    """Whether it is the last good one: as it is now, a mistake swallows part of its text."""


class Desk:
    """Reads what was changed and writes what is looked at; the newest change wins."""

    def __init__(
        self, root: Path, folder: Path, audience: Audience, tell: Callable[[], None]
    ) -> None:
        self._site, self._tell = KeptSite(root, folder, audience, self._count), tell
        self._wake = threading.Condition()
        self._changed: set[Path] = set()
        self._asked: deque[Callable[[], None]] = deque()
        self._open: Counter[str] = Counter()
        self._due: list[str] = []
        self._is_catching_up, self._is_behind, self._is_ended = False, True, False
        self._pages: dict[str, Shown] = {}
        self._gone: set[str] = set()
        self.trouble: tuple[Finding, ...] = ()
        """Why the book cannot be read as it is now."""
        self.findings: tuple[Finding, ...] = ()
        """What Sphinx complains of."""
        self.progress = ""
        """Which of the chapters to read is being read."""
        self.changes = 0
        """How often the book was read again."""
        self._thread = threading.Thread(target=self._work, name="desk")

    def start(self) -> None:
        """Begin to read the book."""
        self._thread.start()

    def end(self) -> None:
        """Finish the piece of work at hand, write down what is read, and stop."""
        with self._wake:
            self._is_ended = True
            self._wake.notify()
        if self._thread.is_alive():
            self._thread.join()

    def change(self, paths: frozenset[Path] = frozenset()) -> None:
        """Read again what was saved; without paths, look whether something was."""
        with self._wake:
            self._changed |= paths or {self._site.root}
            self._wake.notify()

    def open(self, name: str) -> None:
        """Keep a page up to date until it is closed."""
        with self._wake:
            self._open[name] += 1
            if name not in self._pages:
                self._due.append(name)
                self._wake.notify()

    def close(self, name: str) -> None:
        """Let a page rest, unless another window shows it."""
        with self._wake:
            self._open[name] -= 1
            self._open += Counter()

    def shown(self, name: str) -> Shown | None:
        """Return a page as it was last written."""
        return self._pages.get(name)

    def is_gone(self, name: str) -> bool:
        """Say whether the book was read and has no page of that name any more."""
        return name in self._gone

    def source_of(self, name: str) -> str:
        """Return the path below the project of what a page is written in."""
        is_written = name in self._pages and (self._site.root / f"{name}.md").is_file()
        return f"{name}.md" if is_written else ""

    def file(self, path: str) -> Path | None:
        """Return a file that pages name."""
        return self._site.static_file(path)

    def page(self, name: str) -> Future[Shown | None]:
        """Return a page as it is now, or the last good one, or nothing if there is none."""
        return self._ask(partial(self._written, name))

    def printing(self, name: str) -> Future[dict[str, Any] | None]:
        """Return what a page's chapter is printed from."""
        return self._ask(partial(self._site.printing, name))

    def search_index(self) -> Future[bytes]:
        """Return the index that the search page asks for."""
        return self._ask(self._site.search_index)

    def _ask(self, work: Callable[[], Answer]) -> Future[Answer]:
        answer: Future[Answer] = Future()

        def do() -> None:
            try:
                answer.set_result(work())
            except Exception as error:
                answer.set_exception(error)

        with self._wake:
            self._asked.append(do)
            self._wake.notify()
        return answer

    def _work(self) -> None:
        # Looking for rubbish among all that stays read takes longer than a save may.
        gc.disable()
        self._read(frozenset())
        gc.freeze()
        while (work := self._next()) is not None:
            work()
        self._site.close()
        gc.enable()

    def _next(self) -> Callable[[], None] | None:
        """Wait for work: changes first, then pages that are open, then what was asked for."""
        with self._wake:
            while not self._is_ended:
                if (work := self._pressing()) is not None:
                    self._is_behind, self._is_catching_up = True, False
                    return work
                if not self._is_behind:
                    self._wake.wait()
                elif self._is_catching_up or not self._wake.wait(_REST):
                    self._is_catching_up = True
                    return self._catch_up
        return None

    def _pressing(self) -> Callable[[], None] | None:
        if self._changed:
            changed, self._changed = frozenset(self._changed), set()
            return partial(self._read, changed)
        if self._due:
            return partial(self._renew, self._due.pop(0))
        return self._asked.popleft() if self._asked else None

    def _read(self, changed: frozenset[Path]) -> None:
        self._let_settle(changed)
        read: frozenset[str] = frozenset()
        try:
            read = self._site.refresh(changed)
            trouble: tuple[Finding, ...] = ()
        except BrokenBookError as error:
            trouble = error.findings
        self.progress = ""
        if read or trouble != self.trouble:
            self.trouble = trouble
            self.changes += 1
            # The page that was saved is on the screen of the one who saved it.
            self._due = sorted(self._open, key=lambda name: (name not in read, name))
        self._note()

    def _let_settle(self, changed: frozenset[Path]) -> None:
        """Give an editor time that writes a file in two steps: emptied or gone, then whole."""
        for _try in range(_TRIES):
            if all(path.is_dir() or (path.is_file() and path.stat().st_size) for path in changed):
                return
            time.sleep(_MOMENT)

    def _renew(self, name: str) -> None:
        self._written(name)
        self._note()

    def _written(self, name: str) -> Shown | None:
        if self.trouble:
            return self._pages.get(name)
        try:
            html = self._site.page(name)
        except LookupError:
            self._pages.pop(name, None)
            self._gone.add(name)
            return None
        except BrokenBookError as error:
            self.trouble = error.findings
            return self._pages.get(name)
        self._gone.discard(name)
        self.findings = self._site.findings
        last = self._pages.get(name)
        if last is not None and self._swallows_text(name):
            self._pages[name] = Shown(last.html, last.version, is_kept=True)
        else:
            self._pages[name] = Shown(html, version_of(html))
        return self._pages[name]

    def _swallows_text(self, name: str) -> bool:
        return any(f.path == f"{name}.md" and f.code in CAUSES for f in self.findings)

    def _catch_up(self) -> None:
        try:
            self._is_behind = self._site.catch_up()
        except BrokenBookError as error:
            self.trouble, self._is_behind = error.findings, False
        if not self._is_behind:
            gc.collect()
            self._note()

    def _count(self, read: int, of: int) -> None:
        if of > 1:
            self.progress = f"{read} of {of}"
            self._tell()

    def _note(self) -> None:
        self.findings = self._site.findings
        self._tell()
