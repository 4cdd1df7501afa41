"""What a person sees while the book is built: the stage, how far it is, how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn


def bars(quiet: bool) -> Progress:
    """Return bars for a terminal, each with what it tells; nothing is shown where there is none."""
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
    hidden = quiet or not console.is_terminal
    return Progress(*columns, console=console, transient=True, disable=hidden)


class Stages:
    """A bar on a terminal while a stage lasts, and one line with its time when it is done."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._name, self._unit = "", ""
        self._done = 0
        self._started = 0.0

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show stages; whatever happens, the terminal is left in order."""
        with bars(self._quiet) as bar:
            self._bar = bar
            yield
            self.end()

    def output(self, name: str) -> None:
        """Begin an output; its stages are told, not itself."""

    def begin(self, name: str, unit: str = "", about: int | None = None) -> None:
        """End the stage before and begin one that will count so many of a unit."""
        if name == self._name:
            return
        self.end()
        self._name, self._unit = name, unit
        self._done, self._started = 0, time.monotonic()
        if self._bar is not None:
            self._task = self._bar.add_task(name, total=about, told="")

    def advance(self, count: int = 1) -> None:
        """Count what is done of the stage."""
        self._done += count
        if self._bar is not None and self._task is not None:
            told = f"{self._done} {self._unit}"
            self._bar.update(self._task, completed=self._done, told=told)

    def end(self) -> None:
        """End the stage and tell its time."""
        if not self._name:
            return
        if self._bar is not None and self._task is not None:
            self._bar.remove_task(self._task)
        count = f" ({self._done} {self._unit})" if self._done and self._unit else ""
        seconds = time.monotonic() - self._started
        if not self._quiet:
            click.echo(f"{self._name + count:52}{seconds:6.1f} s")
        self._name, self._task = "", None
