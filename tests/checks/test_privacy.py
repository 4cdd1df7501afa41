from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools.checks.identifiers import fits_iban, fits_luhn, is_iin, is_pinfl
from build_tools.checks.privacy import privacy_findings
from build_tools.errors import PrivacyError
from build_tools.load import load_allowed
from build_tools.model import Allowed
from tests.checks.corpora import Harmful, harmful, harmless

ROOT = Path(__file__).parents[2]
HARMFUL, HARMLESS = harmful(), harmless()
OF_THE_BOOK = sorted([*(ROOT / "chapters").rglob("*.md"), *(ROOT / "handbook").rglob("*.toml")])
OF_THE_BOOK.remove(ROOT / "handbook/allowed.toml")


def place_in(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_corpora_are_large_enough() -> None:
    assert len({one.identifier for one in HARMFUL}) >= 60
    assert len(set(HARMLESS)) >= 200


@pytest.mark.parametrize("one", HARMFUL, ids=lambda one: f"{one.kind} {one.identifier}")
def test_an_identifier_is_found_at_its_place_and_by_its_kind(one: Harmful) -> None:
    found = [(f.code, f.line, f.column) for f in privacy_findings("chapter.md", one.text, ())]
    assert found == [(one.kind, *place_in(one.before))]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_a_lawyer_writes_is_no_identifier(text: str) -> None:
    assert privacy_findings("chapter.md", text, ()) == ()


@pytest.mark.parametrize("path", OF_THE_BOOK, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_book_holds_no_identifier(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert privacy_findings(path.name, text, load_allowed(ROOT)) == ()


@given(
    st.lists(st.sampled_from(HARMLESS), max_size=6),
    st.sampled_from(HARMFUL),
    st.lists(st.sampled_from(HARMLESS), max_size=6),
)
def test_an_identifier_is_found_between_any_lines(
    above: list[str], one: Harmful, below: list[str]
) -> None:
    before = "\n".join([*above, one.before])
    text = before + one.identifier + "\n".join([one.after, *below])
    found = [(f.code, f.line, f.column) for f in privacy_findings("chapter.md", text, ())]
    assert found == [(one.kind, *place_in(before))]


@given(
    st.sampled_from(HARMLESS), st.integers(0, 40),
    st.sampled_from([one for one in HARMFUL if "\n" not in one.text]),
)
def test_an_identifier_is_found_between_any_words(line: str, at: int, one: Harmful) -> None:
    words = line.split(" ")
    before = " ".join([*words[:at], "and", one.before])
    text = before + one.identifier + " ".join([one.after, "and", *words[at:]])
    found = [(f.code, f.column) for f in privacy_findings("chapter.md", text, ())]
    assert (one.kind, len(before) + 1) in found


def test_the_line_shown_hides_what_was_found() -> None:
    (finding,) = privacy_findings("chapter.md", "Her passport AA1234567 was taken.", ())
    assert finding.source == "Her passport ••••••••• was taken."
    assert "1234567" not in str(finding)


def test_what_is_allowed_is_no_finding_however_it_is_spaced() -> None:
    allowed = (Allowed("+998 71 200-00-00", "hotline", "invented for this test"),)
    assert privacy_findings("chapter.md", "Call +998 (71) 200 00 00.", allowed) == ()
    assert privacy_findings("chapter.md", "Call +998 (71) 200 00 01.", allowed) != ()


def test_an_exercise_may_name_an_invented_person() -> None:
    box = ":::{exercise} A talk\n\nAnvar Toshmatov (invented) works abroad.\n:::\n"
    assert privacy_findings("chapter.md", box, ()) == ()


@pytest.mark.parametrize(
    "words",
    [
        "A 16-year-old from a mountain village works at a farm.",
        "A witness from Qibray district.",
        "A pupil of a school in Qibray district.",
    ],
)
def test_few_or_unnamed_facts_point_to_nobody(words: str) -> None:
    assert privacy_findings("chapter.md", f":::{{example}} A pupil\n\n{words}\n:::\n", ()) == ()


def test_facts_in_two_boxes_do_not_stand_together() -> None:
    boxes = ":::{example} A\nA girl aged 16.\n:::\n:::{example} B\nA school, Qibray district.\n:::"
    assert privacy_findings("chapter.md", boxes, ()) == ()


def test_privacy_ends_with_its_own_exit_code() -> None:
    findings = privacy_findings("chapter.md", "AA1234567", ())
    assert PrivacyError(findings).exit_code == 4
    assert "chapter.md:1:1" in str(PrivacyError(findings))


def test_check_digits() -> None:
    assert fits_luhn("4111111111111111")
    assert not fits_luhn("4111111111111112")
    assert fits_iban("GB82WEST12345698765432")
    assert not fits_iban("GB83WEST12345698765432")
    assert is_iin("850312301239")
    assert not is_iin("850312301238")


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("41203081234563", True),
        ("41203081234560", True),   # a slip in the check digit
        ("71203081234563", False),  # no such century
        ("43203081234563", False),  # no such day
        ("20101224103000", False),  # a moment in time
    ],
)
def test_pinfl_by_its_structure(number: str, is_one: bool) -> None:
    assert is_pinfl(number) is is_one
