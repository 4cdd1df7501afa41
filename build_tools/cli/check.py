"""`handbook check`: rules over the chapters, looked at as text; nothing is built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, groupby
from pathlib import Path

import click

from build_tools.checks.currency import (
    CHANGED,
    Cited,
    Doubt,
    Place,
    cited_in,
    doubts,
    summary,
)
from build_tools.citations import provision_names
from build_tools.cli.machine import today
from build_tools.cli.project import project_root
from build_tools.cli.telling import FORMATS, as_github, as_json, as_sarif, told
from build_tools.errors import BookDataError, PrivacyError, UsageError, near_misses
from build_tools.load import load_allowed, load_authorities, load_book, load_wording
from build_tools.model import Allowed, Authority, Book, Finding

_DONE, _TEXT_NEEDS_WORK = 0, 1
DATE = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True)
class CitedLaw:
    """The law that chapters cite, each provision with its places."""

    root: Path
    book: Book
    chapters: tuple[str, ...] | None = None
    """Names of the chapters; all of the book if there are none."""

    @cached_property
    def authorities(self) -> Mapping[str, Authority]:
        """Every source of law by its name."""
        return {authority.name: authority for authority in load_authorities(self.root)}

    @cached_property
    def cited(self) -> Cited:
        """Where each provision is cited."""
        paths = (
            f"{chapter.docname}.md"
            for chapter in self.book.chapters
            if self.chapters is None or chapter.name in self.chapters
        )
        texts = ((path, (self.root / path).read_text("utf-8-sig", "replace")) for path in paths)
        return cited_in(texts, self.book.law_as_at, self.authorities)

    def doubts(self, as_of: dt.date) -> tuple[Doubt, ...]:
        """Return what has to be looked at again as of a day."""
        return doubts(self.cited, self.authorities, as_of, self.book.law_check_months)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILES]")
@click.option("--structure", is_flag=True, help="Boxes, headings, tables, references, bones.")
@click.option("--law", is_flag=True, help="Whether the law cited was read, and still stands.")
@click.option("--harm", is_flag=True, help="Whether something could lead somebody to a person.")
@click.option("--words", is_flag=True, help="Words that wound or mislead, and better ones.")
@click.option("--as-of", type=DATE, help="Judge as if it were this day, such as 2026-06-01.")
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True,
              help="How to tell it: to a person, or to a program.")
def check(
    files: tuple[str, ...],
    structure: bool,
    law: bool,
    harm: bool,
    words: bool,
    as_of: dt.datetime | None,
    form: str,
) -> int:
    """Look over the chapters without building them: all rules, or those asked for.

    FILES are chapters; all of the book if none is named. Ends with 4 where a person could be
    harmed, and with 1 where something else must be mended: a mistake of structure, a citation
    that names nothing, or a law that has changed after the day in the chapter's law-as-at. Words
    are advice. `handbook help CODE` explains a mistake.
    """
    root = project_root()
    only = _named(root, files)
    asked = {"structure": structure, "words": words, "law": law, "harm": harm}
    chosen = [name for name, is_asked in asked.items() if is_asked or not any(asked.values())]
    day = as_of.date() if as_of else today()
    answers = [_ASKED[name](root, only, day) for name in chosen]
    if form == FORMATS[0]:
        told_before: set[str] = set()
        for answer in answers:
            for text in answer.texts:
                if text not in told_before:
                    click.echo(text)
            told_before.update(answer.texts)
            click.echo(answer.summary)
    else:
        mistakes = dict.fromkeys(finding for answer in answers for finding in answer.mistakes)
        advice = [finding for answer in answers for finding in answer.advice]
        write = {"json": as_json, "github": as_github, "sarif": as_sarif}[form]
        click.echo(write(mistakes, advice))
    return max(answer.code for answer in answers)


@dataclass(frozen=True)
class _Answer:
    """What one family of rules found."""

    summary: str
    code: int
    texts: tuple[str, ...]
    """As a person reads it."""
    mistakes: tuple[Finding, ...] = ()
    advice: tuple[Finding, ...] = ()


_Only = frozenset[str] | None
"""Paths of chapters below the project; nothing stands for all."""


def _named(root: Path, files: Iterable[str]) -> _Only:
    """Return the chapters that were named, by file or folder.

    :raises UsageError: if there is none of that name.
    """
    chapters = {path.resolve(): path for path in (root / "chapters").glob("*/*.md")}
    names = {path.relative_to(root).as_posix(): path for path in chapters.values()}
    chosen: set[str] = set()
    for typed in files:
        here = Path(typed).resolve()
        found = [name for name, path in names.items() if here in (path, *path.parents)]
        if not found and here.exists() and here.suffix == ".md" and here.parent.name == "chapters":
            continue  # The guide for editors is no chapter.
        if not found:
            near = near_misses(Path(typed).name, {Path(name).name for name in names})
            raise UsageError(f"There is no chapter '{typed}'. How to fix: name its file. {near}")
        chosen.update(found)
    return frozenset(chosen) if files else None


def _look_at_structure(root: Path, only: _Only, day: dt.date) -> _Answer:
    from build_tools.cli.looking import StructureOfBook  # it knows chapters by MyST's parser

    found = StructureOfBook(root).findings(only)
    count = f"{len(found)} mistake{'' if len(found) == 1 else 's'} to mend"
    code = _TEXT_NEEDS_WORK if found else _DONE
    return _Answer(f"Structure: {count}.", code, tuple(told(found)), found)


def _look_at_words(root: Path, only: _Only, day: dt.date) -> _Answer:
    from build_tools.checks.wording import wording_findings  # it knows chapters by MyST's parser

    wording = load_wording(root)
    found = tuple(
        finding
        for path, text in texts_of(root, "chapters", "*.md")
        if only is None or path in only
        for finding in wording_findings(path, text, wording)
    )
    return _Answer(f"Words: {len(found)} to think over.", _DONE, tuple(told(found)), (), found)


def _look_at_harm(root: Path, only: _Only, day: dt.date) -> _Answer:
    found = tuple(
        finding
        for finding in harm_in(root, load_allowed(root))
        if only is None or finding.path in only
    )
    code = PrivacyError.exit_code if found else _DONE
    summary = f"Persons: {len(found)} places that could lead to one."
    return _Answer(summary, code, tuple(f"{finding}\n" for finding in found), found)


def harm_in(root: Path, allowed: Iterable[Allowed]) -> tuple[Finding, ...]:
    """Look through the chapters and the book's data for what could lead somebody to a person."""
    from build_tools.checks.privacy import privacy_findings

    permitted = tuple(allowed)
    texts = chain(texts_of(root, "chapters", "*.md"), texts_of(root, "handbook", "*.toml"))
    return tuple(
        finding
        for path, text in texts
        if path != "handbook/allowed.toml"
        for finding in privacy_findings(path, text, permitted)
    )


def texts_of(root: Path, folder: str, form: str) -> Iterator[tuple[str, str]]:
    """Yield the path below the project and the text of each file of a form."""
    for path in sorted((root / folder).rglob(form)):
        yield path.relative_to(root).as_posix(), path.read_text("utf-8-sig", "replace")


def _look_at_law(root: Path, only: _Only, day: dt.date) -> _Answer:
    names = None if only is None else tuple(Path(path).stem for path in only)
    try:
        looked_at = CitedLaw(root, load_book(root), names)
        found, broken = looked_at.doubts(day), looked_at.cited.broken
    except BookDataError as error:  # The rules over structure tell what is wrong with book.toml.
        return _Answer("Law: not looked at; mend the book's data first.", error.exit_code,
                       (f"{error}\n",), error.findings)
    texts = [f"{finding}\n" for finding in broken]
    for authority, of_one in groupby(found, key=lambda doubt: doubt.authority):
        lines = [f"{authority.title.en} ({authority.name})"]
        lines += [line for doubt in of_one for line in _lines_of(doubt)]
        texts.append("\n".join([*lines, ""]))
    changed = [doubt for doubt in found if doubt.code == CHANGED]
    others = [doubt for doubt in found if doubt.code != CHANGED]
    return _Answer(
        f"{summary(found, len(broken))}.",
        _TEXT_NEEDS_WORK if broken or changed else _DONE,
        tuple(texts),
        (*broken, *(finding for doubt in changed for finding in doubt.findings())),
        tuple(finding for doubt in others for finding in doubt.findings()),
    )


_ASKED: Mapping[str, Callable[[Path, _Only, dt.date], _Answer]] = {
    "structure": _look_at_structure,
    "words": _look_at_words,
    "law": _look_at_law,
    "harm": _look_at_harm,
}


def _lines_of(doubt: Doubt) -> Iterator[str]:
    names = provision_names(doubt.authority, doubt.numbers, "en")
    sentence = f"{names}: {doubt.what}" if names else f"{doubt.what[0].upper()}{doubt.what[1:]}"
    yield f"  {sentence}"
    yield f"    How to fix: {doubt.fix}   [{doubt.code}]"
    for line in places_by_chapter(doubt.places):
        yield f"    {line}"


def places_by_chapter(places: Iterable[Place]) -> Iterator[str]:
    """Write places chapter by chapter: `chapters/people/children.md:12, 40`."""
    for path, in_one in groupby(sorted(places), key=lambda place: place.path):
        lines = dict.fromkeys(str(place.line) for place in in_one)
        yield f"{path}:{', '.join(lines)}"
