"""Law that was not read, is old, or has changed: found in the text of chapters."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from build_tools.checks.currency import (
    CHANGED,
    EXPECTED,
    OLD,
    PARTLY,
    UNVERIFIED,
    Doubt,
    cited_in,
    doubts,
    in_lines,
    law_as_at,
    months_before,
    refusals,
    summary,
)
from build_tools.model import (
    Accepted,
    Amendment,
    Audience,
    Authority,
    Edition,
    Provision,
    Rank,
    Standing,
    Verification,
    Wording,
)

READ = dt.date(2025, 12, 24)
TODAY = dt.date(2026, 6, 1)
CHANGE = Amendment(dt.date(2026, 3, 1), "a law", "Ten years.", Verification.VERIFIED, ("5(2)",))
CODE = Authority(
    name="code", title=Wording("The Code"), short_title=Wording("Code"), rank=Rank.CODE,
    standing=Standing.BINDING, number="", date=None, address=Wording(), provision_word="article",
    letters="latin", content="", verification=Verification.VERIFIED, checked_on=READ,
    checked_against="", party=None,
    provisions=tuple(
        Provision(number, "", "", Verification.VERIFIED, "")
        for number in ("4", "5", "5(1)", "5(2)", "5(2)(a)", "6")
    ),
)
PLENUM = replace(
    CODE, name="plenum", short_title=Wording("Plenum"), provisions=(), checked_on=None,
    verification=Verification.UNVERIFIED,
)


def found(
    *lines: str, law: Authority = CODE, as_at: dt.date = READ, as_of: dt.date = TODAY
) -> dict[str, Doubt]:
    """Return the doubts about a chapter of these lines, by their codes."""
    authorities = {law.name: law, "plenum": PLENUM}
    cited = cited_in([("one.md", "\n".join(lines))], as_at, authorities)
    assert not cited.broken
    return {doubt.code: doubt for doubt in doubts(cited, authorities, as_of, 12)}


def test_law_that_was_read_and_stands_gives_no_doubt() -> None:
    assert found("{law}`code 5`") == {}


def test_a_change_after_the_chapters_day_names_every_line_that_cites_it() -> None:
    law = replace(CODE, amendments=(CHANGE,))
    doubt = found("{law}`code 5(2)`", "{law}`code 4`", "{law}`code 5(2)(a)`", law=law)[CHANGED]
    (finding,) = doubt.findings()
    assert (finding.path, finding.line, finding.column) == ("one.md", 1, 1)
    assert finding.message == (
        "Code, arts. 5(2), 5(2)(a): changed on 1 March 2026 (a law), after the day that the "
        "chapter's law-as-at names. Ten years. It is cited in line 3 as well."
    )


@pytest.mark.parametrize(
    ("typed", "is_touched"),
    [
        ("code 5(2)", True), ("code 5(2)(a)", True), ("code 5", True), ("code 4..6", True),
        ("code 5(1)", False), ("code 6", False), ("code", False),
    ],
)
def test_a_change_touches_what_holds_it_and_what_stands_in_it(
    typed: str, is_touched: bool
) -> None:
    law = replace(CODE, amendments=(CHANGE,))
    assert (CHANGED in found(f"{{law}}`{typed}`", law=law)) == is_touched


@pytest.mark.parametrize(
    ("as_at", "as_of", "code"),
    [
        (dt.date(2026, 2, 28), dt.date(2026, 3, 1), CHANGED),
        (dt.date(2026, 2, 28), dt.date(2026, 2, 28), EXPECTED),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 1), None),
    ],
)
def test_a_change_counts_from_its_day(as_at: dt.date, as_of: dt.date, code: str | None) -> None:
    law = replace(CODE, amendments=(CHANGE,), checked_on=dt.date(2026, 3, 1))
    codes = set(found("{law}`code 5(2)`", law=law, as_at=as_at, as_of=as_of))
    assert codes == ({code} if code else set())


def test_an_expected_change_is_told_before_and_after_its_day() -> None:
    law = replace(CODE, expected=(CHANGE,))
    assert "is expected from 1 March 2026" in found(
        "{law}`code 5`", law=law, as_of=dt.date(2026, 2, 1)
    )[EXPECTED].what
    assert "was expected from 1 March 2026; find out" in found("{law}`code 5`", law=law)[
        EXPECTED
    ].what


@pytest.mark.parametrize("verification", [Verification.UNVERIFIED, Verification.PARTLY])
def test_what_was_not_read_whole_is_told_by_provision(verification: Verification) -> None:
    provisions = tuple(replace(p, verification=verification) for p in CODE.provisions)
    law = replace(CODE, provisions=provisions)
    doubt = found("{law}`code 5`", "{law}`code 5`", law=law)[verification]
    assert doubt.names == "Code, art. 5"
    assert [place.line for place in doubt.places] == [1, 2]


@pytest.mark.parametrize(
    ("as_of", "is_old"), [(dt.date(2026, 12, 24), False), (dt.date(2026, 12, 25), True)]
)
def test_a_text_is_old_after_so_many_months(as_of: dt.date, is_old: bool) -> None:
    assert (OLD in found("{law}`code 5`", as_of=as_of)) == is_old


def test_a_chapter_cannot_hold_a_later_law_than_was_read() -> None:
    doubt = found("{law}`code 5`", as_at=dt.date(2026, 1, 1))[OLD]
    assert "is of 24 December 2025, but the chapter's law-as-at names a later day" in doubt.what


def test_a_provision_has_its_own_day() -> None:
    provisions = tuple(replace(p, checked_on=TODAY) for p in CODE.provisions)
    law = replace(CODE, provisions=provisions)
    assert found("{law}`code 5`", law=law, as_at=dt.date(2026, 1, 1)) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ["```", "{law}`plenum`", "```"],
        ["````python", "{law}`plenum`", "```", "{law}`plenum`", "````"],
        ["~~~", "{law}`plenum`", "~~~"],
        ["```{code-block} md", "{law}`plenum`", "```"],
        ["- item", "  ```", "  {law}`plenum`", "  ```"],
        ["Written as `` {law}`plenum` `` in a text."],
        ["Written as \\{law}`plenum`."],
        ["---", "note: \"{law}`plenum`\"", "---", "# One"],
        ["<!-- {law}`plenum` -->"],
        ["% {law}`plenum`"],
    ],
)
def test_what_is_shown_as_code_or_said_aside_cites_nothing(lines: list[str]) -> None:
    assert found(*lines) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ["```", "code", "```", "", "{law}`plenum`"],
        [":::{trainer} Notes", "x", "{law}`plenum`", ":::"],
        ["```{note}", "x", "{law}`plenum`", "```"],
        ["````{note}", "```{note}", "x", "```", "{law}`plenum`", "````"],
        ["```{note}", "x", "```", "", "{law}`plenum`"],
        ["| a | b |", "|---|---|", "| `x` | {law}`plenum` |"],
        ["[^1]: A note ({law}`the resolution", "of 2009 <plenum>`)"],
        ["> quoted {law}`plenum`"],
        ["`code`, then {law}`plenum`"],
    ],
)
def test_every_other_mark_counts_at_its_own_place(lines: list[str]) -> None:
    (place,) = found(*lines)[UNVERIFIED].places
    assert lines[place.line - 1][place.column - 1 :].startswith("{law}`")
    assert place.source == lines[place.line - 1]


def test_a_citation_that_names_nothing_is_told_with_its_place_and_near_misses() -> None:
    cited = cited_in([("one.md", "A line.\n\nSee {law}`code 55`.")], READ, {"code": CODE})
    (finding,) = cited.broken
    assert (finding.line, finding.column, finding.code) == (3, 5, "citation")
    assert "Did you mean '5'" in finding.fix


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nlaw-as-at: 2026-02-01\n---\n", dt.date(2026, 2, 1)),
        ("---\nstatus: draft\nlaw-as-at: \"2026-02-01\"\n---\n", dt.date(2026, 2, 1)),
        ("---\nstatus: draft\n---\n\nlaw-as-at: 2026-02-01\n", READ),
        ("---\nlaw-as-at: 2026-02-31\n---\n", READ),
        ("# One\n", READ),
    ],
)
def test_a_chapter_says_whose_day_its_law_is(text: str, expected: dt.date) -> None:
    assert law_as_at(text, READ) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 3, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), 12, dt.date(2025, 1, 15)),
        (dt.date(2026, 1, 15), 1, dt.date(2025, 12, 15)),
    ],
)
def test_months_are_counted_back(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_before(day, months) == expected


def test_lines_are_named_in_words() -> None:
    assert in_lines([5]) == "line 5"
    assert in_lines([8, 5, 13, 8]) == "lines 5, 8 and 13"


def test_the_summary_counts_places_and_provisions() -> None:
    law = replace(CODE, amendments=(CHANGE,))
    all_found = found("{law}`plenum` {law}`plenum`", "{law}`code 5(2)`", law=law).values()
    assert summary(all_found) == (
        "Law: 2 citations rest on unread sources, 1 provision changed since"
    )
    assert summary([]) == "Law: nothing cited is unread or has changed since"


def final(*laws: str, text: str = "{law}`plenum`") -> list[str]:
    """Return the codes for which a final edition that accepts such law is refused."""
    accepted = tuple(Accepted(law, "why", "who", TODAY, 7) for law in laws)
    edition = Edition("book", "Book", Audience.PARTICIPANTS, "en", "A4", (), accepted)
    authorities = {"code": replace(CODE, amendments=(CHANGE,)), "plenum": PLENUM}
    cited = cited_in([("one.md", text)], READ, authorities)
    all_found = doubts(cited, authorities, TODAY, 12)
    return [finding.code for finding in refusals(all_found, edition, authorities)]


@pytest.mark.parametrize(
    ("laws", "text", "codes"),
    [
        ([], "{law}`code 6`", []),
        ([], "{law}`plenum`", [UNVERIFIED]),
        (["plenum"], "{law}`plenum`", []),
        ([], "{law}`code 5(2)`", [CHANGED]),
        (["code"], "{law}`code 5(2)`", []),
        (["code 5(2)"], "{law}`code 5(2)` {law}`code 5(2)(a)`", []),
        (["code 5(2)(a)"], "{law}`code 5(2)(a)` {law}`code 5`", ["nothing-to-accept", CHANGED]),
        (["plenum"], "{law}`code 6`", ["nothing-to-accept"]),
        (["plenun"], "{law}`code 6`", ["citation"]),
    ],
)
def test_a_final_edition_needs_somebody_who_answers_for_doubtful_law(
    laws: list[str], text: str, codes: list[str]
) -> None:
    assert final(*laws, text=text) == codes


def test_a_refusal_says_what_to_write_in_the_editions_file() -> None:
    edition = Edition("book", "Book", Audience.PARTICIPANTS, "en", "A4", ())
    (finding,) = refusals(found("{law}`plenum`").values(), edition, {"plenum": PLENUM})
    assert finding.fix.endswith('[[accepted]] law = "plenum" in handbook/editions/book.toml')


def test_partly_read_law_may_stand_in_a_final_edition() -> None:
    law = replace(CODE, name="plenum", verification=Verification.PARTLY, provisions=())
    edition = Edition("book", "Book", Audience.PARTICIPANTS, "en", "A4", ())
    cited = cited_in([("one.md", "{law}`plenum`")], READ, {"plenum": law})
    all_found = doubts(cited, {"plenum": law}, TODAY, 12)
    assert [doubt.code for doubt in all_found] == [PARTLY]
    assert refusals(all_found, edition, {"plenum": law}) == ()
