"""The command `handbook freeze`: numbers that are cited stay."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import write

ONE = "Open the case first, because until then the Code lets you take explanations only."
TWO = "Plan one calm interview and record it; no rule caps the number for adults."
THREE = "Let the person speak. Leading questions are banned and the record shows them."
NEW = "A wholly different paragraph about interpreters and their duty to translate all."


def chapter(*paragraphs: str) -> str:
    return "# First\n\n" + "\n\n".join(paragraphs) + "\n"


@pytest.fixture
def numbers(project, handbook):
    """Return a function that builds the site and gives number and beginning of each paragraph."""

    def build(*paragraphs: str) -> dict[str, str]:
        write(project, "first", chapter(*paragraphs))
        done = handbook("build", "html")
        assert done.returncode == 0, done.stderr
        page = (project / "_build/en/html/chapters/foundations/first.html").read_text("utf-8")
        found = re.findall(r'<p class="[^"]*para"[^>]* id="p([^"]+)">.*?</a>(.*?)</p>', page)
        return {number: re.sub("<[^>]+>", "", text).strip() for number, text in found}

    write(project, "first", chapter(ONE, TWO, THREE))
    return build


def test_an_inserted_paragraph_gets_a_letter(handbook, numbers):
    assert handbook("freeze").returncode == 0
    after = numbers(ONE, NEW, TWO, THREE)
    assert list(after) == ["1.1", "1.1a", "1.2", "1.3"]


def test_a_deleted_paragraph_leaves_one_line(handbook, numbers):
    handbook("freeze")
    assert numbers(ONE, THREE)["1.2"] == "[This paragraph has been deleted.]"


def test_a_moved_paragraph_keeps_its_number(handbook, numbers):
    handbook("freeze")
    assert list(numbers(THREE, ONE, TWO)) == ["1.3", "1.1", "1.2"]


def test_a_paragraph_edited_again_and_again_keeps_its_number(handbook, numbers):
    handbook("freeze")
    words = TWO.split()
    for count in range(len(words)):
        words[count] = f"word{count}"
        text = " ".join(words)
        if count % 3 == 2:
            assert numbers(ONE, NEW, text, THREE)["1.2"] == text


def test_a_number_once_frozen_is_never_given_again(handbook, numbers):
    handbook("freeze")
    numbers(ONE, NEW, TWO, THREE)
    handbook("freeze")
    numbers(ONE, TWO, THREE)
    handbook("freeze")
    other = "Seals, labels and a chain of custody are quite another matter for the file."
    after = numbers(ONE, other, TWO, THREE)
    assert after["1.1a"] == "[This paragraph has been deleted.]"
    assert list(after) == ["1.1", "1.1a", "1.1b", "1.2", "1.3"]


def test_a_paragraph_that_was_not_known_again_gets_its_number_back(handbook, numbers):
    handbook("freeze")
    assert list(numbers(NEW, ONE, THREE)) == ["1.0a", "1.1", "1.2", "1.3"]
    assert handbook("freeze", "--same", "1.0a=1.2").returncode == 0
    assert list(numbers(NEW, ONE, THREE)) == ["1.2", "1.1", "1.3"]


def test_a_number_that_stands_twice_in_the_registry_stops_the_build(project, handbook, numbers):
    handbook("freeze")
    path = project / "handbook/numbers/first.toml"
    path.write_text(path.read_text("utf-8").replace('"1.3"', '"1.2"'), encoding="utf-8")
    done = handbook("build", "html")
    assert done.returncode == 1
    assert "handbook/numbers/first.toml:17:1  The number 1.2 is given twice" in done.stderr


def test_a_text_with_mistakes_is_not_frozen(project, handbook):
    write(project, "first", "# First\n\nText.\n\n:::{checklist} Empty\nNo steps.\n:::\n")
    done = handbook("freeze")
    assert done.returncode == 1
    assert not (project / "handbook/numbers").exists()


@pytest.mark.parametrize("same", ["1.9a=1.2", "1.1=1.2", "nonsense", "7.1=7.2"])
def test_a_wrong_pair_is_refused(handbook, same):
    assert handbook("freeze", "--same", same).returncode == 2
