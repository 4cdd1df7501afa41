"""The first file of a new course: four sessions a day, and the chapters in the book's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from build_tools.load.courses import hours_in_words
from build_tools.training.taught import Taught

_A_DAY, _MINUTES = 4, 90
_BREAKS = ((1, 15, "Tea"), (2, 60, "Lunch"), (3, 15, "Tea"))


def drafted(title: str, role: str, days: int, chapters: Iterable[Taught]) -> str:
    """Return the text of a course's file, ready to be changed.

    Only chapters that can be taught are laid out: those with objectives.
    """
    suited = [taught for taught in chapters if taught.objectives]
    slots = days * _A_DAY
    shares = _shared(suited, slots)
    audience = role.capitalize() or "Say for whom it is"
    head = [
        "# A draft: change titles, order and chapters; the chapters say what a session does.",
        f'title = "{_safe(title)}"',
        f'audience = "{audience}"',
        'group-size = "12-24"',
        f"days = {days}",
        f'clock-hours = "{hours_in_words(slots * _MINUTES)}"',
        f"session-minutes = {_MINUTES}",
        'begins = "09:00"',
    ]
    for after, minutes, name in _BREAKS:
        head += ["", "[[break]]", f"after = {after}", f"minutes = {minutes}", f'title = "{name}"']
    for slot, share in enumerate(shares):
        head += _session(slot, slots, share)
    return "\n".join(head) + "\n"


def _session(slot: int, slots: int, share: Sequence[Taught]) -> list[str]:
    names = ", ".join(f'"{taught.name}"' for taught in share)
    titles = "; ".join(_safe(taught.title) for taught in share)
    lines = [
        "",
        "[[session]]",
        f"day = {slot // _A_DAY + 1}",
        f'title = "{titles}"',
        f"chapters = [{names}]",
        'method = "Input and exercise"',
    ]
    if slot in (0, slots - 1):
        lines.append(f'test = "{"post" if slot else "pre"}"')
    return lines


def _shared(chapters: Sequence[Taught], slots: int) -> list[Sequence[Taught]]:
    """Lay chapters out over sessions in order: several to one, or one over several."""
    if not chapters:
        return []
    edges = [slot * len(chapters) // slots for slot in range(slots + 1)]
    return [chapters[a : max(b, a + 1)] for a, b in pairwise(edges)]


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
