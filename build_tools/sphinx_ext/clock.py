"""The clock of the case: time limits as a table (`{clock}`) and as a drawing (`{clock-figure}`)."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import ClassVar, cast

from docutils import nodes
from docutils.nodes import Node
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.charts import clock_drawing
from build_tools.errors import BookDataError
from build_tools.load import load_clock
from build_tools.model import Design, Limit, Stage
from build_tools.sphinx_ext.charts import drawn_figure
from build_tools.sphinx_ext.made_tables import group_row, parsed, row_of, table_of
from build_tools.sphinx_ext.warning import warn_of_data

_ = get_translation("handbook")
_FILE = "handbook/clock.toml"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the two boxes."""
    app.add_directive("clock", ClockTable)
    app.add_directive("clock-figure", ClockFigure)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def stage_words(stage: Stage) -> str:
    """Name a stage of the case for a reader."""
    return str(
        {
            Stage.REPORT: _("Report"),
            Stage.DETENTION: _("Detention"),
            Stage.SEARCH: _("Search and seizure"),
            Stage.INVESTIGATION: _("Investigation"),
            Stage.CHARGING: _("Charge"),
            Stage.PROSECUTOR: _("Prosecutor"),
            Stage.PRELIMINARY_HEARING: _("Preliminary hearing"),
            Stage.TRIAL: _("Trial"),
            Stage.APPEAL: _("Appeal"),
            Stage.EXECUTION: _("Execution"),
        }[stage]
    )


def length_of(limit: Limit) -> str:
    """Print how long a limit is: `at once`, `24 hours`, `3 to 7 months`."""
    if not limit.number and limit.up_to is None:
        return str(_("at once"))
    longest = limit.up_to or limit.number
    one, many = {
        "hours": (_("hour"), _("hours")),
        "days": (_("day"), _("days")),
        "months": (_("month"), _("months")),
        "years": (_("year"), _("years")),
    }[limit.unit]
    number = str(limit.number) if limit.up_to is None else f"{limit.number} {_('to')} {longest}"
    return f"{number}\u00a0{one if longest == 1 else many}"


class _Clock(SphinxDirective):
    optional_arguments = len(Stage)
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}
    choices: ClassVar = Stage

    def limits(self) -> tuple[Limit, ...]:
        """Return the limits of the stages that were asked for, or all; mistakes are told."""
        self.env.note_dependency(_FILE)
        asked = self.arguments or list(Stage)
        try:
            limits = load_clock(Path(self.env.srcdir))
        except BookDataError as error:
            warn_of_data(error, "clock", (self.env.docname, self.lineno))
            return ()
        return tuple(limit for limit in limits if limit.stage in asked)


class ClockTable(_Clock):
    """Print the limits of some stages, or of all."""

    def run(self) -> list[Node]:
        """Make the table, a group a stage."""
        rows: list[nodes.row] = []
        stages = groupby(self.limits(), key=lambda limit: limit.stage)
        listed = [(stage, tuple(same)) for stage, same in stages]
        for stage, same in listed:
            if len(listed) > 1:
                rows.append(group_row([nodes.Text(stage_words(stage))], 4))
            rows += map(self._row, same)
        if not rows:
            return []
        heads = [_("What, and who"), _("Within"), _("Basis"), _("If it is missed")]
        names = ", ".join(stage_words(stage).lower() for stage, _same in listed)
        title = _(
            "The clock of the case: %s (CPC is the Criminal Procedure Code, CC the Criminal Code)"
        ) % names
        table = table_of([str(head) for head in heads], (34, 19, 15, 32), rows, title)
        self.set_source_info(table)
        self.add_name(table)
        return [table]

    def _row(self, limit: Limit) -> nodes.row:
        cells = (
            f"{limit.act} ({limit.who[:1].lower()}{limit.who[1:]})",
            f"{length_of(limit)} {_('from')} {limit.start}",
            f"{{law}}`{limit.basis}`",
            limit.missed or "–",
        )
        return row_of([nodes.paragraph("", "", *parsed(self, cell))] for cell in cells)


class ClockFigure(_Clock):
    """Draw the chief limits of some stages, or of all, on one scale of time."""

    def run(self) -> list[Node]:
        """Make the figure."""
        limits = [limit for limit in self.limits() if limit.drawn]
        if not limits:
            return []
        root = Path(self.env.srcdir)
        title = str(_("The clock of the case"))
        description = str(
            _("Time limits on one scale, from hours to years, grouped by stage: %s.")
        ) % "; ".join(f"{limit.drawn}: {length_of(limit)}" for limit in limits)
        drawing = clock_drawing(
            [(stage_words(limit.stage), limit, length_of(limit)) for limit in limits],
            (title, description),
            cast("Design", self.config.handbook_design).light,
            root / "handbook/design/fonts/SourceSans3_400Regular.ttf",
            root / "_build/.matplotlib",
        )
        name = "-".join(["clock", *self.arguments])
        figure = drawn_figure(self, name, drawing, title, description)
        self.add_name(figure)
        return [figure]
