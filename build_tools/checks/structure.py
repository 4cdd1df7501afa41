"""The structure of a book: every rule over every chapter; what one cause brings on is held back.

A chapter's own mistakes depend on its text alone, so they can be kept until it changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from build_tools.checks import (
    bones,
    box_rules,
    heading_rules,
    mark_rules,
    note_rules,
    setting_rules,
    table_rules,
    training_rules,
    uzbek,
)
from build_tools.checks.book_rules import PAGE_RULES, Registry, labels_twice, orphans, places_in
from build_tools.checks.outline import Outline, Pointer, outline_of
from build_tools.checks.reading import Reading, read_chapter
from build_tools.checks.vocabulary import NOTHING_KNOWN, Vocabulary
from build_tools.model import Finding, Verbs

Rule = Callable[[Reading, Vocabulary], Iterator[Finding]]

SILENT_RULES: tuple[Rule, ...] = (
    setting_rules.wrong_settings_at_top,
    box_rules.unknown_boxes,
    box_rules.unknown_choices,
    box_rules.unclosed_boxes,
    box_rules.misread_boxes,
    box_rules.empty_boxes,
    heading_rules.glued_headings,
    table_rules.tables_that_are_none,
    table_rules.surplus_cells,
    mark_rules.open_marks,
    training_rules.boxes_without_lists,
    training_rules.references_within,
)
"""What Sphinx and MyST pass over without a word: a build asks these rules as well."""
TOLD_RULES: tuple[Rule, ...] = (
    box_rules.wrong_settings,
    heading_rules.wrong_levels,
    heading_rules.empty_sections,
    table_rules.uneven_lists,
    table_rules.wide_tables,
    note_rules.notes_and_calls,
    mark_rules.unknown_marks,
    mark_rules.html,
    mark_rules.figures_without_words,
    training_rules.wrong_questions,
    uzbek.wrong_letters,
)
CAUSES = frozenset({"unclosed-box", "same-marks", "box-misread"})
"""Mistakes because of which later lines look wrong."""
_FOLLOWING = frozenset({"bones", "untested", "answer", "objectives"})
"""What may be missing only because it stands in an open box, or in one that is read as words."""


@dataclass(frozen=True)
class Looked:
    """A chapter that was looked at: its own mistakes, and what the rest of the book asks of it."""

    findings: tuple[Finding, ...]
    outline: Outline
    hidden: tuple[tuple[int, int], ...] = ()
    """Lines (from 1) that an open box swallows: what is told of them follows from that."""

    def __str__(self) -> str:
        """Write it as `looked_from` reads it."""
        findings = [vars(finding) for finding in self.findings]
        return json.dumps([findings, vars(self.outline), self.hidden], ensure_ascii=False)


def looked_from(text: str) -> Looked:
    """Read what `str(looked)` wrote.

    :raises ValueError: if it was not written so.
    """
    try:
        findings, outline, hidden = json.loads(text)
        return Looked(
            tuple(Finding(**finding) for finding in findings),
            Outline(
                outline["path"],
                labels=tuple(map(tuple, outline["labels"])),
                captions=tuple(map(tuple, outline["captions"])),
                slugs=tuple(outline["slugs"]),
                pointers=tuple(Pointer(*pointer) for pointer in outline["pointers"]),
            ),
            tuple(map(tuple, hidden)),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("This was not looked at.") from error


def look_at(path: str, text: str, known: Vocabulary, verbs: Verbs | None) -> Looked:
    """Look at one chapter; without verbs it is an annex, which needs no bones."""
    reading = read_chapter(path, text)
    found = [finding for rule in SILENT_RULES + TOLD_RULES for finding in rule(reading, known)]
    if verbs is not None:
        found += [finding for rule in bones.RULES for finding in rule(reading)]
        found += bones.verbs_nobody_sees(reading, verbs)
    hidden = tuple(_hidden(reading, found))
    return Looked(tuple(first_causes(found, hidden)), outline_of(reading), hidden)


def silent_findings(
    path: str, text: str, known: Vocabulary, is_chapter: bool = True
) -> tuple[Finding, ...]:
    """Return what a build would not tell of a page; one that is no chapter needs no settings."""
    reading = read_chapter(path, text)
    found = [
        finding
        for rule in SILENT_RULES
        if is_chapter or rule is not setting_rules.wrong_settings_at_top
        for finding in rule(reading, known)
    ]
    return tuple(first_causes(found, _hidden(reading, found)))


def book_findings(
    looked: Iterable[Looked], registry: Registry, only: frozenset[str] | None = None
) -> tuple[Finding, ...]:
    """Return every mistake of the book; with `only`, those of these files."""
    looked = tuple(looked)
    outlines = tuple(one.outline for one in looked)
    places = places_in(outlines)
    hidden = {one.outline.path: one.hidden for one in looked}
    found = [finding for one in looked for finding in one.findings]
    across = [*labels_twice(outlines), *orphans(outlines, registry)]
    for outline in outlines:
        if only is None or outline.path in only:
            across += [f for rule in PAGE_RULES for f in rule(outline, places, registry)]
    for finding in across:
        found += first_causes([finding], hidden.get(finding.path, ()))
    return tuple(sorted({f for f in found if only is None or f.path in only}))


def first_causes(
    findings: Iterable[Finding], hidden: Iterable[tuple[int, int]]
) -> Iterator[Finding]:
    """Leave out what follows from an open box: it is told when that is closed."""
    hidden = tuple(hidden)
    for finding in findings:
        if finding.code in CAUSES:
            is_inner = any(first < finding.line <= end for first, end in hidden)
            if not is_inner:
                yield finding
        elif not hidden or not (
            finding.code in _FOLLOWING
            or any(first < finding.line <= end for first, end in hidden)
        ):
            yield finding


def held_back(findings: tuple[Finding, ...], path: str, text: str) -> tuple[Finding, ...]:
    """Leave out of what is told of a page what follows from a box that is open in it."""
    if not findings:
        return ()
    reading = read_chapter(path, text)
    open_boxes = box_rules.unclosed_boxes(reading, NOTHING_KNOWN)
    return tuple(first_causes(findings, _hidden(reading, open_boxes)))


def _hidden(reading: Reading, findings: Iterable[Finding]) -> Iterator[tuple[int, int]]:
    causes = {finding.line: finding for finding in findings if finding.code in CAUSES}
    for line, cause in causes.items():
        if cause.code == "box-misread":
            nameless = (box.end for box in reading.boxes if not box.name and box.first >= line)
            yield line, next(nameless, line)
            continue
        box = next((box for box in reading.boxes if box.first + 1 == line), None)
        end = box.end if box and cause.code == "unclosed-box" else len(reading.lines)
        yield line, len(reading.lines) if end == 0 else max(end, line)
