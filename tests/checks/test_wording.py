from pathlib import Path

import pytest

from build_tools.checks.prose import own_words
from build_tools.checks.wording import wording_findings
from build_tools.load import load_wording
from build_tools.model import AvoidedWords

ROOT = Path(__file__).parents[2]
WORDING = load_wording(ROOT)
CHAPTERS = sorted((ROOT / "chapters").glob("*/*.md"))


def codes(text: str) -> list[str]:
    return [finding.code for finding in wording_findings("chapter.md", text, WORDING)]


@pytest.mark.parametrize("rule", WORDING, ids=lambda rule: f"{rule.rule} {rule.language}")
def test_each_form_of_each_rule_is_found(rule: AvoidedWords) -> None:
    for form in rule.forms:
        assert rule.rule in codes(f"Then {form.replace('*', '')} once"), form


@pytest.mark.parametrize("rule", WORDING, ids=lambda rule: f"{rule.rule} {rule.language}")
def test_no_rule_advises_what_another_warns_of(rule: AvoidedWords) -> None:
    assert codes(rule.instead) == []


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapters_follow_the_rules(path: Path) -> None:
    assert wording_findings(path.name, path.read_text(encoding="utf-8"), WORDING) == ()


def test_a_finding_says_place_reason_source_and_better_word() -> None:
    (finding,) = wording_findings("chapter.md", "One.\nAn Illegal  migrant came.\n", WORDING)
    assert (finding.path, finding.line, finding.column) == ("chapter.md", 2, 4)
    assert finding.message.startswith("'Illegal migrant': an act can be unlawful")
    assert "PICUM" in finding.message
    assert finding.fix == "write irregular or undocumented migrant"
    assert finding.source == "An Illegal  migrant came."


def test_a_finding_says_when_nobody_has_read_its_source() -> None:
    (finding,) = wording_findings("chapter.md", "A gypsy came.", WORDING)
    assert "(2012), not read yet)." in finding.message


def test_words_over_a_line_end_are_found_on_the_first_line() -> None:
    (finding,) = wording_findings("chapter.md", "He was an illegal\nmigrant then.", WORDING)
    assert (finding.line, finding.column) == (1, 11)


@pytest.mark.parametrize(
    "text",
    [
        'Counsel will say "illegal migrant" again.',
        "The order says “an illegal\nmigrant” here.",
        "В приказе «нелегальный мигрант» назван так.",
        "> The illegal migrant\n> was held.",
        "{law}`the illegal migrant act <uz-cc 135>`",
        "{term}`prostitute`",
        "{index}`illegal migrant` An entry.",
        "The word [проститутка]{.language-ru} stands there.",
        "`illegal migrant`",
        "```\nillegal migrant\n```",
        "% illegal migrant",
        "<!-- illegal\nmigrant -->",
        "---\ntitle: illegal migrant\n---\n\nText.",
        "[text](illegal migrant.md)",
        ":::{figure} x.svg\n:name: beggar\n:::",
        "The Optional Protocol on the sale of children, child prostitution and child pornography.",
        "потерпевший, потерпевшая, жертва, свидетель, обвиняемый",
        "jabrlanuvchi, guvoh, ayblanuvchi, fohishalik",
        "Engaging in prostitution is an administrative offence.",
        "A non-prostitute-related word, prostituted, prostitution.",
    ],
)
def test_words_of_others_and_of_the_law_are_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        ":::{note} About a prostitute\nText.\n:::",
        ":::{figure} x.svg\n:alt: A beggar in the street.\n:::",
        "## The beggar",
        "- [ ] The beggar went on.\n  - The hotel.",
    ],
)
def test_titles_labels_of_pictures_and_options_are_prose(text: str) -> None:
    assert len(codes(text)) == 1


def test_uzbek_is_found_with_any_apostrophe_and_called_proposed() -> None:
    for apostrophe in "ʻ'’‘`":
        (finding,) = wording_findings("x.md", f"U o{apostrophe}zini sotadi.", WORDING)
        assert finding.code == "sells-herself"
        assert "proposed" in finding.message


def test_every_uzbek_rule_is_proposed() -> None:
    assert {rule.is_proposed for rule in WORDING if rule.language == "uz"} == {True}


def test_own_words_keep_their_places() -> None:
    text = 'A {law}`x` "b"\n“c\nd” e.\n'
    assert own_words(text) == "A" + " " * 13 + "\n  \n   e.\n"
