"""Every mistake that anything tells can be explained by `handbook help`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from build_tools.checks import currency
from build_tools.checks.identifiers import Kind
from build_tools.load import load_wording
from build_tools.load.explained import load_explained
from build_tools.sentences import codes

TOP = Path(__file__).parents[1]
EXPLAINED = {one.code: one for one in load_explained()}
PLACES = {"report": -1, "report_word": -1, "_add": -1, "_find": -1, "_find_in_chapter": -1,
          "Finding": 5, "warn": 0, "warn_of_data": 1}
"""Which word of a call is a code."""
CODE = re.compile(r"[a-z]+(-[a-z]+)*")


def codes_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := ast.unparse(node.func).split(".")[-1]) in PLACES:
            place = PLACES[name]
            word = node.args[place] if len(node.args) > max(place, 0) else None
            if isinstance(word, ast.Constant) and CODE.fullmatch(str(word.value)):
                yield str(word.value)


TOLD = {
    code
    for path in (TOP / "build_tools").rglob("*.py")
    if path.name not in {"audience.py"}  # its keys are those of the table of sentences
    for code in codes_in(path.read_text("utf-8"))
}
IN_TABLES = {
    "bad-name", "chapter-twice", "layout", "missing-chapter", "nothing-to-accept", "term-variant",
}
"""Codes that do not stand in the call that tells them."""


def test_every_code_is_explained() -> None:
    told = TOLD | IN_TABLES | set(codes()) | set(currency.CODES) | {kind.value for kind in Kind}
    assert len(told) > 100
    assert told - set(EXPLAINED) == set()


def test_nothing_is_explained_that_nobody_tells() -> None:
    told = TOLD | IN_TABLES | set(codes()) | set(currency.CODES) | {kind.value for kind in Kind}
    made = {f"unknown-{what}" for what in ("exercise", "objective", "paragraph", "trainer")}
    assert set(EXPLAINED) - told - made == set()


def test_every_code_says_what_it_means_and_shows_both_sides() -> None:
    for one in EXPLAINED.values():
        assert one.means.endswith(".")
        assert one.bad.strip() and one.good.strip() and one.bad != one.good


def test_the_rules_on_words_are_explained_by_their_own_file() -> None:
    wording = load_wording(TOP)
    explained = {one.code: one for one in load_explained(wording)}
    assert {rule.rule for rule in wording} <= set(explained)
    assert wording[0].instead in explained[wording[0].rule].good
