"""The site: what every page needs to know beside its own text.

Its other modules: site_style (the stylesheet), site_navigation (contents, role cards), site_head
(what search engines read), site_index, site_paragraphs, site_frames, site_downloads, site_map.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util.typing import ExtensionMetadata

from build_tools.model import Book
from build_tools.sphinx_ext.book import book_of
from build_tools.sphinx_ext.chapter_facts import long_date
from build_tools.sphinx_ext.findings import mistakes_told
from build_tools.sphinx_ext.site_head import head_of
from build_tools.sphinx_ext.site_navigation import navigation, role_cards, tools
from build_tools.sphinx_ext.site_style import SITE_BUILDERS, STYLESHEET, design_of
from build_tools.sphinx_ext.withheld import is_for_trainers

_ = get_translation("handbook")
_FEATURES = (
    "site_style",
    "site_navigation",
    "site_index",
    "site_paragraphs",
    "site_frames",
    "site_drawings",
    "site_downloads",
    "site_map",
)
_SEARCH_SCRIPTS = ("documentation_options.js", "doctools.js", "sphinx_highlight.js")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the values of every page, the page for lost readers and the other features."""
    package = __name__.rpartition(".")[0]
    for feature in _FEATURES:
        app.setup_extension(f"{package}.{feature}")
    app.connect("builder-inited", _add_script)
    app.connect("html-collect-pages", lambda app: [("404", {}, "404.html")])
    # Before Furo (500), which would compute its own navigation tree for each page.
    app.connect("html-page-context", _add_values, priority=400)
    app.connect("html-page-context", _keep_own_files, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def is_site(app: Sphinx) -> bool:
    """Say whether this build writes the site, not print or a list of words."""
    return app.builder.name in SITE_BUILDERS


def cite_book(book: Book) -> str:
    """Say how the whole book is cited."""
    persons = ", ".join(book.authors)
    publisher = f"{book.publisher}. " if book.publisher else ""
    return (
        f"{persons + '. ' if persons else ''}{book.title}. {book.subtitle}. {book.edition}, "
        f"{long_date(book.date.isoformat())}. {publisher}{book.address}"
    )


def cite_paragraph(book: Book, number: str) -> str:
    """Say how one paragraph is cited."""
    return f"{book.short_title}, ed. {book.edition}, {_('para. %s') % number}"


def _add_script(app: Sphinx) -> None:
    if is_site(app):
        app.add_js_file("site.js", priority=100, loading_method="defer")


def _add_values(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if not is_site(app):
        return
    if pagename == "404":
        _start_links_at_the_root(app, context)
    book, pathto = book_of(app), cast("Callable[[str], str]", context["pathto"])
    design = design_of(app)
    parts = navigation(app, pagename, pathto)
    context.pop("toctree", None)
    context.update(
        book=book,
        is_draft=not app.config.handbook_final,
        mistakes=mistakes_told(app.config, pagename),
        is_for_trainers=is_for_trainers(app.config),
        say=_,
        head=head_of(app, pagename, str(context.get("title", "")), doctree),
        theme_colours=((design.light["ground"], "light"), (design.dark["ground"], "dark")),
        navigation=parts,
        tools=tools(pagename, pathto),
        role_cards=role_cards(app, pathto) if pagename == app.config.root_doc else (),
        page_contents=_has_sections(doctree) and pagename != app.config.root_doc,
        law_as_at=long_date(book.law_as_at.isoformat()),
        edition_date=long_date(book.date.isoformat()),
        cite_book=cite_book(book),
        cite_example=cite_paragraph(book, f"{len(book.chapters) or 1}.12"),
        cite_paragraph=cite_paragraph(book, "%s"),
    )


def _has_sections(doctree: nodes.document | None) -> bool:
    return doctree is not None and len(list(doctree.findall(nodes.section))) > 1


def _keep_own_files(
    app: Sphinx,
    pagename: str,
    template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave out what no page needs: colours of code, Furo's look, search but on its page.

    Furo's stylesheet alone is a tenth of what a first page may weigh.
    """
    if not is_site(app):
        return
    scripts = ("site.js", *(_SEARCH_SCRIPTS if pagename == "search" else ()))
    context["css_files"] = [css for css in context["css_files"] if _name(css) == STYLESHEET]
    context["script_files"] = [js for js in context["script_files"] if _name(js) in scripts]


def _name(asset: Any) -> str:
    return str(getattr(asset, "filename", asset) or "").rpartition("/")[2]


def _start_links_at_the_root(app: Sphinx, context: dict[str, Any]) -> None:
    """Make a page's links independent of the address it is shown at."""
    root = urlsplit(book_of(app).address).path.rstrip("/") + "/"
    pathto, tag = context["pathto"], {name: context[name] for name in ("css_tag", "js_tag")}
    context["pathto"] = lambda name, resource=False: root + pathto(name, resource).removeprefix("#")
    for name, attribute in (("css_tag", "href"), ("js_tag", "src")):
        make = tag[name]
        context[name] = lambda file, make=make, attribute=attribute: make(file).replace(
            f'{attribute}="', f'{attribute}="{root}'
        )
    context["content_root"] = root
