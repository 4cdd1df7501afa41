"""The boxes and marks that Sphinx, MyST, docutils and this extension have registered."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.checks.vocabulary import BoxForm, Vocabulary
from build_tools.sphinx_ext.refused import REFUSED

_OF_OTHERS = frozenset({"figure", "list-table", "table"})
"""What a chapter may use of docutils' own boxes."""
_PACKAGE = __name__.rpartition(".")[0]
_EXTENSIONS = ("myst_parser", _PACKAGE)
RST = "eval-rst"
"""A box of MyST in which anything can be written."""
_MARKS_OF_OTHERS = frozenset({"numref", "term"})
"""Marks of Sphinx that this extension has made its own."""


def registered() -> Vocabulary:
    """Load everything that a build loads, and ask which boxes and marks there are."""
    with tempfile.TemporaryDirectory() as folder, patch_docutils(), docutils_namespace():
        app = Sphinx(
            folder, None, Path(folder, "out"), Path(folder, "trees"), "dummy",
            # Sphinx keeps what extensions add to its own dict of suffixes for the next application.
            confoverrides={"source_suffix": {".rst": "restructuredtext"}},
            status=None, warning=None,
        )
        for extension in _EXTENSIONS:
            app.setup_extension(extension)
        return vocabulary_of(app)


def vocabulary_of(app: Sphinx) -> Vocabulary:
    """Ask an application that has loaded everything."""
    own = {name for name, box in _known(directives, "_directives").items() if _is_ours(box)}
    boxes = {name: _form(name) for name in own | _OF_OTHERS}
    refused = {name: BoxForm((), is_refused=how) for name, how in REFUSED.items()}
    refused[RST] = BoxForm((), is_refused="write it in plain MyST")
    refused_marks = frozenset({"download"})
    return Vocabulary(boxes | refused, _all_marks(app) - refused_marks, own_marks())


def own_marks() -> frozenset[str]:
    """Return the marks that this extension has registered, and those it makes its own."""
    ours = {name for name, mark in _known(roles, "_roles").items() if _is_ours(mark)}
    return frozenset(ours | _MARKS_OF_OTHERS) - {"download"}


def _known(module: Any, name: str) -> dict[str, Any]:
    """Return a registry of docutils; it has no way to list it but this."""
    return dict(vars(module)[name])


def _is_ours(thing: Any) -> bool:
    kind = thing if isinstance(thing, type) else type(thing)
    return bool(kind.__module__.startswith(_PACKAGE))


def _form(name: str) -> BoxForm:
    box = _known(directives, "_directives").get(name) or _of_docutils(name)
    return BoxForm(
        tuple(box.option_spec or ()), bool(box.required_arguments),
        choices=tuple(map(str, getattr(box, "choices", ()))),
    )


def _of_docutils(name: str) -> Any:
    find: Any = directives.directive
    box, _messages = find(name, en, None)
    return box


def _all_marks(app: Sphinx) -> frozenset[str]:
    names = set(_known(roles, "_roles")) | set(_known(roles, "_role_registry")) | set(en.roles)
    for domain in app.env.domains.values():
        names |= {f"{domain.name}:{role}" for role in domain.roles}
        if domain.name in ("std", "handbook", "math"):
            names |= set(domain.roles)
    return frozenset(names)
