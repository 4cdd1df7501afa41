"""`handbook fix`: what is mechanical is mended, shown first, and kept as it was."""

from __future__ import annotations

import pytest


@pytest.fixture
def chapter(project):
    return project / "chapters/foundations/first.md"


@pytest.mark.parametrize(
    ("content", "mended", "told"),
    [
        ("Слово.\n".encode("cp1251"), "Слово.\n", "it was Windows-1251"),
        ("Слово.\n".encode("utf-16"), "Слово.\n", "it was UTF-16"),
        (b"\xef\xbb\xbfWord.\n", "Word.\n", "Windows puts first"),
        (b"One.\r\nTwo.\r", "One.\nTwo.\n", "lines end"),
        (b"[so'roq]{.language-uz}\n", "[soʻroq]{.language-uz}\n", "line 1: [so'roq]"),
        ("[ma’no]{.language-uz}\n".encode(), "[maʼno]{.language-uz}\n", "line 1: [ma’no]"),
    ],
)
def test_a_file_is_mended_and_kept_as_it_was(chapter, handbook, content, mended, told):
    chapter.write_bytes(content)
    done = handbook("fix", chapter)
    assert (done.returncode, chapter.read_bytes()) == (0, mended.encode())
    assert told in done.stdout
    (copy,) = chapter.parent.glob("first.md.bak-*")
    assert copy.read_bytes() == content


def test_what_is_right_stays_byte_for_byte(chapter, handbook):
    before = chapter.read_bytes()
    assert handbook("fix", chapter).stdout.endswith("nothing to mend.\n")
    assert chapter.read_bytes() == before
    assert not list(chapter.parent.glob("*.bak-*"))


def test_changes_can_be_looked_at_first(chapter, handbook):
    chapter.write_bytes(b"One.\r\n")
    assert "lines end" in handbook("fix", "--show", chapter).stdout
    assert chapter.read_bytes() == b"One.\r\n"


def test_english_apostrophes_are_left_alone(chapter, handbook):
    chapter.write_text("The victim's brother’s car at five o'clock.\n", encoding="utf-8")
    assert "nothing to mend" in handbook("fix", chapter).stdout


def test_a_file_that_is_not_there_is_a_wrong_command(handbook):
    assert handbook("fix", "chapters/foundations/frist.md").returncode == 2
