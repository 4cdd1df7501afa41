"""The treaty finder: which treaty carries a request to a partner, with each source's mark."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.citations import CitationError, parse_citations, provisions_of
from build_tools.errors import BookDataError
from build_tools.load import load_treaty_bases
from build_tools.model import TreatyBasis, Verification
from build_tools.sphinx_ext.law import authorities_of
from build_tools.sphinx_ext.made_tables import group_row, parsed, row_of, table_of
from build_tools.sphinx_ext.warning import warn_of_data

_ = get_translation("handbook")
_FILE = "handbook/treaty-bases.toml"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the box."""
    app.add_directive("treaty-finder", TreatyFinder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class TreatyFinder(SphinxDirective):
    """Print the partners in order, and under each what can be asked and on which treaty."""

    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}

    def run(self) -> list[Node]:
        """Make the table."""
        self.env.note_dependency(_FILE)
        try:
            bases = load_treaty_bases(Path(self.env.srcdir))
        except BookDataError as error:
            warn_of_data(error, "treaty", (self.env.docname, self.lineno))
            return []
        rows: list[nodes.row] = []
        for partner, same in groupby(bases, key=lambda basis: basis.partner):
            rows.append(group_row([nodes.Text(partner)], 4))
            rows += map(self._row, same)
        heads = [_("To ask for"), _("Treaty"), _("Checked"), _("What to know")]
        widths = (20, 28, 13, 39)
        table = table_of([str(h) for h in heads], widths, rows, str(_("Treaty basis finder")))
        self.set_source_info(table)
        self.add_name(table)
        return [table]

    def _row(self, basis: TreatyBasis) -> nodes.row:
        cells = (basis.purpose, f"{{law}}`{basis.basis}`", self._mark(basis), basis.note)
        return row_of([nodes.paragraph("", "", *parsed(self, cell))] for cell in cells)

    def _mark(self, basis: TreatyBasis) -> str:
        """Say how far the provisions have been checked: no further than the least of them."""
        known = authorities_of(self.config)
        try:
            citations = parse_citations(basis.basis.rpartition("<")[2].rstrip(">"), known)
        except CitationError:  # The mark {law} tells it.
            return "–"
        marks = {
            known[citation.authority].verification_of(number)
            for citation in citations
            for number in provisions_of(citation, known[citation.authority])
        }
        words = {
            Verification.UNVERIFIED: _("not yet"),
            Verification.PARTLY: _("partly"),
            Verification.VERIFIED: _("verified"),
        }
        return str(next((said for mark, said in words.items() if mark in marks), "–"))
