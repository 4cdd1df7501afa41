"""`handbook law`: a provision, where it stands in time, and every place that rests on it."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from build_tools.checks.currency import Place, long_date, made_by
from build_tools.citations import (
    CitationError,
    named_provisions,
    provision_names,
    provision_order,
    provisions_of,
    words,
)
from build_tools.cli.check import DATE, CitedLaw, places_by_chapter
from build_tools.cli.machine import today
from build_tools.cli.project import project_root
from build_tools.cli.stages import Stages
from build_tools.errors import OutputError, UsageError
from build_tools.load import load_book
from build_tools.model import Amendment, Authority, Citation, Rank, stands_in

if TYPE_CHECKING:
    from build_tools.sphinx_ext.citations_found import CitedAt

_WIDTH = 100
_LANGUAGES = ("en", "ru", "uz")

Printed = dict[tuple[str, str], dict["CitedAt", None]]
"""Paragraphs and boxes by provision and the path of a chapter."""


@click.command()
@click.argument("names", nargs=-1, metavar="[AUTHORITY [PROVISIONS]]")
@click.option("--changed", is_flag=True, help="List what to read again after a change.")
@click.option("--on", type=DATE, help="The day of the change; the last one known if not given.")
def law(names: tuple[str, ...], changed: bool, on: dt.datetime | None) -> int:
    r"""Show a source of law and every place that rests on it.

    \b
    handbook law                   all sources, and how often each is cited
    handbook law uz-cc             a source and its provisions that are cited
    handbook law uz-cc 135         a provision with its parts and points
    handbook law --changed uz-cc 135 --on 2025-05-19
                                   what to read again since that day
    """
    root = project_root()
    cited_law = CitedLaw(root, load_book(root))
    if not names:
        _tell_all(cited_law)
        return 0
    try:
        asked = named_provisions(" ".join(names), cited_law.authorities)
    except CitationError as error:
        raise UsageError(str(error)) from error
    for citation in asked:
        if changed or on:
            _tell_what_to_read(cited_law, citation, on.date() if on else None)
        else:
            _tell(cited_law, citation)
    return 0


def _tell_all(cited_law: CitedLaw) -> None:
    """List every source, the highest in rank first."""
    ranks = list(Rank)
    ordered = sorted(cited_law.authorities.values(), key=lambda a: (ranks.index(a.rank), a.name))
    places = cited_law.cited.places
    for authority in ordered:
        cited = {number for name, number in places if name == authority.name}
        count = len({place for number in cited for place in places[authority.name, number]})
        listed = len(authority.provisions)
        facts = [
            str(authority.verification),
            *([_counted(listed, "provision")] if listed else []),
            f"cited in {_counted(count, 'place')}" if count else "not cited",
        ]
        click.echo(f"{authority.name:28}{authority.short_title.en} ({', '.join(facts)})")


def _tell(cited_law: CitedLaw, citation: Citation) -> None:
    """Show a source, or a provision with all that stands in it."""
    authority = cited_law.authorities[citation.authority]
    numbers = _asked(authority, citation)
    for language in _LANGUAGES:
        _echo(", ".join(words((citation,), authority, language)).replace("\u00a0", " "))
    _echo(f"Official text: {address}" if (address := authority.address.of("uz")) else "")
    for number in provisions_of(citation, authority):
        _tell_provision(authority, number)
    _tell_parts(authority, [n for n in numbers if n not in provisions_of(citation, authority)])
    known = cited_law.authorities
    _tell_changes("Changes", authority.amendments, numbers, authority, known)
    _tell_changes("Expected, not seen", authority.expected, numbers, authority, known)
    cited = _cited(cited_law, authority, citation)
    places = {place for found in cited.values() for place in found}
    click.echo(f"\n{'Relied on in ' + _counted(len(places), 'place') if places else 'Not cited.'}")
    printed = _printed(cited_law, authority) if places else {}
    for number in sorted(cited, key=provision_order):
        click.echo(f"  {provision_names(authority, (number,), 'en') or 'as a whole'}")
        for path in dict.fromkeys(place.path for place in sorted(cited[number])):
            here = (place for place in cited[number] if place.path == path)
            (line,) = places_by_chapter(here)
            click.echo(f"    {line}{_in_print(printed.get((number, path), ()))}")


def _tell_what_to_read(cited_law: CitedLaw, citation: Citation, on: dt.date | None) -> None:
    """List every place that rests on a provision, chapters of the older law first."""
    authority = cited_law.authorities[citation.authority]
    known = [
        change.on
        for number in _asked(authority, citation)
        for change in (authority.amendments_of(number) if number else authority.amendments)
        if change.on
    ]
    day = on or max(known, default=today())
    cited = _cited(cited_law, authority, citation)
    name = ", ".join(words((citation,), authority, "en")).replace("\u00a0", " ")
    click.echo(f"{name}: what to read again after {long_date(day)}")
    places = sorted({place for found in cited.values() for place in found})
    older = [place for place in places if place.law_as_at < day]
    _tell_places("In chapters that hold the law of an earlier day:", older)
    later = [place for place in places if place.law_as_at >= day]
    _tell_places("In chapters that say they hold the law of that day or a later one:", later)
    if not places:
        click.echo("  No chapter cites it.")


def _tell_places(lead: str, places: list[Place]) -> None:
    if not places:
        return
    click.echo(f"\n{lead}")
    for path in dict.fromkeys(place.path for place in places):
        here = [place for place in places if place.path == path]
        click.echo(f"  {path}   law as at {long_date(here[0].law_as_at)}")
        for place in {place.line: place for place in here}.values():
            text = textwrap.shorten(place.source, _WIDTH - 12, placeholder=" …")
            click.echo(f"  {place.line:>6}  {text}")


def _tell_provision(authority: Authority, number: str) -> None:
    """Show where a provision stands, how far it was checked, and what it says."""
    found = authority.provision(number) if number else None
    what = found.subject if found else ""
    click.echo(
        f"\n{provision_names(authority, (number,), 'en') or authority.title.en}"
        f"{': ' + what if what else ''}"
    )
    status = str(authority.status_of(number)).replace("-", " ").capitalize()
    source = found or authority
    if source.repealed_on:
        status += f" on {long_date(source.repealed_on)}"
    read_on = authority.checked_on_of(number)
    against = (found.checked_against if found else "") or authority.checked_against
    checked = [f"text of {long_date(read_on)}"] if read_on else []
    checked += [against] if against else []
    read = f": {'; '.join(checked)}" if checked else ""
    _echo(f"{status}. {str(authority.verification_of(number)).capitalize()}{read}.")
    if source.instead:
        _echo(f"Cannot be cited: write {source.instead}.")
    _echo(source.content)


def _tell_parts(authority: Authority, numbers: list[str]) -> None:
    """List the parts and points that stand in what is shown."""
    if numbers:
        click.echo("\nParts and points")
    for number in numbers:
        found = authority.provision(number)
        if found is None:
            continue
        marks = [f"repealed on {long_date(found.repealed_on)}"] if found.repealed_on else []
        marks += [str(found.verification)] if found.verification != authority.verification else []
        mark = f" [{', '.join(marks)}]" if marks else ""
        _echo(f"{number}  {found.subject}{mark}. {found.content}")


def _tell_changes(
    title: str,
    changes: Iterable[Amendment],
    numbers: tuple[str, ...],
    authority: Authority,
    authorities: Mapping[str, Authority],
) -> None:
    touching = [c for c in changes if not numbers[0] or any(c.touches(n) for n in numbers)]
    if touching:
        click.echo(f"\n{title}")
    for change in touching:
        day = long_date(change.on) if change.on else "no day known"
        touched = provision_names(authority, change.provisions, "en")
        what = f"{touched}: {change.what}" if touched else change.what
        _echo(f"{day}, {made_by(change, authorities)} ({change.verification}). {what}")


def _asked(authority: Authority, citation: Citation) -> tuple[str, ...]:
    """Return what is to be shown: provisions, each with all that is listed in it."""
    asked = provisions_of(citation, authority)
    listed = [p.number for p in authority.provisions if any(stands_in(p.number, n) for n in asked)]
    return tuple(listed) if citation.first and listed else asked


def _cited(
    cited_law: CitedLaw, authority: Authority, citation: Citation
) -> dict[str, tuple[Place, ...]]:
    """Return the places of what is asked for, what stands in it and what it stands in."""
    asked = Amendment(None, "", "", authority.verification, provisions_of(citation, authority))
    return {
        number: places
        for (name, number), places in cited_law.cited.places.items()
        if name == authority.name and (not citation.first or asked.touches(number))
    }


def _printed(cited_law: CitedLaw, authority: Authority) -> Printed:
    """Return the paragraphs that cite each provision of a source, by the numbers of a build.

    Sphinx is started for it, and reads the chapters that have changed since the last build.
    """
    from build_tools.cli.outputs import Outputs

    book = cited_law.book
    outputs = Outputs(cited_law.root, book, book.language, False, Stages(quiet=True))
    try:
        with outputs.reserved():
            found = outputs.citations().get(authority.name, {})
    except OutputError as error:
        click.echo(f"  (without the numbers of paragraphs: {error})")
        return {}
    printed: Printed = {}
    for number, places in found.items():
        for place in places:
            in_chapter = printed.setdefault((number, f"{place.docname}.md"), {})
            in_chapter[place] = None
    return printed


def _in_print(places: Iterable[CitedAt]) -> str:
    """Name paragraphs by their numbers, and boxes: "   (paras 4.3, 4.12; Checklist)"."""
    numbers = dict.fromkeys(str(place.words) for place in places if place.is_paragraph)
    boxes = dict.fromkeys(str(place.words) for place in places if not place.is_paragraph)
    lead = "paras" if len(numbers) > 1 else "para."
    listed = [f"{lead} {', '.join(numbers)}", *boxes] if numbers else list(boxes)
    return f"   ({'; '.join(listed)})" if listed else ""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _echo(text: str) -> None:
    if text:
        click.echo(textwrap.fill(text, _WIDTH, initial_indent="  ", subsequent_indent="  "))
