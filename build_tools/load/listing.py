"""`handbook/book.toml` with one more chapter in it: comments, order and layout stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, MutableSequence
from typing import Any, cast

import tomlkit

from build_tools.errors import UsageError, near_misses


def with_chapter(text: str, part: str, chapter: str) -> str:
    """Return the text of book.toml with a chapter listed last in a part, and planned no more.

    :raises UsageError: if the book has no such part.
    """
    document: MutableMapping[str, Any] = tomlkit.parse(text)
    parts = cast("list[Mapping[str, Any]]", document.get("part", []))
    found = next((one for one in parts if one.get("name") == part), None)
    if found is None:
        near = near_misses(part, [str(one.get("name")) for one in parts])
        raise UsageError(f"The book has no part '{part}'. {near} How to fix: name one of them.")
    cast("MutableSequence[str]", found["chapters"]).append(chapter)
    planned = cast("MutableSequence[str]", document.get("planned", []))
    if chapter in planned:
        planned.remove(chapter)
    return tomlkit.dumps(document)
