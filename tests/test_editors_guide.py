"""The guide for editors, chapters/README.md: whatever it tells you to type works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_tools.citations import parse_citations
from build_tools.load import load_authorities, load_book, load_cases, load_terms
from build_tools.sphinx_ext.boxes import KINDS, kind_words

TOP = Path(__file__).parents[1]
GUIDE = (TOP / "chapters/README.md").read_text("utf-8")
AUTHORITIES = {authority.name: authority for authority in load_authorities(TOP)}


def typed(role: str) -> list[str]:
    """Return what the guide types in a mark; of `words <target>`, the target."""
    marks = re.findall(rf"\{{{role}\}}`([^`]+)`", GUIDE)
    return [re.sub(r".*<(.*)>", r"\1", mark) for mark in marks]


@pytest.mark.parametrize("text", typed("law"))
def test_a_citation_of_the_guide_names_a_provision(text):
    assert parse_citations(text, AUTHORITIES)


@pytest.mark.parametrize("text", typed("case"))
def test_a_case_of_the_guide_is_in_the_registry(text):
    assert text.split()[0] in {case.name for case in load_cases(TOP)}


@pytest.mark.parametrize("text", typed("term"))
def test_a_term_of_the_guide_is_in_the_glossary(text):
    assert text in {term.en for term in load_terms(TOP)}


@pytest.mark.parametrize("text", typed("para"))
def test_a_paragraph_of_the_guide_is_labelled(text):
    chapter, _hash, label = text.partition("#")
    known = load_book(TOP).chapter(chapter)
    assert known is not None
    assert f"({label})=" in (TOP / f"{known.docname}.md").read_text("utf-8")


def test_the_guide_names_every_kind_of_box():
    listed = GUIDE[GUIDE.index("The kinds:") : GUIDE.index("What stands in")]
    kinds = set(re.findall(r"`([a-z-]+)`", listed))
    assert kinds == KINDS
    assert all(kind_words(kind) for kind in kinds)


def test_the_amendment_of_the_guide_stands_in_a_file_of_law(tmp_path):
    (written,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "handbook/authorities").mkdir(parents=True)
    law = (TOP / "handbook/authorities/uz-cc.toml").read_text("utf-8")
    text = law.replace("[[provision]]", f"{written}\n[[provision]]", 1)
    (tmp_path / "handbook/authorities/uz-cc.toml").write_text(text, encoding="utf-8")
    (code,) = load_authorities(tmp_path)
    assert len(code.amendments) == len(AUTHORITIES["uz-cc"].amendments) + 1
