"""Drawings on slides: what a room reads is large enough to be read from its last seat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from build_tools.pdf.close_ups import LETTERS, PART_HEIGHT, WIDTH, CloseUp, close_ups
from tests.pdf.tiny import ROOT

DRAWINGS = sorted(ROOT.glob("chapters/figures/*.svg"))
BOXES = "".join(
    f'<rect x="9" y="{100 * n}" width="300" height="80"/>'
    f'<text x="20" y="{100 * n + 40}" font-size="14">Step {n}</text>'
    for n in range(6)
)


def drawing(content: str, height: int = 600, root: str = "") -> str:
    size = f'viewBox="0 0 620 {height}" {root}'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>'


def letters_in(part: CloseUp) -> Iterator[tuple[float, str]]:
    """Yield the height of each line of text that a part shows, and its words."""
    root = ElementTree.fromstring(part.svg)
    left, top, width, height = map(float, root.get("viewBox", "").split())

    def walk(element: ElementTree.Element, size: float) -> Iterator[tuple[float, str]]:
        size = float(element.get("font-size", size))
        if element.tag.endswith("}text"):
            x, y = (float(element.get(side, "0")) for side in ("x", "y"))
            if left <= x <= left + width and top <= y <= top + height:
                yield size * part.width / width, "".join(element.itertext())
        for child in element:
            yield from walk(child, size)

    return walk(root, 16)


def test_parts_have_letters_of_24_points_and_fit_on_a_slide() -> None:
    _whole, *parts = close_ups(drawing(BOXES))
    assert [words for part in parts for _size, words in letters_in(part)] == [
        f"Step {n}" for n in range(6)
    ]
    for part in parts:
        assert (part.width, part.height) <= (WIDTH, PART_HEIGHT)
        assert min(size for size, _words in letters_in(part)) >= LETTERS


def test_a_part_holds_no_text_that_it_does_not_show() -> None:
    _whole, *parts = close_ups(drawing(BOXES))
    assert [part.svg.count("Step") for part in parts] == [
        len(list(letters_in(part))) for part in parts
    ]


def test_a_box_that_no_slide_is_wide_enough_for_is_read_as_text() -> None:
    wide = '<rect x="9" y="620" width="600" height="60"/>'
    wide += '<text x="20" y="650" font-size="13">All of it</text>'
    *_others, last = close_ups(drawing(BOXES + wide, 700))
    assert (last.svg, last.words) == ("", "All of it")


@pytest.mark.parametrize(
    "whole",
    [
        drawing('<text x="9" y="40" font-size="40">Large</text>', 200),
        drawing(f'<g transform="scale(2)">{BOXES}</g>'),
        drawing("".join(f'<text x="9" y="{9 * n}" font-size="4">{n}</text>' for n in range(99))),
    ],
    ids=["large", "moved about", "of too many parts"],
)
def test_some_drawings_are_shown_whole_only(whole: str) -> None:
    assert len(list(close_ups(whole))) == 1


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_the_books_drawings_can_be_read_in_a_room(path: Path) -> None:
    _whole, *parts = close_ups(path.read_text(encoding="utf-8"))
    sizes = [size for part in parts if part.svg for size, _words in letters_in(part)]
    assert all(size >= LETTERS for size in sizes), sorted(sizes)[:9]
