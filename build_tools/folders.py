"""Folders are made alike, file by file, each file whole."""

from __future__ import annotations

import filecmp
import shutil
from pathlib import Path

from build_tools.files import write_whole


def mirror(source: Path, place: Path) -> None:
    """Make one folder like another; what the source lacks goes last.

    :raises OutputError: if a file cannot be written.
    """
    kept: set[Path] = set()
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        target = place / path.relative_to(source)
        kept.add(target)
        if not (target.is_file() and filecmp.cmp(path, target)):
            write_whole(target, path.read_bytes())
            shutil.copystat(path, target)
    for path in sorted(place.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
