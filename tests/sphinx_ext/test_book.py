"""The book's order and numbers, and what follows when they change between two builds."""

import re
from pathlib import Path

import pytest
from docutils import nodes

from .conftest import Build, Built

ONE = "(here)=\nOne.\n\nSee {para}`two#there`."
TWO = "Before.\n\n(there)=\nTwo.\n\nSee {para}`one#here` and {numref}`tab`."
TABLE = "\n\n:::{list-table} Title\n:name: tab\n\n* - a\n:::\n"


def references(built: Built, chapter: str) -> list[str]:
    """Return what the references on a page print."""
    article = built.page(chapter).partition("<article")[2].partition("</article>")[0]
    return re.findall(r"<span>((?:para\.|Table)\u00a0[\d.]+)</span>", article)


def test_chapters_are_numbered_through_and_named_in_the_contents(build: Build) -> None:
    built = build({"one": "Word.", "two": "Word.\n\n## Section\n\nWord."}, builder="html")
    titles = [next(iter(built.tree(name).findall(nodes.title))) for name in ("one", "two")]
    assert [str(title["secnumber"][0]) for title in titles] == ["1", "2"]
    assert 'href="#">2\u2002Chapter two</a>' in built.page("two")
    contents = (built.out / "index.html").read_text(encoding="utf-8")
    assert contents.index("Chapter one") < contents.index("Chapter two")


@pytest.mark.parametrize(
    ("changed", "printed"),
    [
        ({"one": "New.\n\n" + ONE + TABLE, "two": TWO}, ["para.\u00a01.2", "Table\u00a01.1"]),
        (
            {"one": ":::{list-table} New\n* - a\n:::\n\n" + ONE + TABLE, "two": TWO},
            ["para.\u00a01.1", "Table\u00a01.2"],
        ),
        ({"new": "New.", "one": ONE + TABLE, "two": TWO}, ["para.\u00a02.1", "Table\u00a02.1"]),
        ({"two": TWO, "one": ONE + TABLE}, ["para.\u00a02.1", "Table\u00a02.1"]),
    ],
    ids=["paragraph-added", "table-added", "chapter-added", "order-changed"],
)
def test_a_page_follows_a_change_in_another_chapter(
    build: Build, changed: dict[str, str], printed: list[str]
) -> None:
    first = build({"one": ONE + TABLE, "two": TWO}, builder="html")
    assert references(first, "two") == ["para.\u00a01.1", "Table\u00a01.1"]
    second = build(changed, builder="html")
    assert not second.warnings
    assert references(second, "two") == printed


def test_a_page_follows_when_a_chapter_leaves_the_book(build: Build) -> None:
    build({"zero": "Word.", "one": ONE + TABLE, "two": TWO}, builder="html")
    second = build({"one": ONE + TABLE, "two": TWO}, builder="html")
    assert references(second, "two") == ["para.\u00a01.1", "Table\u00a01.1"]
    assert references(second, "one") == ["para.\u00a02.2"]
    assert "Chapter zero" not in second.page("two")


def test_a_reference_to_a_label_that_is_gone_is_told_in_the_second_build(build: Build) -> None:
    build({"one": ONE + TABLE, "two": TWO}, builder="html")
    second = build({"one": ONE.replace("(here)", "(gone)") + TABLE, "two": TWO}, builder="html")
    (warning,) = second.warnings.splitlines()
    assert warning.startswith("chapters/part/two.md:14: ")
    assert "'one#here'" in warning


def test_a_reference_to_a_chapter_that_is_gone_is_told_in_the_second_build(build: Build) -> None:
    build({"one": ONE + TABLE, "two": TWO}, builder="html")
    second = build({"two": TWO}, builder="html")
    assert second.warnings.count("[handbook.reference]") == 2


def test_a_mistake_is_told_in_every_build_until_it_is_mended(build: Build) -> None:
    wrong = {"one": "Word {law}`uz-xx`.", "two": "Word."}
    assert build(wrong).warnings == build(wrong).warnings != ""
    assert not build({"one": "Word.", "two": "Word."}).warnings


def test_pages_do_not_change_when_nothing_has_changed(build: Build) -> None:
    chapters = {"one": ONE + TABLE, "two": TWO}
    first = {p: p.stat().st_mtime_ns for p in build(chapters, builder="html").out.rglob("*.html")}
    build(chapters, builder="html")
    written = [p.name for p, time in first.items() if p.stat().st_mtime_ns != time]
    assert "one.html" not in written


def test_reading_in_parallel_gives_the_same_bytes(
    build: Build, tmp_path: Path, drawing: None
) -> None:
    # Sphinx reads in parallel only from six documents on.
    fill = {f"chapter-{letter}": "{index}`word` Word {law}`uz-cc 135`." for letter in "abcdef"}
    figure = ":::{figure} ../figures/tree.svg\n:alt: A\n\nTitle.\n:::\n"
    chapters = {"one": ONE + TABLE, "two": TWO + "\n\n" + figure, **fill}
    pages = []
    for jobs in (1, 2):
        built = build(chapters, builder="html", jobs=jobs)
        assert not built.warnings
        files = [path for path in built.out.rglob("*") if path.is_file() and path.suffix != ".map"]
        pages.append({path.name: path.read_bytes() for path in files if path.name != ".buildinfo"})
        built.out.rename(tmp_path / f"read-{jobs}")
        (tmp_path / "trees").rename(tmp_path / f"trees-{jobs}")
    assert pages[0].keys() == pages[1].keys()
    assert [name for name, page in pages[0].items() if page != pages[1][name]] == []
