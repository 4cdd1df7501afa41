"""The index names paragraphs ("4.12") where Sphinx has "[1]", "[2]"."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, ClassVar, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what index marks stand in, and the function the index page asks."""
    app.add_domain(IndexPlaces)
    app.connect("html-page-context", _add_places)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class IndexPlaces(Domain):
    """The number of the paragraph of each index mark, by document and anchor."""

    name = "handbook-index"
    label = "Index"
    initial_data: ClassVar[dict[str, Any]] = {"numbers": {}}
    data_version = 1

    @property
    def numbers(self) -> dict[str, dict[str, str]]:
        """Return the number of each mark: the paragraph's, or that of the one before it."""
        return cast("dict[str, dict[str, str]]", self.data["numbers"])

    def clear_doc(self, docname: str) -> None:
        """Forget the marks of a document."""
        self.numbers.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader found in its documents."""
        found = otherdata["numbers"]
        self.numbers.update({name: found[name] for name in docnames & found.keys()})

    def resolve_any_xref(self, *_asked: Any) -> list[tuple[str, nodes.reference]]:
        """Answer no link: nothing can be linked to by the name of an index mark."""
        return []

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Note where each mark of a chapter stands."""
        chapter = env.config.handbook_book.chapter_of(docname)
        if chapter is None:
            return
        number = chapter.number
        self.numbers[docname] = {}
        for node in document.findall(nodes.Element):
            if isinstance(node, nodes.paragraph):
                number = str(node.get("number", number))
            for anchor in node["ids"]:
                if anchor.startswith("index-"):
                    self.numbers[docname][anchor] = number


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
        for docname, numbers in domain.numbers.items()
        for anchor, number in numbers.items()
    }

    def index_places(links: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
        """Give each paragraph once, with its address and whether it is the principal place."""
        seen: dict[str, tuple[str, str, str]] = {}
        for main, href in links:
            number = by_address.get(href, href)
            if number not in seen or main:
                seen[number] = (number, href, main)
        return list(seen.values())

    context["index_places"] = index_places
