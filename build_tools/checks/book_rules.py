"""Rules over the whole book: labels, references, links, drawings, files that nobody shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from build_tools.checks.outline import Outline, Pointer
from build_tools.errors import near_misses
from build_tools.model import Finding
from build_tools.sentences import said

_OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_OF_THE_MACHINE = re.compile(r"(?:file|data|javascript|vbscript):|//", re.IGNORECASE)
_MADE_BY_SPHINX = frozenset({"genindex", "modindex", "search"})


@dataclass(frozen=True)
class Registry:
    """What marks may name that is not in the chapters."""

    cases: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    """As they are compared."""
    worked: frozenset[str] = frozenset()
    """Files of figures."""
    charts: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    """Every file below chapters/, by its path below the project."""
    shown_elsewhere: str = ""
    """Texts of the book's data, which may show drawings too."""


@dataclass(frozen=True)
class Places:
    """Every name in the book that a mark can lead to."""

    labels: frozenset[str]
    captions: frozenset[str]
    slugs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of each chapter's headings, by its path."""


def places_in(outlines: Iterable[Outline]) -> Places:
    """Return the names that chapters give."""
    outlines = tuple(outlines)
    return Places(
        frozenset(f"{o.chapter}#{name}".lower() for o in outlines for name, _l, _s in o.labels),
        frozenset(name.lower() for o in outlines for name, _l, _s in o.captions),
        {o.path: frozenset(o.slugs) for o in outlines},
    )


def labels_twice(outlines: Iterable[Outline]) -> Iterator[Finding]:
    """Find labels that stand twice in a chapter, and captions' names that stand twice in the book.

    Each chapter has its own labels of paragraphs; names of figures and tables are the book's.
    """
    captions: dict[str, str] = {}
    for outline in outlines:
        seen: set[str] = set()
        for name, line, source in outline.labels:
            if name.lower() in seen:
                yield outline.finding("label", line, 0, source, name=name)
            seen.add(name.lower())
        for name, line, source in outline.captions:
            other = captions.setdefault(name.lower(), outline.path)
            if name.lower() in seen:
                yield outline.finding("label", line, 0, source, name=name)
            elif other != outline.path:
                yield outline.finding("label/elsewhere", line, 0, source, name=name, other=other)
            seen.add(name.lower())


def broken_references(
    outline: Outline, places: Places, registry: Registry
) -> Iterator[Finding]:
    """Find marks that name nothing in the book, the glossary or the registries."""
    for pointer in outline.pointers:
        target = pointer.target
        if pointer.kind == "para":
            key = target if "#" in target else f"{outline.chapter}#{target}"
            if key.lower() not in places.labels:
                near = near_misses(key, places.labels)
                yield _at(outline, pointer, "reference", name=key, near=near)
        elif pointer.kind in ("numref", "ref"):
            known = places.captions | places.labels | _MADE_BY_SPHINX
            if target.removeprefix("#").lower() not in known:
                near = near_misses(target, places.captions)
                yield _at(outline, pointer, "reference", name=target, near=near)
        elif pointer.kind == "doc":
            path = _path_of(outline, f"{target.removesuffix('.md')}.md")
            if path not in places.slugs:
                near = near_misses(path.removesuffix(".md"), _docnames(places))
                yield _at(outline, pointer, "reference/chapter", name=target, near=near)
        elif pointer.kind == "case" and target.split(" ")[0] not in registry.cases:
            near = near_misses(target.split(" ")[0], registry.cases)
            yield _at(outline, pointer, "citation/case", name=target.split(" ")[0], near=near)
        elif pointer.kind == "term" and _plain(target) not in registry.terms:
            near = near_misses(_plain(target), registry.terms)
            yield _at(outline, pointer, "term", name=target, near=near)
        elif pointer.kind == "worked":
            name = re.split(r"[. ]", target)[0]
            if name not in registry.worked:
                near = near_misses(name, registry.worked)
                yield _at(outline, pointer, "worked", name=name, near=near)
        elif pointer.kind == "chart" and target not in registry.charts:
            near = near_misses(target, registry.charts)
            yield _at(outline, pointer, "chart", name=target, near=near)


def _plain(spelling: str) -> str:
    return " ".join(spelling.lower().replace("’", "'").replace("ё", "е").split())


def broken_links(outline: Outline, places: Places, registry: Registry) -> Iterator[Finding]:
    """Find Markdown links to files and headings that are not there, and out of the book."""
    for pointer in outline.pointers:
        target = unquote(pointer.target)
        if pointer.kind != "link" or _OUTSIDE.match(target):
            continue
        if _OF_THE_MACHINE.match(target):
            yield _at(outline, pointer, "link", name=target[:60])
            continue
        name, _hash, anchor = target.partition("#")
        path = _path_of(outline, name) if name else outline.path
        if path not in places.slugs:
            path = f"{path}.md" if f"{path}.md" in places.slugs else path
        if path not in places.slugs and path not in registry.files:
            near = near_misses(path, places.slugs)
            yield _at(outline, pointer, "reference/link", name=target, near=near)
        elif anchor and path in places.slugs:
            chapter = path.rpartition("/")[2].removesuffix(".md")
            known = places.slugs[path]
            is_label = f"{chapter}#{anchor}".lower() in places.labels
            if anchor not in known and not is_label and anchor.lower() not in places.captions:
                near = near_misses(anchor, known)
                yield _at(outline, pointer, "reference/heading", name=target, near=near)


def missing_images(outline: Outline, places: Places, registry: Registry) -> Iterator[Finding]:
    """Find images that are no file of the project."""
    for pointer in outline.pointers:
        if pointer.kind != "image":
            continue
        target = unquote(pointer.target)
        path = _path_of(outline, target)
        is_foreign = bool(_OUTSIDE.match(target) or _OF_THE_MACHINE.match(target))
        if is_foreign or path not in registry.files:
            drawings = {p.rpartition("/")[2]: p for p in registry.files if not p.endswith(".md")}
            near = near_misses(target.rpartition("/")[2], drawings)
            yield _at(outline, pointer, "image", name=target[:60], near=near)


def orphans(outlines: Iterable[Outline], registry: Registry) -> Iterator[Finding]:
    """Find drawings that no chapter shows."""
    shown = {
        _path_of(outline, unquote(pointer.target))
        for outline in outlines
        for pointer in outline.pointers
        if pointer.kind in ("image", "link")
    }
    for path in sorted(registry.files - shown):
        name = path.rpartition("/")[2]
        is_drawing = path.startswith("chapters/figures/") and not name.startswith(".")
        if is_drawing and not name.endswith(".md") and name not in registry.shown_elsewhere:
            sentence, fix, code = said("orphan", path=path, name=name)
            yield Finding(path, 1, 1, sentence, fix, code)


def _docnames(places: Places) -> tuple[str, ...]:
    return tuple(path.removesuffix(".md") for path in places.slugs)


def _path_of(outline: Outline, target: str) -> str:
    """Return the path below the project that a chapter means."""
    folder = "" if target.startswith("/") else posixpath.dirname(outline.path)
    return posixpath.normpath(posixpath.join(folder, target.lstrip("/")))


def _at(outline: Outline, pointer: Pointer, key: str, **values: object) -> Finding:
    return outline.finding(key, pointer.line, pointer.column, pointer.source, **values)


PAGE_RULES = (broken_references, broken_links, missing_images)
"""Rules over one chapter in the light of all."""
