"""The mark {case} and the box `case-note`: decided cases, from the registry."""

from __future__ import annotations

import re
from typing import ClassVar, cast

from docutils import nodes
from docutils.nodes import Node, system_message
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import get_translation
from sphinx.util.docutils import ReferenceRole, SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from build_tools.errors import near_misses
from build_tools.model import Case
from build_tools.sphinx_ext.boxes import box, kind_words
from build_tools.sphinx_ext.chapter_facts import long_date
from build_tools.sphinx_ext.law import unverified_mark
from build_tools.sphinx_ext.once import once_a_build
from build_tools.sphinx_ext.warning import warn

_ = get_translation("handbook")
_PARAGRAPHS = re.compile(r"\d+(-\d+)?(, ?\d+(-\d+)?)*")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the cases, the mark, the box and the short form after a first mention."""
    app.add_config_value("handbook_cases", (), "env", types=(tuple,))
    app.add_role("case", Cited())
    app.add_directive("case-note", CaseNote)
    app.connect("doctree-read", _shorten_later_mentions, priority=390)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@once_a_build
def cases_of(config: Config) -> dict[str, Case]:
    """Return the decided cases by name."""
    return {case.name: case for case in config.handbook_cases}


def particulars(case: Case) -> str:
    """Say which court decided when, and where the decision is found."""
    final = _("final on %s") % long_date(case.final.isoformat()) if case.final else ""
    application = _("no. %s") % case.application if case.application else ""
    decided = long_date(case.date.isoformat())
    return ", ".join(filter(None, (case.court, application, decided, case.cite, final)))


def anchor_of(case: str) -> str:
    """Return the id of a case in the chapter's list: `case-sm`."""
    return f"case-{case}"


def link_to(case: Case, text: str, paragraphs: str = "") -> nodes.reference:
    """Make a link to a case's entry in the list; its attribute `case` tells that list."""
    return nodes.reference(
        "", text, internal=True, refid=anchor_of(case.name), classes=["case"], case=case.name,
        paragraphs=paragraphs,
    )


class Cited(ReferenceRole):
    """Cite a case, with paragraphs if any: `rantsev 301-305`."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Print the name in italics, the court and year, and the paragraphs."""
        cases = cases_of(self.config)
        name, _space, paragraphs = self.target.strip().partition(" ")
        case = cases.get(name)
        if case is None:
            fix = f"{near_misses(name, cases)} Or add handbook/cases/{name}.toml."
            return self._wrong(f"There is no case '{name}'.", fix)
        if paragraphs and not _PARAGRAPHS.fullmatch(paragraphs):
            return self._wrong(
                f"'{paragraphs}' are not paragraphs of a judgment.",
                f"write them like {{case}}`{name} 286-289` or {{case}}`{name} 117, 119`",
            )
        if self.has_explicit_title:
            return [link_to(case, self.title, paragraphs), *unverified_mark(case.verification)], []
        made: list[Node] = [
            nodes.emphasis("", "", link_to(case, case.title, paragraphs)),
            nodes.inline("", f" ({case.court}, {case.date.year})", classes=["case-court"]),
        ]
        if paragraphs:
            made.append(nodes.Text(", " + paragraphs_in_words(paragraphs)))
        return [*made, *unverified_mark(case.verification)], []

    def _wrong(self, sentence: str, fix: str) -> tuple[list[Node], list[system_message]]:
        warn("citation", sentence, fix, self.get_location())
        return [nodes.inline("", self.title, classes=["case"])], []


def paragraphs_in_words(paragraphs: str) -> str:
    """Print `286-289` as "paras 286–289"."""
    several = not paragraphs.isdigit()
    return (_("paras %s") if several else _("para. %s")) % paragraphs.replace("-", "–")


class CaseNote(SphinxDirective):
    """A box on one case: facts and point from the registry, then what it means here."""

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"name": directives.unchanged}

    def run(self) -> list[Node]:
        """Make the box."""
        cases = cases_of(self.config)
        case = cases.get(self.arguments[0])
        if case is None:
            warn(
                "citation", f"There is no case '{self.arguments[0]}'.",
                near_misses(self.arguments[0], cases), (self.env.docname, self.lineno),
            )
            return self.parse_content_to_nodes()
        title: list[Node] = [
            nodes.emphasis("", "", link_to(case, case.title)), *unverified_mark(case.verification)
        ]
        told = [
            nodes.paragraph("", particulars(case), classes=["case-particulars"]),
            _told(_("Facts."), case.facts),
            _told(_("Point."), case.point),
        ]
        node = box(
            "case-note", kind_words("case-note"), title, [*told, *self.parse_content_to_nodes()]
        )
        self.set_source_info(node)
        self.add_name(node)
        return [node]


def _told(word: str, text: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", word), nodes.Text(f" {text}"))


def _shorten_later_mentions(app: Sphinx, doctree: nodes.document) -> None:
    """Give the court and year at the first mention only.

    Done when the whole chapter is read: a translated paragraph is parsed a second time.
    """
    seen: set[str] = set()
    cases = cases_of(app.config)
    for link in list(doctree.findall(nodes.reference)):
        emphasis = link.parent
        if "case" not in link or not isinstance(emphasis, nodes.emphasis):
            continue
        name = link["case"]
        court = emphasis.next_node(descend=False, siblings=True)
        if name in seen and isinstance(court, nodes.inline) and "case-court" in court["classes"]:
            link.children = [nodes.Text(cases[name].short_title)]
            cast("nodes.Element", court.parent).remove(court)
        seen.add(name)
