"""Files are written whole or not at all: beside, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a failure leaves what stood there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file only if it would differ, so that its date says when it last changed."""
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)


def mirror(source: Path, place: Path) -> None:
    """Make one folder like another, each changed file whole; what the source lacks goes last."""
    kept: set[Path] = set()
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        target = place / path.relative_to(source)
        kept.add(target)
        if not _are_alike(path, target):
            write_whole(target, path.read_bytes())
            shutil.copystat(path, target)
    for path in sorted(place.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()


def _are_alike(path: Path, other: Path) -> bool:
    """Say whether a copy has the size and the time of its source."""
    if not other.is_file():
        return False
    mine, its = path.stat(), other.stat()
    return (mine.st_size, mine.st_mtime_ns) == (its.st_size, its.st_mtime_ns)
