"""`handbook check`: rules over the chapters, looked at as text; nothing is built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
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
from build_tools.cli.project import project_root
from build_tools.errors import PrivacyError
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


def today() -> dt.date:
    """Return the day it is for whoever sits at this machine."""
    return dt.datetime.now().astimezone().date()


@click.command()
@click.option("--law", is_flag=True, help="Whether the law cited was read, and still stands.")
@click.option("--harm", is_flag=True, help="Whether something could lead somebody to a person.")
@click.option("--words", is_flag=True, help="Words that wound or mislead, and better ones.")
@click.option("--as-of", type=DATE, help="Judge as if it were this day, such as 2026-06-01.")
def check(law: bool, harm: bool, words: bool, as_of: dt.datetime | None) -> int:
    """Look over the chapters without building them: all rules, or those asked for.

    Ends with 4 where a person could be harmed, and with 1 where something else must be mended: a
    citation that names nothing, or a law that has changed after the day in the chapter's law-as-at.
    Words are advice.
    """
    root = project_root()
    all_rules = not (law or harm or words)
    code = _DONE
    if words or all_rules:
        _tell_words(root)
    if law or all_rules:
        code = max(code, _tell_law(root, as_of.date() if as_of else today()))
    if harm or all_rules:
        code = max(code, _tell_harm(root))
    return code


def _tell_words(root: Path) -> None:
    from build_tools.checks.wording import wording_findings  # it knows chapters by MyST's parser

    wording = load_wording(root)
    found = [
        finding
        for path, text in texts_of(root, "chapters", "*.md")
        for finding in wording_findings(path, text, wording)
    ]
    for finding in found:
        click.echo(f"{finding}\n")
    click.echo(f"Words: {len(found)} to think over.")


def _tell_harm(root: Path) -> int:
    found = harm_in(root, load_allowed(root))
    for finding in found:
        click.echo(f"{finding}\n")
    click.echo(f"Persons: {len(found)} places that could lead to one.")
    return PrivacyError.exit_code if found else _DONE


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


def _tell_law(root: Path, as_of: dt.date) -> int:
    looked_at = CitedLaw(root, load_book(root))
    found = looked_at.doubts(as_of)
    broken = looked_at.cited.broken
    for finding in broken:
        click.echo(f"{finding}\n")
    for authority, of_one in groupby(found, key=lambda doubt: doubt.authority):
        click.echo(f"{authority.title.en} ({authority.name})")
        for doubt in of_one:
            _tell(doubt)
        click.echo()
    click.echo(f"{summary(found, len(broken))}.")
    must_mend = broken or any(doubt.code == CHANGED for doubt in found)
    return _TEXT_NEEDS_WORK if must_mend else _DONE


def _tell(doubt: Doubt) -> None:
    names = provision_names(doubt.authority, doubt.numbers, "en")
    sentence = f"{names}: {doubt.what}" if names else f"{doubt.what[0].upper()}{doubt.what[1:]}"
    click.echo(f"  {sentence}")
    click.echo(f"    How to fix: {doubt.fix}   [{doubt.code}]")
    for line in places_by_chapter(doubt.places):
        click.echo(f"    {line}")


def places_by_chapter(places: Iterable[Place]) -> Iterator[str]:
    """Write places chapter by chapter: `chapters/people/children.md:12, 40`."""
    for path, in_one in groupby(sorted(places), key=lambda place: place.path):
        lines = dict.fromkeys(str(place.line) for place in in_one)
        yield f"{path}:{', '.join(lines)}"
