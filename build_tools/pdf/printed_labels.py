"""The printed page numbers of a finished file, by what stands on each page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf


def labels_in(pdf: Path) -> dict[str, int]:
    """Map each anchor of a file of ours to the Arabic number of its page; none if there is none."""
    try:
        with pikepdf.open(pdf) as opened:
            order: dict[Any, int] = {page.objgen: n for n, page in enumerate(opened.pages)}
            numbered = list(opened.Root.PageLabels.Nums)
            first = int(numbered[-2])  # The last run of labels is the Arabic one.
            places = pikepdf.NameTree(opened.Root.Names.Dests)
            found = {str(name): order[place[0].objgen] for name, place in places.items()}
    except (OSError, pikepdf.PdfError, AttributeError, KeyError, IndexError):
        return {}
    return {name: count - first + 1 for name, count in found.items() if count >= first}
