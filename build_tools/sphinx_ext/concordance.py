"""The concordance: national law beside each element of the Protocol, and the gaps in the law.

An annex holds it as `{concordance}`: two tables from `handbook/concordance.toml`. Provisions are
printed by the mark {law} itself, so that they are linked, marked and listed like any other.
"""

from __future__ import annotations

from itertools import groupby

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from build_tools.model import Citation, Comparison, Concordance, Gap, Match, Verification
from build_tools.sphinx_ext.law import unverified_mark
from build_tools.sphinx_ext.made_tables import group_row, parsed, row_of, table_of

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the concordance as data, and the box that prints it."""
    app.add_config_value(
        "handbook_concordance", Concordance((), ()), "env", types=(Concordance,)
    )
    app.add_directive("concordance", ConcordanceTables)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class ConcordanceTables(SphinxDirective):
    """Print the elements beside national law, then the gaps."""

    def run(self) -> list[Node]:
        """Make the two tables."""
        concordance: Concordance = self.config.handbook_concordance
        return [
            self._table(
                (_("Element"), _("National law"), _("Match"), _("What to know")),
                (22, 24, 15, 39),
                self._rows(concordance.comparisons),
                _("The Protocol and national law, element by element"),
                "tab-concordance",
            ),
            self._table(
                (_("No."), _("Gap"), _("Basis")),
                (10, 58, 32),
                [self._gap(gap) for gap in concordance.gaps],
                _("Gaps in national law"),
                "tab-gaps",
            ),
        ]

    def _table(
        self,
        heads: tuple[str, ...],
        widths: tuple[int, ...],
        rows: list[nodes.row],
        title: str,
        name: str,
    ) -> nodes.table:
        table = table_of([str(head) for head in heads], widths, rows, str(title))
        table["names"].append(name)
        self.set_source_info(table)
        self.state.document.note_explicit_target(table, table)
        return table

    def _rows(self, comparisons: tuple[Comparison, ...]) -> list[nodes.row]:
        rows: list[nodes.row] = []
        for group, same in groupby(comparisons, key=lambda comparison: comparison.element.group):
            of_one = tuple(same)
            protocol = self._cited(of_one[0].element.protocol)
            rows += [group_row([nodes.Text(f"{_(group)}: "), *protocol], 4)]
            rows += map(self._row, of_one)
        return rows

    def _row(self, comparison: Comparison) -> nodes.row:
        name = comparison.element.name
        words = f"{comparison.words} {comparison.missing}".strip()
        return row_of(
            [
                [nodes.paragraph("", name[0].upper() + name[1:])],
                [nodes.paragraph("", "", *self._cited(comparison.national))],
                [nodes.paragraph("", "", *_match(comparison))],
                [nodes.paragraph("", "", *parsed(self, words))],
            ]
        )

    def _gap(self, gap: Gap) -> nodes.row:
        return row_of(
            [
                [nodes.paragraph("", gap.name)],
                [nodes.paragraph("", "", *parsed(self, gap.words))],
                [nodes.paragraph("", "", *self._cited(gap.basis))],
            ],
            _anchor_of(gap.name),
        )

    def _cited(self, citations: tuple[Citation, ...]) -> list[Node]:
        """Print provisions as the mark {law} does, which is told them as they are typed."""
        typed = "; ".join(map(str, citations))
        return parsed(self, f"{{law}}`{typed}`") if typed else [nodes.Text(_("none"))]


def _match(comparison: Comparison) -> list[Node]:
    """Say how far the law matches, why not, and whether that rests on what nobody has read."""
    words = {Match.FULL: _("full"), Match.PARTLY: _("partly"), Match.GAP: _("gap")}
    said = words[comparison.match]
    made: list[Node] = [
        nodes.inline("", said.capitalize(), classes=["match", f"match-{comparison.match}"])
    ]
    if comparison.rests_on_unverified:
        made += [nodes.Text(" "), unverified_mark(Verification.UNVERIFIED)[-1]]
    if comparison.gap:
        link = nodes.reference("", comparison.gap, internal=True, refid=_anchor_of(comparison.gap))
        made += [nodes.Text(" ("), link, nodes.Text(")")]
    return made


def _anchor_of(gap: str) -> str:
    return nodes.make_id(f"gap-{gap}")
