"""The examples of `handbook help` are put to the test: the wrong one is told, the right one is not.

Those in words of a chapter, of settings, bones and persons are looked at in tests/checks.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from build_tools import load
from build_tools.checks.book_rules import Registry, orphans
from build_tools.checks.currency import cited_in, doubts, refusals
from build_tools.checks.encoding_rules import wrong_encoding
from build_tools.checks.wording import wording_findings
from build_tools.errors import BookDataError
from build_tools.load.explained import load_explained
from build_tools.model import Explained, Finding
from build_tools.training.courses import Courses
from tests.training.conftest import BOOK, CHAPTER, COURSE

TOP = Path(__file__).parents[1]
EXPLAINED = {one.code: one for one in load_explained()}
LOOKED_AT_ELSEWHERE = {
    "words": "checks/test_structure.py", "settings": "checks/test_structure.py",
    "bones": "checks/test_structure.py", "person": "checks/test_persons_explained.py",
    "build": "sphinx_ext/test_explained.py",
}
NOT_RUN = {
    "unreadable-file": "another program would have to hold the file",
    "long-reading": "a chapter of many pages is no example; training/test_planning.py reads one",
}
LOADERS: dict[str, Callable[[Path], object]] = {
    "allowed": load.load_allowed,
    "authorities": load.load_authorities,
    "book": load.load_book,
    "cases": load.load_cases,
    "charts": lambda root: load.load_chart(root, "convictions"),
    "clock": load.load_clock,
    "concordance": lambda root: load.load_concordance(root, load.load_authorities(root)),
    "design": load.load_design,
    "editions": load.load_book,
    "numbers": lambda root: load.load_frozen(root, "elements"),
    "terms": load.load_terms,
    "verbs": load.load_verbs,
    "worked": lambda root: load.load_worked(root, "wages"),
}
"""Who reads a file below handbook/."""
CITING = (
    "---\nlaw-as-at: 2025-12-24\n---\n\n"
    "See {law}`uz-cc 135`, {law}`uz-cc 999`, {law}`plenum-13-2009`.\n"
)


def of_kind(kind: str) -> pytest.MarkDecorator:
    every = [one for one in EXPLAINED.values() if one.kind == kind and one.code not in NOT_RUN]
    return pytest.mark.parametrize("one", every, ids=lambda one: one.code)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a book of two chapters, the first with its number for good, and a course."""
    root = tmp_path_factory.mktemp("book")
    shutil.copytree(TOP / "handbook", root / "handbook")
    shutil.rmtree(root / "handbook/courses")
    taught = CHAPTER.replace(":objectives: 2\n", ":objectives: 1, 2\n")  # four on the second
    taught = taught.replace(":objectives: 1\n:type", ":objectives: 1, 2\n:type")
    for path, text in {
        "handbook/book.toml": BOOK.replace('["elements"]', '["elements", "consent"]'),
        "handbook/courses/jud-1.toml": COURSE,
        "handbook/numbers/elements.toml": 'chapter = "1"\n',
        "chapters/foundations/elements.md": taught,
        "chapters/foundations/consent.md": "# Consent\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def with_lines(text: str, example: str) -> str:
    """Put each line of an example in the place of that of the same key, tables at the end."""
    if not text or example.startswith("[["):
        return f"{text}\n{example}\n"
    above = ""
    for line in example.split("\n"):
        key = re.escape(line.partition(" = ")[0])
        there = re.search(rf"^{key} = (?:\[\n(?: .*\n)*\]|.*)\n", text, re.MULTILINE)
        start, end = there.span() if there else (0, 0)
        above, text = f"{above}{text[:start]}{line}\n", text[end:]
    return above + text


def told(
    root: Path, one: Explained, example: str, read: Callable[[Path], Iterable[Finding]]
) -> set[str]:
    """Return the codes that are told when a file holds an example."""
    path, example = root / one.file, example.strip("\n")
    sound = path.read_text("utf-8") if path.exists() else ""
    if path.suffix == ".md":
        assert one.good.strip("\n") in sound
        changed = sound.replace(one.good.strip("\n"), example, 1)
    else:
        changed = with_lines(sound, example)
    path.write_text(changed, encoding="utf-8")
    try:
        return {finding.code for finding in read(root)}
    except BookDataError as error:
        return {finding.code for finding in error.findings}
    finally:
        path.write_text(sound, encoding="utf-8") if sound else path.unlink()


@of_kind("data")
def test_an_example_of_the_books_data_is_wrong_and_right(root: Path, one: Explained) -> None:
    def read(root: Path) -> Iterable[Finding]:
        LOADERS[Path(one.file).parts[1].removesuffix(".toml")](root)
        return ()

    assert one.code in told(root, one, one.bad, read)
    assert one.code not in told(root, one, one.good, read)


@of_kind("course")
def test_an_example_of_a_course_is_wrong_and_right(root: Path, one: Explained) -> None:
    def read(root: Path) -> Iterable[Finding]:
        courses = Courses(root, load.load_book(root))
        planned = courses.planned(courses.named("JUD-1"))
        return *planned.findings, *planned.advice

    assert one.code in told(root, one, one.bad, read)
    assert one.code not in told(root, one, one.good, read)


@of_kind("law")
def test_an_example_of_the_law_is_wrong_and_right(root: Path, one: Explained) -> None:
    def read(root: Path) -> Iterable[Finding]:
        book, law = load.load_book(root), {a.name: a for a in load.load_authorities(root)}
        cited = cited_in([("chapters/a.md", CITING)], book.law_as_at, law)
        found = doubts(cited, law, dt.date(2026, 4, 1), book.law_check_months)
        (whole,) = (edition for edition in book.editions if edition.name == "handbook")
        of_code = (doubt for doubt in found if doubt.authority.name == "uz-cc")
        needless = (f for f in refusals(found, whole, law) if f.code == "nothing-to-accept")
        return *needless, *(f for doubt in of_code for f in doubt.findings())

    assert one.code in told(root, one, one.bad, read)
    assert one.code not in told(root, one, one.good, read)


def test_a_file_that_is_gone_is_told(root: Path) -> None:
    one = EXPLAINED["missing-file"]
    path = root / one.bad.partition(" is gone")[0]
    text = path.read_text("utf-8")
    path.unlink()
    with pytest.raises(BookDataError) as caught:
        load.load_verbs(root)
    path.write_text(text, encoding="utf-8")
    assert [finding.code for finding in caught.value.findings] == ["missing-file"]


def test_a_drawing_that_nobody_shows_is_told_by_the_example() -> None:
    path = EXPLAINED["orphan"].bad.strip().partition(",")[0]
    assert path.rpartition("/")[2] in EXPLAINED["orphan"].good
    (found,) = orphans((), Registry(files=frozenset({path})))
    assert found.code == "orphan"


def test_an_old_encoding_is_told_by_the_example() -> None:
    one = EXPLAINED["wrong-encoding"]
    found = wrong_encoding("a.md", one.bad.strip().encode("latin-1"))
    assert found is not None
    assert found.source == one.good.strip()
    assert wrong_encoding("a.md", one.good.encode()) is None


def test_each_word_to_avoid_is_told_by_its_rule() -> None:
    wording = load.load_wording(TOP)
    for rule in (rule for rule in wording if rule.language == "en"):
        for form in rule.forms:
            text = f"A {form.replace('*', '')}."
            assert rule.rule in {f.code for f in wording_findings("a.md", text, wording)}, form


def test_every_example_is_put_to_the_test() -> None:
    here = {"data", "course", "law", "file", "wording"}
    kinds = {one.kind for one in EXPLAINED.values()}
    assert kinds <= here | set(LOOKED_AT_ELSEWHERE)
    assert set(NOT_RUN) <= set(EXPLAINED)
    of_files = {one.code for one in EXPLAINED.values() if one.kind == "file"}
    assert of_files - set(NOT_RUN) == {"missing-file", "orphan", "wrong-encoding"}
