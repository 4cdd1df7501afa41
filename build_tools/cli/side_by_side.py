"""Parts of a build side by side: each in a process of its own, all shown by one.

A part tells its stages through a pipe, and at last what it made. Where there is no safe fork
(Windows, macOS), and where there is room for one part only, they are made one after another.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

import click
from rich.progress import TaskID

from build_tools.cli.stages import bars
from build_tools.errors import OutputError
from build_tools.pdf.workers import no_more_than

Result = TypeVar("Result")


class Board:
    """Shows the outputs that are made now, each with its stage; one line for each that is done."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self.bars = bars(quiet)

    def end(self, output: str, pages: int, seconds: float) -> None:
        """Tell that an output is made."""
        if not self._quiet:
            count = f" ({pages} pages)" if pages else ""
            click.echo(f"{output + count:52}{seconds:6.1f} s")


class Line:
    """The line of the board on which one part shows what it makes at present."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._task: TaskID | None = None
        self._output, self._unit = "", ""
        self._done, self._pages, self._started = 0, 0, 0.0

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show what is made until all is."""
        yield
        self.end()

    def output(self, name: str) -> None:
        """End the output before and begin one."""
        self.end()
        self._output, self._pages, self._started = name, 0, time.monotonic()
        self._task = self._board.bars.add_task(name, total=None, told="")

    def begin(self, name: str, unit: str = "", about: int | None = None) -> None:
        """Begin a stage of the output."""
        self._unit, self._done = unit, 0
        if self._task is not None:
            self._board.bars.update(self._task, total=about, completed=0, told=name)

    def advance(self, count: int = 1) -> None:
        """Count what is done of the stage."""
        self._done += count
        self._pages += count if self._unit == "pages" else 0
        if self._task is not None:
            told = f"{self._done} {self._unit}" if self._unit else ""
            self._board.bars.update(self._task, completed=self._done, told=told)

    def end(self) -> None:
        """End the output and tell its time."""
        if self._task is not None:
            self._board.bars.remove_task(self._task)
            self._board.end(self._output, self._pages, time.monotonic() - self._started)
            self._task = None


class _Told:
    """The line of a part that is made in another process: all is told through a pipe."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def shown(self) -> Iterator[None]:
        yield
        self.end()

    def output(self, name: str) -> None:
        self._connection.send(("output", name))

    def begin(self, name: str, unit: str = "", about: int | None = None) -> None:
        self._connection.send(("begin", name, unit, about))

    def advance(self, count: int = 1) -> None:
        self._connection.send(("advance", count))

    def end(self) -> None:
        self._connection.send(("end",))


def made_side_by_side(
    parts: Sequence[Callable[[Any], Result]], quiet: bool, jobs: int
) -> list[Result]:
    """Return what the parts made, in their order; each is given the line that it shows itself on.

    All together lay out pages with so many workers. What a part raises is raised here, when the
    others are stopped.
    """
    board = Board(quiet)
    with board.bars:
        if jobs < 2 or len(parts) < 2 or not sys.platform.startswith("linux"):
            return [part(Line(board)) for part in parts]
        with no_more_than(jobs):
            return _all_at_once(parts, board)


def _all_at_once(parts: Sequence[Callable[[Any], Result]], board: Board) -> list[Result]:
    fork = multiprocessing.get_context("fork")
    running: dict[Any, tuple[int, Any, Line]] = {}
    made: dict[int, Result] = {}
    try:
        for number, part in enumerate(parts):
            ours, theirs = fork.Pipe(duplex=False)
            process = fork.Process(target=_make, args=(part, theirs, [ours, *running]))
            process.start()
            theirs.close()
            running[ours] = number, process, Line(board)
        while running:
            for connection in wait(list(running)):
                number, process, line = running[connection]
                what, *words = _received(connection)
                if what == "made":
                    made[number] = words[0]
                    process.join()
                    del running[connection]
                elif what == "failed":
                    raise words[0]
                else:
                    getattr(line, what)(*words)
    finally:
        for _number, process, _line in running.values():
            process.terminate()
            process.join()
    return [made[number] for number in range(len(parts))]


def _received(connection: Any) -> Any:
    try:
        return connection.recv()
    except EOFError:
        raise OutputError(
            "A process that made some of the outputs was ended from outside, perhaps for want of "
            "memory. How to fix: close other programs, or write --jobs 1, then build again."
        ) from None


def _make(
    part: Callable[[Any], Any], connection: Connection, not_its_own: Iterable[Connection]
) -> None:
    # Held open here too, they would let it wait for ever for one that is dead.
    for inherited in not_its_own:
        inherited.close()
    # Ended by the one that began it, it ends what it has begun itself.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with suppress(OSError, KeyboardInterrupt):  # Nobody listens any more.
        try:
            answer: tuple[str, Any] = ("made", part(_Told(connection)))
        except Exception as error:
            answer = ("failed", error)
        connection.send(answer)
