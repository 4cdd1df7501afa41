"""Put an output's colours into a drawing that only names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_MOVING = {"script", "foreignObject", "set", "animate", "animateMotion", "animateTransform"}
_FETCHING = re.compile(r"url\(\s*['\"]?(?!#)|image(-set)?\(|@import|\\", re.IGNORECASE)
"""What makes a style ask for a file: an address, an import, or letters written as codes."""


def parsed_drawing(svg: str) -> ElementTree.Element:
    """Return the drawing as a tree, if it needs nothing but itself.

    :raises ValueError: if it holds a document type, which could define entities, something that
        acts, or the address of another file.
    :raises xml.etree.ElementTree.ParseError: if the drawing is not well-formed XML.
    """
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise ValueError("a drawing must not hold <!DOCTYPE or <!ENTITY; take those lines out")
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)  # noqa: S314 - no document type, so no entities
    for element in root.iter():
        _require_harmless(element)
    return root


def _require_harmless(element: ElementTree.Element) -> None:
    """Refuse an element that acts, or that asks for a file.

    :raises ValueError: naming what to take out.
    """
    name = _bare(element.tag)
    if name in _MOVING:
        raise ValueError(f"a drawing must not hold <{name}>; take it out")
    for key, value in element.attrib.items():
        bare = _bare(key)
        if bare.startswith("on"):
            raise ValueError(f"a drawing must not hold {bare}=; take it out")
        is_address = bare in ("href", "src")
        if is_address and not value.startswith(("#", "data:image/")):
            raise ValueError(f"a drawing must not ask for '{value[:60]}'; put the picture into it")
        if not is_address and _FETCHING.search(value):
            raise ValueError(f"a drawing must not ask for '{value[:60]}'; put it into the drawing")
    if name == "style" and (found := _FETCHING.search(element.text or "")):
        raise ValueError(f"the <style> of a drawing must not hold '{found[0]}'; take it out")


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def coloured_drawing(svg: str, colours: Mapping[str, str]) -> str:
    """Return the drawing with a style for each `fill-NAME` and `stroke-NAME` class.

    :raises ValueError: if the drawing needs something beside itself.
    :raises xml.etree.ElementTree.ParseError: if the drawing is not well-formed XML.
    """
    root = parsed_drawing(svg)
    style = root.find(f"{{{_SVG}}}style")
    if style is None:
        style = ElementTree.Element(f"{{{_SVG}}}style")
        root.insert(0, style)
    style.text = "".join(
        f".fill-{name}{{fill:{value}}}.stroke-{name}{{stroke:{value}}}"
        for name, value in sorted(colours.items())
    )
    return ElementTree.tostring(root, encoding="unicode")
