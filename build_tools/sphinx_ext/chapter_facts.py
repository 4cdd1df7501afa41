"""The facts at a chapter's head: part, readers, law as at, status."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

from build_tools.checks.encoding_rules import decoded
from build_tools.checks.setting_rules import STATUSES, audience, is_date
from build_tools.figure_words import date_in_words
from build_tools.model import Role
from build_tools.sphinx_ext.warning import warn

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the facts under a chapter's title."""
    app.add_transform(FactsUnderTitle)
    app.connect("env-updated", _refuse_unsigned)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


@dataclass(frozen=True)
class ChapterFacts:
    """What a chapter says of itself in the settings at its top."""

    law_as_at: str
    """An ISO date."""
    audience: tuple[Role, ...]
    status: str


def chapter_facts(env: BuildEnvironment, docname: str) -> ChapterFacts:
    """Return the settings of a chapter; what is missing or wrong falls back to the book's."""
    values = env.metadata.get(docname, {})
    date = str(values.get("law-as-at", "")).strip()
    known = {role.value: role for role in Role}
    named = [known[name] for name in audience(values.get("audience", "")) if name in known]
    status = str(values.get("status", "draft")).strip()
    return ChapterFacts(
        date if is_date(date) else env.config.handbook_book.law_as_at.isoformat(),
        tuple(named or Role),
        status if status in STATUSES else "draft",
    )


def long_date(iso: str) -> str:
    """Print an ISO date as a reader writes it: 24 December 2025."""
    return date_in_words(dt.date.fromisoformat(iso), lambda word: str(_(word)))


def readers(facts: ChapterFacts) -> str:
    """Say who a chapter is for: "Investigators, prosecutors and judges"."""
    names = [str(_(role.value)) for role in facts.audience]
    words = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return words[0].upper() + words[1:]


class FactsUnderTitle(SphinxTransform):
    """Leave a place under the title; the facts are known only when the settings are read."""

    default_priority: ClassVar[int] = 890

    def apply(self) -> None:
        """Fill the place from the settings."""
        book = self.config.handbook_book
        chapter = book.chapter_of(self.env.docname)
        section = next(iter(self.document.findall(nodes.section)), None)
        if chapter is None or section is None:
            return
        facts = chapter_facts(self.env, self.env.docname)
        rows = (
            (_("Part"), book.part_of(chapter).title),
            (_("For"), readers(facts)),
            (_("Law as at"), long_date(facts.law_as_at)),
            (_("Status"), _("review draft") if facts.status == "draft" else _(facts.status)),
        )
        listed = nodes.definition_list()
        for term, words in rows:
            listed += nodes.definition_list_item(
                "",
                nodes.term("", str(term)),
                nodes.definition("", nodes.paragraph("", str(words))),
            )
        section.insert(1, nodes.container("", listed, classes=["chapter-facts"]))


def _refuse_unsigned(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the word "draft" on a final edition until lawyers have signed each of its chapters."""
    book = app.config.handbook_book
    edition = book.edition_named(app.config.handbook_edition)
    if not app.config.handbook_final or edition is None:
        return
    for chapter in (book.chapter(name) for name in edition.chapters):
        if chapter_facts(env, chapter.docname).status != "signed":
            warn(
                "unsigned",
                "This chapter is not signed, so it cannot stand in a final edition.",
                "build without --final, or have it signed by a lawyer and write status: signed",
                _place_of(env, chapter.docname, "status"),
            )


def _place_of(env: BuildEnvironment, docname: str, key: str) -> tuple[str, int]:
    """Find the line of a setting at the top of a chapter; the first line if it has none."""
    return docname, _settings_of(env, docname).get(key, 1)


def _settings_of(env: BuildEnvironment, docname: str) -> dict[str, int]:
    """Return the names of the settings at the top of a chapter, and their lines."""
    lines = decoded(env.doc2path(docname).read_bytes()).splitlines()
    end = lines.index("---", 1) if lines[:1] == ["---"] and "---" in lines[1:] else 0
    named = ((line.partition(":"), n) for n, line in enumerate(lines[:end], 1) if line[:1].strip())
    return {name.strip(): n for (name, colon, _value), n in named if colon}
