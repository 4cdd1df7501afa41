"""Put an output's colours into a drawing that only names them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"


def parsed_drawing(svg: str) -> ElementTree.Element:
    """Return the drawing as a tree.

    :raises ValueError: if the drawing declares a document type, which could define entities.
    :raises xml.etree.ElementTree.ParseError: if the drawing is not well-formed XML.
    """
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise ValueError("a drawing must not hold <!DOCTYPE or <!ENTITY; take those lines out")
    ElementTree.register_namespace("", _SVG)
    return ElementTree.fromstring(svg)  # noqa: S314 - no document type, so no entities


def coloured_drawing(svg: str, colours: Mapping[str, str]) -> str:
    """Return the drawing with a style for each `fill-NAME` and `stroke-NAME` class.

    :raises ValueError: if the drawing declares a document type, which could define entities.
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
