"""The concordance's data: every element stands there, and no match says more than its row."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_authorities, load_concordance
from build_tools.load.concordance import ELEMENTS
from build_tools.model import Concordance, Finding, Match

ROOT = Path(__file__).parents[1]
AUTHORITIES = load_authorities(ROOT)
TEXT = (ROOT / "handbook/concordance.toml").read_text(encoding="utf-8")


def load(root: Path, text: str) -> Concordance:
    (root / "handbook").mkdir(exist_ok=True)
    (root / "handbook/concordance.toml").write_text(text, encoding="utf-8")
    return load_concordance(root, AUTHORITIES)


def findings(root: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(BookDataError) as caught:
        load(root, text)
    return caught.value.findings


def changed(name: str, old: str, new: str) -> str:
    """Return the real text with one line of one entry changed."""
    start = TEXT.index(f'name = "{name}"\n')
    assert old in TEXT[start:]
    return TEXT[:start] + TEXT[start:].replace(old, new, 1)


def without(name: str) -> str:
    """Return the real text without one entry."""
    found = re.search(rf'\[\[\w+\]\]\nname = "{name}"\n(?:.+\n)+', TEXT)
    assert found
    return TEXT.replace(found[0], "")


def test_every_element_and_every_gap_stands_in_order() -> None:
    concordance = load_concordance(ROOT, AUTHORITIES)
    names = [name for _group, _protocol, names in ELEMENTS for name in names]
    assert [comparison.element.name for comparison in concordance.comparisons] == names
    assert [gap.name for gap in concordance.gaps] == [f"G-{n}" for n in range(1, 11)]
    assert all(gap.basis for gap in concordance.gaps)


def test_what_rests_on_the_unread_is_never_full() -> None:
    comparisons = load_concordance(ROOT, AUTHORITIES).comparisons
    unread = [c for c in comparisons if c.rests_on_unverified]
    assert [c.element.name for c in unread] == [
        "attempt", "participation", "organising and directing", "liability of legal persons",
    ]
    assert not [c for c in unread if c.match is Match.FULL or not c.missing]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("recruitment", '["uz-cc 135(1)"]', "[]", "but no national provision stands beside it"),
        ("recruitment", '"full"', '"partly"', "but it does not say what is missing"),
        ("recruitment", '"full"', '"gap"', "but it does not say what is missing"),
        ("abuse of power", '"partly"', '"full"', "but something is said to be missing"),
        ("attempt", '"partly"', '"full"', "but it rests on a provision that nobody has read"),
        ("recruitment", "uz-cc 135(1)", "uz-cc 1350", "has no provision 1350"),
        ("recruitment", "uz-cc 135(1)", "uz-c 135(1)", "There is no authority 'uz-c'."),
        ("recruitment", '"recruitment"', '"recruiting"', "is not a value of 'name'"),
        ("fraud", 'gap = "G-1"', 'gap = "G-11"', "There is no gap 'G-11' below."),
        ("G-10", '"G-10"', '"G-ten"', "'G-ten' is not the name of a gap."),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_told_at_its_line(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    text = changed(name, old, new)
    told = [finding for finding in findings(tmp_path, text) if said in finding.message]
    start = TEXT.count("\n", 0, TEXT.index(f'name = "{name}"\n')) + 1
    assert [start <= finding.line <= start + 5 for finding in told] == [True]


@pytest.mark.parametrize("name", ["deception", "liability of legal persons", "G-3"])
def test_an_entry_that_is_left_out_is_missed(tmp_path: Path, name: str) -> None:
    messages = [finding.message for finding in findings(tmp_path, without(name))]
    assert any(f"'{name}' is missing." in message for message in messages)


def test_an_element_that_stands_twice_is_told(tmp_path: Path) -> None:
    twice = re.search(r'\[\[element\]\]\nname = "transfer"\n(?:.+\n)+', TEXT)
    assert twice
    (finding,) = findings(tmp_path, TEXT.replace(twice[0], twice[0] + "\n" + twice[0]))
    assert finding.message == "The element 'transfer' stands out of order."
