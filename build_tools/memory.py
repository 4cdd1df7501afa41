"""What Python holds in memory while much is made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Hold the garbage collector off: where much is made and kept, it costs time and frees little.

    About 15 % of laying out pages, and more than the rules when the book is checked.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
