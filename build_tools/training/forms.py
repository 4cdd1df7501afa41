"""The pre-test and the post-test: two parallel forms drawn from a course's questions.

Both forms have the same number of items for each objective, and no item in common. So an objective
needs two items in the bank to be tested at all, and four to be tested as the norm asks: by two
items in each form. Objectives that have four come first; what the bank lacks is told, never made
up.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from build_tools.model import Level
from build_tools.training.taught import Item, Kind, Objective

LENGTH = 25
"""The most items that a form has."""
_A_FORM = 2
"""Items for each objective in each form, where the bank has them."""


@dataclass(frozen=True)
class Goal:
    """An objective of a course with its level."""

    objective: Objective
    level: Level | None
    """None where its verb is not listed, which is told."""


@dataclass(frozen=True)
class Drawn:
    """An item of a form, and the objective it stands for there."""

    item: Item
    goal: Goal


@dataclass(frozen=True)
class Short:
    """An objective that has too few items, and how many more it needs."""

    objective: Objective
    has: int
    is_tested: bool
    """Whether both forms have at least one item for it all the same."""

    @property
    def needs(self) -> int:
        """How many items are to be written so that both forms can have two."""
        return 2 * _A_FORM - self.has


@dataclass(frozen=True)
class Forms:
    """Two parallel forms and what could not be tested."""

    pre: tuple[Drawn, ...]
    post: tuple[Drawn, ...]
    short: tuple[Short, ...]
    """Every objective with fewer items than two forms take."""


def draw(goals: Sequence[Goal], items: Iterable[Item], key: str) -> Forms:
    """Draw the two forms; the same key draws the same items on every machine."""
    bank = sorted(items, key=lambda item: _lot(key, item))
    mine = {goal: [item for item in bank if _tests(item, goal)] for goal in goals}
    pairs = _pairs(mine)
    chosen: list[tuple[Goal, tuple[Item, Item]]] = []
    for count in (_A_FORM, 1):  # as the norm asks, then what has too few items for that
        for goal in _spread([goal for goal in goals if len(pairs[goal]) == count]):
            if len(chosen) + count <= LENGTH:
                chosen += [(goal, pair) for pair in pairs[goal]]
    tested = {goal for goal, _pair in chosen}
    order = {goal: place for place, goal in enumerate(goals)}
    chosen.sort(key=lambda one: order[one[0]])
    return Forms(
        pre=tuple(Drawn(pair[0], goal) for goal, pair in chosen),
        post=tuple(Drawn(pair[1], goal) for goal, pair in chosen),
        short=tuple(
            Short(goal.objective, len(mine[goal]), goal in tested)
            for goal in goals
            if len(mine[goal]) < 2 * _A_FORM
        ),
    )


def _tests(item: Item, goal: Goal) -> bool:
    objective = goal.objective
    return item.chapter == objective.chapter and objective.number in item.objectives


def _lot(key: str, item: Item) -> bytes:
    """Return what puts items into an order that nobody chose: no random number, no seed to lose."""
    return hashlib.sha256(f"{key} {item.name}".encode()).digest()


def _pairs(mine: dict[Goal, list[Item]]) -> dict[Goal, list[tuple[Item, Item]]]:
    """Pair the items of each objective, alike in kind where they can be; no item is used twice.

    Objectives with few items choose first. Where the two of a pair differ in kind, each form in
    turn takes the harder one to guess: else all of them would stand in the same form.
    """
    used: set[str] = set()
    unlike = 0
    pairs: dict[Goal, list[tuple[Item, Item]]] = {goal: [] for goal in mine}
    for goal in sorted(mine, key=lambda goal: len(mine[goal])):
        # What nobody has seen comes first, then what a machine can mark.
        free = sorted(
            (item for item in mine[goal] if item.name not in used),
            key=lambda item: (not item.is_for_tests, item.kind is Kind.SHORT, item.kind),
        )
        for first, second in list(zip(free[::2], free[1::2], strict=False))[:_A_FORM]:
            used |= {first.name, second.name}
            unlike += first.kind is not second.kind
            is_turned = first.kind is not second.kind and unlike % 2 == 0
            pairs[goal].append((second, first) if is_turned else (first, second))
    return pairs


def _spread(goals: Sequence[Goal]) -> list[Goal]:
    """Take turns among the chapters, so that a form that is full has items from each."""
    turns: Counter[str] = Counter()
    numbered = []
    for place, goal in enumerate(goals):
        turns[goal.objective.chapter] += 1
        numbered.append((turns[goal.objective.chapter], place, goal))
    return [goal for _turn, _place, goal in sorted(numbered, key=lambda each: each[:2])]
