"""The glossary's data: one word for one thing, told with file, line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_terms
from build_tools.model import Finding

ROOT = Path(__file__).parents[1]
INQUIRY = {"en": "inquiry", "ru": "дознание", "uz": "surishtiruv", "uz-cyrl": "суриштирув"}
CHECK = {"en": "check", "ru": "проверка", "uz": "tekshiruv", "uz-cyrl": "текширув"}
REST = 'cyrillic = "seen"\nverification = "verified"\nseen-in = "a code"\n'


def entry(words: dict[str, str], more: str = "") -> str:
    lines = "".join(f'{key} = "{word}"\n' for key, word in words.items())
    return f"[[term]]\n{lines}{REST}{more}\n"


def write(root: Path, *entries: str) -> Path:
    path = root / "handbook/terms.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(entries), encoding="utf-8")
    return root


def findings(root: Path, *entries: str) -> tuple[Finding, ...]:
    with pytest.raises(BookDataError) as caught:
        load_terms(write(root, *entries))
    return caught.value.findings


@pytest.mark.parametrize(
    ("key", "word", "told"),
    [
        ("ru", "Дознание", "The Russian word 'Дознание' stands for 'inquiry' and for 'check'."),
        ("uz", "surishtiruv", "The Uzbek word 'surishtiruv' stands for"),
        ("uz-cyrl", "суриштирув", "The Uzbek (Cyrillic) word 'суриштирув' stands for"),
    ],
)
def test_one_word_for_two_terms_is_a_finding(
    tmp_path: Path, key: str, word: str, told: str
) -> None:
    (finding,) = findings(tmp_path, entry(INQUIRY), entry(CHECK | {key: word}))
    assert finding.message.startswith(told)
    assert finding.source == f'{key} = "{word}"'
    assert 'also = ["inquiry"]' in finding.fix


def test_a_word_that_the_law_has_for_both_may_be_shared(tmp_path: Path) -> None:
    shared = CHECK | {"ru": INQUIRY["ru"]}
    root = write(
        tmp_path, entry(INQUIRY, 'also = ["check"]\n'), entry(shared, 'also = ["inquiry"]\n')
    )
    assert [term.also for term in load_terms(root)] == [("check",), ("inquiry",)]


def test_both_entries_must_say_that_they_share_a_word(tmp_path: Path) -> None:
    shared = CHECK | {"ru": INQUIRY["ru"]}
    (finding,) = findings(tmp_path, entry(INQUIRY), entry(shared, 'also = ["inquiry"]\n'))
    assert finding.code == "word-for-two-terms"


@pytest.mark.parametrize("english", ["inquiry", "Inquiry (short)", "check / inquiry"])
def test_one_english_word_with_two_entries_is_a_finding(tmp_path: Path, english: str) -> None:
    (finding,) = findings(tmp_path, entry(INQUIRY), entry(CHECK | {"en": english}))
    assert (finding.code, finding.source) == ("term-twice", f'en = "{english}"')


def test_ё_and_е_are_one_letter_of_a_russian_word(tmp_path: Path) -> None:
    first, second = INQUIRY | {"ru": "осуждённый"}, CHECK | {"ru": "осужденный"}
    assert findings(tmp_path, entry(first), entry(second))[0].code == "word-for-two-terms"


def test_an_entry_cannot_be_a_word_to_avoid(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, entry(INQUIRY), entry(CHECK, 'not = ["inquiry"]\n'))
    assert (finding.code, finding.source) == ("avoided-entry", 'not = ["inquiry"]')


def test_a_shared_word_names_an_entry(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, entry(INQUIRY), entry(CHECK, 'also = ["inquirry"]\n'))
    assert "Did you mean 'inquiry'" in finding.fix
