import dataclasses
import datetime as dt

import pytest

from build_tools import model
from build_tools.model import Book, Chapter, Finding, Part, Wording

CONSENT = Chapter("consent", "chapters/law/consent", 2)
BOOK = Book(
    title="Book", short_title="Book", subtitle="", edition="1", date=dt.date(2026, 1, 1),
    law_as_at=dt.date(2025, 12, 24), language="en", address="", publisher="", authors=(),
    reviewers=(), text_licence="", draft_notice="", editions=(),
    parts=(
        Part("law", "Law", (Chapter("elements", "chapters/law/elements", 1), CONSENT)),
        Part("trial", "Trial", (Chapter("evidence", "chapters/trial/evidence", 3),)),
    ),
)


def test_a_finding_reads_as_place_sentence_line_and_fix() -> None:
    finding = Finding("one.md", 57, 3, "Never closed.", "add :::", "unclosed-box", "  :::{note}")
    assert str(finding).splitlines() == [
        "one.md:57:3  Never closed.",
        "    57 |   :::{note}",
        "       |   ^",
        "    How to fix: add :::   [unclosed-box]",
    ]


def test_findings_are_told_file_by_file_and_line_by_line() -> None:
    places = [("b.md", 1), ("a.md", 10), ("a.md", 9)]
    findings = sorted(Finding(path, line, 1, "", "", "") for path, line in places)
    assert [(f.path, f.line) for f in findings] == [("a.md", 9), ("a.md", 10), ("b.md", 1)]


def test_chapters_are_found_by_name_and_by_document_and_know_their_part() -> None:
    assert BOOK.chapter("consent") == BOOK.chapter_of("chapters/law/consent") == CONSENT
    assert BOOK.part_of(CONSENT).title == "Law"
    assert BOOK.chapter("consnt") is None
    assert BOOK.edition_named("pocket") is None


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "закон"), ("uz-Cyrl", "law"), ("en", "law"), ("fr", "law")]
)
def test_words_fall_back_to_a_language_that_has_them(language: str, words: str) -> None:
    assert Wording(en="law", ru="закон").of(language) == words


def test_every_noun_is_frozen() -> None:
    nouns = [noun for noun in vars(model).values() if dataclasses.is_dataclass(noun)]
    assert nouns
    assert all(noun.__dataclass_params__.frozen for noun in nouns)
