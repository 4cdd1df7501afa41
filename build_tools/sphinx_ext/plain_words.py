"""What Sphinx and MyST say of a chapter, in words an editor can act on.

Their messages are rewritten where they are logged, so that every listener hears the same words.
"""

from __future__ import annotations

import logging
import re

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from build_tools.checks.mark_rules import braced
from build_tools.errors import near_misses
from build_tools.sentences import said
from build_tools.sphinx_ext.registered import own_marks

_SPEAKERS = (
    "sphinx.sphinx.domains.std",
    "sphinx.sphinx.util.docutils",
    "sphinx.sphinx.transforms.post_transforms",
    "sphinx.sphinx.transforms",
    "sphinx.myst_parser.warnings_",
    "sphinx.myst_parser.sphinx_ext.myst_refs",
    "sphinx.build_tools.sphinx_ext.pdf_builder",
)
_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # What is said, the key of our sentence, and what the groups of the pattern are called there.
    (r'Duplicate explicit target name: "(?:[\w-]+#)?(.+)"\.', "label", ("name",)),
    (r'Unknown interpreted text role "(.+)"\.', "unknown-mark", ("name",)),
    (
        r"'(.+)': Unknown option key: '(.+)' \(allowed: \[(.*)\]\)", "option",
        ("name", "option", "known"),
    ),
    (
        r"'.+': Invalid option value for '(.+)': (.*?): (.+)", "option/value",
        ("option", "value", "why"),
    ),
    (r"Directive '(.+)': 1 argument\(s\) required, 0 supplied", "argument", ("name",)),
    (
        r"Non-consecutive header level increase; H(\d) to H(\d)", "heading", ("above", "level"),
    ),
    (r"Duplicate footnote definition found for label: '(.+)'", "footnote/twice", ("name",)),
    (r'Unknown target name: "(.+)"\.', "footnote", ("name",)),
    (r"Footnote \[(.+)\] is not referenced\.", "footnote/uncalled", ("name",)),
    (r"'myst' cross-reference target not found: '(.+)'", "reference/link", ("name",)),
    (r"local id not found in doc '.+': '(.+)'", "reference/heading", ("name",)),
    (r"undefined label: '(.+)'", "reference", ("name",)),
    (r"unknown document: '(.+)'", "reference/chapter", ("name",)),
    (
        r'Error parsing content block for the ".+" directive: uniform two-level bullet list '
        r"expected, but row (\d+) does not contain the same number of items as row 1 "
        r"\((\d+) vs (\d+)\)", "table/uneven", ("row", "cells", "columns"),
    ),
    (r'Error parsing content block for the ".+" directive', "table/no-rows", ()),
    (
        r"duplicate label (.+), other instance in .*?(chapters[/\\].+)", "label/elsewhere",
        ("name", "other"),
    ),
    (r"image file not readable: (.+)", "image", ("name",)),
    (r"Failed to load image at '(?:.*/)?(.+?)'", "layout/image", ("name",)),
    (r"Failed to render SVG image (?:.*/)?(.+)", "layout/image", ("name",)),
    (r"the link to '(.+)' leads to no page", "layout/link", ("name",)),
)
_LABEL = "use {para}`chapter#label`"
_TOLD_ALREADY = re.compile(
    r"Too many autonumbered footnote references|Unknown directive type|Duplicate ID:"
    r"|Malformed YAML|YAML is not a dict"
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the words in the place of those of others; doing so twice changes nothing."""
    for name in _SPEAKERS:
        logging.getLogger(name).addFilter(in_plain_words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def in_plain_words(record: logging.LogRecord) -> bool:
    """Rewrite a warning, and drop it if another says the same."""
    message = record.getMessage()
    for pattern, key, names in _WORDS:
        if found := re.match(pattern, message):
            values = dict(zip(names, found.groups(), strict=True))
            sentence, fix, code = said(key, near=_near(key, values), **values)
            record.msg, record.args = "%s How to fix: %s", (sentence, fix.strip())
            record.__dict__.update(type="handbook", subtype=code, levelno=logging.WARNING)
            record.levelname = "WARNING"
            break
    return not _TOLD_ALREADY.match(message)


def _near(key: str, values: dict[str, str]) -> str:
    """Propose what may have been meant, from what is registered."""
    if key == "unknown-mark":
        return near_misses(f"{{{values['name']}}}", braced(own_marks()))
    if key == "option":
        return near_misses(values["option"], re.findall(r"[\w-]+", values["known"]))
    return _LABEL if key.startswith("reference") else ""
