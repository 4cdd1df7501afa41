"""What is saved below the project, told in the moment it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from watchfiles import Change, awatch

_FOLDERS = ("chapters", "handbook")
_FILES = ("conf.py", "index.md")
_STEP, _DEBOUNCE = 10, 50
"""Milliseconds without a change, and at most so many, until changes are told together."""

Tell = Callable[[frozenset[Path]], None]


async def watch(root: Path, tell: Tell, ended: asyncio.Event) -> None:
    """Tell the paths that are written, renamed or deleted, those of one moment together."""
    folders = [root / name for name in _FOLDERS if (root / name).is_dir()]
    files = [root / name for name in _FILES]

    async def below(*places: Path, recursive: bool, only: list[Path] | None = None) -> None:
        async for told in awatch(
            *places, watch_filter=_is_text, step=_STEP, debounce=_DEBOUNCE, stop_event=ended,
            recursive=recursive,
        ):  # fmt: skip
            changed = frozenset(Path(path) for _change, path in told)
            if found := changed if only is None else changed.intersection(only):
                tell(found)

    # A file watched by itself is lost when an editor writes another in its place.
    await asyncio.gather(below(*folders, recursive=True), below(root, recursive=False, only=files))


def _is_text(_change: Change, path: str) -> bool:
    """Say whether a path is no editor's own: swap, lock and backup files."""
    name = Path(path).name
    return not (name.startswith((".", "~", "#", "4913")) or name.endswith(("~", ".tmp", ".swp")))
