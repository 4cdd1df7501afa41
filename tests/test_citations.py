import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools.citations import (
    PROVISION_WORDS,
    CitationError,
    by_source,
    named_provisions,
    parse_citations,
    provision_order,
    provisions_of,
    words,
)
from build_tools.load import load_authorities
from build_tools.model import Authority, Citation, Verification

AUTHORITIES = {a.name: a for a in load_authorities(Path(__file__).parents[1])}
CITABLE = [a for a in AUTHORITIES.values() if a.verification is not Verification.ABSENT]
PROVISIONS = [(a, p.number) for a in CITABLE for p in a.provisions]


def examples() -> list[object]:
    """Read citations.txt: title, input and expected words, a full stop on a line between them."""
    text = Path(__file__).with_name("citations.txt").read_text(encoding="utf-8")
    lines = text.split("\n\n", 1)[1].split("\n.\n")
    return [
        pytest.param(typed, expected, id=title.strip())
        for title, typed, expected in zip(lines[::3], lines[1::3], lines[2::3], strict=False)
    ]


def printed(text: str, language: str = "en") -> str:
    return in_words(parse_citations(text, AUTHORITIES), language).replace("\u00a0", " ")


def in_words(citations: tuple[Citation, ...], language: str) -> str:
    return "; ".join(
        ", ".join(words(same, AUTHORITIES[name], language)) for name, same in by_source(citations)
    )


def read_back(printed: str, language: str) -> tuple[Citation, ...]:
    """Read what was printed by turning it into what an author types."""
    titles = {authority.short_title.of(language): authority for authority in CITABLE}
    citations: list[Citation] = []
    for source in printed.split("; "):
        title = max((t for t in titles if f"{source}, ".startswith(f"{t}, ")), key=len)
        pieces = source.removeprefix(title).removeprefix(", ")
        typed = ", ".join(as_typed(pieces.split(", "), titles[title], language) if pieces else [])
        citations += parse_citations(f"{titles[title].name} {typed}", AUTHORITIES)
    return tuple(citations)


def as_typed(pieces: list[str], authority: Authority, language: str) -> Iterator[str]:
    kind = ""
    for piece in pieces:
        number = piece
        for known in (authority.provision_word, "section"):
            called = PROVISION_WORDS[known][language]
            lead, _space, rest = piece.rpartition("\u00a0")
            if (lead and lead in (called.one, called.several)) or (
                called.after and piece.endswith(called.after)
            ):
                kind, number = known, rest.removesuffix(called.after)
        ends = number.split(" to " if language == "en" else "–")
        yield "..".join(f"s{end}" if kind == "section" else end for end in ends)


@st.composite
def cited(draw: st.DrawFn) -> Citation:
    """Draw a whole source, a provision of it, or a run of them."""
    authority = draw(st.sampled_from(CITABLE))
    numbers = [provision.number for provision in authority.provisions]
    chosen = draw(st.lists(st.sampled_from(numbers), max_size=2, unique=True)) if numbers else []
    articles = {number.startswith("s") for number in chosen}
    ends = sorted(chosen, key=provision_order)[: 1 if len(articles) > 1 else 2]
    return Citation(authority.name, *ends)


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


@given(st.lists(cited(), min_size=1, max_size=5), st.sampled_from(["en", "ru", "uz"]))
def test_what_is_printed_is_read_back(citations: list[Citation], language: str) -> None:
    assert read_back(in_words(tuple(citations), language), language) == tuple(citations)


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_no_two_sources_are_printed_alike(language: str) -> None:
    titles = [authority.short_title.of(language) for authority in CITABLE]
    assert sorted(titles) == sorted(set(titles))


def repealed(number: str = "") -> Mapping[str, Authority]:
    """Return the registry after the repeal of the Criminal Procedure Code, or an article of it."""
    code, day = AUTHORITIES["uz-cpc"], dt.date(2026, 1, 1)
    if not number:
        return {"uz-cpc": replace(code, repealed_on=day, instead="uz-cc")}
    provisions = (
        replace(p, repealed_on=day, instead="uz-cpc 66") if p.number == number else p
        for p in code.provisions
    )
    return {"uz-cpc": replace(code, provisions=tuple(provisions))}


@pytest.mark.parametrize(
    ("number", "typed"),
    [("", "uz-cpc"), ("", "uz-cpc 121"), ("121", "uz-cpc 121"), ("121", "uz-cpc 121(2)"),
     ("121-2", "uz-cpc 121-1..121-4")],
)
def test_what_is_repealed_cannot_be_cited(number: str, typed: str) -> None:
    with pytest.raises(CitationError, match="was repealed on 2026-01-01") as caught:
        parse_citations(typed, repealed(number))
    assert caught.value.fix == ("write uz-cpc 66" if number else "write uz-cc")


def test_beside_what_is_repealed_all_else_is_cited() -> None:
    assert parse_citations("uz-cpc; uz-cpc 121-1", repealed("121"))


def test_what_is_repealed_can_still_be_looked_up() -> None:
    assert named_provisions("uz-cpc 121", repealed("121")) == (Citation("uz-cpc", "121"),)


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
