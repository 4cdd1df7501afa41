"""What the layout complains of is told at the line of the chapter that names the same file."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from sphinx._cli.util.errors import strip_escape_sequences

from build_tools.pdf import edition

from .tiny import build, make_project

FIGURE = ":::{figure} ../figures/broken.png\n:alt: A tree.\n\nA tree.\n:::"
SAID = (
    "one: Failed to load image at 'file:///a/figures/broken.png': cannot identify",
    "one: Something that nobody said before, of broken.png",
    "cover: Something about no chapter",
)


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what is told of a book whose layout complains, and is not made."""
    project = make_project(tmp_path / "book", one=f"Word.\n\n{FIGURE}")
    picture = project / "chapters/figures/broken.png"
    picture.parent.mkdir()
    picture.write_bytes(base64.b64decode("iVBORw0KGgo="))
    printed = edition.Printed(b"", 1, 0, SAID, ())
    monkeypatch.setattr(edition, "print_edition", lambda *_asked: printed)
    _out, warnings = build(project, "handbook-pdf")
    lines = strip_escape_sequences(warnings).splitlines()
    return [line.rpartition("/part/")[2] for line in lines]


def test_what_is_known_is_told_in_plain_words_at_its_line(told: list[str]) -> None:
    assert told[0] == (
        "one.md:11: WARNING: The drawing 'broken.png' cannot be printed. "
        "How to fix: save it again as plain SVG or as PNG [handbook.layout]"
    )


def test_what_is_not_known_is_passed_on_whole(told: list[str]) -> None:
    assert told[1:] == [
        "one.md:11: WARNING: Something that nobody said before, of broken.png [handbook.layout]",
        "WARNING: cover: Something about no chapter [handbook.layout]",
    ]
