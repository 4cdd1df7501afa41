"""What is made from the settings once for a build, however many marks ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from sphinx.config import Config

_Made = TypeVar("_Made")


def once_a_build(make: Callable[[Config], _Made]) -> Callable[[Config], _Made]:
    """Keep what is made for as long as the settings it is made from."""
    kept: WeakKeyDictionary[Config, _Made] = WeakKeyDictionary()

    @wraps(make)
    def made(config: Config) -> _Made:
        if config not in kept:
            kept[config] = make(config)
        return kept[config]

    return made
