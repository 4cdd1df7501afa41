"""The command `handbook law`: what an editor asks on the day a law changes."""

from __future__ import annotations

import re

import filelock
import pytest

from build_tools.load import load_authorities
from tests.cli.conftest import write

FIRST = """# First

One {law}`uz-cc 135(2)(zh)`.

Two {law}`uz-cc 135` and {law}`uz-cc 135(2)(zh)`, three {law}`uz-cpc 121`.

:::{warning} Take care
- {law}`uz-cc 135(2)(zh)`
:::
"""


@pytest.fixture
def book(project):
    """Return the small book with a first chapter that cites law."""
    write(project, "first", FIRST)
    return project


def test_a_provision_is_shown_with_titles_standing_and_content(book, handbook):
    told = handbook("law", "uz-cc", "135(2)(zh)").stdout
    for words in (
        "  Criminal Code, art. 135(2)(ж)",
        "  Уголовный кодекс, ст. 135(2)(ж)",
        "  Jinoyat kodeksi, 135(2)(j)-modda",
        "art. 135(2)(ж): Across the State border",
        "  Amended. Verified: text of 24 December 2025; the Russian text only.",
        "  19 May 2025, Law of 19 May 2025 rewriting Criminal Code art. 135 (verified).",
    ):
        assert words in told


def test_every_place_is_named_by_file_and_line_and_by_its_number_in_print(book, handbook):
    told = handbook("law", "uz-cc", "135").stdout
    _head, relied_on = told.split("\nRelied on in 4 places\n")
    assert relied_on.splitlines() == [
        "  art. 135",
        "    chapters/foundations/first.md:12   (para. 1.2)",
        "  art. 135(2)(ж)",
        "    chapters/foundations/first.md:10, 12, 15   (paras 1.1, 1.2; Warning)",
    ]


def test_a_chapter_changed_after_the_build_has_its_new_numbers(book, handbook):
    handbook("build", "html")
    write(book, "first", FIRST.replace("One", "A new paragraph.\n\nOne"))
    told = handbook("law", "uz-cpc", "121").stdout
    assert "chapters/foundations/first.md:14   (para. 1.3)" in told


def test_while_a_build_is_at_work_places_have_no_numbers(book, handbook):
    work = book / "_build/en/.work"
    work.mkdir(parents=True)
    with filelock.FileLock(work / "lock"):
        done = handbook("law", "uz-cpc", "121")
    assert done.returncode == 0
    assert done.stdout.endswith("    chapters/foundations/first.md:12\n")


def test_the_parts_and_points_of_an_article_are_listed(handbook):
    told = handbook("law", "uz-cc", "135").stdout
    listed = re.findall(r"^  (135\(\S+)  ", told, re.MULTILINE)
    assert len(listed) == 19
    assert listed[:3] == ["135(1)", "135(2)", "135(2)(а)"]


def test_expected_changes_are_shown_apart(handbook):
    told = handbook("law", "uz-cpc", "345").stdout
    assert told.index("Expected, not seen") < told.index("1 November 2026")
    assert told.endswith("Not cited.\n")


def test_what_was_never_found_says_what_to_write(handbook):
    told = handbook("law", "legal-aid-ru").stdout
    assert "Cannot be cited: write uz-cpc 592" in told


def test_after_a_change_the_chapters_of_the_older_law_come_first(book, handbook):
    write(book, "second", "# Second\n\nFour {law}`uz-cc 135(3)(e)`.\n")
    path = book / "chapters/foundations/first.md"
    text = path.read_text("utf-8").replace("law-as-at: 2025-12-24", "law-as-at: 2026-02-01")
    path.write_text(text, encoding="utf-8")
    told = handbook("law", "--changed", "uz-cc", "135", "--on", "2026-01-15").stdout
    assert told.startswith("Criminal Code, art. 135: what to read again after 15 January 2026\n")
    older, later = told.split("\nIn chapters that say they hold the law of that day or a later one")
    assert "second.md   law as at 24 December 2025\n      10  Four {law}`uz-cc 135(3)(e)`." in older
    assert "first.md   law as at 1 February 2026\n      10  One" in later


def test_the_day_of_the_last_known_change_is_taken(book, handbook):
    told = handbook("law", "--changed", "uz-cc", "135").stdout
    assert "what to read again after 19 May 2025" in told
    assert not (book / "_build").exists()


def test_all_sources_are_listed_with_how_often_they_are_cited(book, handbook):
    lines = handbook("law").stdout.splitlines()
    assert lines[0].startswith("uz-const")
    told = {line.split()[0]: line for line in lines}
    assert len(told) == len(list((book / "handbook/authorities").glob("*.toml")))
    (code,) = (known for known in load_authorities(book) if known.name == "uz-cc")
    count = f"{len(code.provisions)} provisions"
    assert told["uz-cc"].endswith(f"Criminal Code (verified, {count}, cited in 4 places)")
    assert told["plenum-13-2009"].endswith("(unverified, not cited)")


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["uz-ccp"], "'uz-cc' or 'uz-cpc'"),
        (["uz-cc", "1355"], "'135'"),
        (["--changed", "uz-cc", "135(4)"], "'135(3)'"),
    ],
)
def test_a_wrong_name_ends_with_2_and_near_misses(handbook, arguments, near):
    done = handbook("law", *arguments)
    assert done.returncode == 2
    assert f"Did you mean {near}" in done.stderr
