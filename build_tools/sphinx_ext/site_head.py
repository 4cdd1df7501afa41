"""What search engines and messengers read of a page: title, summary, address."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation

from build_tools.sphinx_ext.book import book_of

_ = get_translation("handbook")
_LOCALES = {"en": "en_GB", "ru": "ru_RU", "uz": "uz_UZ"}
_LENGTH = 200


@dataclass(frozen=True)
class Head:
    """The facts in the head of a page."""

    title: str
    description: str
    kind: str
    address: str
    locale: str


def head_of(app: Sphinx, pagename: str, title: str, doctree: nodes.document | None) -> Head:
    """Return the facts of a page; a chapter is summed up by the first lines of its "in brief"."""
    book = book_of(app)
    home = pagename == app.config.root_doc
    names = {
        "search": _("Search"),
        "genindex": _("Index"),
        "downloads": _("Downloads"),
        "404": _("There is no such page"),
    }
    own = str(names.get(pagename, "")) or _plain(title)
    return Head(
        title=f"{book.title}: {book.edition}" if home else f"{own} – {book.short_title}",
        description=_in_brief(doctree) or f"{book.title}. {book.subtitle}. {book.edition}.",
        kind="article" if book.chapter_of(pagename) else "website",
        address=f"{book.address}/{'' if home else app.builder.get_target_uri(pagename)}",
        locale=_LOCALES.get(book.language.partition("-")[0], book.language),
    )


def _plain(title: str) -> str:
    """Return the words of a title without its marks."""
    words = _Words()
    words.feed(title)
    return " ".join("".join(words.found).split())


class _Words(HTMLParser):
    """Collects the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.found.append(data)


def _in_brief(doctree: nodes.document | None) -> str:
    """Return the first sentences of the "in brief" box, cut at a word."""
    boxes = doctree.findall(nodes.container) if doctree is not None else iter(())
    box = next((box for box in boxes if "box-in-brief" in box["classes"]), None)
    words = " ".join(" ".join(node.astext() for node in box.children[1:]).split()) if box else ""
    if len(words) <= _LENGTH:
        return words
    return words[:_LENGTH].rpartition(" ")[0].rstrip(" ,;:.") + "…"
