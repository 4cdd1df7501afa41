from collections import Counter
from pathlib import Path

import pytest

from build_tools.citations import provision_order
from build_tools.errors import BookDataError
from build_tools.load import load_authorities, load_cases, load_terms
from build_tools.model import Rank, Verification

ROOT = Path(__file__).parents[1]
AUTHORITIES = {a.name: a for a in load_authorities(ROOT)}


@pytest.mark.parametrize(
    ("name", "articles", "provisions"),
    [
        ("uz-const", 7, 7),
        ("uz-cc", 99, 142),
        ("uz-cpc", 263, 265),
        ("uz-civ", 5, 5),
        ("uz-lab", 5, 5),
        ("uz-adm", 4, 4),
    ],
)
def test_every_article_that_was_read_is_there(name: str, articles: int, provisions: int) -> None:
    numbers = [provision.number for provision in AUTHORITIES[name].provisions]
    assert len([number for number in numbers if "(" not in number]) == articles
    assert len(numbers) == provisions


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
    assert len(unread_provisions) == 51
    assert not [p.number for p in unread_provisions if p.content]


def test_sources_by_rank() -> None:
    assert Counter(a.rank for a in AUTHORITIES.values()) == {
        Rank.CONSTITUTION: 1, Rank.CODE: 5, Rank.LAW: 12, Rank.DECREE: 5, Rank.RESOLUTION: 4,
        Rank.PLENUM: 10, Rank.TREATY: 38, Rank.GUIDANCE: 21,
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
