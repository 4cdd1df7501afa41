"""Folders of the outputs: where they are, and how one is made like another, file by file."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path

from build_tools.files import write_whole


def trainer_folder(root: Path, language: str) -> Path:
    """Return where trainers' files of a language stand: answers and keys are among them.

    It lies beside the site, never below it, and nothing that participants get leads there.
    """
    return root / "_build" / language / "trainer"


def mirror(source: Path, place: Path) -> None:
    """Make one folder like another, hidden files aside; what the source lacks goes last.

    :raises OutputError: if a file cannot be written.
    """
    kept = {place / path.relative_to(source) for path in _files(source)}
    for path in differing(source, place):
        target = place / path.relative_to(source)
        write_whole(target, path.read_bytes())
        shutil.copystat(path, target)
    for path in sorted(place.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()


def differing(source: Path, place: Path) -> tuple[Path, ...]:
    """Return the files of a folder that the other one lacks or holds with other bytes."""
    pairs = ((path, place / path.relative_to(source)) for path in _files(source))
    return tuple(
        path for path, target in pairs if not (target.is_file() and filecmp.cmp(path, target))
    )


def _files(folder: Path) -> Iterator[Path]:
    return (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith("."))
