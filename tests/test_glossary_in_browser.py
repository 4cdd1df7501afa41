"""A term of the glossary in a real browser: pointed at, focused, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}

Open = Callable[..., Page]


@pytest.fixture
def chapter(real_site: Path) -> str:
    """Return the address of a chapter of the book's site."""
    return (real_site / "chapters/foundations/elements.html").as_uri()


@pytest.fixture
def visit(browser: Browser, chapter: str) -> Iterator[Open]:
    contexts = []

    def open_chapter(**settings: object) -> Page:
        contexts.append(browser.new_context(**{"viewport": DESK, **settings}))
        page = contexts[-1].new_page()
        page.goto(chapter)
        return page

    yield open_chapter
    for context in contexts:
        context.close()


def words_of(link: Locator) -> Locator:
    """Return the element that describes a link."""
    return link.page.locator(f"[id='{link.get_attribute('aria-describedby')}']")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_focus_shows_the_words_and_leaving_hides_them(visit: Open, scripts: bool) -> None:
    page = visit(java_script_enabled=scripts)
    link = page.locator("a.term", has_text="recruitment")
    assert not words_of(link).is_visible()
    link.focus()
    assert words_of(link).is_visible()
    assert "вербовка" in words_of(link).inner_text()
    page.keyboard.press("Tab")
    assert not words_of(link).is_visible()


def test_words_stay_while_they_are_pointed_at(visit: Open) -> None:
    page = visit()
    link = page.locator("a.term", has_text="helpless state")
    link.hover()
    words_of(link).hover()
    assert words_of(link).is_visible()
    page.locator("h1").hover()
    assert not words_of(link).is_visible()


def test_escape_hides_the_words_until_they_are_asked_for_again(visit: Open) -> None:
    page = visit()
    link = page.locator("a.term", has_text="recruitment")
    link.focus()
    page.keyboard.press("Escape")
    assert not words_of(link).is_visible()
    page.locator("h1 + *").click()
    link.focus()
    assert words_of(link).is_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_no_edge_of_the_screen_cuts_the_words_off(visit: Open, viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport)
    cut = []
    for link in page.locator("article a.term").all():
        link.focus()
        box = words_of(link).bounding_box()
        assert box, link.inner_text()
        if box["x"] < 0 or box["x"] + box["width"] > viewport["width"]:
            cut.append(link.inner_text())
    assert cut == []


def test_link_leads_to_the_row(visit: Open) -> None:
    page = visit(viewport=PHONE)
    page.locator("a.term", has_text="recruitment").press("Enter")
    page.wait_for_url("**/glossary.html#term-recruitment")
    assert page.locator("#term-recruitment").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
