"""A build may be killed at any moment: the last good files stay, and the next build succeeds."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

from tests.cli.conftest import command, write

_KILLS = 20


def outputs(root: Path) -> dict[str, bytes]:
    """Return every file that readers see, by its path; not those still being written.

    The search index is not compared: Sphinx leaves empty entries in it for words that have gone.
    """
    folder = root / "_build/en"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and path.name != "searchindex.js"
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def set_text(root: Path, word: str) -> None:
    write(root, "first", f"# First\n\nA {word} paragraph. {{index}}`{word}`\n")
    write(root, "second", f"# Second\n\nSee {{para}}`first#first`.\n\n## {word} heading\n\nText.\n")


def test_a_build_killed_at_any_moment_loses_nothing(project, handbook):
    good: dict[str, dict[str, bytes]] = {}
    for word in ("plain", "other"):
        set_text(project, word)
        began = time.monotonic()
        assert handbook("build").returncode == 0
        seconds = time.monotonic() - began
        good[word] = outputs(project)
    moments = random.Random(1)
    for count in range(_KILLS):
        set_text(project, ("plain", "other")[count % 2])
        build = subprocess.Popen(
            command("build", "--quiet"),
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            build.wait(moments.uniform(0, 1.1 * seconds))
        except subprocess.TimeoutExpired:
            build.kill()
            build.wait()
        for name, content in outputs(project).items():
            assert content in (good["plain"].get(name), good["other"].get(name)), name
        search = (project / "_build/en/html/searchindex.js").read_text("utf-8")
        assert search.startswith("Search.setIndex({") and search.endswith("})")
    set_text(project, "plain")
    assert handbook("build").returncode == 0
    assert outputs(project) == good["plain"]
