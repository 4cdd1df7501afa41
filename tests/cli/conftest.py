"""A small project of two chapters, with the real design, registry and settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
SETTINGS = "---\nlaw-as-at: 2025-12-24\naudience: [judges]\nstatus: draft\n---\n\n"
BOOK = """
[[part]]
name = "foundations"
title = "Foundations"
chapters = ["first", "second"]
"""

Handbook = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the folder of a small project."""
    root = tmp_path / "project"
    shutil.copytree(TOP / "handbook", root / "handbook", ignore=shutil.ignore_patterns("courses"))
    (root / "handbook/courses").mkdir()
    shutil.copy(TOP / "conf.py", root)
    shutil.copy(TOP / "index.md", root)
    book = (TOP / "handbook/book.toml").read_text("utf-8")
    head = book[: book.index("[[part]]")]
    (root / "handbook/book.toml").write_text(head + BOOK, encoding="utf-8")
    write(root, "first", "# First\n\nA paragraph.\n")
    write(root, "second", "# Second\n\nAnother one (see {para}`first#first`).\n")
    return root


def write(root: Path, chapter: str, text: str) -> None:
    """Write a chapter's file; its first heading is labelled by the chapter's name."""
    path = root / f"chapters/foundations/{chapter}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{SETTINGS}({chapter})=\n{text}", encoding="utf-8")


def write_sound(project: Path) -> None:
    """Give both chapters of the project all their bones."""
    template = (TOP / "handbook/new-chapter.md").read_text("utf-8")
    for name in ("first", "second"):
        text = template.replace("{title}", name.capitalize()).replace("{law-as-at}", "2025-12-24")
        (project / f"chapters/foundations/{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture
def handbook(project: Path) -> Handbook:
    """Return a function that runs the command in the project."""

    def run(
        *arguments: str, env: Mapping[str, str] | None = None, **more: object
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*arguments),
            cwd=more.pop("cwd", project),
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
            **more,
        )

    return run


def command(*arguments: str) -> list[str]:
    """Return the words that start the command."""
    start = "from build_tools.cli.command import main; main()"
    return [sys.executable, "-c", start, *arguments]
