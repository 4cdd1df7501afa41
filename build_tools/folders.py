"""Folders of the outputs: where they are, and how one is made like another, file by file."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path

from build_tools.files import write_whole
from build_tools.model import Audience


def outputs_folder(root: Path, language: str, audience: Audience) -> Path:
    """Return where what an audience gets of a language stands.

    Trainers' files, answers and keys among them, lie beside the site, never below it; nothing that
    participants get leads there.
    """
    folder = root / "_build" / language
    return folder / "trainer" if audience is Audience.TRAINERS else folder


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
