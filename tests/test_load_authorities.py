import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from build_tools.citations import provision_order
from build_tools.errors import BookDataError
from build_tools.load import load_authorities, load_cases, load_terms
from build_tools.model import Rank, Status, Verification

ROOT = Path(__file__).parents[1]
AUTHORITIES = {a.name: a for a in load_authorities(ROOT)}


@pytest.mark.parametrize(
    ("name", "articles", "provisions"),
    [
        ("uz-const", 8, 8),
        ("uz-cc", 99, 142),
        ("uz-cpc", 271, 273),
        ("uz-civ", 5, 5),
        ("uz-lab", 5, 5),
        ("uz-adm", 4, 4),
    ],
)
def test_no_article_that_was_read_is_lost(name: str, articles: int, provisions: int) -> None:
    numbers = {provision.number for provision in AUTHORITIES[name].provisions}
    assert len([number for number in numbers if "(" not in number]) >= articles
    assert len(numbers) >= provisions


def test_article_135_has_all_its_parts_and_points() -> None:
    numbers = {p.number for p in AUTHORITIES["uz-cc"].provisions if p.number.startswith("135")}
    points = {f"135(2)({letter})" for letter in "абвгдежзик"}
    points |= {f"135(3)({letter})" for letter in "абвгде"}
    assert numbers == {"135", "135(1)", "135(2)", "135(3)"} | points


def test_unread_sources_say_so_and_print_no_content() -> None:
    unread = [a for a in AUTHORITIES.values() if a.verification is Verification.UNVERIFIED]
    assert {a.name for a in unread} >= {"plenum-13-2009", "iom-care", "coe-2005"}
    assert not [a.name for a in unread if a.content]
    provisions = [p for a in AUTHORITIES.values() for p in a.provisions]
    unread_provisions = [p for p in provisions if p.verification is Verification.UNVERIFIED]
    assert len(unread_provisions) == 53
    assert not [p.number for p in unread_provisions if p.content]


def test_sources_by_rank() -> None:
    assert Counter(a.rank for a in AUTHORITIES.values()) == {
        Rank.CONSTITUTION: 1, Rank.CODE: 5, Rank.LAW: 12, Rank.DECREE: 5, Rank.RESOLUTION: 4,
        Rank.PLENUM: 11, Rank.TREATY: 38, Rank.GUIDANCE: 22,
    }


@pytest.mark.parametrize("name", AUTHORITIES)
def test_provisions_stand_in_order(name: str) -> None:
    numbers = [provision.number for provision in AUTHORITIES[name].provisions]
    assert numbers == sorted(numbers, key=provision_order)


def test_every_case_has_facts_a_point_and_a_source() -> None:
    cases = load_cases(ROOT)
    assert len(cases) == 12
    assert all(case.facts and case.point and case.sources for case in cases)


def test_uzbek_latin_uses_its_own_letters() -> None:
    terms = load_terms(ROOT)
    words = "".join(term.uz for term in terms)
    assert len(terms) == 182
    assert not set("'’‘`") & set(words)


@pytest.mark.parametrize(
    ("name", "number", "day"),
    [
        ("uz-cc", "135(2)(ж)", dt.date(2025, 12, 24)),
        ("uz-cpc", "108", dt.date(2025, 12, 24)),
        ("uz-cpc", "121", dt.date(2026, 7, 1)),
        ("uz-cpc", "66-2", dt.date(2026, 7, 1)),
        ("plenum-13-2009", "", None),
    ],
)
def test_a_provision_knows_the_day_of_the_text_that_was_read(
    name: str, number: str, day: dt.date | None
) -> None:
    assert AUTHORITIES[name].checked_on_of(number) == day


@pytest.mark.parametrize(
    ("name", "number", "status"),
    [
        ("uz-cc", "135", Status.AMENDED),
        ("uz-cc", "135(2)(ж)", Status.AMENDED),
        ("uz-cc", "85", Status.AMENDED),
        ("uz-cc", "13", Status.IN_FORCE),
        ("uz-cc", "", Status.IN_FORCE),
        ("uz-cpc", "121", Status.AMENDED),
        ("uz-cpc", "121-2", Status.IN_FORCE),
        ("uz-zru-154", "", Status.AMENDED),
    ],
)
def test_standing_follows_from_the_changes(name: str, number: str, status: Status) -> None:
    assert AUTHORITIES[name].status_of(number) is status


def test_the_law_of_may_2025_touches_every_aggravated_part_and_point() -> None:
    code = AUTHORITIES["uz-cc"]
    touched = {
        p.number
        for p in code.provisions
        for change in code.amendments_of(p.number)
        if change.by == "uz-law-2025-05-19"
    }
    article = {p.number for p in code.provisions if p.number.startswith("135")}
    assert touched == article - {"135(1)"}


def test_a_change_by_a_law_of_the_registry_bears_its_date() -> None:
    changes = [change for a in AUTHORITIES.values() for change in a.amendments]
    by_known = [change for change in changes if change.by in AUTHORITIES]
    assert len(by_known) == 7
    assert [c for c in by_known if c.on != AUTHORITIES[c.by].date] == []


def test_what_was_never_found_says_what_to_write_instead() -> None:
    absent = {a.name for a in AUTHORITIES.values() if a.verification is Verification.ABSENT}
    assert absent == {"uz-km-60-forms"} | {f"legal-aid-{c}" for c in ("ae", "in", "kr", "ru", "th")}
    assert all(AUTHORITIES[name].instead for name in absent)


HEAD = 'rank = "code"\nstanding = "binding"\nverification = "verified"\n[title]\nen = "Code"\n'
ARTICLE = '[[provision]]\nnumber = "5"\nverification = "verified"\n'
CHANGE = 'by = "a law"\nwhat = "Ten years."\nverification = "verified"\nprovisions = ["5"]\n'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (f"{HEAD}[[amendment]]\non = 2026-01-01\n{CHANGE}", "unlisted-provision", 11),
        (f"{HEAD}{ARTICLE}[[amendment]]\n{CHANGE}", "missing-key", 9),
        (f"{HEAD}{ARTICLE}repealed-on = 2026-01-01\n", "no-way-out", 9),
        (f"{HEAD}{ARTICLE}".replace('"verified"', '"absent"'), "no-way-out", 3),
        (f"{HEAD}{ARTICLE}[[expected]]\n{CHANGE}", "", 0),
        (f"{HEAD}{ARTICLE}repealed-on = 2026-01-01\ninstead = \"code 6\"\n", "", 0),
    ],
)
def test_a_wrong_standing_is_told(tmp_path: Path, text: str, code: str, line: int) -> None:
    (tmp_path / "handbook/authorities").mkdir(parents=True)
    (tmp_path / "handbook/authorities/code.toml").write_text(text, encoding="utf-8")
    if not code:
        assert load_authorities(tmp_path)
        return
    with pytest.raises(BookDataError) as caught:
        load_authorities(tmp_path)
    assert (caught.value.findings[0].code, caught.value.findings[0].line) == (code, line)


def test_a_mistake_names_the_line_and_what_to_write(tmp_path: Path) -> None:
    folder = tmp_path / "handbook/authorities"
    folder.mkdir(parents=True)
    (folder / "uz-cc.toml").write_text(
        'rank = "cod"\nstanding = "binding"\nverification = "verified"\n\n[title]\nen = "Code"\n\n'
        '[[provision]]\nnumber = "art. 5"\nverification = "verified"\n',
        encoding="utf-8",
    )
    with pytest.raises(BookDataError) as caught:
        load_authorities(tmp_path)
    found = {finding.code: finding for finding in caught.value.findings}
    assert found["unknown-value"].line == 1
    assert found["unknown-value"].fix == 'write "code"'
    assert found["bad-provision"].line == 9
