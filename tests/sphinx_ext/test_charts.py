"""The box `{chart}`: a drawing from figures, and their table."""

from __future__ import annotations

import re

import pytest

from build_tools.charts import drawing_of
from build_tools.load import load_chart, load_design
from tests.sphinx_ext.conftest import ROOT

FONT = ROOT / "handbook/design/fonts/SourceSans3_400Regular.ttf"
COLOURS = load_design(ROOT).light
CHART = load_chart(ROOT, "crimes-and-cases")


@pytest.fixture
def svg(tmp_path):
    return drawing_of(CHART, COLOURS, FONT, tmp_path)


def test_colours_are_named_and_never_written(svg):
    assert "fill-structure" in svg
    assert not re.search(r"#[0-9a-f]{6}", svg)


def test_the_drawing_tells_what_it_shows(svg):
    assert f"<title>{CHART.title}</title><desc>{CHART.description}</desc>" in svg


def test_every_figure_is_written_beside_its_sign(svg):
    drawn = re.findall(r"<text[^>]*>([\d,]+)</text>", svg)
    figures = [str(figure) for series in CHART.series for _year, figure in series.values]
    assert set(figures) <= set(drawn)


def test_points_of_different_years_are_not_joined(svg):
    assert 'id="line2d' in svg
    assert not re.search(r'class="stroke-(structure|accent)" d="M [^"]+L [^"]+L', svg)


def test_the_same_figures_give_the_same_drawing(svg, tmp_path):
    assert drawing_of(CHART, COLOURS, FONT, tmp_path) == svg


def test_a_chart_is_a_numbered_figure_with_its_table(build):
    page = build("A.\n\n:::{chart} crimes-and-cases\n:::\n", "html").page()
    assert "Figure\xa01.1" in page
    assert "Table\xa01.1" in page
    assert "<svg" in page
    assert page.count("xdp.uz") >= 2


def test_a_figure_nobody_counted_is_a_dash(build):
    page = build("A.\n\n:::{chart} crimes-and-cases\n:::\n", "html").page()
    row = page[page.index("<td><p>2021</p></td>") :]
    assert re.findall(r"<td><p>([^<]*)</p></td>", row)[:4] == ["2021", "–", "162", "–"]


def test_an_unknown_chart_is_told_with_near_misses(build):
    book = build("A.\n\n:::{chart} crimes-and-case\n:::\n")
    assert "Did you mean 'crimes-and-cases'?" in book.warnings


def test_the_column_of_years_is_wide_enough_for_a_year_in_print(build):
    printed = build("A.\n\n:::{chart} crimes-and-cases\n:::\n", "handbook-pdf").printed()
    first = re.search(r'<col style="width: ([\d.]+)%"', printed)
    assert first is not None
    assert float(first[1]) > 6
