"""Time from a save to the page, in a real browser: this project, sphinx-autobuild and MkDocs."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.contenders import Books, written_books
from benchmarks.generate import CHAPTERS, PROJECT
from benchmarks.measure import processor_of

_README = Path(__file__).parent / "README.md"
_HEADING = "## From a save to the page\n"
_OTHERS = ("sphinx-autobuild==2025.8.25", "sphinx==9.0.4", "myst-parser", "mkdocs-material")
_PATIENCE = 30_000
"""Milliseconds after which a change counts as not shown."""
_REST = 4.0
"""Seconds between saves: what is done in the background after one is done before the next."""
_SHOWN = "words => document.body.textContent.includes(words)"


@dataclass(frozen=True)
class Contender:
    """A live preview of the book."""

    name: str
    folder: Path
    command: list[str]
    port: int
    chapters: list[Path]
    """The chapter that is changed, and one that is looked at while its heading changes."""
    address: Callable[[Path], str]


@dataclass(frozen=True)
class Save:
    """What one save cost until it was seen."""

    wall: float
    processor: float


def main(arguments: list[str]) -> None:
    """Save so many times in each preview, and print how long it took."""
    wanted = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        books = written_books(folder, wanted.chapters)
        rows = []
        for contender in _contenders(books, folder, wanted.with_others):
            print(contender.name, file=sys.stderr, flush=True)
            with _at_work(contender) as (page, process):
                for what, seen in (("a paragraph", 0), ("a chapter's title, seen elsewhere", 1)):
                    saves = list(_saves(contender, page, process, seen, wanted.saves))
                    rows.append(_row(contender.name, what, saves, wanted.saves))
    report = f"{_circumstances(wanted, books)}\n\n{_table(rows)}\n"
    print(report)
    if wanted.record:
        text, _heading, rest = _README.read_text(encoding="utf-8").partition(_HEADING)
        introduction, _line, _old = rest.partition("\n\n")
        _README.write_text(
            f"{text}{_HEADING}{introduction}\n\n{report}", encoding="utf-8", newline="\n"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--saves", type=int, default=30, help="how often each change is saved")
    parser.add_argument("--chapters", type=int, default=CHAPTERS, help="how long the book is")
    parser.add_argument(
        "--with-others",
        action="store_true",
        help="compare sphinx-autobuild and MkDocs too; installed apart, which needs the network",
    )
    parser.add_argument(
        "--record", action="store_true", help="put the table at the end of benchmarks/README.md"
    )
    return parser


def _contenders(books: Books, folder: Path, with_others: bool) -> Iterator[Contender]:
    start = "from build_tools.cli.command import main; main()"
    port = _free_port()
    chapters = sorted((books.handbook / "chapters").glob("*/*.md"))
    yield Contender(
        "this project",
        books.handbook,
        [sys.executable, "-c", start, "serve", "--no-browser", "--port", str(port)],
        port,
        chapters[5:7],
        lambda path: path.relative_to(books.handbook).with_suffix(".html").as_posix(),
    )
    if not with_others:
        return
    home = folder / "others"
    venv.create(home, with_pip=True)
    python = str(home / "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *_OTHERS], check=True)
    chapters = sorted((books.plain / "chapters").glob("*.md"))
    port = _free_port()
    yield Contender(
        "sphinx-autobuild, plain theme",
        books.plain,
        [
            python,
            "-m",
            "sphinx_autobuild",
            "-q",
            "--port",
            str(port),
            "-c",
            str(PROJECT / "benchmarks/plain"),
            "-d",
            str(folder / "trees"),
            str(books.plain),
            str(folder / "autobuild"),
        ],
        port,
        chapters[5:7],
        lambda path: path.relative_to(books.plain).with_suffix(".html").as_posix(),
    )
    for theme in ("mkdocs", "material"):
        port = _free_port()
        settings = folder / f"{theme}.yml"
        settings.write_text(
            f"site_name: The book\ndocs_dir: {books.plain}\nsite_dir: {folder / theme}\n"
            f"theme: {theme}\n",
            encoding="utf-8",
        )
        yield Contender(
            f"MkDocs, theme {theme}",
            books.plain,
            [
                python,
                "-m",
                "mkdocs",
                "serve",
                "--quiet",
                "-f",
                str(settings),
                "-a",
                f"127.0.0.1:{port}",
            ],
            port,
            chapters[5:7],
            lambda path: path.relative_to(books.plain).with_suffix("").as_posix() + "/",
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _at_work(contender: Contender) -> Iterator[tuple[Page, int]]:
    """Start a preview and a browser that looks at it; end both."""
    process = subprocess.Popen(
        contender.command, cwd=contender.folder, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path="/usr/bin/chromium",
                args=["--no-sandbox", "--disable-background-networking"],
            )
            yield browser.new_page(), process.pid
            browser.close()
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _saves(contender: Contender, page: Page, process: int, seen: int, count: int) -> Iterator[Save]:
    """Save a change so often, each seen before the next; stop at one that is never shown."""
    changed, looked_at = contender.chapters[0], contender.chapters[seen]
    address = f"http://127.0.0.1:{contender.port}/{contender.address(looked_at)}"
    _open(page, address)
    text = changed.read_text(encoding="utf-8")
    try:
        for number in range(count + 1):
            word = f"Zephyr{seen}x{number}"
            if seen:
                new = re.sub(r"^# (.*)$", rf"# \1 {word}", text, count=1, flags=re.MULTILINE)
            else:
                middle = [found.end() for found in re.finditer(r"^[A-Z]\w+ \w+", text, re.M)][20]
                new = f"{text[:middle]} {word}{text[middle:]}"
            time.sleep(_REST)
            begun, computed = time.perf_counter(), processor_of(process)
            changed.write_text(new, encoding="utf-8")
            try:
                page.wait_for_function(_SHOWN, arg=word, polling=10, timeout=_PATIENCE)
            except Error:
                if number:
                    return
                page.reload()  # Its line to the preview was not open yet, perhaps.
            wall = time.perf_counter() - begun
            if number:  # The first one wakes what sleeps in every contender.
                yield Save(wall, processor_of(process) - computed)
    finally:
        changed.write_text(text, encoding="utf-8")
        time.sleep(_REST)


def _open(page: Page, address: str) -> None:
    """Open a page as soon as the preview answers."""
    end = time.monotonic() + 180
    while True:
        try:
            page.goto(address, timeout=120_000)
            page.wait_for_timeout(3000)
            return
        except Error:
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def _row(name: str, what: str, saves: list[Save], wanted: int) -> str:
    if len(saves) < max(2, wanted):
        return f"| {name} | {what} | not shown within {_PATIENCE // 1000} s | | | |"
    walls = sorted(save.wall for save in saves)
    last = quantiles(walls, n=20, method="inclusive")[-1]
    processor = median(save.processor for save in saves)
    return (
        f"| {name} | {what} | {median(walls):.2f} | {last:.2f} | {walls[-1]:.2f} "
        f"| {processor:.2f} |"
    )


def _table(rows: list[str]) -> str:
    head = "| preview | what is saved | p50 s | p95 s | most s | processor s (median) |"
    return "\n".join([head, "|---|---|--:|--:|--:|--:|", *rows])


def _circumstances(wanted: argparse.Namespace, books: Books) -> str:
    command = f"python -m benchmarks.live --saves {wanted.saves} --chapters {wanted.chapters}"
    command += " --with-others" if wanted.with_others else ""
    return (
        f"{dt.datetime.now(dt.UTC).date()}, {os.cpu_count()} cores, "
        f"{platform.python_implementation()} {platform.python_version()}; {books.words:,} words, "
        f"{wanted.saves} saves of each. Load of the machine at the end: "
        f"{os.getloadavg()[0]:.1f}.\n`{command}`"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
