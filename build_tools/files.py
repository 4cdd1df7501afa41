"""Files are written whole or not at all: beside, then renamed."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from build_tools.errors import OutputError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a failure leaves what stood there before.

    :raises OutputError: if the disk is full, or the file or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(path, content)
    except OSError as error:
        raise OutputError(_sentence(path, error)) from error


def write_if_changed(path: Path, content: bytes) -> None:
    """Write a file only if it would differ, so that its date says when it last changed."""
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)


def _write_beside(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(handle)  # or a power cut after the renaming could leave an empty file
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _sentence(path: Path, error: OSError) -> str:
    """Say what kept a file from being written, and what to do."""
    if error.errno in _FULL:
        return (
            f"The disk is full: {path} was not written. How to fix: free some space, build again."
        )
    if error.errno in _FORBIDDEN and os.name == "nt" and path.exists():
        return (
            f"The file {path} is open in another program. "
            "How to fix: close it there and build again."
        )
    if error.errno in _FORBIDDEN:
        return (
            f"You may not write to the folder {path.parent}: {path.name} was not written. "
            "How to fix: build into another folder, or ask for the right to write to this one."
        )
    return (
        f"The file {path} was not written: {error.strerror}. How to fix: build into another folder."
    )
