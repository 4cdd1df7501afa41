"""`handbook/authorities` and `handbook/cases`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from build_tools.citations import PROVISION, PROVISION_WORDS
from build_tools.errors import BookDataError, near_misses
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import (
    Amendment,
    Authority,
    Case,
    Finding,
    Party,
    Provision,
    Rank,
    Standing,
    Verification,
    Wording,
)

_APPLICATIONS = {
    "ECtHR": re.compile(r"\d{1,5}/\d{2}( and \d{1,5}/\d{2})*"),
    "ICTY": re.compile(r"IT-\d{2}-\d{1,2}[-/A-Z\d.]*( & IT-\d{2}-\d{1,2}[-/A-Z\d.]*)*"),
    "ECOWAS": re.compile(r"ECW/CCJ/APP/\d{2}/\d{2}"),
}
"""How the courts that number their files number them."""

_Word = TypeVar("_Word", bound=StrEnum)


def load_authorities(root: Path) -> tuple[Authority, ...]:
    """Read every file of `handbook/authorities`.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    authorities = tuple(_authority(file) for file in _files(root, "authorities", problems))
    _raise(problems)
    return authorities


def load_cases(root: Path) -> tuple[Case, ...]:
    """Read every file of `handbook/cases`.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    cases = tuple(_case(file) for file in _files(root, "cases", problems))
    _raise(problems)
    return cases


def _files(root: Path, folder: str, problems: list[Finding]) -> list[TomlFile]:
    paths = sorted((root / "handbook" / folder).glob("*.toml"))
    return [TomlFile(root, path.relative_to(root).as_posix(), problems) for path in paths]


def _raise(problems: list[Finding]) -> None:
    if problems:
        raise BookDataError(tuple(sorted(problems)))


def _authority(file: TomlFile) -> Authority:
    top = file.root_table()
    title = _wording(top, "title")
    authority = Authority(
        name=Path(file.relative).stem,
        title=title,
        short_title=_wording(top, "short-title") if "short-title" in top else title,
        rank=_one_of(Rank, top, "rank"),
        standing=_one_of(Standing, top, "standing"),
        number=top.text("number", ""),
        date=top.optional_date("date"),
        address=_wording(top, "address"),
        provision_word=top.choice("provision-word", PROVISION_WORDS, "article"),
        letters=top.choice("letters", ["latin", "cyrillic"], "latin"),
        content=top.text("content", ""),
        verification=_one_of(Verification, top, "verification"),
        checked_on=top.optional_date("checked-on"),
        checked_against=top.text("checked-against", ""),
        party=_party(top.table("party")) if "party" in top else None,
        provisions=tuple(_provision(table) for table in top.tables("provision")),
        repealed_on=top.optional_date("repealed-on"),
        instead=top.text("instead", ""),
        abbreviation=top.text("abbreviation", ""),
        amendments=tuple(_amendment(table) for table in top.tables("amendment")),
        expected=tuple(_amendment(table, is_expected=True) for table in top.tables("expected")),
    )
    if not title.en:
        top.report("title", "The title has no English.", '[title] with en = "…"', "missing-key")
    _report_no_way_out(top, authority)
    numbers = [provision.number for provision in authority.provisions]
    _report_twice(top, numbers)
    _report_unlisted(top, authority, numbers)
    top.finish()
    return authority


def _provision(table: Table) -> Provision:
    provision = Provision(
        number=table.text("number"),
        subject=table.text("subject", ""),
        content=table.text("content", ""),
        verification=_one_of(Verification, table, "verification"),
        checked_against=table.text("checked-against", ""),
        checked_on=table.optional_date("checked-on"),
        repealed_on=table.optional_date("repealed-on"),
        instead=table.text("instead", ""),
    )
    _report_no_way_out(table, provision)
    if not PROVISION.fullmatch(provision.number):
        table.report(
            "number", f"'{provision.number}' is not the number of a provision.",
            'write it like "135", "121-1" or "135(2)(ж)"', "bad-provision",
        )
    table.finish()
    return provision


def _amendment(table: Table, *, is_expected: bool = False) -> Amendment:
    amendment = Amendment(
        on=table.optional_date("on") if is_expected else table.date("on"),
        by=table.text("by"),
        what=table.text("what"),
        verification=_one_of(Verification, table, "verification"),
        provisions=table.texts("provisions", ()),
    )
    table.finish()
    return amendment


def _party(table: Table) -> Party:
    party = Party(
        status=table.text("status"),
        verification=_one_of(Verification, table, "verification"),
        checked_against=table.text("checked-against", ""),
    )
    table.finish()
    return party


def _case(file: TomlFile) -> Case:
    top = file.root_table()
    case = Case(
        name=Path(file.relative).stem,
        title=top.text("title"),
        short_title=top.text("short-title"),
        court=top.text("court"),
        application=top.text("application", ""),
        cite=top.text("cite", ""),
        date=top.date("date"),
        final=top.optional_date("final"),
        standing=_one_of(Standing, top, "standing"),
        verification=_one_of(Verification, top, "verification"),
        facts=top.text("facts"),
        point=top.text("point"),
        paragraphs_read=top.text("paragraphs-read", ""),
        sources=top.texts("sources"),
    )
    _report_impossible(case, top)
    top.finish()
    return case


def _report_impossible(case: Case, top: Table) -> None:
    """Note numbers and dates of a decision that cannot be: a digit is easily lost."""
    form = next((f for court, f in _APPLICATIONS.items() if case.court.startswith(court)), None)
    if form is not None and not form.fullmatch(case.application):
        top.report(
            "application" if "application" in top else "court",
            f"'{case.application}' is not the number of an application to this court.",
            'write application = "25965/04", or "77587/12 and 74603/12"', "bad-application",
        )
    if case.final is not None and case.final < case.date:
        top.report(
            "final", "The decision became final before it was made.",
            "look both dates up again", "bad-date",
        )
    if not case.sources:
        top.report("sources", "No source says where this was read.", "name one", "no-source")


def _wording(top: Table, key: str) -> Wording:
    table = top.table(key)
    wording = Wording(en=table.text("en", ""), ru=table.text("ru", ""), uz=table.text("uz", ""))
    table.finish()
    return wording


def _one_of(kind: type[_Word], table: Table, key: str) -> _Word:
    """Return a key's value as one of an enumeration's words; a wrong one is reported."""
    word = table.choice(key, list(kind))
    return kind(word) if word in list(kind) else next(iter(kind))


def _report_no_way_out(table: Table, listed: Authority | Provision) -> None:
    """Note what can never be cited and does not say what to write in its place."""
    if listed.instead:
        return
    if listed.repealed_on or listed.verification is Verification.ABSENT:
        key = "repealed-on" if listed.repealed_on else "verification"
        table.report(
            key, "This can never be cited, and it does not say what to write in its place.",
            'add a line instead = "…", such as instead = "uz-cpc 121"', "no-way-out",
        )


def _report_unlisted(top: Table, authority: Authority, numbers: list[str]) -> None:
    """Note each change of a provision that is not listed."""
    for heading in ("amendment", "expected"):
        changes = authority.amendments if heading == "amendment" else authority.expected
        for index, change in enumerate(changes):
            for number in change.provisions:
                if number not in numbers:
                    top.file.report_word(
                        (heading, index, "provisions"), number,
                        f"The change touches {number}, which is not listed here.",
                        f"add a [[provision]] for it. {near_misses(number, numbers)}",
                        "unlisted-provision",
                    )


def _report_twice(top: Table, numbers: list[str]) -> None:
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        top.file.report_word(
            ("provision",), number, f"The provision {number} is listed twice.",
            "take one of the two out", "provision-twice",
        )
