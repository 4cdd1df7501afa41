"""Figures as a drawing: one sign a series, in the palette's colours, readable in grey.

Points are not joined: a line between two years would claim what nobody has counted.
"""

from __future__ import annotations

import io
import os
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from build_tools.model import Chart, Limit

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SIGNS = ("o", "s", "^", "D", "v", "P")
_WIDTH, _HEIGHT = 6.2, 3.6
"""In inches at 100 units: as wide as the other drawings."""
_APART = 0.22
"""How far the series of one year stand apart, as a part of the way to the next year."""
_ROW, _GAP, _WORDS = 0.14, 0.09, 40
"""Of the clock: a line of words and the space around a limit, in inches; letters a line."""
_HOURS = {"hours": 1, "days": 24, "months": 730, "years": 8760}
_TICKS = ((1, "1 h"), (24, "1 day"), (240, "10 days"), (8760, "1 year"))
_LONGEST = 400_000
"""Where the scale of the clock ends, in hours: room for the words beside the longest limit."""


def drawing_of(chart: Chart, colours: Mapping[str, str], font: Path, cache: Path) -> str:
    """Return a chart as SVG whose colours are named by classes.

    `font` is the file its words are measured with; `cache` is where the library keeps its own.
    """
    with _library(chart.name, colours, font, cache):
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        figure = Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
        axes = figure.add_subplot()
        for count, (series, sign) in enumerate(zip(chart.series, _SIGNS, strict=False)):
            aside = _APART * (count - (len(chart.series) - 1) / 2)
            places = [chart.years.index(year) + aside for year, _figure in series.values]
            heights = [number for _year, number in series.values]
            colour = colours[("structure", "accent", "ink")[count % 3]]
            face = colour if count % 2 == 0 else colours["ground"]
            axes.plot(
                places,
                heights,
                sign,
                label=series.name,
                color=colour,
                markerfacecolor=face,
                markersize=7,
                clip_on=False,
            )
            for place, height in zip(places, heights, strict=True):
                axes.annotate(
                    f"{height:,}",
                    (place, height),
                    (0, 6),
                    textcoords="offset points",
                    ha="center",
                    fontsize=9,
                )
        axes.set_xticks(range(len(chart.years)), chart.years)
        axes.set_xlim(-0.5, len(chart.years) - 0.5)
        axes.set_ylim(0, 1.15 * max(n for one in chart.series for _year, n in one.values))
        axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        axes.set_ylabel(chart.unit)
        axes.grid(axis="y", color=colours["rule"], linewidth=0.6)
        axes.set_axisbelow(True)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        figure.legend(loc="outside lower left", frameon=False, fontsize=9)
        return _named(_written(figure), chart.title, chart.description, colours)


def clock_drawing(
    limits: Sequence[tuple[str, Limit, str]],
    title_and_description: tuple[str, str],
    colours: Mapping[str, str],
    font: Path,
    cache: Path,
) -> str:
    """Return time limits as SVG: a row a limit on one scale from an hour to years, by stage.

    Each limit comes with the words of its stage and of its length; a line reaches from the
    shortest length to the longest. `font` and `cache` as in `drawing_of`.
    """
    rows = _rows_of(limits)
    with _library("clock", colours, font, cache):
        from matplotlib.figure import Figure

        height = 0.5 + sum(_ROW * (row[0].count("\n") + 1) + _GAP for row in rows)
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        axes = figure.add_subplot()
        place = 0.0
        for words, limit, length in rows:
            lines = words.count("\n") + 1
            place += (_ROW * lines + _GAP) / 2
            axes.annotate(
                words, (0, place), (-6, 0), xycoords=axes.get_yaxis_transform(),
                textcoords="offset points", ha="right", va="center",
                fontsize=9 if limit else 10.5, color=colours["ink" if limit else "structure"],
            )
            if limit:
                hours = _HOURS[limit.unit]
                first = max(limit.number * hours, 1)
                last = max((limit.up_to or limit.number) * hours, 1)
                axes.plot([1, last], [place, place], color=colours["rule"], linewidth=0.8, zorder=1)
                axes.plot([first, last], [place, place], color=colours["structure"], linewidth=2.4)
                axes.plot([first], [place], "o", color=colours["structure"], markersize=5)
                if last > first:
                    axes.plot([last], [place], "s", color=colours["accent"], markersize=5)
                axes.annotate(
                    length, (last, place), (6, 0), textcoords="offset points", va="center",
                    fontsize=9,
                )
            place += (_ROW * lines + _GAP) / 2
        axes.set_xscale("log")
        axes.set_xlim(0.8, _LONGEST)
        axes.set_ylim(place, 0)
        axes.set_yticks([])
        axes.set_xticks([hours for hours, _words in _TICKS], [words for _hours, words in _TICKS])
        axes.tick_params(axis="x", which="minor", length=0)
        axes.xaxis.tick_top()
        axes.grid(axis="x", which="major", color=colours["rule"], linewidth=0.6)
        axes.set_axisbelow(True)
        for side in ("bottom", "right", "left"):
            axes.spines[side].set_visible(False)
        return _named(_written(figure), *title_and_description, colours)


def _rows_of(
    limits: Sequence[tuple[str, Limit, str]],
) -> list[tuple[str, Limit | None, str]]:
    """Put the name of each stage before its limits, and break long words into lines."""
    rows: list[tuple[str, Limit | None, str]] = []
    for stage, same in groupby(limits, key=lambda limit: limit[0]):
        rows.append((stage, None, ""))
        for _stage, limit, length in same:
            rows.append((textwrap.fill(limit.drawn, _WORDS), limit, length))
    return rows


@contextmanager
def _library(salt: str, colours: Mapping[str, str], font: Path, cache: Path) -> Iterator[None]:
    """Set the library up for our type and colours, and for the same bytes every time."""
    os.environ["MPLCONFIGDIR"] = str(cache)  # It would else write into the reader's home.
    from matplotlib import font_manager, rc_context

    font_manager.fontManager.addfont(font)
    family = font_manager.FontProperties(fname=font).get_name()
    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "font.family": family,
        "font.size": 10,
        "text.color": colours["ink"],
        "axes.edgecolor": colours["muted"],
        "axes.labelcolor": colours["ink"],
        "xtick.color": colours["ink"],
        "ytick.color": colours["ink"],
    }
    with rc_context(settings):
        yield


def _written(figure: Figure) -> str:
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    out = io.StringIO()
    FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _named(svg: str, title: str, description: str, colours: Mapping[str, str]) -> str:
    """Name the drawing for those who do not see it, and its colours by the palette."""
    ElementTree.register_namespace("", _SVG[1:-1])
    root = ElementTree.fromstring(svg.partition("<svg")[1] + svg.partition("<svg")[2])  # noqa: S314
    for metadata in root.findall(f"{_SVG}metadata"):
        root.remove(metadata)
    names = {value: name for name, value in colours.items()}
    for element in root.iter():
        _name_colours(element, names)
        if (target := element.attrib.pop(_LINK, None)) is not None:
            element.set("href", target)  # a page of HTML knows no namespaces
    for tag, words in (("desc", description), ("title", title)):
        element = ElementTree.Element(f"{_SVG}{tag}")
        element.text = words
        root.insert(0, element)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _name_colours(element: ElementTree.Element, names: Mapping[str, str]) -> None:
    classes = []
    kept = []
    for declaration in filter(None, (d.strip() for d in element.get("style", "").split(";"))):
        key, _colon, value = (part.strip() for part in declaration.partition(":"))
        if key in ("fill", "stroke") and value in names:
            classes.append(f"{key}-{names[value]}")
        else:
            kept.append(declaration)
    for key in ("fill", "stroke"):
        if element.get(key) in names:
            classes.append(f"{key}-{names[element.attrib.pop(key)]}")
    if classes:
        element.set("class", " ".join(classes))
    if kept:
        element.set("style", "; ".join(kept))
    else:
        element.attrib.pop("style", None)
