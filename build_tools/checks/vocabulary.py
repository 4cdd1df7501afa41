"""The boxes and marks a chapter may use, as those who read chapters know them.

There is no list here: `sphinx_ext.registered` asks Sphinx, MyST, docutils and our own extension.
What they answered is kept in a file until one of them changes, so that a check need not load them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

LINKING = ("para", "numref", "ref", "doc")
"""The marks that refer to a place of the book."""


@dataclass(frozen=True)
class BoxForm:
    """What can be typed at the head of a box."""

    settings: tuple[str, ...]
    needs_argument: bool = False
    is_refused: str = ""
    """What to write instead, if chapters may not use it."""
    choices: tuple[str, ...] = ()
    """The only words that may stand there, if they are few."""


@dataclass(frozen=True)
class Vocabulary:
    """Boxes and marks by the names they are typed with."""

    boxes: Mapping[str, BoxForm]
    marks: frozenset[str]
    """All that Sphinx would understand."""
    own_marks: frozenset[str]
    """Those a chapter is meant to use."""

    def __str__(self) -> str:
        """Write it as `read_vocabulary` reads it."""
        boxes = {name: asdict(form) for name, form in self.boxes.items()}
        return json.dumps(
            {"boxes": boxes, "marks": sorted(self.marks), "own": sorted(self.own_marks)}
        )

    @property
    def allowed_boxes(self) -> frozenset[str]:
        """The boxes a chapter may use."""
        return frozenset(name for name, form in self.boxes.items() if not form.is_refused)


NOTHING_KNOWN = Vocabulary({}, frozenset(), frozenset())
"""For rules that need no names."""


def read_vocabulary(text: str) -> Vocabulary:
    """Read what `str(vocabulary)` wrote.

    :raises ValueError: if it was not written so.
    """
    try:
        read = json.loads(text)
        boxes = {
            name: BoxForm(
                tuple(form["settings"]), form["needs_argument"], form["is_refused"],
                tuple(form["choices"]),
            )
            for name, form in read["boxes"].items()
        }
        return Vocabulary(boxes, frozenset(read["marks"]), frozenset(read["own"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("This is no vocabulary.") from error
