"""The index names paragraphs ("4.12") where Sphinx has "[1]", "[2]"."""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from build_tools.sphinx_ext.book import book_of
from build_tools.sphinx_ext.by_document import ByDocument


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what index marks stand in, and the function the index page asks."""
    app.add_domain(IndexPlaces)
    app.connect("html-page-context", _add_places)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class IndexPlaces(ByDocument):
    """The number of the paragraph of each index mark, by its anchor; or of the one before it."""

    name = "handbook-index"
    label = "Index"
    data_version = 2

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note where each mark of a chapter stands."""
        chapter = env.config.handbook_book.chapter_of(docname)
        if chapter is None:
            return
        number = chapter.number
        self.found[docname] = {}
        for node in document.findall(nodes.Element):
            if isinstance(node, nodes.paragraph):
                number = str(node.get("number", number))
            for anchor in node["ids"]:
                if anchor.startswith("index-"):
                    self.found[docname][anchor] = number


def _add_places(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if pagename != "genindex":
        return
    domain = cast("IndexPlaces", app.env.get_domain(IndexPlaces.name))
    by_address = {
        f"{app.builder.get_target_uri(docname)}#{anchor}": number
        for docname in (chapter.docname for chapter in book_of(app).chapters)
        for anchor, number in domain.found.get(docname, {}).items()
    }
    order = {number: place for place, number in enumerate(dict.fromkeys(by_address.values()))}

    def index_places(links: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
        """Give each paragraph once, in the book's order, with its address and its weight."""
        seen: dict[str, tuple[str, str, str]] = {}
        for main, href in links:
            number = by_address.get(href, href)
            if number not in seen or main:
                seen[number] = (number, href, main)
        return sorted(seen.values(), key=lambda place: order.get(place[0], len(order)))

    context["index_places"] = index_places
