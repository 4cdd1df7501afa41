"""The glossary: its terms in three languages, and the way to them from Russian and Uzbek.

An annex holds it as `{terms-listed} english` (or russian, uzbek): the headings around them are the
author's. The English list is the glossary itself; the two others lead to its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Element, Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode
from sphinx.util.typing import ExtensionMetadata

from build_tools.alphabets import by_letter
from build_tools.model import Term, Verification
from build_tools.sphinx_ext.authority_entries import checked_mark
from build_tools.sphinx_ext.book import chapters_of_edition
from build_tools.sphinx_ext.by_document import ByDocument
from build_tools.sphinx_ext.made_tables import group_row, row_of, table_of
from build_tools.sphinx_ext.terms import anchor_of, terms_used

_ = get_translation("handbook")
_LISTS: dict[str, tuple[str, Callable[[Term], str]]] = {
    "english": ("en", lambda term: term.en),
    "russian": ("ru", lambda term: term.ru),
    "uzbek": ("uz", lambda term: term.uz),
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the lists, and where the glossary stands."""
    app.add_domain(GlossaryPages)
    app.add_directive("terms-listed", TermsListed)
    app.add_post_transform(TermsOfEdition)
    app.connect("handbook-printed", _place_of_the_glossary)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class GlossaryPages(ByDocument):
    """The documents that hold the English list, and links to its rows."""

    name = "handbook-glossary"
    label = "Glossary"
    data_version = 1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Lead to a row of the glossary; a book without one has no link."""
        page = glossary_page(env)
        if not page:
            return None
        link = make_refnode(builder, fromdocname, page, target, list(contnode.children))
        link["classes"] += node["classes"]
        link["term"] = node["term"]
        return link


def glossary_page(env: BuildEnvironment) -> str:
    """Return the document that holds the glossary, or nothing if the book has none."""
    found = cast("GlossaryPages", env.get_domain(GlossaryPages.name)).found
    return min(found, default="")


def link_to(term: Term, docname: str, *words: Node, classes: tuple[str, ...] = ()) -> Node:
    """Make a link to the row of a term, resolved when pages are written."""
    return addnodes.pending_xref(
        "", nodes.inline("", "", *words), refdomain=GlossaryPages.name, reftype="term",
        reftarget=anchor_of(term), refdoc=docname, refexplicit=True, classes=list(classes),
        term=term.en,
    )


class TermsListed(SphinxDirective):
    """List every term of the glossary by its words in one language."""

    required_arguments = 1
    choices: ClassVar = _LISTS

    def run(self) -> list[Node]:
        """Make the list."""
        name = self.arguments[0]
        if name not in _LISTS:
            return []
        language, words = _LISTS[name]
        groups = by_letter(self.config.handbook_terms, words, language)
        if language == "en":
            cast("GlossaryPages", self.env.get_domain(GlossaryPages.name)).found[
                self.env.docname
            ] = True
            return [nodes.container("", _glossary(groups), classes=["terms-listed"])]
        listed = nodes.container("", classes=["terms-listed", "terms-by-language"])
        for letter, terms in groups:
            items = [
                nodes.list_item(
                    "",
                    nodes.paragraph(
                        "", "", in_language(words(term), language), nodes.Text(" — "),
                        link_to(term, self.env.docname, nodes.Text(term.en)),
                    ),
                )
                for term in terms
            ]
            listed += nodes.paragraph("", letter, classes=["letter"])
            listed += nodes.bullet_list("", *items)
        return [listed]


class TermsOfEdition(SphinxPostTransform):
    """Leave out of the lists of a printed edition the terms that none of its chapters uses.

    Where an edition leaves no chapter out, the glossary is whole.
    """

    default_priority: ClassVar[int] = 4
    formats = ("print",)

    def run(self, **kwargs: Any) -> None:
        """Take out terms, and the letters that are left without any."""
        chapters = chapters_of_edition(self.config)
        if len(chapters) == len(self.config.handbook_book.chapters):
            return
        used = terms_used(self.env, (chapter.docname for chapter in chapters))
        for listed in self.document.findall(nodes.container):
            if "terms-listed" in listed["classes"]:
                for row in list(listed.findall(nodes.row)):
                    if row["ids"] and row["ids"][0] not in used:
                        row.parent.remove(row)
                for link in list(listed.findall(addnodes.pending_xref)):
                    item = link.parent.parent
                    if link["reftarget"] not in used:
                        item.parent.remove(item)
                _drop_letters(listed)


def _drop_letters(listed: nodes.container) -> None:
    """Take out each letter that no term follows, and a table without any."""
    for items in list(listed.findall(nodes.bullet_list)):
        if not items.children:
            letter = listed[listed.index(items) - 1]
            listed.children = [c for c in listed.children if c not in (letter, items)]
    for table in list(listed.findall(nodes.table)):
        body = next(iter(table.findall(nodes.tbody)))
        rows = cast("list[nodes.row]", body.children)
        after = [*rows[1:], None]
        for row, next_ in zip(list(rows), after, strict=True):
            if not row["ids"] and (next_ is None or not next_["ids"]):
                body.remove(row)
        if not body.children:
            listed.remove(table)


def _glossary(groups: list[tuple[str, list[Term]]]) -> nodes.table:
    rows: list[nodes.row] = []
    for letter, terms in groups:
        rows += [group_row([nodes.Text(letter)], 4), *map(_row, terms)]
    heads = (_("English"), _("Russian"), _("Uzbek (Latin)"), _("Uzbek (Cyrillic)"))
    table = table_of([str(head) for head in heads], (28, 24, 24, 24), rows)
    table["classes"].append("glossary")
    return table


def _row(term: Term) -> nodes.row:
    source = nodes.paragraph("", _held_together(term.seen_in), classes=["seen-in"])
    if term.verification is not Verification.VERIFIED:
        source.insert(0, [checked_mark(term.verification), nodes.Text(": ")])
    cyrillic = nodes.paragraph("", "", in_language(term.uz_cyrl, "uz-Cyrl"))
    if term.cyrillic == "transliterated":
        words = nodes.inline("", f"({_('transliterated')})", classes=["transliterated"])
        cyrillic += [nodes.Text(" "), words]
    return row_of(
        [
            [nodes.paragraph("", term.en), source],
            [nodes.paragraph("", "", in_language(term.ru, "ru"))],
            [nodes.paragraph("", "", in_language(term.uz, "uz"))],
            [cyrillic],
        ],
        anchor_of(term),
    )


def _held_together(source: str) -> str:
    """Let no line end between "art." and its number."""
    return source.replace("art. ", "art.\u00a0").replace("section ", "section\u00a0")


def in_language(words: str, language: str) -> nodes.inline:
    """Say which language words are in: docutils writes it into HTML, and print into the PDF."""
    return nodes.inline("", words, classes=[f"language-{language}"])


def _place_of_the_glossary(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """Return what links to terms depend on, for every page that may hold one."""
    return dict.fromkeys(env.all_docs, glossary_page(env))
