"""The commands `handbook course`, `handbook new course` and `handbook export`."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.training.exports import Format
from tests.training.conftest import BOOK, CHAPTER, COURSE

FILE = "handbook/courses/jud-1.toml"


@pytest.fixture
def project(project: Path) -> Path:
    """Return the small project with one chapter to be taught and one course."""
    for path in (project / "chapters/foundations").iterdir():
        path.unlink()
    (project / FILE).write_text(COURSE, encoding="utf-8")
    (project / "handbook/book.toml").write_text(BOOK, encoding="utf-8")
    (project / "chapters/foundations/elements.md").write_text(CHAPTER, encoding="utf-8")
    return project


def change(project: Path, old: str, new: str) -> None:
    text = (project / FILE).read_text("utf-8")
    assert old in text
    (project / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_courses_are_listed(handbook) -> None:
    done = handbook("course")
    assert done.returncode == 0
    assert done.stdout == (
        "JUD-1    Judges (1 day, 3:00 clock hours, 4 academic hours, 8-12 people)\n"
    )


def test_a_timetable_has_clock_times_and_running_sums(handbook) -> None:
    done = handbook("course", "JUD-1")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "10:45 1.2 Sentencing 3:00 4" in lines
    assert "10:30 Tea, 15 min" in lines
    assert "Waits for 1 chapter: sentencing." in lines


def test_steps_and_items_are_shown_on_demand(handbook) -> None:
    told = handbook("course", "jud-1", "--steps", "--items").stdout
    assert "09:45  40 min  exercise:  Six vignettes (short version)" in told
    assert "elements                  1  choice     objective 1" in told


def test_what_is_missing_for_the_tests_is_told(handbook) -> None:
    told = " ".join(handbook("course", "jud-1").stdout.split())
    assert "take four questions in its chapter; 0 of 2 objectives have them." in told
    assert "chapters/foundations/elements.md:10" in told


def test_a_mistake_ends_with_1_and_its_place(project, handbook) -> None:
    change(project, "six-vignettes", "six-vignetes")
    done = handbook("course", "jud-1")
    assert done.returncode == 1
    assert f"{FILE}:22:15  The chapter 'elements' has no exercise 'six-vignetes'." in done.stderr


@pytest.mark.parametrize("command", ["course", "export"])
def test_an_unknown_course_is_a_wrong_command(handbook, command: str) -> None:
    done = handbook(command, "jud-2")
    assert (done.returncode, done.stderr) == (
        2, "There is no course 'jud-2'. Did you mean 'jud-1'?\n"
    )


def test_exports_stand_among_the_trainers_files(project, handbook) -> None:
    done = handbook("export", "JUD-1")
    assert done.returncode == 0, done.stderr
    folder = project / "_build/en/trainer/courses/jud-1"
    assert len(list(folder.iterdir())) == len(Format)
    assert not list(project.glob("_build/en/html*"))


def test_one_format_can_be_exported_alone(project, handbook) -> None:
    assert handbook("export", "jud-1", "--format", "gift").returncode == 0
    folder = project / "_build/en/trainer/courses/jud-1"
    assert [path.name for path in folder.iterdir()] == ["jud-1.gift.txt"]


def test_a_course_with_mistakes_is_not_exported(project, handbook) -> None:
    change(project, "six-vignettes", "six-vignetes")
    assert handbook("export", "jud-1").returncode == 1
    assert not (project / "_build").exists()


def test_what_could_lead_to_a_person_is_not_exported(project, handbook) -> None:
    chapter = project / "chapters/foundations/elements.md"
    chapter.write_text(CHAPTER.replace("Because.", "Call +998 90 123 45 67."), encoding="utf-8")
    assert handbook("export", "jud-1").returncode == 4
    assert not (project / "_build").exists()


def test_a_new_course_is_sound_from_the_start(project, handbook) -> None:
    done = handbook("new", "course", "bor-2", 'The "border" course', "--for", "judges")
    assert done.returncode == 0, done.stderr
    told = handbook("course", "bor-2")
    assert told.returncode == 0, told.stderr
    assert "2 days, 12:00 clock hours, 16 academic hours" in told.stdout


@pytest.mark.parametrize("name", ["jud-1", "nonsense", "aca-40"])
def test_a_new_course_needs_a_name_that_is_free_and_says_its_days(handbook, name: str) -> None:
    done = handbook("new", "course", name, "Title")
    assert done.returncode == 2
    assert "How to fix" in done.stderr


def test_packs_of_a_course_that_waits_are_refused(handbook, project: Path) -> None:
    done = handbook("build", "course", "JUD-1")
    assert done.returncode == 1
    assert "JUD-1 waits for 1 chapter: sentencing. How to fix: write" in done.stderr
    assert not (project / "_build/en/courses").exists()


@pytest.mark.parametrize("output", ["course", "slides"])
@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--edition", "handbook"), "leave --edition out"),
        (("--language", "ru"), "No course is there in the language 'ru'. How to fix: write"),
    ],
)
def test_what_courses_are_not_made_for_is_refused(handbook, output, option, words) -> None:
    done = handbook("build", output, "JUD-1", *option)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_broken_course_is_told_at_its_line_and_hides_no_other(handbook, project: Path) -> None:
    broken = project / "handbook/courses/bad-1.toml"
    broken.write_text(COURSE.replace("3:00", "4:00"), encoding="utf-8")
    for _time in ("first", "again"):
        done = handbook("build", "html", "--quiet")
        assert done.returncode == 1
        assert "handbook/courses/bad-1.toml:5:1  The sessions last 3:00 hours" in done.stderr
        assert 'How to fix: write "3:00"' in done.stderr
    assert 'id="jud-1"' in (project / "_build/en/html/training.html").read_text("utf-8")
    assert handbook("course", "jud-1").returncode == 0
    assert handbook("course", "bad-1").returncode == 1
    assert (handbook("course").returncode, handbook("course").stdout[:5]) == (1, "JUD-1")


def test_only_a_course_has_a_name(handbook) -> None:
    done = handbook("build", "pdf", "JUD-1")
    assert done.returncode == 2
    assert "only course and slides take one" in done.stderr


def test_packs_stand_in_two_trees_and_the_site_names_participants_alone(
    handbook, project: Path
) -> None:
    change(project, '["sentencing"]', '["elements"]')
    change(project, 'method = "Panels"', 'method = "Panels"\nexercises = []')
    done = handbook("build", "course", "jud-1", "--quiet")
    assert done.returncode == 0, done.stderr
    assert (project / "_build/en/courses/jud-1/jud-1-participant-pack.pdf").is_file()
    assert (project / "_build/en/trainer/courses/jud-1/jud-1-trainer-pack.pdf").is_file()
    page = (project / "_build/en/html/training.html").read_text("utf-8")
    assert 'href="downloads/jud-1-participant-pack.pdf"' in page
    assert "trainer-pack" not in page
    assert not list((project / "_build/en/html").rglob("*trainer-pack*"))
