"""`handbook check` on structure: what it tells, to whom, in which form, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from tests.cli.conftest import SETTINGS, TOP, command, write, write_sound

WRONG = "# First\n\nA {lwa}`uz-cc 135`.\n"


def test_a_mistake_is_told_with_its_line_a_caret_and_what_to_type(project, handbook):
    write_sound(project)
    path = project / "chapters/foundations/first.md"
    path.write_text(path.read_text("utf-8").replace("Say who", "Say {lwa}`x` who", 1), "utf-8")
    done = handbook("check", "--structure")
    line = path.read_text("utf-8").split("\n").index(
        "Say {lwa}`x` who does what, on which legal ground, in which order, and how it is proved."
    ) + 1
    assert done.returncode == 1
    assert done.stdout == (
        f"chapters/foundations/first.md:{line}:5  There is no mark {{lwa}}.\n"
        f"{line:>6} | Say {{lwa}}`x` who does what, on which legal ground, in which order, and how "
        "it is proved.\n"
        "       |     ^\n"
        "    How to fix: Did you mean '{law}'?   [unknown-mark]\n\n"
        "Structure: 1 mistake to mend.\n"
    )


def test_a_sound_book_ends_with_0_in_every_form(project, handbook):
    write_sound(project)
    done = handbook("check", "--structure")
    assert (done.returncode, done.stdout) == (0, "Structure: 0 mistakes to mend.\n")
    assert handbook("check", "--structure", "--format", "json").stdout == "[]\n"


def test_what_was_seen_is_kept_until_the_chapter_changes(project, handbook):
    write_sound(project)
    assert handbook("check", "--structure").returncode == 0
    kept = project / "_build/check/chapters.txt"
    assert kept.read_text("utf-8").count("\n") == 2
    write(project, "first", WRONG)
    assert "[unknown-mark]" in handbook("check", "--structure").stdout


def test_sphinx_is_loaded_once_for_its_names_and_not_again(project):
    code = (
        "import sys\nfrom build_tools.cli.command import handbook\n"
        "handbook.main(['check', '--structure'], standalone_mode=False)\n"
        "print('sphinx' in sys.modules, 'docutils.parsers.rst' in sys.modules)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True
        ).stdout.splitlines()[-1]
        for _time in range(2)
    ]
    assert told == ["True True", "False False"]


def test_only_the_files_named_are_told(project, handbook):
    write(project, "first", WRONG)
    write(project, "second", WRONG)
    done = handbook("check", "chapters/foundations/second.md", "--structure")
    assert "second.md:10:3" in done.stdout
    assert "first.md" not in done.stdout


def test_a_chapter_that_is_not_there_is_a_wrong_command(handbook):
    done = handbook("check", "chapters/foundations/frist.md")
    assert done.returncode == 2
    assert "Did you mean 'first.md'?" in done.stderr


def test_many_mistakes_of_one_kind_are_folded(project, handbook):
    write(project, "first", "# First\n\n" + "A {lwa}`x`.\n\n" * 15)
    told = handbook("check", "chapters/foundations/first.md", "--structure").stdout
    assert told.count("There is no mark") == 3
    assert "… and 12 more like it in this file (lines 16, 18, 20," in told


def test_a_chapter_in_windows_1251_names_the_command_that_mends_it(project, handbook):
    path = project / "chapters/foundations/first.md"
    text = f"{SETTINGS}# Глава\n\nСлово.\n"
    path.write_bytes(text.encode("cp1251"))
    done = handbook("check", "--structure", "chapters/foundations/first.md")
    assert done.stdout.startswith(
        "chapters/foundations/first.md:7:3  This file is not saved as UTF-8"
    )
    assert "handbook fix chapters/foundations/first.md" in done.stdout
    assert handbook("fix", "chapters/foundations/first.md").returncode == 0
    assert path.read_text("utf-8") == text


def test_a_build_reads_windows_1251_all_the_same_and_tells_it(project, handbook):
    path = project / "chapters/foundations/first.md"
    path.write_bytes(f"{SETTINGS}(first)=\n# Глава\n\nСлово потерпевшего.\n".encode("cp1251"))
    done = handbook("build", "html", "--quiet")
    assert done.returncode == 1
    assert "handbook fix chapters/foundations/first.md" in done.stderr
    page = (project / "_build/en/html/chapters/foundations/first.html").read_text("utf-8")
    assert "Слово потерпевшего." in page
    assert "This page has 1 mistake to mend." in page


def test_a_file_of_the_book_that_is_broken_does_not_hide_the_chapters(project, handbook):
    write(project, "first", WRONG)
    book = project / "handbook/book.toml"
    book.write_text(book.read_text("utf-8").replace('"second"]', '"secnd"]'), encoding="utf-8")
    told = handbook("check", "--structure").stdout
    assert "[missing-chapter]" in told
    assert "[unknown-mark]" in told


UZBEK = "# First\n\nA [so\u02bbroq]{.language-uz} {lwa}`x`, a [so'roq]{.language-uz}.\n"


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_a_console_of_windows_that_lacks_a_letter_is_no_reason_to_stop(project, handbook, form):
    write(project, "first", UZBEK)
    named = ("check", "chapters/foundations/first.md", "--structure", "--format", form)
    codes = {"PYTHONIOENCODING": "cp1251"}
    done = subprocess.run(
        command(*named), cwd=project, env=os.environ | codes, capture_output=True, check=False
    )
    told = done.stdout.decode("cp1251")
    assert done.returncode == 1, done.stderr
    assert "unknown-mark" in told
    assert form != "json" or any("soʻroq" in row["source"] for row in json.loads(told))


def test_the_editor_of_code_finds_each_place_that_is_told(project, handbook):
    tasks = json.loads((TOP / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    patterns = [task["problemMatcher"]["pattern"] for task in tasks[:2]]
    write(project, "first", f"{WRONG}\n{UZBEK[9:]}\nCall +998 90 123 45 67 first.\n")
    book = project / "handbook/book.toml"
    book.write_text(book.read_text("utf-8").replace('"second"]', '"secnd"]'), encoding="utf-8")
    told = handbook("check").stdout
    for pattern in patterns:
        found = re.findall(pattern["regexp"], told, re.MULTILINE)
        assert len(found) == told.count("\n    How to fix: ")
        places = {(path, int(line), int(column)) for path, line, column, _message in found}
        assert ("chapters/foundations/first.md", 10, 3) in places
        assert "handbook/book.toml" in {path for path, _line, _column in places}


def test_what_is_wrong_with_the_books_list_is_told_once(project, handbook):
    book = project / "handbook/book.toml"
    book.write_text(book.read_text("utf-8").replace('"second"]', '"secnd"]'), encoding="utf-8")
    assert handbook("check").stdout.count("[missing-chapter]") == 1
    rows = json.loads(handbook("check", "--format", "json").stdout)
    assert [row["code"] for row in rows].count("missing-chapter") == 1


@pytest.fixture
def mistakes(project, handbook):
    """Return what the command writes for a program, with one mistake and one piece of advice."""
    write_sound(project)
    path = project / "chapters/foundations/first.md"
    text = path.read_text("utf-8").replace("Say who", "A prostitute, 100% {lwa}`x`, who", 1)
    path.write_text(text, encoding="utf-8")
    return lambda form: handbook("check", "--structure", "--words", "--format", form).stdout


def test_programs_get_a_list(mistakes):
    error, warning = json.loads(mistakes("json"))
    assert (error["code"], error["level"], error["column"]) == ("unknown-mark", "error", 20)
    assert (warning["code"], warning["level"]) == ("prostitute", "warning")


def test_github_gets_lines_it_understands(mistakes):
    error, warning = mistakes("github").splitlines()
    place = "file=chapters/foundations/first.md,line=21,col=20,title=unknown-mark"
    assert error.startswith(f"::error {place}::")
    assert error.endswith("::There is no mark {lwa}. How to fix: Did you mean '{law}'?")
    assert warning.startswith("::warning file=")


def test_reviews_get_sarif(mistakes):
    (run,) = json.loads(mistakes("sarif"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["prostitute", "unknown-mark"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 21, "startColumn": 20}


@pytest.mark.parametrize("code", ["unclosed-box", "[handbook.unclosed-box]", "gypsy", "phone"])
def test_a_code_is_explained_with_both_examples(handbook, code):
    done = handbook("help", code)
    assert done.returncode == 0
    assert done.stdout.index("Wrong:") < done.stdout.index("Right:")


def test_a_mistyped_code_is_answered_with_near_ones(handbook):
    done = handbook("help", "unclosed-bx")
    assert done.returncode == 2
    assert "'unclosed-box'" in done.stderr


def test_all_codes_are_listed(handbook):
    assert "In a chapter: answer, argument, bones," in handbook("help").stdout
