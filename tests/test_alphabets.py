"""Lists in the order of their own alphabet."""

import pytest

from build_tools.alphabets import alphabetical, by_letter

IN_ORDER = [
    ("en", ["court", "court ruling", "courtesy", "crime"]),
    ("ru", ["ежегодный", "ёлка", "жертва", "суд", "судья", "эксперт"]),
    ("ru", ["мера пресечения", "мёд"]),
    ("uz", ["ayb", "aybsizlik", "dalillar", "guvoh", "sud", "tintuv", "uy qamogʻi", "zoʻrlik"]),
    ("uz", ["ota", "zarar", "oʻzarolik", "gʻarb", "shaxs", "cheklash"]),
    ("uz", ["sud", "shartli", "chora"]),
    ("uz", ["tana", "tanlov", "tanga"]),
    ("uz", ["mamur", "maʼno", "manzil"]),
    ("uz", ["mol bozori", "mol-mulk", "molxona"]),
]


@pytest.mark.parametrize(("language", "words"), IN_ORDER)
def test_words_stand_in_the_order_of_their_alphabet(language: str, words: list[str]) -> None:
    assert sorted(set(words), key=lambda word: alphabetical(word, language)) == words


def test_words_are_put_together_by_their_first_letter() -> None:
    groups = by_letter(["shaxs", "oʻta", "sud", "ota", "Oliy sud"], str, "uz")
    assert groups == [
        ("O", ["Oliy sud", "ota"]), ("S", ["sud"]), ("Oʻ", ["oʻta"]), ("Sh", ["shaxs"]),
    ]  # fmt: skip
