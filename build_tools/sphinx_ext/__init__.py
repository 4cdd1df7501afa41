"""The Sphinx extension: one feature a module, in the order a reader meets them.

collector (speed), findings and plain_words (what is complained of, and how), book (numbers,
contents), chapter_facts, paragraphs (numbers and references), law, cases and terms (citations),
boxes, training (questions, exercises), forms, figures, charts, worked, clock and treaty_finder
(made from data), index_marks, table_of_authorities and registers, glossary and term_links,
concordance, refused and vocabulary (what a chapter may not hold), wrong_encoding, withheld (what
participants may not see), site, pdf_builder, fillable_forms, course_builder, pack_builder and
slide_builder.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

_FEATURES = (
    "collector",
    "findings",
    "plain_words",
    "book",
    "chapter_facts",
    "paragraphs",
    "law",
    "cases",
    "terms",
    "boxes",
    "training",
    "forms",
    "figures",
    "charts",
    "worked",
    "clock",
    "treaty_finder",
    "index_marks",
    "table_of_authorities",
    "registers",
    "glossary",
    "term_links",
    "concordance",
    "refused",
    "vocabulary",
    "wrong_encoding",
    "withheld",
    "site",
    "pdf_builder",
    "fillable_forms",
    "course_builder",
    "pack_builder",
    "slide_builder",
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every feature."""
    for feature in _FEATURES:
        app.setup_extension(f"{__name__}.{feature}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
