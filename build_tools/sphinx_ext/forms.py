"""Forms: fields listed once, printed here as paper with room to write."""

from __future__ import annotations

import re
from typing import ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.checks.box_values import folder
from build_tools.sphinx_ext.boxes import Box, box, kind_words

_LINES = re.compile(r"\s*\((\d{1,2}) lines?\)\s*$")
_TICK = re.compile(r"^\[ \]\s*")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the form box."""
    app.add_directive("form", Form)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class Form(Box):
    """A form of the annexes; its argument is its permanent id."""

    required_arguments = 1
    optional_arguments = 0
    option_spec: ClassVar[OptionSpec] = {
        "title": directives.unchanged_required,
        "folder": folder,
    }

    def run(self) -> list[nodes.Node]:
        """Make the box: bold paragraphs head groups, list items are fields."""
        name = self.arguments[0]
        anchor = f"form-{nodes.make_id(name)}"
        title, messages = self.parse_inline(self.options.get("title", ""), lineno=self.lineno)
        content: list[nodes.Node] = list(messages)
        for node in self.parse_content_to_nodes():
            if isinstance(node, nodes.bullet_list):
                fields = [_field(cast("nodes.list_item", item)) for item in node.children]
                content.append(nodes.container("", *fields, classes=["field-group"]))
            elif isinstance(node, nodes.paragraph) and _is_bold(node):
                node["classes"].append("field-heading")
                content.append(node)
            else:
                content.append(node)
        made = box("form", kind_words("form"), title, content)
        made["ids"].append(anchor)
        made["folder"] = self.options.get("folder", "")
        self.set_source_info(made)
        return [made]


def _is_bold(paragraph: nodes.paragraph) -> bool:
    words = [child for child in paragraph.children if child.astext()]
    return len(words) == 1 and isinstance(words[0], nodes.strong)


def _field(item: nodes.list_item) -> nodes.container:
    """Make a field of a list item: its label, and a square or lines to write on."""
    label = nodes.paragraph("", "", *_inline_of(item), classes=["field-label"])
    first = next(iter(label.findall(nodes.Text)), None)
    last = list(label.findall(nodes.Text))[-1] if first is not None else None
    if first is not None and (tick := _TICK.match(first)):
        label.replace(first, nodes.Text(first[tick.end() :]))
        return nodes.container("", label, classes=["field", "field-tick"])
    count = 1
    if last is not None and last.parent is not None and (lines := _LINES.search(last)):
        count = int(lines[1])
        last.parent.replace(last, nodes.Text(last[: lines.start()]))
    rules = [nodes.container("", classes=["field-rule"]) for _line in range(count)]
    kind = "field-line" if count == 1 else "field-lines"
    return nodes.container("", label, *rules, classes=["field", kind])


def _inline_of(item: nodes.list_item) -> list[nodes.Node]:
    first = item.children[0] if item.children else nodes.paragraph()
    return list(cast("nodes.Element", first).children)
