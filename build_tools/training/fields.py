"""The fields of a session plan, found in trainer boxes by how a line begins: "Care note: …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from build_tools.training.plan import PlannedCourse, PlannedSession
from build_tools.training.taught import Note

_LABEL = re.compile(r"[\W_]*(?P<label>[A-Z][A-Za-z -]{1,28}?)[\W_]*:")
_PART = re.compile(r"\s*(?P<what>[^,;.]*?)\s+(?P<minutes>\d+)(?:\s*min(?:utes)?)?\s*[,;.]?")


class Field(StrEnum):
    """What a line of a trainer box gives to a session plan."""

    HOOK = "hook"
    FLOW = "flow"
    ROLES = "role briefs"
    QUESTION = "questions to ask"
    ANSWER = "likely answers"
    CARE = "care note"
    ADAPTATION = "adaptation"
    CHECK = "check of learning"
    PREPARATION = "preparation"
    ROOM = "room"
    DEBRIEF = "debrief"
    LINK = "link to work"
    TIP = "tip"


_LABELS = {
    "hook": Field.HOOK,
    "flow": Field.FLOW,
    "minute flow": Field.FLOW,
    "roles": Field.ROLES,
    "role brief": Field.ROLES,
    "role briefs": Field.ROLES,
    "ask": Field.QUESTION,
    "questions": Field.QUESTION,
    "questions to ask": Field.QUESTION,
    "answer": Field.ANSWER,
    "good result": Field.ANSWER,
    "likely answer": Field.ANSWER,
    "likely answers": Field.ANSWER,
    "likely claim": Field.ANSWER,
    "likely error": Field.ANSWER,
    "difficult moment": Field.ANSWER,
    "difficult moments": Field.ANSWER,
    "care": Field.CARE,
    "care note": Field.CARE,
    "short version": Field.ADAPTATION,
    "online": Field.ADAPTATION,
    "low-tech": Field.ADAPTATION,
    "adaptation": Field.ADAPTATION,
    "check": Field.CHECK,
    "check of learning": Field.CHECK,
    "preparation": Field.PREPARATION,
    "prepare": Field.PREPARATION,
    "room": Field.ROOM,
    "debrief": Field.DEBRIEF,
    "hook for the debrief": Field.DEBRIEF,
    "link to work": Field.LINK,
}
_VERBS = {"Ask": Field.QUESTION, "Expect": Field.ANSWER}
_CARD = re.compile(r"Give [^:]*\bcard only:?")
_GOES_ON = {Field.ANSWER, Field.CARE}
"""Fields whose next line, without a label of its own, still belongs to them."""
EXPECTED = (
    Field.ROOM, Field.PREPARATION, Field.HOOK, Field.QUESTION, Field.ANSWER, Field.CARE,
    Field.ADAPTATION, Field.CHECK, Field.LINK,
)  # fmt: skip
"""What every session plan asks of the trainer boxes of its session."""


def fields_of(lines: Iterable[str]) -> list[Field]:
    """Say of each line of a trainer box to which field it belongs."""
    found: list[Field] = []
    last = Field.TIP
    for line in lines:
        known = _own_field(line)
        last = known or (last if last in _GOES_ON else Field.TIP)
        found.append(last)
    return found


def label_of(line: str) -> str:
    """Return what a line says of its field before it comes to the point: "Care note:"."""
    label = _LABEL.match(line)
    if label and label["label"].strip().lower() in _LABELS:
        return label[0]
    card = _CARD.match(line)
    return card[0] if card else ""


def _own_field(line: str) -> Field | None:
    label = _LABEL.match(line)
    if label and (known := _LABELS.get(label["label"].strip().lower())):
        return known
    return Field.ROLES if _CARD.match(line) else _VERBS.get(line.partition(" ")[0])


def flow_of(line: str, minutes: int) -> tuple[tuple[str, int], ...]:
    """Read "Flow: read 5, faults 15, debrief 10." as parts with their minutes.

    Nothing where the parts do not fill the time: a clock that is wrong is worse than none.
    """
    _label, _colon, words = line.partition(":")
    parts = [(found["what"].strip(), int(found["minutes"])) for found in _PART.finditer(words)]
    named = [(what, length) for what, length in parts if what]
    return tuple(named) if sum(length for _what, length in named) == minutes else ()


def notes_of(session: PlannedSession, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return the trainer boxes that a session uses: its own, and those of its exercises."""
    opening = tuple(step.note for step in session.steps if step.note)
    ran = {(exercise.chapter, exercise.name) for exercise in session.exercises}
    return opening + tuple(note for note in notes if (note.chapter, note.exercise) in ran)


def missing_fields(
    planned: PlannedCourse, session: PlannedSession, notes: Iterable[Note]
) -> tuple[Field, ...]:
    """Say which fields of a session plan the chapters do not give."""
    found = {
        field for note in notes_of(session, notes) for field in fields_of(note.words.split("\n"))
    }
    if planned.questions_on(session):
        found.add(Field.CHECK)  # The plan asks them.
    return tuple(field for field in EXPECTED if field not in found)


def missing_in(planned: PlannedCourse, notes: Iterable[Note]) -> dict[Field, tuple[str, ...]]:
    """Say for each field which sessions' plans lack it."""
    every = tuple(notes)
    lacking = {one.number: missing_fields(planned, one, every) for one in planned.sessions}
    return {
        field: numbers
        for field in EXPECTED
        if (numbers := tuple(number for number, missing in lacking.items() if field in missing))
    }
