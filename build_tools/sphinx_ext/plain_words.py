"""What Sphinx and MyST say of a chapter, in words an editor can act on.

Their messages are rewritten where they are logged, so that every listener hears the same words.
"""

from __future__ import annotations

import logging
import re

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

_SPEAKERS = (
    "sphinx.sphinx.domains.std",
    "sphinx.sphinx.util.docutils",
    "sphinx.sphinx.transforms.post_transforms",
    "sphinx.sphinx.transforms",
    "sphinx.myst_parser.warnings_",
    "sphinx.myst_parser.sphinx_ext.myst_refs",
)
_WORDS: tuple[tuple[str, str, str, str], ...] = (
    # What is said, the code, the sentence and the fix; {0} and {1} stand for its groups.
    (
        r'Duplicate explicit target name: "(?:[\w-]+#)?(.+)"\.', "label",
        "The label '{0}' stands twice in this chapter.", "give one of the two another name",
    ),
    (
        r'Unknown interpreted text role "(.+)"\.', "unknown-mark",
        "There is no mark {{{0}}}.",
        "write {{law}}, {{case}}, {{term}}, {{para}}, {{numref}} or {{index}}",
    ),
    (
        r"'(.+)': Unknown option key: '(.+)' \(allowed: \[(.*)\]\)", "option",
        "The box '{0}' has no setting ':{1}:'.", "write one of these: {2}",
    ),
    (
        r"'(.+)': Invalid option value for '(.+)': (.*?): (.+)", "option",
        "':{1}: {2}' is not understood.", "correct what stands after ':{1}:' ({3})",
    ),
    (
        r"Directive '(.+)': 1 argument\(s\) required, 0 supplied", "argument",
        "The box '{0}' does not say what it is about.",
        "write a name after the braces, such as {{{0}}} name",
    ),
    (
        r"Non-consecutive header level increase; H(\d) to H(\d)", "heading",
        "This heading is of level {1}, but the one above it is of level {0}.",
        "write one # more than the heading above has",
    ),
    (
        r"Duplicate footnote definition found for label: '(.+)'", "footnote",
        "The note [^{0}] is written twice.", "give one of the two another name",
    ),
    (
        r'Unknown target name: "(.+)"\.', "footnote",
        "The note [^{0}] is called here, but written nowhere.",
        "add a line [^{0}]: with the words of the note",
    ),
    (
        r"Footnote \[(.+)\] is not referenced\.", "footnote",
        "This note is called nowhere.", "write its mark, [^name], where it belongs, or delete it",
    ),
    (
        r"'myst' cross-reference target not found: '(.+)'", "reference",
        "The link to '{0}' leads nowhere.",
        "write the path of a chapter's file, or use {{para}}`chapter#label`",
    ),
    (
        r"undefined label: '(.+)'", "reference",
        "Nothing in the book is labelled '{0}'.", "use {{para}}`chapter#label`",
    ),
    (
        r"unknown document: '(.+)'", "reference",
        "There is no chapter file '{0}'.", "use {{para}}`chapter#label`",
    ),
    (
        r'Error parsing content block for the "(.+)" directive: uniform two-level bullet list '
        r"expected, but row (\d+) does not contain the same number of items as row 1 "
        r"\((\d+) vs (\d+)\)", "table",
        "Row {1} of this table has {2} cells; its first row has {3}.",
        "give every row as many lines that begin with '  - '",
    ),
    (
        r'Error parsing content block for the "(.+)" directive', "table",
        "This table has no rows.", "begin each row with '* - ' and each further cell with '  - '",
    ),
    (
        r"Malformed YAML|YAML is not a dict", "settings",
        "The settings between the --- lines cannot be read.",
        "write each as key: value, such as status: draft",
    ),
)
_TOLD_ALREADY = re.compile(
    r"Too many autonumbered footnote references|Unknown directive type|Duplicate ID:"
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the words in the place of those of others; doing so twice changes nothing."""
    for name in _SPEAKERS:
        logging.getLogger(name).addFilter(in_plain_words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def in_plain_words(record: logging.LogRecord) -> bool:
    """Rewrite a warning, and drop it if another says the same."""
    said = record.getMessage()
    for pattern, code, sentence, fix in _WORDS:
        if found := re.match(pattern, said):
            record.msg = "%s How to fix: %s"
            record.args = (sentence.format(*found.groups()), fix.format(*found.groups()))
            record.__dict__.update(type="handbook", subtype=code, levelno=logging.WARNING)
            record.levelname = "WARNING"
            break
    return not _TOLD_ALREADY.match(said)
