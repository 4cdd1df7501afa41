"""Files are written whole or not at all: beside, then renamed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from build_tools.errors import output_error


def write_whole(path: Path, content: bytes, *, waits_for_disk: bool = True) -> None:
    """Write a file so that a failure leaves what stood there before.

    After a power cut the file may be empty if it was not waited for until it lay on the disk.

    :raises OutputError: if the disk is full, or the file or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(path, content, waits_for_disk)
    except OSError as error:
        error.filename = str(path)  # not the one beside it, which nobody knows
        raise output_error(error) from error


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file only if it would differ, so that its date says when it last changed."""
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)


def _write_beside(path: Path, content: bytes, waits_for_disk: bool) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            if waits_for_disk:
                os.fsync(handle)  # or a power cut after the renaming could leave an empty file
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
