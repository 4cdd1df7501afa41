"""What a build costs: seconds on the wall, seconds of processors, peak memory of all its processes.

Processor seconds say more than wall seconds on a machine that does other work as well.
"""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.2
_KILOBYTE = 1024


@dataclass(frozen=True)
class Cost:
    """What one run cost; `complaint` is empty if it succeeded."""

    wall: float
    processor: float
    peak: int
    """Bytes: of the processes that ran at one time together, shared memory counted once."""
    largest: int = 0
    """Bytes of the largest process, shared memory counted whole."""
    complaint: str = ""


def cost_of(commands: Sequence[Sequence[str]], folder: Path, more: Mapping[str, str]) -> Cost:
    """Run commands one after the other, each in a fresh process; stop at the first that fails."""
    wall = processor = 0.0
    peak = largest = 0
    for command in commands:
        one = _run(command, folder, more)
        wall, processor = wall + one.wall, processor + one.processor
        peak, largest = max(peak, one.peak), max(largest, one.largest)
        if one.complaint:
            return Cost(wall, processor, peak, largest, one.complaint)
    return Cost(wall, processor, peak, largest)


def processor_of(leader: int) -> float:
    """Return the seconds that a process and all of its session have computed so far."""
    ticks = 0
    for process in _in_session(leader):
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:  # It has ended.
            continue
        ticks += sum(map(int, fields[11:15]))  # its own, and of children that have ended
    return ticks / os.sysconf("SC_CLK_TCK")


def _run(command: Sequence[str], folder: Path, more: Mapping[str, str]) -> Cost:
    output = folder / "output.txt"
    start = time.perf_counter()
    with output.open("w") as stream:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | more,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
    lines = [line for line in output.read_text(errors="replace").splitlines() if line.strip()]
    return Cost(
        wall,
        usage.ru_utime + usage.ru_stime,
        max(watch.peak, usage.ru_maxrss * _KILOBYTE),
        usage.ru_maxrss * _KILOBYTE,
        "" if process.returncode == 0 else (lines or ["no word"])[-1],
    )


class _Watch(threading.Thread):
    """Looks at the memory of all processes of a session, five times a second."""

    def __init__(self, leader: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._leader = leader
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_PAUSE):
            processes = list(_in_session(self._leader))
            # A process alone shares nothing, and the exact way would slow it down.
            read = _resident if len(processes) == 1 else _proportional
            self.peak = max(self.peak, sum(map(read, processes)))

    def end(self) -> None:
        self._over.set()
        self.join()


def _in_session(leader: int) -> Iterator[int]:
    """Yield a process that leads a session and all that it has started."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The name in brackets may hold anything; after it: state, parent, group, session.
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # It has ended.
            continue
        if int(fields[3]) == leader:
            yield int(path.parent.name)


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _proportional(process: int) -> int:
    """Return its memory, of what it shares with others only its part."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * _KILOBYTE for line in lines if line.startswith("Pss:"))
