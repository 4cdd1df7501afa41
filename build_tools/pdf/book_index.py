"""The index at the back: entries in order, each with its pages, neighbours joined to ranges."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from build_tools.pdf.body import IndexMark


@dataclass(frozen=True)
class Span:
    """A page or a run of pages: the first and last page, each with an anchor on it."""

    first: int
    first_anchor: str
    last: int
    last_anchor: str
    principal: bool


@dataclass(frozen=True)
class Entry:
    """A line of the index and the lines below it."""

    words: str
    spans: tuple[Span, ...]
    see: tuple[str, ...]
    see_also: tuple[str, ...]
    children: tuple[Entry, ...]


@dataclass(frozen=True)
class Group:
    """The entries that begin with one letter."""

    letter: str
    entries: tuple[Entry, ...]


def index_groups(marks: Iterable[IndexMark], page_of: Mapping[str, int]) -> tuple[Group, ...]:
    """Sort marks into groups by letter, with pages from where their anchors stand."""
    tree: dict[str, dict[str, list[IndexMark]]] = {}
    for mark in marks:
        main, _, sub = (word.strip() for word in mark.words.partition(";"))
        tree.setdefault(main, {}).setdefault("" if mark.kind != "single" else sub, []).append(mark)
    printed = {main for main, subs in tree.items() if _has_pages(subs)}
    groups: dict[str, list[Entry]] = {}
    for main in sorted(tree, key=_order):
        entry = _entry(main, tree[main], page_of, printed)
        if entry is not None:
            groups.setdefault(_order(main)[0][:1].upper(), []).append(entry)
    return tuple(Group(letter, tuple(entries)) for letter, entries in groups.items())


def _has_pages(subs: Mapping[str, list[IndexMark]]) -> bool:
    return any(mark.kind == "single" for marks in subs.values() for mark in marks)


def _entry(
    main: str, subs: dict[str, list[IndexMark]], page_of: Mapping[str, int], printed: Set[str]
) -> Entry | None:
    """Make an entry; nothing, if it would only send a reader to what this edition leaves out."""
    own = subs.get("", [])
    spans = page_spans([m for m in own if m.kind == "single"], page_of)
    children = tuple(
        Entry(sub, page_spans(subs[sub], page_of), (), (), ())
        for sub in sorted(filter(None, subs), key=_order)
    )
    see, see_also = (_targets(own, kind, printed) for kind in ("see", "seealso"))
    if not (spans or children or see or see_also):
        return None
    if spans or children:
        # "See" sends a reader away; where there are pages to read here, it is "see also".
        see, see_also = (), tuple(sorted({*see, *see_also}, key=_order))
    return Entry(main, spans, see, see_also, children)


def _targets(marks: list[IndexMark], kind: str, printed: Set[str]) -> tuple[str, ...]:
    words = {mark.words.partition(";")[2].strip() for mark in marks if mark.kind == kind}
    return tuple(sorted((w for w in words if w.partition(";")[0].strip() in printed), key=_order))


def page_spans(marks: Iterable[IndexMark], page_of: Mapping[str, int]) -> tuple[Span, ...]:
    """Join the pages of marks: each page once, pages that follow each other as a range."""
    by_page: dict[int, IndexMark] = {}
    for mark in marks:
        page = page_of[mark.anchor]
        if page not in by_page or mark.principal:
            by_page[page] = mark
    spans: list[Span] = []
    for page in sorted(by_page):
        mark = by_page[page]
        last = spans[-1] if spans else None
        if last and last.last == page - 1 and last.principal == mark.principal:
            spans[-1] = Span(last.first, last.first_anchor, page, mark.anchor, mark.principal)
        else:
            spans.append(Span(page, mark.anchor, page, mark.anchor, mark.principal))
    return tuple(spans)


def _order(words: str) -> tuple[str, str]:
    """Sort by letters alone, accents and case last."""
    bare = unicodedata.normalize("NFKD", words).casefold()
    letters = "".join(c for c in bare if c.isalnum() or c == " ")
    return (letters or bare, words)
