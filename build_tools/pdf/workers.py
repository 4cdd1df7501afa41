"""Work done in processes of its own: pieces of the book side by side, each with its own memory.

Each piece is worked on in a fork of this process, which sends its result back and ends: what it
held is free at once, without a garbage collector. Where there is no safe fork (Windows, macOS)
the pieces are worked on here, one after another, by the same calls.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, TypeVar

from build_tools.errors import OutputError

_MEMORY_OF_ONE = 400_000_000
"""Bytes that must be free for each further worker."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Known(Generic[Result]):
    """A result that is known without work."""

    result: Result


def workers_here() -> int:
    """Return how many workers this machine has cores and free memory for; 0 if it cannot fork."""
    if not sys.platform.startswith("linux"):
        return 0
    cores = len(os.sched_getaffinity(0))
    return max(1, min(cores, _free_memory() // _MEMORY_OF_ONE))


def _free_memory() -> int:
    try:
        facts = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        known = dict(line.split(":") for line in facts)
        return int(known["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError):
        return _MEMORY_OF_ONE


_PLACES: ContextVar[Any] = ContextVar("places", default=None)


@contextmanager
def no_more_than(workers: int) -> Iterator[None]:
    """Let at most so many workers be at work at once, of this process and of its forks together."""
    places = multiprocessing.get_context("fork").Semaphore(workers)
    before = _PLACES.set(places)
    try:
        yield
    finally:
        _PLACES.reset(before)


def results_in_order(
    calls: Iterable[Callable[[], Result] | Known[Result]], workers: int, ahead: int
) -> Iterator[Result]:
    """Yield the result of each call, in the order of the calls.

    A call is taken from `calls` when the result `ahead` places before it has been handed out: it
    may be made from results up to that one. If it knew more, it would depend on the machine.

    :raises OutputError: if a worker was killed; what a call raises is raised here.
    """
    if not workers:
        yield from _results_here(calls, ahead)
        return
    waiting = iter(calls)
    places = _PLACES.get()
    running: dict[Any, tuple[int, Any]] = {}
    done: dict[int, Result] = {}
    taken = given = 0
    is_empty = False
    try:
        while True:
            while not is_empty and len(running) < workers and taken < given + ahead:
                call = next(waiting, None)
                if call is None:
                    is_empty = True
                    break
                if isinstance(call, Known):
                    done[taken] = call.result
                elif places is not None and not places.acquire(block=not running):
                    waiting = chain([call], waiting)
                    break
                else:
                    connection, process = _started(call, running)
                    running[connection] = (taken, process)
                taken += 1
            if given in done:
                yield done.pop(given)
                given += 1
            elif running:
                for ready in wait(list(running)):
                    number, process = running[ready]
                    done[number] = _received(ready, process)
                    del running[ready]
                    if places is not None:
                        places.release()
            else:
                return
    finally:
        for connection, (_number, process) in running.items():
            process.kill()
            process.join()
            connection.close()
            if places is not None:
                places.release()


def _results_here(
    calls: Iterable[Callable[[], Result] | Known[Result]], ahead: int
) -> Iterator[Result]:
    waiting = iter(calls)
    done: list[Result] = []
    while True:
        while len(done) < ahead and (call := next(waiting, None)) is not None:
            if isinstance(call, Known):
                done.append(call.result)
            else:
                done.append(call())
                gc.collect()
        if not done:
            return
        yield done.pop(0)


def _started(call: Callable[[], Any], others: Iterable[Connection]) -> tuple[Connection, Any]:
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(call, theirs, [ours, *others]), daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _work(
    call: Callable[[], Any], connection: Connection, not_its_own: Iterable[Connection]
) -> None:
    # Held open here too, they would let it wait for ever for one that is dead.
    for inherited in not_its_own:
        inherited.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # This process is ended by the one that began it.
    gc.disable()
    try:
        answer: tuple[Any, Exception | None] = (call(), None)
    except Exception as error:
        error.add_note(traceback.format_exc())
        answer = (None, error)
    with contextlib.suppress(OSError):  # Nobody listens any more.
        connection.send(answer)


def _received(connection: Any, process: Any) -> Any:
    try:
        result, error = connection.recv()
    except EOFError:
        process.join()
        raise OutputError(
            "A process that laid out pages was ended from outside, perhaps for want of memory. "
            "How to fix: close other programs, then build again."
        ) from None
    process.join()
    connection.close()
    if error is not None:
        raise error
    return result
