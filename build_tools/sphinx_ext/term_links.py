"""The first use of a term in a chapter: a link to the glossary, and its words on the site.

Hover and focus show the Russian and Uzbek words; print has the link alone, without decoration.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Element
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from build_tools.model import Term
from build_tools.sphinx_ext.glossary import glossary_page, in_language, link_to
from build_tools.sphinx_ext.law import unverified_mark
from build_tools.sphinx_ext.site_style import SITE_BUILDERS
from build_tools.sphinx_ext.terms import anchor_of, terms_of

_ = get_translation("handbook")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the links, and what shows the words on the site."""
    app.add_node(explained_link, html=(_open_link, _close_link))
    app.add_node(explanation, html=(_open_explanation, _close_explanation))
    app.add_post_transform(LinksToGlossary)
    app.add_post_transform(WordsOnHover)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class explained_link(nodes.reference):  # noqa: N801 - docutils names nodes so
    """A link whose explanation stands behind it."""


class explanation(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Words that are shown while the link before them is pointed at or focused."""


class LinksToGlossary(SphinxPostTransform):
    """Make each term's first use a link, before references are resolved (10).

    A use in a table is the first only if there is no other: its frame would cut the words off.
    """

    default_priority: ClassVar[int] = 5

    def run(self, **kwargs: Any) -> None:
        """Replace the first uses; a book without a glossary has none."""
        if not glossary_page(self.env):
            return
        terms, linked = terms_of(self.config), set()
        uses = [word for word in self.document.findall(nodes.inline) if "term" in word]
        for word in sorted(uses, key=_is_in_table):
            if word["term"] not in linked and not isinstance(word.parent, nodes.reference):
                linked.add(word["term"])
                term, docname = terms[word["term"]], self.env.current_document.docname
                word.replace_self(link_to(term, docname, *word.children, classes=("term",)))


class WordsOnHover(SphinxPostTransform):
    """Put the Russian and Uzbek words behind each link to a term."""

    default_priority: ClassVar[int] = 300
    builders = tuple(sorted(SITE_BUILDERS))

    def run(self, **kwargs: Any) -> None:
        """Explain the links of a page of the site."""
        terms = terms_of(self.config)
        for link in list(self.document.findall(nodes.reference)):
            if "term" in link["classes"]:
                link.replace_self(_explained(link, terms[link["term"]]))


def _explained(link: nodes.reference, term: Term) -> nodes.inline:
    anchor = f"words-of-{anchor_of(term)}"
    described = explained_link("", "", *link.children, **link.attributes, described_by=anchor)
    words = explanation("", "", ids=[anchor])
    for name, own, language in (
        (_("Russian"), term.ru, "ru"),
        (_("Uzbek"), term.uz, "uz"),
        (_("Cyrillic"), term.uz_cyrl, "uz-Cyrl"),
    ):
        named = nodes.inline("", str(name), classes=["column-name"])
        pair = nodes.inline("", "", named, nodes.Text(" "), in_language(own, language))
        words += [pair, nodes.Text(" ")]
    words += unverified_mark(term.verification)
    return nodes.inline("", "", described, words, classes=["explained"])


def _is_in_table(node: Element) -> bool:
    around: Element | None = node.parent
    while around is not None and not isinstance(around, nodes.table):
        around = around.parent
    return around is not None


def _open_link(self: HTML5Translator, node: explained_link) -> None:
    address = node["refuri"] if "refuri" in node else f"#{node['refid']}"
    described = {"href": address, "aria-describedby": node["described_by"]}
    self.body.append(self.starttag(node, "a", "", CLASS="reference internal", **described))


def _close_link(self: HTML5Translator, node: explained_link) -> None:
    self.body.append("</a>")


def _open_explanation(self: HTML5Translator, node: explanation) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="explanation", role="tooltip"))


def _close_explanation(self: HTML5Translator, node: explanation) -> None:
    self.body.append("</span>")
