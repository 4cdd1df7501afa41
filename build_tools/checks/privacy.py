"""Findings of what could lead somebody to a victim, less what is allowed by name."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from build_tools.checks import identifiers, persons
from build_tools.checks.identifiers import Identifier, Kind
from build_tools.checks.places import line_starts
from build_tools.model import Allowed, Finding

RULES = (
    identifiers.bank_numbers,
    identifiers.personal_numbers,
    identifiers.passport_numbers,
    identifiers.phone_numbers,
    identifiers.vehicle_plates,
    identifiers.net_addresses,
    identifiers.coordinates,
    persons.births,
    persons.names_with_a_fathers_name,
    persons.names_of_victims,
    persons.names_in_tasks,
    persons.combinations,
)
"""Every rule; where two find the same place, the first one names it."""

_WORDS = {
    Kind.PASSPORT: ("the number of an identity document", "write a form such as AA••••••• or none"),
    Kind.PERSONAL_NUMBER: ("a person's State number", "leave it out"),
    Kind.PHONE: ("a telephone number", "leave it out, or name the official hotline"),
    Kind.VEHICLE: ("the number plate of a vehicle", 'write "a car" or "the driver\'s car"'),
    Kind.BANK_CARD: ("the number of a bank card", "leave it out"),
    Kind.BANK_ACCOUNT: ("the number of a bank account", "leave it out"),
    Kind.EMAIL: ("an e-mail address", "leave it out"),
    Kind.PROFILE: ("a name or link on a social network", 'write "an account" or "a channel"'),
    Kind.COORDINATES: ("a place on the map", "name the region at most"),
    Kind.BIRTH: ("a date of birth", 'write the age, such as "aged 17"'),
    Kind.NAME: ("a person's full name", "write an initial, such as M., or say that it is invented"),
    Kind.COMBINATION: (
        "a small place, and more in the same box that together point to one person",
        "take out the place, or the age, the job or school, and the date",
    ),
}
_HIDDEN = "•"


def privacy_findings(path: str, text: str, allowed: Iterable[Allowed]) -> tuple[Finding, ...]:
    """Return what in a text could lead somebody to a person, each at its line and column.

    The line shown with a finding hides what was found: messages of a build are kept, sent and read
    by many.
    """
    found = _apart(one for rule in RULES for one in rule(text))
    if not found:
        return ()
    permitted = {plain(one.text) for one in allowed}
    starts = line_starts(text)
    findings = []
    for one in found:
        if plain(text[one.start : one.end]) in permitted:
            continue
        line = bisect_right(starts, one.start)
        first = starts[line - 1]
        last = starts[line] if line < len(starts) else len(text)
        source = _hide(text[first:last].rstrip("\r\n"), first, found)
        what, fix = _WORDS[one.kind]
        findings.append(
            Finding(
                path, line, one.start - first + 1, f"Here stands {what}.",
                f"{fix}; if it must be public, add it to handbook/allowed.toml with a reason",
                one.kind.value, source,
            )
        )
    return tuple(findings)


def plain(text: str) -> str:
    """Return the letters and digits of a text, in small letters: what makes two places the same."""
    return "".join(letter for letter in text.casefold() if letter.isalnum() or letter in "@+.")


def _apart(found: Iterable[Identifier]) -> list[Identifier]:
    """Return what was found in the order of the text; of two that overlap, the first rule's."""
    kept: list[Identifier] = []
    for one in found:
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept)


def _hide(line: str, first: int, found: Iterable[Identifier]) -> str:
    for one in found:
        start, end = one.start - first, min(one.end - first, len(line))
        if 0 <= start < end:
            line = line[:start] + _HIDDEN * (end - start) + line[end:]
    return line
