"""The box `{chart}`: a drawing made from figures, and the table of those figures behind it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from docutils import nodes
from docutils.nodes import Node
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from build_tools.charts import drawing_of
from build_tools.errors import BookDataError
from build_tools.files import write_if_changed
from build_tools.load import load_chart
from build_tools.model import Chart, Design, Verification
from build_tools.sphinx_ext.law import unverified_mark
from build_tools.sphinx_ext.warning import warn_of_data

_ = get_translation("handbook")
_DRAWN = "_build/charts"
"""Inside the project: pages may show nothing from elsewhere."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the box."""
    app.add_directive("chart", DrawnChart)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class DrawnChart(SphinxDirective):
    """Draw the chart of a file of `handbook/charts`, with its table."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Make the figure and the table; what is wrong in the file is told."""
        name, root = self.arguments[0], Path(self.env.srcdir)
        self.env.note_dependency(f"handbook/charts/{name}.toml")
        try:
            chart = load_chart(root, name)
        except BookDataError as error:
            warn_of_data(error, "chart", (self.env.docname, self.lineno))
            return []
        fonts = root / "handbook/design/fonts"
        design = cast("Design", self.config.handbook_design)
        drawing = drawing_of(
            chart,
            design.light,
            fonts / "SourceSans3_400Regular.ttf",
            root / "_build/.matplotlib",
        )
        figure = drawn_figure(self, name, drawing, chart.title, chart.description)
        figure["names"].append(f"fig-{name}")
        return [figure, _table_of(chart)]


def drawn_figure(
    box: SphinxDirective, name: str, drawing: str, title: str, description: str
) -> nodes.figure:
    """Keep a drawing made from data under a name, and return the figure that shows it."""
    path = f"{_DRAWN}/{name}.svg"
    write_if_changed(Path(box.env.srcdir) / path, drawing.encode())
    box.env.note_dependency(path)
    image = nodes.image("", uri=f"/{path}", alt=description)
    figure = nodes.figure("", image, nodes.caption("", title))
    box.set_source_info(figure)
    box.set_source_info(image)
    return figure


def _table_of(chart: Chart) -> nodes.table:
    """Write the figures, a column a series, with the source of each under its name."""
    head = nodes.row("", _cell(str(_("Year"))))
    for series in chart.series:
        mark = unverified_mark(series.verification)
        if series.verification is Verification.PARTLY:
            mark = [nodes.Text(f", {_('partly verified')}")]
        source = nodes.paragraph(
            "", "", nodes.emphasis("", f"{_('Source:')} {series.source}"), *mark
        )
        head += nodes.entry("", nodes.paragraph("", series.name), source)
    body = [
        nodes.row(
            "", _cell(year), *(_cell(_figure_of(series.values, year)) for series in chart.series)
        )
        for year in chart.years
    ]
    columns = [nodes.colspec(colwidth=1) for _column in range(len(chart.series) + 1)]
    group = nodes.tgroup(
        "", *columns, nodes.thead("", head), nodes.tbody("", *body), cols=len(columns)
    )
    title = nodes.title("", str(_("The figures: %s") % chart.title.lower()))
    return nodes.table("", title, group, names=[f"tab-{chart.name}"])


def _cell(words: str) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", words))


def _figure_of(values: tuple[tuple[str, int], ...], year: str) -> str:
    return next((f"{figure:,}" for known, figure in values if known == year), "–")
