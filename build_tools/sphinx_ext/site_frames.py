"""What is wider than the screen scrolls in a frame that keyboard and screen reader can reach."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from build_tools.sphinx_ext.site_style import SITE_BUILDERS

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the frame and what puts tables into it."""
    app.add_node(scroll_frame, html=(_open, _close))
    app.add_post_transform(TablesInFrames)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class scroll_frame(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A labelled region around a table or a drawing."""


class TablesInFrames(SphinxPostTransform):
    """Put each table into a frame with a name of its own on the page.

    Runs after Furo's transform (500), whose wrapper has no name.
    """

    default_priority: ClassVar[int] = 510
    builders = tuple(sorted(SITE_BUILDERS))

    def run(self, **kwargs: Any) -> None:
        """Frame the tables of a page of the site."""
        given: dict[str, int] = {}
        for table in list(self.document.findall(nodes.table)):
            wrapper = cast("nodes.Element", table.parent)
            is_furos = "table-wrapper" in wrapper["classes"]
            label = _label_of(table)
            given[label] = given.get(label, 0) + 1
            name = label if given[label] == 1 else f"{label} ({given[label]})"
            frame = scroll_frame("", label=name)
            (wrapper if is_furos else table).replace_self(frame)
            # The table keeps its id; docutils gave it to the frame as well.
            frame["ids"] = []
            frame += table


def _label_of(table: nodes.table) -> str:
    """Name a table by its title, or by the heading it stands under."""
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    if title is not None:
        return title.astext().replace("\u2002", " ")
    section: nodes.Node | None = table
    while section is not None and not isinstance(section, nodes.section):
        section = section.parent
    heading = next(iter(section.findall(nodes.title)), None) if section is not None else None
    return f"{_('Table')}: {heading.astext()}" if heading is not None else str(_("Table"))


def _open(self: HTML5Translator, node: scroll_frame) -> None:
    self.body.append(
        self.starttag(
            node,
            "div",
            CLASS="scroll-frame",
            role="region",
            tabindex="0",
            **{"aria-label": node["label"]},
        )
    )


def _close(self: HTML5Translator, node: scroll_frame) -> None:
    self.body.append("</div>\n")
