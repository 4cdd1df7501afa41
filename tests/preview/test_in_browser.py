"""The preview in a real browser: what an editor saves, sees, presses and mends."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from tests.preview.conftest import FIRST, SECOND, Preview

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
BROKEN = FIRST.replace("under it.", "under it, see {para}`nowhere#at-all`.")
Visit = Callable[..., Page]


def line_of(text: str, words: str) -> int:
    return next(count for count, line in enumerate(text.splitlines(), 1) if words in line)


def body(page: Page) -> object:
    return expect(page.locator("#content"))


def test_a_saved_change_is_shown_and_marked_and_nothing_else_is(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    page.evaluate("document.querySelector('#early').untouched = true")
    preview.write("first", FIRST.replace("number 5,", "number five,"))
    expect(page.locator(".preview-changed")).to_have_text(re.compile("number five"))
    assert page.evaluate("document.querySelector('#early').untouched")
    expect(page.locator(".preview-status")).to_contain_text("paragraph 1.7")


def test_a_new_paragraph_is_marked_but_not_those_it_numbers_anew(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    preview.write(
        "first", FIRST.replace("\n\nParagraph number 5,", "\n\nNew.\n\nParagraph number 5,")
    )
    expect(page.locator(".preview-changed")).to_have_text(re.compile(r"New\."))
    expect(page.locator("[id='p1.8']")).to_contain_text("Paragraph number 5,")


def test_what_is_read_stays_where_it_is_when_text_grows_above(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    seen = page.locator("text=Paragraph number 30,")
    seen.scroll_into_view_if_needed()
    before = seen.bounding_box()
    preview.write("first", FIRST.replace("under it.", "under it." + "\n\nMore.\n\nAnd more." * 9))
    body(page).to_contain_text("And more.")
    assert before is not None
    assert abs(seen.bounding_box()["y"] - before["y"]) < 2  # type: ignore[index]


def test_a_changed_heading_reaches_the_page_that_refers_to_it(
    visit: Visit, preview: Preview
) -> None:
    page = visit("second")
    preview.write("first", FIRST.replace("# First chapter", "# Chapter one"))
    expect(page.locator("#content a:has-text('Chapter one')")).to_be_visible()


def test_mistakes_stand_in_a_band_with_fix_and_link_until_they_are_mended(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    preview.write("first", BROKEN)
    item = page.locator(".preview-band li", has_text="nowhere#at-all").first
    expect(item).to_contain_text("How to fix:")
    link = item.locator("a").get_attribute("href") or ""
    assert re.fullmatch(
        rf"vscode://file/\S+/%D0%9A\S+%20\S+/first\.md:{line_of(BROKEN, 'nowhere')}:\d+", link
    )
    preview.write("first", FIRST)
    expect(page.locator(".preview-band")).not_to_contain_text("nowhere")


def test_the_last_good_page_stays_while_an_open_box_swallows_text(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    preview.write("first", FIRST.replace("A paragraph under", ":::{checklist}\nA paragraph under"))
    expect(page.locator(".preview-band")).to_contain_text("last good page")
    body(page).to_contain_text("Paragraph number 59")
    preview.write("first", FIRST.replace("A paragraph under it", "All closed"))
    body(page).to_contain_text("All closed")


def test_a_broken_value_of_the_book_is_told_and_the_page_stays(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    path = preview.root / "handbook/book.toml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("[[part]]", "[[part]\n", 1), encoding="utf-8")
    expect(page.locator(".preview-band")).to_contain_text("book.toml")
    body(page).to_contain_text("The first paragraph")
    path.write_text(sound.replace("Foundations", "Groundwork"), encoding="utf-8")
    expect(page.locator("#site-contents")).to_contain_text("Groundwork")
    path.write_text(sound, encoding="utf-8")
    expect(page.locator("#site-contents")).to_contain_text("Foundations")


def test_a_chapter_that_is_deleted_or_renamed_is_told_and_taken_back(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    preview.path("second").rename(preview.path("renamed"))
    expect(page.locator(".preview-band")).to_contain_text("'second' has no file")
    book = preview.root / "handbook/book.toml"
    sound = book.read_text("utf-8")
    book.write_text(sound.replace('"second"', '"renamed"'), encoding="utf-8")
    expect(page.locator(".preview-band")).not_to_contain_text("has no file")
    page.goto(preview.page("second"))
    expect(page.locator("h1")).to_have_text("There is no such page")
    preview.path("renamed").rename(preview.path("second"))
    book.write_text(sound, encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Second chapter")


def test_of_fifty_saves_at_once_the_newest_wins(visit: Visit, preview: Preview) -> None:
    page = visit()
    for count in range(50):
        preview.write("first", FIRST.replace("first paragraph", f"paragraph saved {count}"))
    body(page).to_contain_text("paragraph saved 49")


def test_another_encoding_is_told_with_the_command_that_mends_it(
    visit: Visit, preview: Preview
) -> None:
    page = visit()
    preview.path("first").write_bytes((FIRST + "\nСлова.\n").encode("cp1251"))
    expect(page.locator(".preview-band")).to_contain_text("handbook fix chapters/foundations/first")
    body(page).to_contain_text("Слова.")


def test_a_window_that_slept_shows_what_it_missed(visit: Visit, preview: Preview) -> None:
    page = visit()
    page.context.set_offline(True)
    preview.write("first", FIRST.replace("first paragraph", "paragraph of the night"))
    page.context.set_offline(False)
    body(page).to_contain_text("paragraph of the night", timeout=20_000)


def test_paper_stands_beside_the_text_and_follows_it(visit: Visit, preview: Preview) -> None:
    page = visit(viewport={"width": 1440, "height": 900})
    page.keyboard.press("p")
    paper = page.locator("#preview-paper")
    expect(paper).to_contain_text("Printed pages 1–3", timeout=60_000)
    expect(paper.locator("img").first).to_have_js_property("complete", True)
    whole = paper.locator("a").get_attribute("href")
    preview.write("first", FIRST.replace("\n\nParagraph number 5,", "\n\nParagraph number V,"))
    expect(paper.locator("a")).not_to_have_attribute("href", whole or "", timeout=60_000)
    page.keyboard.press("Escape")
    expect(paper).to_be_hidden()


def test_all_mistakes_are_listed_by_a_key_and_the_passage_leads_to_its_source(
    visit: Visit, preview: Preview
) -> None:
    page = visit("second")
    preview.write("first", BROKEN)
    expect(page.locator(".preview-bar")).to_contain_text(re.compile(r"All mistakes: \d"))
    page.keyboard.press("f")
    expect(page.locator("#preview-list")).to_contain_text(
        f"chapters/foundations/first.md:{line_of(BROKEN, 'nowhere')}"
    )
    page.keyboard.press("f")
    expect(page.locator("#preview-list")).to_be_hidden()
    page.hover("text=Read First chapter")
    line = line_of(SECOND, "Read")
    expect(page.locator(".preview-edit")).to_have_attribute("href", re.compile(f"md:{line}:1$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_mistakes_is_fit_for_everybody(
    visit: Visit, preview: Preview, scheme: str
) -> None:
    page = visit(color_scheme=scheme, reduced_motion="reduce")
    preview.write("first", BROKEN)
    expect(page.locator(".preview-band")).to_contain_text("nowhere#at-all")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []


def test_the_bar_fits_a_phone(visit: Visit) -> None:
    page = visit(viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
