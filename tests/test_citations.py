from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools.citations import (
    CitationError,
    parse_citations,
    provision_order,
    provisions_of,
    words,
)
from build_tools.load import load_authorities
from build_tools.model import Authority, Citation

AUTHORITIES = {a.name: a for a in load_authorities(Path(__file__).parents[1])}
PROVISIONS = [(a, p.number) for a in AUTHORITIES.values() for p in a.provisions]


def examples() -> list[object]:
    """Read citations.txt: title, input and expected words, a full stop on a line between them."""
    text = Path(__file__).with_name("citations.txt").read_text(encoding="utf-8")
    lines = text.split("\n\n", 1)[1].split("\n.\n")
    return [
        pytest.param(typed, expected, id=title.strip())
        for title, typed, expected in zip(lines[::3], lines[1::3], lines[2::3], strict=False)
    ]


def printed(text: str, language: str = "en") -> str:
    citations = parse_citations(text, AUTHORITIES)
    sources = (
        ", ".join(words(tuple(same), AUTHORITIES[name], language))
        for name, same in groupby(citations, key=lambda citation: citation.authority)
    )
    return "; ".join(sources).replace("\u00a0", " ")


@pytest.mark.parametrize(("typed", "expected"), examples())
def test_example(typed: str, expected: str) -> None:
    if expected.startswith("wrong: "):
        with pytest.raises(CitationError) as caught:
            parse_citations(typed, AUTHORITIES)
        assert expected.removeprefix("wrong: ") in str(caught.value)
    else:
        assert printed(typed) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ru", "Уголовный кодекс, ст. 135(2)(ж)"),
        ("uz", "Jinoyat kodeksi, 135(2)(j)-modda"),
        ("de", "Criminal Code, art. 135(2)(ж)"),
    ],
)
def test_words_follow_the_language(language: str, expected: str) -> None:
    assert printed("uz-cc 135(2)(zh)", language) == expected


def test_a_run_covers_every_listed_article_between_its_ends() -> None:
    (citation,) = parse_citations("uz-cpc 121-1..121-4", AUTHORITIES)
    covered = provisions_of(citation, AUTHORITIES["uz-cpc"])
    assert covered == ("121-1", "121-2", "121-3", "121-4")


def test_provisions_are_sorted_as_a_lawyer_counts() -> None:
    numbers = ["s8", "121-1", "121(2)", "9", "121(2)(б)", "121", "121(2)(а)", "121(10)"]
    assert sorted(numbers, key=provision_order) == [
        "9", "121", "121(2)", "121(2)(а)", "121(2)(б)", "121(10)", "121-1", "s8",
    ]


def test_a_number_is_never_parted_from_its_word() -> None:
    (piece,) = words((Citation("uz-cc", "135"),), AUTHORITIES["uz-cc"], "en")
    assert piece == "Criminal Code, art.\u00a0135"


@given(st.lists(st.sampled_from(PROVISIONS), min_size=1, max_size=4))
def test_what_is_written_is_read_back(cited: list[tuple[Authority, str]]) -> None:
    citations = tuple(Citation(authority.name, number) for authority, number in cited)
    text = "; ".join(str(citation) for citation in citations)
    assert parse_citations(text, AUTHORITIES) == citations


@given(st.sampled_from(PROVISIONS))
def test_printed_english_holds_the_number_that_was_cited(cited: tuple[Authority, str]) -> None:
    authority, number = cited
    (piece,) = words((Citation(authority.name, number),), authority, "en")
    assert piece.startswith(authority.short_title.en)
    assert piece.endswith(number.removeprefix("s"))


@given(st.text())
def test_any_text_gives_citations_or_a_message(text: str) -> None:
    try:
        assert parse_citations(text, AUTHORITIES)
    except CitationError as error:
        assert error.sentence.endswith(".")
        assert error.fix
