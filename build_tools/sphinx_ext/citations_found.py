"""Where each authority and each case is cited, in the whole book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from build_tools.sphinx_ext.by_document import ByDocument


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what was found in each chapter."""
    app.add_domain(CitationsFound)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@dataclass(frozen=True)
class CitedAt:
    """A place where something is cited: a numbered paragraph, or a box, table or note in words."""

    docname: str
    anchor: str
    words: str
    is_paragraph: bool


Provisions = dict[str, dict[str, list[CitedAt]]]
"""Places by authority and provision; the empty provision is the authority as a whole."""
Cases = dict[str, list[CitedAt]]
"""Places by case."""


class CitationsFound(ByDocument):
    """The provisions and the cases that each document cites."""

    name = "handbook-citations"
    label = "Citations"
    data_version = 1

    def note(self, docname: str, provisions: Provisions, cases: Cases) -> None:
        """Remember what a document cites."""
        self.found[docname] = (provisions, cases)

    def of(self, docname: str) -> tuple[Provisions, Cases]:
        """Return the places of every provision and every case that one document cites."""
        return cast("tuple[Provisions, Cases]", self.found[docname])

    def provisions(self, docnames: Iterable[str]) -> Provisions:
        """Return the places of every provision cited in these documents, in their order."""
        whole: Provisions = {}
        for provisions, _cases in self._of(docnames):
            for authority, places_by_number in provisions.items():
                for number, places in places_by_number.items():
                    whole.setdefault(authority, {}).setdefault(number, []).extend(places)
        return whole

    def cases(self, docnames: Iterable[str]) -> Cases:
        """Return the places of every case cited in these documents, in their order."""
        whole: Cases = {}
        for _provisions, cases in self._of(docnames):
            for case, places in cases.items():
                whole.setdefault(case, []).extend(places)
        return whole

    def _of(self, docnames: Iterable[str]) -> Iterator[tuple[Provisions, Cases]]:
        return (self.found[name] for name in docnames if name in self.found)


def citations_found(env: BuildEnvironment) -> CitationsFound:
    """Return what was found in the chapters read so far."""
    return cast("CitationsFound", env.get_domain(CitationsFound.name))
