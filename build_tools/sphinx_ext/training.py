"""What people are trained with: objectives, exercises, questions, answers, trainer notes."""

from __future__ import annotations

import re
from typing import ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.checks.box_values import (
    kind_of_question,
    minutes,
    objective_numbers,
    permanent_id,
)
from build_tools.sphinx_ext.boxes import Box, kind_words, lists_in
from build_tools.sphinx_ext.withheld import is_for_trainers

_ = get_translation("handbook")
_OPTION = re.compile(r"^\[([ xX])\]\s*")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the boxes of training and the numbers of exercises and questions."""
    app.add_directive("objectives", Objectives)
    app.add_directive("exercise", Exercise)
    app.add_directive("answer", Answer)
    app.add_directive("question", Question)
    app.add_directive("test-question", TestQuestion)
    app.add_directive("trainer", Trainer)
    app.add_transform(TrainingNumbers)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class Objectives(Box):
    """Three to five things a reader can do afterwards; each item has a permanent id."""

    def run(self) -> list[nodes.Node]:
        """Make the box and give each objective its id."""
        made = super().run()
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        name = chapter.name if chapter else "page"
        items = next(iter(lists_in(made[0])), None)
        if items is None:
            return made
        numbered = nodes.enumerated_list(
            "",
            *items.children,
            classes=["objectives-list"],
            enumtype="arabic",
            prefix="",
            suffix=".",
        )
        for count, item in enumerate(numbered.children, 1):
            cast("nodes.Element", item)["ids"].append(f"objective-{name}-{count}")
        items.replace_self(numbered)
        return made


class Exercise(Box):
    """A task for a class, with its minutes, grouping and objectives."""

    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged,
        "id": permanent_id,
        "minutes": minutes,
        "group": directives.unchanged_required,
        "objectives": objective_numbers,
    }

    def run(self) -> list[nodes.Node]:
        """Make the box with a line of facts under its title."""
        facts = []
        if length := self.options.get("minutes"):
            facts.append(_("%d minutes") % length)
        if group := self.options.get("group"):
            facts.append(group)
        if objectives := self.options.get("objectives"):
            numbers = ", ".join(str(number) for number in objectives)
            words = _("objectives %s") if len(objectives) > 1 else _("objective %s")
            facts.append(words % numbers)
        line = nodes.paragraph("", " · ".join(facts), classes=["exercise-facts"])
        made = self.boxed(kind_words("exercise"), [line] if facts else [])
        node = cast("nodes.container", made[0])
        if name := self.options.get("id"):
            node["ids"].append(f"exercise-{name}")
        return made


class Answer(Box):
    """A model answer to an exercise; only a trainer's environment ever sees one."""

    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Make the box; its argument names the exercise and is not printed."""
        self.arguments = []  # A box that came past the cut is held back here.
        return super().run() if is_for_trainers(self.config) else []


class Trainer(Box):
    """How to teach the place; only a trainer's environment ever sees one."""

    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged,
        "minutes": minutes,
    }

    def run(self) -> list[nodes.Node]:
        """Make the box, with its minutes after its kind."""
        if not is_for_trainers(self.config):
            return []
        length = self.options.get("minutes")
        words = kind_words("trainer")
        return self.boxed(f"{words} ({_('%d minutes') % length})" if length else words)


class Question(Box):
    """A self-test item: a stem, then options to tick; keys are for trainers."""

    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged,
        "objectives": objective_numbers,
        "type": kind_of_question,
    }

    def run(self) -> list[nodes.Node]:
        """Make the box and turn `[ ]` items into options."""
        made = super().run()
        node = cast("nodes.container", made[0])
        node["classes"].append(f"question-{self.options.get('type', 'choice')}")
        for items in node.findall(nodes.bullet_list):
            if _mark_options(items):
                items["classes"].append("options")
        if self.options.get("type") == "matching" and is_for_trainers(self.config):
            words = _("Key: each row is a right pair. Participants see the right column mixed.")
            node += nodes.paragraph("", "", nodes.inline("", words, classes=["key"]))
        if self.options.get("type") == "short":
            node += nodes.container("", classes=["field-rule"])
        return made


class TestQuestion(Question):
    """An item of the courses' tests: nobody may have seen it before, so only trainers do."""

    def run(self) -> list[nodes.Node]:
        """Make the box."""
        return super().run() if is_for_trainers(self.config) else []


def _mark_options(items: nodes.bullet_list) -> bool:
    """Take the square brackets off the items of a list of options, and mark the right ones."""
    found = False
    for item in items.children:
        text = next(iter(item.findall(nodes.Text)), None)
        mark = _OPTION.match(text) if text is not None else None
        if text is None or mark is None or text.parent is None:
            continue
        found = True
        text.parent.replace(text, nodes.Text(text[mark.end() :]))
        if mark[1] != " ":
            cast("nodes.Element", item)["classes"].append("right")
            # A key in words: a filled square alone says nothing to whoever does not see it.
            words = [nodes.Text(" "), nodes.inline("", _("right answer"), classes=["key"])]
            cast("nodes.Element", item.children[0]).extend(words)
    return found


class TrainingNumbers(SphinxTransform):
    """Number exercises and questions by chapter: the whole book's numbers in every edition."""

    default_priority: ClassVar[int] = 747

    def apply(self) -> None:
        """Write the number after the kind in a box's title."""
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        if chapter is None:
            return
        for kind in ("exercise", "question", "test-question"):
            for count, node in enumerate(_boxes_of(self.document, kind), 1):
                words = next(n for n in node.findall(nodes.inline) if "box-kind" in n["classes"])
                words += nodes.Text(f" {chapter.number}.{count}")
                if not node["ids"]:
                    node["ids"].append(f"{kind}-{count}")


def _boxes_of(document: nodes.document, kind: str) -> list[nodes.container]:
    containers = document.findall(nodes.container)
    return [node for node in containers if f"box-{kind}" in node["classes"]]
