"""Two faults of WeasyPrint's layout, mended while pages are laid out.

WeasyPrint 70 sends a note to a later page than its call when that makes room for the second line
of the page's last paragraph (`orphans`); here that paragraph goes to the next page instead. And it
balances columns by trying heights one pixel after another, up to a hundred for a list; here
columns are as high as a number of half lines, and no height is tried twice. See `FITS` in
`structure` for the version whose inside this module knows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import LayoutContext, block

_HALF_LINE = 7.0
"""Pixels of half a line of the lists that are set in columns."""
_MANY_LINES = 99
_LINES, _ABSOLUTE, _FIXED = 2, 4, 5
"""Where the lists stand that laying out a paragraph adds to, after the context and the box."""


@contextmanager
def mended_layout() -> Iterator[None]:
    """Let WeasyPrint keep notes on the page of their call and balance columns quickly."""
    notes = _Notes()
    names = ("iter_line_boxes", "_linebox_layout", "columns_layout")
    own = {name: getattr(block, name) for name in names}
    layout_footnote = LayoutContext.layout_footnote
    report_footnote = LayoutContext.report_footnote
    block.iter_line_boxes = notes.lines(own["iter_line_boxes"])
    block._linebox_layout = notes.paragraph(own["_linebox_layout"])
    block.columns_layout = _balanced(own["columns_layout"])
    LayoutContext.layout_footnote = notes.laid_out(layout_footnote)
    LayoutContext.report_footnote = notes.sent_on(report_footnote)
    try:
        yield
    finally:
        for name, function in own.items():
            setattr(block, name, function)
        LayoutContext.layout_footnote = layout_footnote
        LayoutContext.report_footnote = report_footnote


class _SentOnError(Exception):
    """A note would be sent on to make room for a line."""


class _Notes:
    """Watches which notes lines bring, and stops a paragraph that would send on another's."""

    def __init__(self) -> None:
        self._brought: list[list[Any] | None] = []
        """The notes of each paragraph that is being laid out, None where all is allowed."""
        self._newest: Any = None
        """The note that the line being laid out has just brought."""

    def lines(self, own: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        def watched(*given: Any) -> Iterator[Any]:
            for line in own(*given):
                self._newest = None
                yield line

        return watched

    def laid_out(self, own: Callable[..., Any]) -> Callable[..., Any]:
        def watched(context: Any, note: Any) -> Any:
            if self._brought and self._brought[-1] is not None:
                self._brought[-1].append(note)
            overflows = own(context, note)
            self._newest = note  # After the lines of the note itself.
            return overflows

        return watched

    def sent_on(self, own: Callable[..., Any]) -> Callable[..., Any]:
        def watched(context: Any, note: Any) -> Any:
            is_own = note is self._newest
            if self._brought and self._brought[-1] is not None and not is_own:
                raise _SentOnError
            return own(context, note)

        return watched

    def paragraph(self, own: Callable[..., Any]) -> Callable[..., Any]:
        def watched(context: Any, box: Any, *given: Any) -> Any:
            kept = [(given[n], len(given[n])) for n in (_LINES, _ABSOLUTE, _FIXED)]
            self._brought.append([])
            try:
                return own(context, box, *given)
            except _SentOnError:
                for boxes, count in kept:
                    del boxes[count:]
                for note in reversed(self._brought[-1] or []):
                    context.unlayout_footnote(note)
                return self._undivided(own, context, box, *given)
            finally:
                self._brought.pop()

        return watched

    def _undivided(self, own: Callable[..., Any], context: Any, box: Any, *given: Any) -> Any:
        """Lay a paragraph out as one that is not to be divided between pages."""
        orphans = box.style["orphans"]
        box.style["orphans"] = _MANY_LINES
        self._brought[-1] = None
        try:
            return own(context, box, *given)
        finally:
            box.style["orphans"] = orphans


def _balanced(own: Callable[..., Any]) -> Callable[..., Any]:
    """Let columns be tried at half lines only, each height once."""

    def columns_layout(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, *given: Any
    ) -> Any:
        lay_out = block.block_box_layout
        known: dict[tuple[str, float, bool], Any] = {}

        def column_layout(
            context: Any, column: Any, space: float, skip: Any, block_: Any, is_empty: bool,
            absolute: Any, fixed: Any, margins: Any, *given: Any, **options: Any
        ) -> Any:  # fmt: skip
            if not column.is_column:
                return lay_out(
                    context, column, space, skip, block_, is_empty, absolute, fixed, margins,
                    *given, **options
                )  # fmt: skip
            most = context.page_bottom - column.position_y - bottom_space
            height = context.page_bottom - column.position_y - space
            if 0 < height < most:
                height = min(most, math.ceil(height / _HALF_LINE) * _HALF_LINE)
                space = context.page_bottom - column.position_y - height
            trial = (repr(skip), round(space, 3), is_empty)
            if margins is not None and trial in known:
                return known[trial]
            made = lay_out(
                context, column, space, skip, block_, is_empty, absolute, fixed, margins,
                *given, **options
            )  # fmt: skip
            if margins is not None:  # Else it is no trial: the columns that are printed.
                known[trial] = made
            return made

        block.block_box_layout = column_layout
        try:
            return own(context, box, bottom_space, skip_stack, *given)
        finally:
            block.block_box_layout = lay_out

    return columns_layout
