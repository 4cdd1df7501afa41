"""A draft says how many mistakes are left in it."""

from __future__ import annotations

from build_tools.sphinx_ext.findings import mistakes_told

from .conftest import Build

WRONG = "Word {lwa}`x`.\n\nWord.[^a]"


def test_mistakes_are_counted_in_all_and_by_page(build: Build) -> None:
    config = build({"one": WRONG, "two": "Word {case}`rantsef`."}).app.config
    assert mistakes_told(config) == 3
    assert mistakes_told(config, "chapters/part/one") == 2


def test_a_page_says_its_mistakes_until_they_are_mended(build: Build) -> None:
    assert "This page has 2 mistakes to mend." in build(WRONG, "html").page()
    assert "to mend" not in build("Word.", "html").page()
