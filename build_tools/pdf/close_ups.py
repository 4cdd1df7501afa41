"""Drawings for a wall: whole, and in parts whose letters can be read from the last seat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from math import inf
from xml.etree import ElementTree

from build_tools.palette import parsed_drawing

WIDTH, HEIGHT, PART_HEIGHT = 1184.0, 492.0, 530.0
"""The room for a picture on a slide, in pixels; the heading of a part takes one line."""
LETTERS = 32.0
"""The least height of letters, in pixels of a slide 1280 wide: 24 points."""
_LARGEST = 48.0
"""A part is not drawn larger than this: its letters would shout beside the text's."""
_MOST = 12
"""A drawing of more parts is followed on paper."""
_EDGE = 6
_LETTER = 0.54
"""How wide a letter is, as a share of its height, with some room to spare."""
_NUMBER = re.compile(r"-?[\d.]+")


@dataclass(frozen=True)
class CloseUp:
    """A drawing or a part of it, as large as a slide takes it."""

    svg: str
    width: float
    height: float
    words: str = ""
    """What stands in a part that no slide is wide enough for: it is read as text."""


@dataclass(frozen=True)
class _Block:
    """A box with what is written in it, or a line of text that stands alone."""

    left: float
    top: float
    right: float
    bottom: float
    letters: float = inf
    """The height of the smallest letters."""
    words: str = ""
    is_bold: bool = False

    def holds(self, other: _Block) -> bool:
        """Say whether the middle of another stands in it."""
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across <= self.right and self.top <= down <= self.bottom


_Halves = tuple[Sequence[_Block], Sequence[_Block]]


def close_ups(svg: str) -> Iterator[CloseUp]:
    """Yield a drawing whole, then its parts where its letters would be too small.

    :raises ValueError: if the drawing has no view box, or is none at all.
    :raises xml.etree.ElementTree.ParseError: if the drawing is not well-formed XML.
    """
    root = parsed_drawing(svg)
    left, top, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    scale = min(WIDTH / width, HEIGHT / height)
    yield CloseUp(_seen(root, left, top, width, height), width * scale, height * scale)
    blocks = _blocks(root)
    if min((block.letters for block in blocks), default=inf) * scale >= LETTERS:
        return
    parts = _parts(blocks)
    for part in parts if 1 < len(parts) <= _MOST else ():
        left, top, width, height = _frame(part)
        scale = _scale(part)
        if _is_legible(part):
            frame = _Block(left, top, left + width, top + height)
            drawing = _seen(_part_of(root, frame), left, top, width, height)
            yield CloseUp(drawing, width * scale, height * scale)
        else:
            yield CloseUp("", 0, 0, _read(part))


def _blocks(root: ElementTree.Element) -> list[_Block]:
    """Return what stands in a drawing; nothing of one that moves its parts about."""
    if any("transform" in element.keys() for element in root.iter()):  # noqa: SIM118, no dict
        return []
    lines = list(_lines(root, 16))
    letters = min((line.letters for line in lines), default=LETTERS)
    # A box too high for large letters is a ground on which others stand.
    boxes = [b for b in _boxes(root) if (b.bottom - b.top) * LETTERS / letters <= PART_HEIGHT]
    blocks = []
    for box in boxes:
        if any(box.holds(other) and other != box and _area(other) > 400 for other in boxes):
            continue
        inside = [line for line in lines if box.holds(line)]
        lines = [line for line in lines if line not in inside]
        smallest = min((line.letters for line in inside), default=inf)
        blocks.append(_Block(box.left, box.top, box.right, box.bottom, smallest, _read(inside)))
    return blocks + lines


def _read(blocks: Iterable[_Block]) -> str:
    """Return what stands in blocks, in the order in which it is read."""
    ordered = sorted(blocks, key=lambda block: (block.top, block.left))
    words = [f"{b.words}:" if b.is_bold and b.words[-1:].isalnum() else b.words for b in ordered]
    return " ".join(filter(None, words)).removesuffix(":")


def _area(block: _Block) -> float:
    return (block.right - block.left) * (block.bottom - block.top)


def _boxes(root: ElementTree.Element) -> Iterator[_Block]:
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "rect" and (sides := _numbers(element, "x", "y", "width", "height")):
            left, top, width, height = sides
            yield _Block(left, top, left + width, top + height)
        elif kind == "circle" and (sides := _numbers(element, "cx", "cy", "r")):
            across, down, radius = sides
            yield _Block(across - radius, down - radius, across + radius, down + radius)


def _lines(element: ElementTree.Element, letters: float) -> Iterator[_Block]:
    """Yield each line of text with the room that it takes."""
    found = _NUMBER.match(element.get("font-size", ""))
    letters = float(found[0]) if found else letters
    if element.tag.rpartition("}")[2] == "text" and (place := _numbers(element, "x", "y")):
        words = " ".join("".join(element.itertext()).split())
        width, (left, foot) = len(words) * letters * _LETTER, place
        left -= {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0)
        bottom = foot + letters / 4
        top, is_bold = foot - letters * 0.8, element.get("font-weight") == "600"
        yield _Block(left, top, left + width, bottom, letters, words, is_bold)
    for child in element:
        yield from _lines(child, letters)


def _numbers(element: ElementTree.Element, *names: str) -> list[float]:
    """Return some of an element's numbers; none if one of them is something else."""
    typed = [element.get(name, "") for name in names]
    return [float(each) for each in typed] if all(map(_NUMBER.fullmatch, typed)) else []


def _parts(blocks: Sequence[_Block]) -> list[Sequence[_Block]]:
    """Share blocks out among parts that show them legibly, from the top to the foot.

    What stands beside a question is shown after it.
    """
    parts: list[Sequence[_Block]] = []
    for part in _cut(blocks):
        both = [*parts[-1], *part] if parts and _is_legible(parts[-1]) else []
        if both and _is_legible(both) and not _cuts_others(both, blocks):
            parts[-1] = both
        elif any(len(block.words) > len("yes") for block in part):
            parts.append(part)
    return sorted(parts, key=lambda part: (_frame(part)[1], _frame(part)[0]))


def _cuts_others(part: Sequence[_Block], blocks: Sequence[_Block]) -> bool:
    """Say whether the frame of a part would show a piece of what stands in another."""
    left, top, width, height = _frame(part)
    return any(
        b not in part
        and left < b.right
        and b.left < left + width
        and top < b.bottom
        and b.top < top + height
        for b in blocks
    )


def _cut(blocks: Sequence[_Block]) -> Iterator[Sequence[_Block]]:
    """Cut across or down where no block is, until each part is legible or a single block."""
    halves: list[_Halves] = []
    if not _is_legible(blocks):
        halves += _halves(blocks, "top", "bottom")
        halves += _halves(blocks, "left", "right")
    if not halves:
        yield blocks
        return
    for half in max(halves, key=_worth):
        yield from _cut(half)


def _worth(halves: _Halves) -> tuple[float, int]:
    """Say how much of a cut drawing can be read, and how evenly it is cut."""
    read = sum(min(_letters(half), LETTERS) * len(half) for half in halves)
    return read, -abs(len(halves[0]) - len(halves[1]))


def _halves(blocks: Sequence[_Block], begin: str, end: str) -> Iterator[_Halves]:
    for edge in sorted({getattr(block, end) for block in blocks}):
        before = [block for block in blocks if getattr(block, end) <= edge]
        after = [b for b in blocks if b not in before and getattr(b, begin) >= edge - 0.5]
        if after and len(before) + len(after) == len(blocks):
            yield before, after


def _frame(blocks: Sequence[_Block]) -> tuple[float, float, float, float]:
    left = min(block.left for block in blocks) - _EDGE
    top = min(block.top for block in blocks) - _EDGE
    right = max(block.right for block in blocks) + _EDGE
    return left, top, right - left, max(block.bottom for block in blocks) + _EDGE - top


def _scale(blocks: Sequence[_Block]) -> float:
    """Say how much larger than in print blocks stand on a slide of their own."""
    _left, _top, width, height = _frame(blocks)
    largest = _LARGEST / min(block.letters for block in blocks)
    return min(WIDTH / width, PART_HEIGHT / height, largest or inf)


def _letters(blocks: Sequence[_Block]) -> float:
    return min(block.letters for block in blocks) * _scale(blocks)


def _is_legible(blocks: Sequence[_Block]) -> bool:
    return _letters(blocks) >= LETTERS


def _part_of(root: ElementTree.Element, frame: _Block) -> ElementTree.Element:
    """Return a copy without the text beside a frame: unseen, it would still be in the file."""
    part = deepcopy(root)
    for parent in list(part.iter()):
        for child in list(parent):
            beside = [line for line in _lines(child, 16) if not frame.holds(line)]
            if beside and child.tag.rpartition("}")[2] == "text":
                parent.remove(child)
    return part


def _seen(root: ElementTree.Element, left: float, top: float, width: float, height: float) -> str:
    root.set("viewBox", f"{left:g} {top:g} {width:g} {height:g}")
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    return ElementTree.tostring(root, encoding="unicode")
