"""A preview of a small book at work, in a folder with Cyrillic letters and a space in its name."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.conftest import BOOK, TOP, command

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
HEAD = "---\nlaw-as-at: 2025-12-24\naudience: [judges]\nstatus: draft\n---\n\n"
FIRST = (
    HEAD
    + """(first)=
# First chapter

The first paragraph.

(early)=
## An early heading

A paragraph under it.

"""
    + "\n\n".join(f"Paragraph number {n}, of some length." for n in range(1, 60))
    + "\n"
)
SECOND = (
    HEAD
    + """(second)=
# Second chapter

Read [](first.md) and {para}`first#first`.

:::{trainer} For those who teach
Only a trainer may read OLEANDER.
:::
"""
)


@dataclass
class Preview:
    """A preview, its project and its address."""

    root: Path
    address: str
    process: subprocess.Popen[str]

    def path(self, name: str) -> Path:
        return self.root / f"chapters/foundations/{name}.md"

    def write(self, name: str, text: str) -> None:
        self.path(name).write_text(text, encoding="utf-8")

    def page(self, name: str) -> str:
        return f"{self.address}chapters/foundations/{name}.html"


def small_project(folder: Path) -> Path:
    """Write the small book below a folder, and return where it is."""
    root = folder / "Книга судей"
    shutil.copytree(TOP / "handbook", root / "handbook")
    for name in ("conf.py", "index.md"):
        shutil.copy(TOP / name, root)
    book = (TOP / "handbook/book.toml").read_text("utf-8")
    head = book[: book.index("[[part]]")]
    (root / "handbook/book.toml").write_text(head + BOOK, encoding="utf-8")
    chapters = root / "chapters/foundations"
    chapters.mkdir(parents=True)
    for name, text in (("first", FIRST), ("second", SECOND)):
        (chapters / f"{name}.md").write_text(text, encoding="utf-8")
    return root


def started(root: Path, *options: str) -> Preview:
    """Start a preview, and return when it answers."""
    process = subprocess.Popen(
        command("serve", "--no-browser", *options),
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    assert found is not None
    return Preview(root, found[0], process)


def ended(preview: Preview) -> int:
    """End a preview as Ctrl-C does, and return its exit code."""
    preview.process.send_signal(signal.SIGINT)
    code = preview.process.wait(60)
    if preview.process.stdout is not None:
        preview.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    at_work = started(small_project(tmp_path_factory.mktemp("preview")))
    yield at_work
    assert ended(at_work) == 0


@pytest.fixture
def visit(browser: Browser, preview: Preview) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of a sound book; nothing may fail or leave the site."""
    complaints: list[str] = []
    contexts = []

    def open_page(name: str = "first", **settings: object) -> Page:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                asked.url.startswith((preview.address, "data:")) or complaints.append(asked.url)
            ),
        )
        page.goto(preview.page(name))
        page.wait_for_function(
            "() => !document.querySelector('.preview-status').textContent.startsWith('Connecting')"
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    for name, text in (("first", FIRST), ("second", SECOND)):
        path = preview.path(name)
        if not path.is_file() or path.read_bytes() != text.encode():
            preview.write(name, text)
    assert complaints == []
