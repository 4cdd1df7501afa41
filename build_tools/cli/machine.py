"""What an output depends on beside its sources: the day, Python, its packages, libraries."""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_LIBRARIES = {
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0-0.dll", "libpango-1.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz-0.dll", "libharfbuzz.0.dylib"),
    "harfbuzz-subset": (
        "libharfbuzz-subset.so.0", "libharfbuzz-subset-0.dll", "libharfbuzz-subset.dylib",
    ),
}  # fmt: skip


def today() -> dt.date:
    """Return the day it is for whoever sits at this machine."""
    return dt.datetime.now().astimezone().date()


def library(name: str) -> ctypes.CDLL | None:
    """Return a library that pages are drawn with, if it is on this machine."""
    for file in _LIBRARIES[name]:
        try:
            return ctypes.CDLL(file)
        except OSError:
            continue
    return _library_elsewhere(name)


def _library_elsewhere(name: str) -> ctypes.CDLL | None:
    import ctypes.util  # it starts other programs

    file = ctypes.util.find_library(name)
    try:
        return ctypes.CDLL(file) if file else None
    except OSError:
        return None


def version_of(name: str, function: str) -> str:
    """Return what a function of a library says of its version; nothing if there is none."""
    found = library(name)
    if found is None:
        return ""
    says = getattr(found, function)
    says.restype = ctypes.c_char_p
    return str(says().decode("ascii"))


def machine() -> tuple[str, ...]:
    """Say in what surroundings outputs are made here and now."""
    return (
        today().isoformat(),
        sys.version,
        sys.platform,
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        version_of("pango-1.0", "pango_version_string"),
        version_of("harfbuzz", "hb_version_string"),
        *sorted(_packages()),
    )


def _packages() -> Iterator[str]:
    """Yield the folder that records each installed package: its name, its version and its date."""
    for folder in sys.path:
        try:
            entries = list(os.scandir(folder or Path.cwd()))
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith(".dist-info"):
                yield f"{entry.name} {entry.stat().st_mtime_ns}"
