"""XML as all learning platforms read it: built from elements, never from pieces of text."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from build_tools.training.prose import Prose, as_html

Element = ElementTree.Element


def element(
    tag: str, *children: Element | str, attributes: dict[str, str] | None = None
) -> Element:
    """Return an element with its children; a prefix of a name space stands in its tag."""
    made = Element(tag, attributes or {})
    for child in children:
        if isinstance(child, str):
            _add_text(made, child)
        else:
            made.append(child)
    return made


def document(root: Element) -> bytes:
    """Return a whole XML file."""
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def paragraphs_html(paragraphs: Iterable[Prose]) -> str:
    """Return paragraphs as HTML text, for formats that hold it as such."""
    return "".join(f"<p>{as_html(paragraph)}</p>" for paragraph in paragraphs)


def inline(prose: Prose) -> list[Element | str]:
    """Return words as elements of XHTML and text between them."""
    made: list[Element | str] = []
    for run in prose:
        piece: Element | str = run.text
        if run.language:
            piece = element("span", piece, attributes={"xml:lang": run.language})
        for tag in reversed(run.dress):
            piece = element(tag, piece)
        made.append(piece)
    return made


def paragraph(prose: Prose) -> Element:
    """Return a paragraph of XHTML."""
    return element("p", *inline(prose))


def _add_text(parent: Element, text: str) -> None:
    """Put text after what an element holds already."""
    last = parent[-1] if len(parent) else None
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text
