"""What was made before, kept in a folder under the digest of all that it was made from.

Nothing here is needed: what is missing, damaged or of another version is made again, and a
folder that cannot be written to keeps nothing. Builds that run at the same time share it: a file
appears whole, under a name that says what is in it, and is never changed.
"""

from __future__ import annotations

import contextlib
import os
import time
from hashlib import sha256
from pathlib import Path

from build_tools.errors import OutputError
from build_tools.files import write_whole

_MARK = b"handbook cache 1\n"
_DIGEST = sha256().digest_size
_STALE = 3600
"""Seconds after which a file that is only half written has nobody who writes it any more."""


class Cache:
    """Contents by the names of what they were made from; the least recently used go first."""

    def __init__(self, folder: Path, room: int = 500_000_000) -> None:
        self._folder = folder
        self._room = room

    def read(self, name: str) -> memoryview | None:
        """Return what is kept under a name, if it is whole."""
        path = self._folder / name
        try:
            whole = memoryview(path.read_bytes())
            os.utime(path)  # it was of use just now
        except OSError:
            return None
        start = len(_MARK) + _DIGEST
        content = whole[start:]
        if whole[:start] == _MARK + sha256(content).digest():
            return content
        with contextlib.suppress(OSError):
            path.unlink()
        return None

    def keep(self, name: str, content: bytes) -> None:
        """Keep a content, if there is room for it on the disk."""
        # Not waited for until it lies on the disk: a power cut leaves a digest that is wrong.
        with contextlib.suppress(OutputError):
            whole = b"".join((_MARK, sha256(content).digest(), content))
            write_whole(self._folder / name, whole, waits_for_disk=False)

    def trim(self) -> None:
        """Delete what was used longest ago until the rest has room, and what was half written."""
        kept: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*"):
            with contextlib.suppress(OSError):  # Another build may have deleted it.
                facts = path.stat()
                if not path.name.startswith("."):
                    kept.append((facts.st_mtime, facts.st_size, path))
                elif facts.st_mtime < time.time() - _STALE:
                    path.unlink()
        held = 0
        for _used, size, path in sorted(kept, reverse=True):
            held += size
            if held > self._room:
                with contextlib.suppress(OSError):
                    path.unlink()
