"""Figures as a drawing: one sign a series, in the palette's colours, readable in grey.

Points are not joined: a line between two years would claim what nobody has counted.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from build_tools.model import Chart

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SIGNS = ("o", "s", "^", "D", "v", "P")
_WIDTH, _HEIGHT = 6.2, 3.6
"""In inches at 100 units: as wide as the other drawings."""
_APART = 0.22
"""How far the series of one year stand apart, as a part of the way to the next year."""


def drawing_of(chart: Chart, colours: Mapping[str, str], font: Path, cache: Path) -> str:
    """Return a chart as SVG whose colours are named by classes.

    `font` is the file its words are measured with; `cache` is where the library keeps its own.
    """
    os.environ["MPLCONFIGDIR"] = str(cache)  # It would else write into the reader's home.
    from matplotlib import font_manager, rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    font_manager.fontManager.addfont(font)
    family = font_manager.FontProperties(fname=font).get_name()
    settings = {
        "svg.fonttype": "none",
        "svg.hashsalt": chart.name,
        "font.family": family,
        "font.size": 10,
        "text.color": colours["ink"],
        "axes.edgecolor": colours["muted"],
        "axes.labelcolor": colours["ink"],
        "xtick.color": colours["ink"],
        "ytick.color": colours["ink"],
    }
    with rc_context(settings):
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
        out = io.StringIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})
    return _named(out.getvalue(), chart, colours)


def _named(svg: str, chart: Chart, colours: Mapping[str, str]) -> str:
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
    for tag, words in (("desc", chart.description), ("title", chart.title)):
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
