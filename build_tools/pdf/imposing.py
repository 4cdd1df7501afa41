"""Small pages on a larger sheet of paper: cards that are printed several at once and cut apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

_MM = 96 / 25.4
"""CSS pixels of a millimetre."""
_MARK, _GAP = 6 * _MM, 1 * _MM
"""How long a cut mark is, and how far it keeps from the edge of the sheet."""

Page = TypeVar("Page")
Point = tuple[float, float]


@dataclass(frozen=True)
class Imposition:
    """How many pages of one size stand on a sheet, row by row; all lengths in CSS pixels."""

    columns: int
    rows: int
    width: float
    height: float
    """Of the whole sheet, which the pages fill."""

    @property
    def places(self) -> tuple[Point, ...]:
        """Where each page begins, from the top left of the sheet."""
        across, down = self.width / self.columns, self.height / self.rows
        return tuple((c * across, r * down) for r in range(self.rows) for c in range(self.columns))

    def sheets_of(self, pages: Sequence[Page]) -> list[list[tuple[Page, Point]]]:
        """Share pages out among sheets, each with its place; the last sheet may not be full."""
        count = len(self.places)
        return [
            list(zip(pages[start : start + count], self.places, strict=False))
            for start in range(0, len(pages), count)
        ]

    def cut_marks(self) -> Iterator[tuple[Point, Point]]:
        """Yield the lines that show where to cut: at the edges, and where two cuts meet."""
        across = [self.width / self.columns * n for n in range(1, self.columns)]
        down = [self.height / self.rows * n for n in range(1, self.rows)]
        for x in across:
            yield (x, _GAP), (x, _GAP + _MARK)
            yield (x, self.height - _GAP - _MARK), (x, self.height - _GAP)
            yield from (((x, y - _MARK), (x, y + _MARK)) for y in down)
        for y in down:
            yield (_GAP, y), (_GAP + _MARK, y)
            yield (self.width - _GAP - _MARK, y), (self.width - _GAP, y)
            yield from (((x - _MARK, y), (x + _MARK, y)) for x in across)


CARDS_ON_A4 = {
    "A4": Imposition(1, 1, 210 * _MM, 297 * _MM),
    "A5": Imposition(2, 1, 297 * _MM, 210 * _MM),
    "A6": Imposition(2, 2, 210 * _MM, 297 * _MM),
}
"""How cards of each size are put on paper; those of A4 fill a sheet and are not cut."""
