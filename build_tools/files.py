"""Files are written whole or not at all: beside, then renamed."""

from __future__ import annotations

import os
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
