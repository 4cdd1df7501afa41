"""Two faults of WeasyPrint's layout, mended while pages are laid out.

WeasyPrint 70 sends a note to a later page than its call when that makes room for the second line
of the page's last paragraph (`orphans`); here that paragraph goes to the next page instead. And it
balances columns by trying heights one pixel after another, up to a hundred for a list; here
columns are as high as a number of half lines, no height is tried twice, and a line is broken once
for all heights. See `FITS` in `structure` for the version whose inside this module knows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint.layout import LayoutContext, block, inline

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
        measured = _Measured()

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
            if margins is None:  # It is no trial: these are the columns that are printed.
                return lay_out(
                    context, column, space, skip, block_, is_empty, absolute, fixed, margins,
                    *given, **options
                )  # fmt: skip
            if trial in known:
                return known[trial]
            with measured.kept():
                known[trial] = made = lay_out(
                    context, column, space, skip, block_, is_empty, absolute, fixed, margins,
                    *given, **options
                )  # fmt: skip
            return made

        block.block_box_layout = column_layout
        try:
            return own(context, box, bottom_space, skip_stack, *given)
        finally:
            block.block_box_layout = lay_out

    return columns_layout


class _Measured:
    """Lines of columns that are tried: all that matters of them is how high they are."""

    def __init__(self) -> None:
        self._lines: dict[Any, tuple[Any, Any]] = {}
        self._is_plain: dict[Any, bool] = {}

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Let each line be broken once."""
        own = inline.get_next_linebox
        inline.get_next_linebox = self._once(own)
        try:
            yield
        finally:
            inline.get_next_linebox = own

    def _once(self, own: Callable[..., Any]) -> Callable[..., Any]:
        def get_next_linebox(
            context: Any, box: Any, y: float, space: float, skip: Any, block_: Any, *given: Any
        ) -> Any:
            if context.excluded_shapes or not self._stands_alone(box):
                return own(context, box, y, space, skip, block_, *given)
            key = (box, repr(skip), block_.width, box.text_indent)
            if key not in self._lines:
                self._lines[key] = own(context, box, y, space, skip, block_, *given)
            line, resume_at = self._lines[key]
            if line is not None:
                line = line.copy()
                line.position_y = y
            return line, resume_at

        return get_next_linebox

    def _stands_alone(self, box: Any) -> bool:
        """Say whether a text brings nothing with it that stands elsewhere."""
        if box not in self._is_plain:
            self._is_plain[box] = all(part.is_in_normal_flow() for part in box.descendants())
        return self._is_plain[box]
