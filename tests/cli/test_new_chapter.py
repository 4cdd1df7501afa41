"""`handbook new chapter`: its bones in a file, its name in book.toml, nothing else touched."""

from __future__ import annotations

import difflib

from build_tools.load import load_book


def test_a_chapter_is_written_and_listed(project, handbook):
    book = project / "handbook/book.toml"
    text = book.read_text("utf-8").replace('title = "Foundations"', 'title = "Foundations"  # ours')
    book.write_text(text, encoding="utf-8")
    done = handbook("new", "chapter", "The Sentencing of Groups", "--part", "foundations")
    assert done.returncode == 0, done.stderr
    path = project / "chapters/foundations/sentencing-groups.md"
    assert "# The Sentencing of Groups" in path.read_text("utf-8")
    lines = difflib.ndiff(text.splitlines(), book.read_text("utf-8").splitlines())
    assert [line for line in lines if line[0] in "+-"] == [
        '- chapters = ["first", "second"]', '+ chapters = ["first", "second", "sentencing-groups"]',
    ]
    assert handbook("check", "--structure", path).returncode == 0


def test_a_chapter_that_was_planned_is_planned_no_more(project, handbook):
    assert "fair-trial" in load_book(project).planned
    handbook("new", "chapter", "Fair trial", "--part", "foundations")
    book = (project / "handbook/book.toml").read_text("utf-8")
    assert book.count('"fair-trial"') == 1


def test_an_unknown_part_changes_nothing(project, handbook):
    before = (project / "handbook/book.toml").read_bytes()
    done = handbook("new", "chapter", "Fair trial", "--part", "foundation")
    assert done.returncode == 2
    assert "'foundations'" in done.stderr
    assert (project / "handbook/book.toml").read_bytes() == before
    assert not list(project.glob("chapters/*/fair-trial.md"))


def test_a_name_that_is_taken_or_cannot_be_one_is_a_wrong_command(project, handbook):
    for arguments in (["First"], ["Глава"], ["Fair trial", "--name", "Fair_1"]):
        assert handbook("new", "chapter", *arguments, "--part", "foundations").returncode == 2


def test_numbers_given_for_good_are_not_moved(project, handbook):
    folder = project / "handbook/numbers"
    folder.mkdir()
    (folder / "second.toml").write_text('chapter = "1"\n', encoding="utf-8")
    before = (project / "handbook/book.toml").read_bytes()
    done = handbook("new", "chapter", "Fair trial", "--part", "foundations")
    assert done.returncode == 1
    assert (project / "handbook/book.toml").read_bytes() == before
    assert not list(project.glob("chapters/*/fair-trial.md"))
