"""What may stand after the settings of our own boxes: `:minutes: 20`, `:objectives: 1, 2`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from build_tools.errors import near_misses
from build_tools.model import Carrier, FormFolder, Stage

KINDS_OF_QUESTION = ("choice", "true-false", "matching", "short")


def permanent_id(typed: str | None) -> str:
    """Read an id that stands in addresses and file names for years."""
    name = (typed or "").strip()
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError("use small Latin letters, numbers and hyphens, such as elements-sheet")
    return name


def minutes(typed: str | None) -> int:
    """Read how long something takes."""
    if not (typed or "").strip().isdigit():
        raise ValueError("write a whole number of minutes, such as 20")
    return int(typed or "")


def objective_numbers(typed: str | None) -> list[int]:
    """Read `1, 2` as the numbers of this chapter's objectives."""
    words = [word.strip() for word in (typed or "").split(",")]
    if not all(word.isdigit() for word in words):
        raise ValueError("write the numbers of objectives of this chapter, such as 1, 2")
    return [int(word) for word in words]


def kind_of_question(typed: str | None) -> str:
    """Read how a question is answered."""
    kind = (typed or "").strip().lower()
    if kind not in KINDS_OF_QUESTION:
        raise ValueError(f"write one of {', '.join(KINDS_OF_QUESTION)}")
    return kind


def carriers(typed: str | None) -> list[Carrier]:
    """Read who carries a checklist as a card."""
    return [Carrier(_known(word, Carrier)) for word in (typed or "").split(",")]


def stage(typed: str | None) -> Stage:
    """Read a stage of the case."""
    return Stage(_known(typed or "", Stage))


def folder(typed: str | None) -> FormFolder:
    """Read what a form is filled in for."""
    return FormFolder(_known(typed or "", FormFolder))


def _known(typed: str, words: type[StrEnum]) -> str:
    word = typed.strip().lower()
    if word not in list(words):
        raise ValueError(near_misses(word, list(words)))
    return word


VALUES: Mapping[str, Callable[[str | None], object]] = {
    "id": permanent_id,
    "minutes": minutes,
    "objectives": objective_numbers,
    "type": kind_of_question,
    "for": carriers,
    "stage": stage,
    "folder": folder,
}
"""How each setting is read, by its name."""
