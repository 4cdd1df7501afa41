"""Boxes: a kind in words, a name, and what stands in them. Every builder can show them."""

from __future__ import annotations

from typing import ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.checks.box_values import carriers, stage
from build_tools.model import Stage

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the plain boxes; `note` and `warning` take the place of docutils' own."""
    for kind in ("in-brief", "pitfalls", "example", "note", "warning"):
        app.add_directive(kind, Box, override=True)
    app.add_directive("checklist", Checklist)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _words() -> dict[str, str]:
    """Return what each kind is called, in the language that is read now."""
    return {
        "in-brief": _("In brief"),
        "objectives": _("Objectives"),
        "checklist": _("Checklist"),
        "pitfalls": _("Pitfalls"),
        "example": _("Worked example (invented)"),
        "case-note": _("Case note"),
        "exercise": _("Exercise"),
        "answer": _("Model answer"),
        "question": _("Question"),
        "test-question": _("Test question"),
        "trainer": _("For the trainer"),
        "form": _("Form"),
        "note": _("Note"),
        "warning": _("Warning"),
    }


KINDS = frozenset(_words())
"""Every box of the book by the name it is typed with."""


def kind_words(kind: str) -> str:
    """Say the kind of a box as a reader sees it."""
    return str(_words()[kind])


def lists_in(node: nodes.Node) -> list[nodes.Element]:
    """Return the bulleted and numbered lists below a node."""
    return [
        found
        for found in node.findall(nodes.Element)
        if isinstance(found, nodes.bullet_list | nodes.enumerated_list)
    ]


def box(
    kind: str, words: str, title: list[nodes.Node], content: list[nodes.Node]
) -> nodes.container:
    """Make a box: a title line with the kind in words, then the content."""
    heading = nodes.paragraph("", "", nodes.inline("", words, classes=["box-kind"]))
    heading["classes"] = ["box-title"]
    if title:
        heading += [nodes.Text(" "), nodes.inline("", "", *title, classes=["box-name"])]
    return nodes.container("", heading, *content, classes=["box", f"box-{kind}"])


def box_name(node: nodes.container) -> str:
    """Return the words of a box's title, without its kind; a box may have none."""
    named = (part for part in node.findall(nodes.inline) if "box-name" in part["classes"])
    name = next(named, None)
    return name.astext() if name is not None else ""


class Box(SphinxDirective):
    """A box whose kind is the directive's name and whose argument is its title."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make the box."""
        return self.boxed(kind_words(self.name))

    def boxed(self, words: str, extra: list[nodes.Node] | None = None) -> list[nodes.Node]:
        """Make a box of this kind with the given words before its title."""
        title: list[nodes.Node] = []
        if self.arguments:
            title, messages = self.parse_inline(self.arguments[0], lineno=self.lineno)
            title += messages
        node = box(self.name, words, title, (extra or []) + self.parse_content_to_nodes())
        self.set_source_info(node)
        self.add_name(node)
        return [node]


class Checklist(Box):
    """Steps to tick: a list whose items get open squares."""

    option_spec: ClassVar[OptionSpec] = {**Box.option_spec, "for": carriers, "stage": stage}

    def run(self) -> list[nodes.Node]:
        """Make the box and mark its lists."""
        made = super().run()
        node = cast("nodes.container", made[0])
        for steps in lists_in(node):
            steps["classes"].append("ticks")
        node["carriers"] = self.options.get("for", [])
        node["stage"] = self.options.get("stage", Stage.REPORT)
        if not node["ids"]:
            self.state.document.note_implicit_target(node, node)
            self.state.document.set_id(node, suggested_prefix="checklist")
        return made
