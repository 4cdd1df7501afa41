"""What is remembered of each document, and forgotten or merged together with it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, ClassVar, cast

from docutils import nodes
from sphinx.domains import Domain


class ByDocument(Domain):
    """One value a document; strings and dataclasses only, never nodes."""

    initial_data: ClassVar[dict[str, Any]] = {"found": {}}

    @property
    def found(self) -> dict[str, Any]:
        """The values by document."""
        return cast("dict[str, Any]", self.data["found"])

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.found.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader found in its documents."""
        others = otherdata["found"]
        self.found.update({name: others[name] for name in docnames & others.keys()})

    def resolve_any_xref(self, *_asked: Any) -> list[tuple[str, nodes.reference]]:
        """Answer no plain link: nothing here can be linked to by name."""
        return []
