"""Whether the law that chapters rest on was read, and whether it has changed since.

Chapters are looked at as text, without Sphinx. What is found is a doubt: one reason to look again
at one source, with every place that rests on it. Changes and broken citations must be mended; the
other doubts are told and may stand, but a final edition needs somebody who answers for each
unread source (see `refusals`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from build_tools.citations import (
    CitationError,
    law_marks,
    named_provisions,
    parse_citations,
    provision_order,
    provisions_of,
    words,
)
from build_tools.model import (
    Amendment,
    Authority,
    Citation,
    Edition,
    Finding,
    Verification,
    stands_in,
)

CHANGED = "changed-since"
EXPECTED = "expected-change"
UNVERIFIED = "unverified"
PARTLY = "partly"
OLD = "text-too-old"
CODES = (CHANGED, EXPECTED, UNVERIFIED, PARTLY, OLD)
"""What is wrong, the gravest first."""

_LAW_AS_AT = re.compile(
    r"\A---\n(?:(?!---$).*\n)*?law-as-at:[ \"']*(\d{4}-\d\d-\d\d)", re.MULTILINE
)
_MONTHS = "January,February,March,April,May,June,July,August,September,October,November,December"

Authorities = Mapping[str, Authority]


@dataclass(frozen=True, order=True)
class Place:
    """A mark `{law}` in a chapter, and the day whose law that chapter says it holds."""

    path: str
    line: int
    column: int
    source: str
    law_as_at: dt.date

    def __str__(self) -> str:
        """Write the place as editors open it."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Cited:
    """The places of every provision that chapters cite, and the citations that name nothing."""

    places: Mapping[tuple[str, str], tuple[Place, ...]]
    """By authority and number; the number is empty where the whole authority is cited."""
    broken: tuple[Finding, ...]


@dataclass(frozen=True)
class Doubt:
    """One reason to look again at a source, and every place that rests on it."""

    code: str
    authority: Authority
    numbers: tuple[str, ...]
    """The provisions cited; the number is empty where the whole authority is cited."""
    what: str
    fix: str
    places: tuple[Place, ...]

    @property
    def names(self) -> str:
        """The law in words: "Criminal Procedure Code, art. 121"."""
        cited = tuple(Citation(self.authority.name, number) for number in self.numbers)
        return ", ".join(words(cited, self.authority, "en")).replace("\u00a0", " ")

    def findings(self) -> Iterator[Finding]:
        """Yield the doubt once for each chapter, with all its lines there."""
        for path, places in groupby(self.places, key=lambda place: place.path):
            first, *others = places
            lines = sorted({place.line for place in others} - {first.line})
            also = f" It is cited in {in_lines(lines)} as well." if lines else ""
            yield Finding(
                path, first.line, first.column, f"{self.names}: {self.what}{also}", self.fix,
                self.code, first.source,
            )


def in_lines(lines: Iterable[int]) -> str:
    """Name lines in words: "line 5", "lines 5, 8 and 13"."""
    *others, last = sorted(set(lines))
    listed = ", ".join(map(str, others))
    return f"lines {listed} and {last}" if others else f"line {last}"


def law_as_at(text: str, otherwise: dt.date) -> dt.date:
    """Return the day whose law a chapter says it holds, or the book's."""
    found = _LAW_AS_AT.match(text)
    try:
        return dt.date.fromisoformat(found[1]) if found else otherwise
    except ValueError:
        return otherwise


def cited_in(
    chapters: Iterable[tuple[str, str]], otherwise: dt.date, authorities: Authorities
) -> Cited:
    """Find every provision that chapters (path and text of each) cite."""
    places: dict[tuple[str, str], dict[Place, None]] = {}
    broken: list[Finding] = []
    known: dict[str, tuple[tuple[str, str], ...]] = {}
    for path, text in chapters:
        day, lines = law_as_at(text, otherwise), text.split("\n")
        for mark in law_marks(text):
            place = Place(path, mark.line, mark.column, lines[mark.line - 1], day)
            try:
                if mark.typed not in known:
                    known[mark.typed] = tuple(_provisions(mark.typed, authorities))
            except CitationError as error:
                broken.append(
                    Finding(
                        path, place.line, place.column, error.sentence, error.fix, "citation",
                        place.source,
                    )
                )
                continue
            for provision in known[mark.typed]:
                places.setdefault(provision, {})[place] = None
    return Cited({provision: tuple(found) for provision, found in places.items()}, tuple(broken))


def _provisions(typed: str, authorities: Authorities) -> Iterator[tuple[str, str]]:
    for citation in parse_citations(typed, authorities):
        for number in provisions_of(citation, authorities[citation.authority]):
            yield citation.authority, number


def doubts(
    cited: Cited, authorities: Authorities, as_of: dt.date, months: int
) -> tuple[Doubt, ...]:
    """Return what has to be looked at again as of a day, authority by authority."""
    found: dict[tuple[str, str, str, str], Doubt] = {}
    for (name, number), places in cited.places.items():
        for doubt in _doubts_of(authorities, (name, number), places, as_of, months):
            # What is unread is told provision by provision, everything else reason by reason.
            own = number if doubt.code in (UNVERIFIED, PARTLY) else ""
            key = (name, doubt.code, doubt.what, own)
            found[key] = _joined(found[key], doubt) if key in found else doubt
    names = list(authorities)
    return tuple(
        sorted(
            found.values(),
            key=lambda doubt: (
                names.index(doubt.authority.name),
                CODES.index(doubt.code),
                provision_order(doubt.numbers[0]),
            ),
        )
    )


def _joined(one: Doubt, other: Doubt) -> Doubt:
    numbers = sorted({*one.numbers, *other.numbers}, key=provision_order)
    places = sorted({*one.places, *other.places})
    return replace(one, numbers=tuple(numbers), places=tuple(places))


def _doubts_of(
    authorities: Authorities,
    provision: tuple[str, str],
    places: tuple[Place, ...],
    as_of: dt.date,
    months: int,
) -> Iterator[Doubt]:
    """Yield the doubts about one provision."""
    name, number = provision
    authority = authorities[name]

    def doubt(code: str, what: str, fix: str, where: Iterable[Place] = places) -> Iterator[Doubt]:
        if resting := tuple(sorted(where)):
            yield Doubt(code, authority, (number,), what, fix, resting)

    file = f"handbook/authorities/{name}.toml"
    for change in authority.amendments_of(number):
        if change.on is not None and change.on <= as_of:
            by = made_by(change, authorities)
            yield from doubt(
                CHANGED,
                f"changed on {long_date(change.on)} ({by}), after the day that the chapter's "
                f"law-as-at names. {change.what}",
                "read the new text, mend what rests on it, then set law-as-at to a later day",
                (place for place in places if place.law_as_at < change.on),
            )
    for change in (*authority.expected, *authority.amendments):
        if change.touches(number) and (change in authority.expected or _is_later(change, as_of)):
            yield from doubt(
                EXPECTED,
                f"{_expectation(change, as_of)} ({made_by(change, authorities)}). {change.what}",
                f"when you have read the new text, write it as [[amendment]] in {file}",
            )
    verification = authority.verification_of(number)
    if verification is Verification.UNVERIFIED:
        yield from doubt(
            UNVERIFIED, "nobody has read it.", f"read it, then say in {file} what was read"
        )
    if verification is Verification.PARTLY:
        yield from doubt(
            PARTLY, "it was read only in part, or described by others.",
            f"read it whole, then say in {file} what was read",
        )
    read_on = authority.checked_on_of(number)
    if read_on is None:
        return
    fix = f"read the text of today, then change checked-on in {file}"
    if read_on < months_before(as_of, months):
        yield from doubt(
            OLD, f"the text that was read is of {long_date(read_on)}, older than {months} months.",
            fix,
        )
    yield from doubt(
        OLD,
        f"the text that was read is of {long_date(read_on)}, but the chapter's law-as-at names a "
        "later day.",
        fix,
        (place for place in places if place.law_as_at > read_on),
    )


def made_by(change: Amendment, authorities: Authorities) -> str:
    """Say what made a change: the words for a law that is in the registry, or those typed."""
    found = authorities.get(change.by)
    return found.short_title.en if found else change.by


def _is_later(change: Amendment, as_of: dt.date) -> bool:
    return change.on is not None and change.on > as_of


def _expectation(change: Amendment, as_of: dt.date) -> str:
    if change.on is None:
        return "a change is expected"
    if change.on > as_of:
        return f"a change is expected from {long_date(change.on)}"
    return f"a change was expected from {long_date(change.on)}; find out whether it came"


def refusals(
    found: Iterable[Doubt], edition: Edition, authorities: Authorities
) -> tuple[Finding, ...]:
    """Return why a final edition cannot stand: law that is unread or has changed since.

    What the edition's file accepts, with the name of who answers for it, may stand. What is
    accepted without need is told too: the next edition would inherit it unseen.
    """
    grave = [doubt for doubt in found if doubt.code in (CHANGED, UNVERIFIED)]
    file = f"handbook/editions/{edition.name}.toml"
    findings = []
    for accepted in edition.accepted:
        place = (file, accepted.line, 1)
        try:
            named = named_provisions(accepted.law, authorities)
        except CitationError as error:
            findings.append(Finding(*place, error.sentence, error.fix, "citation"))
            continue
        settled = [doubt for doubt in grave if _covers(named, doubt)]
        if not settled:
            findings.append(
                Finding(
                    *place,
                    f"'{accepted.law}' is accepted, but no chapter of this edition cites it as "
                    "law that is unread or has changed.",
                    "take this [[accepted]] out", "nothing-to-accept",
                )
            )
        grave = [doubt for doubt in grave if doubt not in settled]
    for doubt in grave:
        law = str(Citation(doubt.authority.name, doubt.numbers[0]))
        fix = f'{doubt.fix}; or let somebody answer for it: [[accepted]] law = "{law}" in {file}'
        findings += replace(doubt, fix=fix).findings()
    return tuple(findings)


def _covers(named: Iterable[Citation], doubt: Doubt) -> bool:
    """Say whether all that a doubt is about stands in what is named."""
    numbers = [one.first for one in named if one.authority == doubt.authority.name]
    return bool(numbers) and all(
        any(not wide or stands_in(number, wide) for wide in numbers) for number in doubt.numbers
    )


def summary(found: Iterable[Doubt], broken: int = 0) -> str:
    """Say in one line how much of the law needs another look."""
    by_code = {code: [doubt for doubt in found if doubt.code == code] for code in CODES}
    unread = sum(len(doubt.places) for doubt in by_code[UNVERIFIED])
    changed = {(d.authority.name, n) for d in by_code[CHANGED] for n in d.numbers}
    counts = (
        (broken, "citation is wrong", "citations are wrong"),
        (unread, "citation rests on an unread source", "citations rest on unread sources"),
        (len(changed), "provision changed since", "provisions changed since"),
    )
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    return f"Law: {', '.join(told) or 'nothing cited is unread or has changed since'}"


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the day so many months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def long_date(day: dt.date) -> str:
    """Write a day as editors read it: 24 December 2025."""
    return f"{day.day} {_MONTHS.split(',')[day.month - 1]} {day.year}"
