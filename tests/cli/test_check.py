"""The command `handbook check`, and what a build says and refuses because of the law."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import write, write_sound

UNREAD = "# First\n\nSee {law}`plenum-13-2009`.\n"
CHANGED = "# First\n\nOne {law}`uz-cpc 121`.\n\nTwo {law}`uz-cpc 121(2)`.\n"


def sign(project, chapter: str) -> None:
    """Sign a chapter, so that it can stand in a final edition."""
    path = project / f"chapters/foundations/{chapter}.md"
    signed = "status: signed\nsigned-by: A lawyer\nsigned-on: 2026-11-01"
    path.write_text(path.read_text("utf-8").replace("status: draft", signed), encoding="utf-8")


def accept(project, law: str) -> None:
    """Let somebody answer for a law in the edition's file."""
    path = project / "handbook/editions/handbook.toml"
    entry = f'\n[[accepted]]\nlaw = "{law}"\nwhy = "Title only."\nby = "A."\non = 2026-11-01\n'
    path.write_text(path.read_text("utf-8") + entry, encoding="utf-8")


def test_unread_law_is_told_by_source_and_ends_with_0(project, handbook):
    write(project, "first", UNREAD)
    write(project, "second", UNREAD.replace("First", "Second"))
    done = handbook("check", "--law")
    assert done.returncode == 0
    head, told, fix, one, two, *_rest = done.stdout.splitlines()
    assert head.endswith("on judicial practice in cases of trafficking in persons (plenum-13-2009)")
    assert told == "  Nobody has read it."
    assert fix.endswith("[unverified]")
    assert one == "    chapters/foundations/first.md:10"
    assert two == "    chapters/foundations/second.md:10"


def test_law_that_has_changed_ends_with_1_and_names_every_line(project, handbook):
    write(project, "first", CHANGED)
    done = handbook("check", "--law")
    assert done.returncode == 1
    assert "  arts. 121, 121(2): changed on 1 July 2026" in done.stdout
    assert "    chapters/foundations/first.md:10, 12" in done.stdout
    assert done.stdout.splitlines()[-1] == "Law: 2 provisions changed since."


def test_the_day_to_judge_by_can_be_given(project, handbook):
    write(project, "first", CHANGED)
    done = handbook("check", "--law", "--as-of", "2026-06-30")
    assert done.returncode == 0
    assert "a change is expected from 1 July 2026" in done.stdout


def test_a_chapter_says_itself_that_it_holds_the_new_law(project, handbook):
    write(project, "first", CHANGED)
    path = project / "chapters/foundations/first.md"
    text = path.read_text("utf-8").replace("law-as-at: 2025-12-24", "law-as-at: 2026-07-01")
    path.write_text(text, encoding="utf-8")
    assert handbook("check", "--law").returncode == 0


def test_a_wrong_citation_ends_with_1_and_shows_its_line(project, handbook):
    write(project, "first", "# First\n\nSee {law}`uz-cc 1355`.\n")
    done = handbook("check", "--law")
    assert done.returncode == 1
    assert "chapters/foundations/first.md:10:5  Criminal Code has no provision 1355" in done.stdout
    assert "    10 | See {law}`uz-cc 1355`." in done.stdout
    assert done.stdout.splitlines()[-1] == "Law: 1 citation is wrong."


def test_how_old_a_text_may_be_is_a_setting_of_the_book(project, handbook):
    write(project, "first", "# First\n\nSee {law}`uz-cc 13`.\n")
    day = ("check", "--law", "--as-of", "2026-08-01")
    assert "[text-too-old]" not in handbook(*day).stdout
    book = project / "handbook/book.toml"
    text = book.read_text("utf-8").replace("\nlaw-as-at", "\nlaw-check-months = 6\nlaw-as-at")
    book.write_text(text, encoding="utf-8")
    assert "older than 6 months.\n" in handbook(*day).stdout


def test_nothing_is_built_and_sphinx_is_not_loaded(project, handbook):
    assert handbook("check", "--law").returncode == 0
    assert not (project / "_build").exists()
    code = "import sys, build_tools.cli.command, build_tools.cli.check; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "build_tools.checks.currency" in loaded
    assert not {"sphinx", "docutils", "weasyprint"}.intersection(loaded)


def test_a_build_ends_with_one_line_on_the_law(project, handbook):
    write(project, "first", UNREAD)
    told = handbook("build", "html").stdout.splitlines()
    (line,) = (line for line in told if line.startswith("Law: "))
    assert line == (
        "Law: 1 citation rests on an unread source; "
        "`handbook check --law` lists what to look at."
    )
    assert told.index(line) == len(told) - 2


@pytest.mark.parametrize("text", [UNREAD, CHANGED])
def test_a_final_edition_is_refused_over_doubtful_law(project, handbook, text):
    write(project, "first", text)
    sign(project, "first")
    sign(project, "second")
    done = handbook("build", "html", "--final")
    assert done.returncode == 1
    assert "chapters/foundations/first.md:12:5" in done.stderr
    assert "1 mistake to mend, so the final edition was not put in its place." in done.stderr


def test_a_final_edition_stands_when_somebody_answers_for_the_law(project, handbook):
    write(project, "first", UNREAD)
    sign(project, "first")
    sign(project, "second")
    accept(project, "plenum-13-2009")
    done = handbook("build", "html", "--final")
    assert done.returncode == 0, done.stderr
    assert (project / "_build/en/html/index.html").is_file()


def test_an_exception_that_nothing_needs_is_told(project, handbook):
    accept(project, "plenum-13-2009")
    done = handbook("build", "html", "--final")
    assert done.returncode == 1
    assert "handbook/editions/handbook.toml:8:1  'plenum-13-2009' is accepted, but" in done.stderr


def test_an_exception_says_who_answers_for_it_and_why(project, handbook):
    accept(project, "plenum-13-2009")
    path = project / "handbook/editions/handbook.toml"
    path.write_text(path.read_text("utf-8").replace('by = "A."\n', ""), encoding="utf-8")
    done = handbook("build", "html")
    assert done.returncode == 1
    assert "The key 'by' is missing in [[accepted]]." in done.stderr


def test_a_person_in_danger_ends_with_4(project, handbook):
    write(project, "first", "# First\n\nCall +998 90 123 45 67 first.\n")
    done = handbook("check", "--harm")
    assert done.returncode == 4
    assert "chapters/foundations/first.md:10:6  Here stands a telephone number." in done.stdout
    assert handbook("check").returncode == 4


def test_a_word_that_wounds_is_advice(project, handbook):
    write(project, "first", "# First\n\nA prostitute came to the office.\n")
    done = handbook("check", "--words")
    assert done.returncode == 0
    assert "chapters/foundations/first.md:10:3" in done.stdout
    assert "Words: 1 to think over." in done.stdout


def test_a_sound_book_is_told_to_be_so(project, handbook):
    write_sound(project)
    told = handbook("check")
    assert told.returncode == 0, told.stdout
    assert told.stdout.splitlines()[:2] == [
        "Structure: 0 mistakes to mend.", "Words: 0 to think over.",
    ]
    assert told.stdout.splitlines()[-1] == "Persons: 0 places that could lead to one."
