"""A draft says how many mistakes are left in it."""

from __future__ import annotations

import pytest

from build_tools.model import Finding
from build_tools.sphinx_ext.findings import mistakes_told

from .conftest import Build, Built

WRONG = "Word {lwa}`x`.\n\nWord.[^a]"


def told_of(built: Built) -> tuple[Finding, ...]:
    """Return what was told in a build, in its order."""
    return tuple(sorted(set(built.findings)))


def test_mistakes_are_counted_in_all_and_by_page(build: Build) -> None:
    config = build({"one": WRONG, "two": "Word {case}`rantsef`."}).app.config
    assert mistakes_told(config) == 3
    assert mistakes_told(config, "chapters/part/one") == 2


def test_a_page_says_its_mistakes_until_they_are_mended(build: Build) -> None:
    assert "This page has 2 mistakes to mend." in build(WRONG, "html").page()
    assert "to mend" not in build("Word.", "html").page()


@pytest.mark.parametrize(
    ("words", "line", "column"),
    [
        ("A word {lwa}`x`.", 9, 8),
        ("See {para}`consnt`.", 9, 5),
        ("See [it](nowhere.md).", 9, 5),
        ("![Tree](../figures/tre.svg)", 9, 1),
        (":::{figure} ../figures/tre.svg\n:alt: Words\n\nTitle.\n:::", 9, 13),
        ("One law {law}`uz-cc 135` and {law}`uz-cc 1355`.", 9, 30),
        ("A paragraph of several lines:\nwords, and in the third\nis {law}`uz-cc 1355`.", 11, 4),
        ("Word <b>word</b>.", 9, 6),
        ("Word.[^a]", 9, 6),
    ],
)
def test_the_caret_points_at_what_a_message_names(
    build: Build, words: str, line: int, column: int
) -> None:
    (finding,) = told_of(build(words))
    assert (finding.line, finding.column) == (line, column)


def test_a_name_of_two_tables_is_told_once_where_it_stands(build: Build) -> None:
    table = ":::{list-table} T\n:name: tab-a\n\n* - a\n:::"
    (finding,) = told_of(build({"one": table, "two": table}))
    assert (finding.line, finding.column) == (10, 8)
    assert "chapters/part/one.md as well" in finding.message.replace("two", "one")


def test_what_follows_from_an_open_box_is_held_back_in_what_participants_miss(
    build: Build,
) -> None:
    (finding,) = told_of(build("Word.\n\n```\nWord.\n\n:::{trainer} T\nWord.\n:::"))
    assert finding.code == "unclosed-box"
