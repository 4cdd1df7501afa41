"""Drawings for a wall: whole, and in parts drawn large where the whole would be small."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from build_tools.palette import parsed_drawing

WIDTH, HEIGHT, PART_HEIGHT = 1184.0, 492.0, 530.0
"""The room for a picture on a slide, in pixels; the heading of a part takes one line."""
_LARGE = 1.6
"""How much larger than in print a drawing is that needs no parts."""
_MOST = 4
"""A drawing of more parts is followed on paper."""
_STEP, _EDGE = 4, 8
_ALMOST = 1.1
"""A last part so much too high is drawn a little smaller rather than cut again."""


def close_ups(svg: str) -> Iterator[tuple[str, float, float]]:
    """Yield a drawing with the width and height it takes on a slide, then its parts if it has any.

    :raises ValueError: if the drawing has no view box, or is none at all.
    :raises xml.etree.ElementTree.ParseError: if the drawing is not well-formed XML.
    """
    root = parsed_drawing(svg)
    left, top, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    scale = min(WIDTH / width, HEIGHT / height)
    yield _seen(root, left, top, width, height), width * scale, height * scale
    if scale >= _LARGE:
        return
    large = WIDTH / width
    parts = list(_parts(root, top, height, PART_HEIGHT / large))
    for begin, end in parts if len(parts) <= _MOST else ():
        part = min(large, PART_HEIGHT / (end - begin))
        yield _seen(root, left, begin, width, end - begin), width * part, (end - begin) * part


def _parts(
    root: ElementTree.Element, top: float, height: float, most: float
) -> Iterator[tuple[float, float]]:
    """Yield stretches of a drawing from its top to its foot, cut where the least is cut."""
    spans = list(_spans(root))
    begin = top
    foot = min(top + height, max((b for _a, b in spans), default=top + height) + _EDGE)
    while foot - begin > most * _ALMOST:
        tries = [begin + most - step for step in range(0, int(most * 0.4), _STEP)]
        end = min(tries, key=lambda y: (sum(a < y < b for a, b in spans), -y))
        yield begin, end
        # What had to be cut is seen whole in the next part.
        begin = max(min((a for a, b in spans if a < end < b), default=end), begin + most * 0.5)
    yield begin, foot


def _spans(root: ElementTree.Element) -> Iterator[tuple[float, float]]:
    """Yield what of the height each box and each line of text takes."""
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        y = element.get("y", "")
        if not re.fullmatch(r"-?[\d.]+", y):
            continue
        if name == "rect" and re.fullmatch(r"[\d.]+", element.get("height", "")):
            yield float(y) - 3, float(y) + float(element.get("height", "0")) + 3
        elif name in ("text", "tspan"):
            yield float(y) - 14, float(y) + 5


def _seen(root: ElementTree.Element, left: float, top: float, width: float, height: float) -> str:
    root.set("viewBox", f"{left:g} {top:g} {width:g} {height:g}")
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    return ElementTree.tostring(root, encoding="unicode")
