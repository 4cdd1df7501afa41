"""A site that stays read: what is written of it is always of now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_tools.model import Audience
from build_tools.sphinx_ext.kept_site import BrokenBookError, KeptSite
from tests.pdf.tiny import make_project

ONE = "chapters/part/one"
TABLE = "The words of one.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptSite]:
    root = make_project(tmp_path_factory.mktemp("kept") / "project", one=TABLE, two="Two.")
    kept = KeptSite(root, root / "_build", Audience.PARTICIPANTS, lambda read, of: None)
    kept.refresh(())
    yield kept
    kept.close()


def save(site: KeptSite, name: str, was: str, is_: str) -> None:
    """Put other words into a chapter and have it read."""
    path: Path = site.root / f"chapters/part/{name}.md"
    path.write_text(path.read_text("utf-8").replace(was, is_), encoding="utf-8")
    site.refresh((path,))


def test_a_page_written_again_for_another_s_sake_has_its_own_newest_words(site: KeptSite) -> None:
    save(site, "one", "The words", "The first words")
    site.page(ONE)
    save(site, "two", "Two.", "Two, changed.")
    site.page(ONE)
    save(site, "one", "The first words", "The newest words")
    site.page(ONE)
    save(site, "two", "Two, changed.", "Two.")
    assert "The newest words" in site.page(ONE)


def test_a_chapter_made_ready_for_print_leaves_the_site_as_it_is(site: KeptSite) -> None:
    before = site.page(ONE)
    assert (site.printing(ONE) or {})["bodies"][0].name == "one"
    save(site, "two", "Two.", "Two!")
    assert site.page(ONE) == before
    assert "scroll-frame" in before


def test_mistakes_are_counted_anew_each_time(site: KeptSite) -> None:
    for _time in range(2):
        save(site, "one", "words of one", "words {nomark}`x` of one")
        assert "1 mistake to mend" in site.page(ONE)
        save(site, "one", "words {nomark}`x` of one", "words of one")
        assert "mistake to mend" not in site.page(ONE)
        assert site.findings == ()


def test_a_broken_book_stops_nothing_that_was_read(site: KeptSite) -> None:
    path = site.root / "handbook/book.toml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("[[part]]", "[[part]\n", 1), encoding="utf-8")
    with pytest.raises(BrokenBookError) as told:
        site.refresh((path,))
    assert told.value.findings[0].path == "handbook/book.toml"
    assert "words of one" in site.page(ONE)
    path.write_text(sound, encoding="utf-8")
    site.refresh((path,))


def test_search_finds_the_newest_words_and_no_older_ones(site: KeptSite) -> None:
    for was, is_, pages in (("words of", "marigolds of", 1), ("marigolds of", "words of", 0)):
        save(site, "one", was, is_)
        index = json.loads(site.search_index().removeprefix(b"Search.setIndex(")[:-1])
        found = index["terms"].get("marigold", [])
        assert len(found if isinstance(found, list) else [found]) == pages
