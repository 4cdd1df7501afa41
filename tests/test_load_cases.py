"""The register of cases: what cannot be the number or date of a decision is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_cases

ROOT = Path(__file__).parents[1]


@pytest.fixture
def change(tmp_path: Path):
    """Return a function that changes a text in a case and gives what is told then."""

    def told(case: str, old: str, new: str) -> str:
        folder = tmp_path / "handbook/cases"
        folder.mkdir(parents=True)
        text = (ROOT / f"handbook/cases/{case}.toml").read_text("utf-8")
        assert old in text
        (folder / f"{case}.toml").write_text(text.replace(old, new), encoding="utf-8")
        try:
            load_cases(tmp_path)
        except BookDataError as error:
            return str(error)
        return ""

    yield told
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        ("siliadin", "73316/01", "73316/2001"),
        ("siliadin", "73316/01", ""),
        ("vcl", "77587/12 and 74603/12", "77587/12, 74603/12"),
        ("mani", "ECW/CCJ/APP/08/08", "ECW/CCJ/08/08"),
        ("kunarac", "IT-96-23 &", "IT-9623 &"),
    ],
)
def test_a_number_the_court_does_not_give_is_told_with_the_form(change, case, old, new):
    assert "[bad-application]" in change(case, old, new)


def test_a_decision_is_not_final_before_it_is_made(change):
    assert "became final before it was made" in change("siliadin", "2005-10-26", "2005-06-26")


def test_a_case_needs_a_source(change):
    text = (ROOT / "handbook/cases/sm.toml").read_text("utf-8")
    listed = text[text.index("sources = [") :]
    assert "No source says where this was read." in change("sm", listed, "sources = []\n")


def test_the_register_itself_is_sound():
    assert {case.name for case in load_cases(ROOT)} >= {"siliadin", "rantsev", "sm"}
