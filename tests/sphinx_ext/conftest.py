"""A tiny book with one chapter, read by Sphinx with the real registry."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from docutils.nodes import document
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

ROOT = Path(__file__).parents[2]
CONF = """
import datetime as dt
from pathlib import Path
from build_tools.load import load_authorities, load_cases, load_terms
from build_tools.model import Book, Chapter, Part
root = Path({root!r})
handbook_authorities = load_authorities(root)
handbook_cases = load_cases(root)
handbook_terms = load_terms(root)
handbook_book = Book(
    title="Book", short_title="Book", subtitle="", edition="1", date=dt.date(2026, 1, 1),
    law_as_at=dt.date(2026, 1, 1), language="en", address="", publisher="", authors=(),
    reviewers=(), text_licence="", draft_notice="", editions=(),
    parts=(Part("part", "Part", (Chapter("index", "index", 4),)),),
)
features = ("book", "paragraphs", "law", "cases", "terms", "boxes")
extensions = ["myst_parser", *("build_tools.sphinx_ext." + name for name in features)]
myst_enable_extensions = ["colon_fence"]
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], tuple[document, str]]:
    """Return a function that reads a chapter's text into a doctree and the warnings."""

    def read_chapter(text: str) -> tuple[document, str]:
        (tmp_path / "conf.py").write_text(CONF.format(root=str(ROOT)), encoding="utf-8")
        (tmp_path / "index.md").write_text(f"# Chapter\n\n{text}\n", encoding="utf-8")
        warnings = io.StringIO()
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees", "html",
                status=None, warning=warnings,
            )
            app.build()
        return app.env.get_doctree("index"), warnings.getvalue()

    return read_chapter


@pytest.fixture
def closing_list(read: Callable[[str], tuple[document, str]]) -> Callable[[str], str]:
    """Return a function that reads a chapter's text and returns its list of authorities."""

    def words_of_list(text: str) -> str:
        tree, _warnings = read(text)
        sections = tree.findall(nodes.section)
        return next(s for s in sections if "authorities" in s["ids"]).astext()

    return words_of_list
