import pytest
from docutils import nodes

from build_tools.model import Role
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date, readers

from .conftest import Build

HEAD = "---\nlaw-as-at: {}\naudience: {}\nstatus: {}\n---\n\n# Chapter\n\nWord.\n"


def test_the_facts_stand_under_the_title(build: Build) -> None:
    built = build(HEAD.format("2025-12-24", "[investigators, judges]", "draft"))
    (facts,) = [n for n in built.tree().findall(nodes.container) if "chapter-facts" in n["classes"]]
    rows = dict(item.astext().split("\n\n") for item in facts.findall(nodes.definition_list_item))
    assert rows == {
        "Part": "Part", "For": "Investigators and judges", "Law as at": "24 December 2025",
        "Status": "review draft",
    }


@pytest.mark.parametrize("typed", ["[prosecutors, judges]", "prosecutors, judges", "[judges]"])
def test_readers_may_be_listed_with_or_without_brackets(build: Build, typed: str) -> None:
    built = build(HEAD.format("2025-12-24", typed, "draft"))
    facts = chapter_facts(built.app.env, "chapters/part/one")
    assert not built.warnings
    assert facts.audience[-1] is Role.JUDGES


def test_what_is_wrong_falls_back_to_the_book(build: Build) -> None:
    built = build(HEAD.format("soon", "[nobody]", "final"))
    facts = chapter_facts(built.app.env, "chapters/part/one")
    book = built.app.config.handbook_book
    assert facts.law_as_at == book.law_as_at.isoformat()
    assert (facts.audience, facts.status) == (tuple(Role), "draft")
    assert readers(facts) == "Investigators, prosecutors and judges"


def test_a_date_is_printed_as_a_reader_writes_it() -> None:
    assert long_date("2025-05-09") == "9 May 2025"
