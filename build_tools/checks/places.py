"""Where a letter of a text stands, as editors count: by lines."""

from __future__ import annotations

import re

_LINE_END = re.compile(r"\r\n|\r|\n")


def line_starts(text: str) -> list[int]:
    """Return where each line of a text begins."""
    return [0, *(end.end() for end in _LINE_END.finditer(text))]
