"""The whole site in a real browser: what a reader clicks, types and sees, on a desk and a phone."""

from __future__ import annotations

import functools
import gzip
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from build_tools.load import load_book

ROOT = Path(__file__).parents[1]
CHAPTER = "chapters/foundations/elements.html"
NUMBER = next(f"{c.number}.12" for c in load_book(ROOT).chapters if c.name == "elements")
PARAGRAPH = f'[id="p{NUMBER}"]'
PAGES = ("index.html", CHAPTER, "chapters/investigation/interviewing-victims.html",
         "chapters/adjudication/assessing-evidence.html", "genindex.html",
         "search.html?q=consent", "downloads.html", "no-such-page.html")  # fmt: skip
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}

Open = Callable[..., Page]


class Server(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as the published site will be served, and keeps quiet."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *_: object, **__: object) -> None:
        lost = Path(self.directory, "en/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(lost)))
        self.end_headers()
        self.wfile.write(lost)


@pytest.fixture(scope="module")
def served(real_site: Path) -> Iterator[str]:
    handler = functools.partial(Server, directory=str(real_site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/en/"
        server.shutdown()
        thread.join()


@pytest.fixture
def visit(browser: Browser, served: str, real_site: Path) -> Iterator[Open]:
    """Return a function that opens a page; no request may leave the site, no script may fail."""
    contexts, asked, failures = [], [], []

    def open_page(path: str, base: str = served, **settings: object) -> Page:
        context = browser.new_context(**{"viewport": DESK, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(base + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    homes = (served, f"{real_site.as_uri()}/", "data:", "blob:")
    assert [url for url in asked if not url.startswith(homes)] == []
    assert failures == []


def folder_or_server(base: str, served: str, real_site: Path) -> str:
    return served if base == "server" else f"{real_site.as_uri()}/"


def test_contents_lead_to_the_chapters_and_on_to_their_sections(visit: Open) -> None:
    page = visit("index.html")
    page.click("#site-contents a:has-text('Elements of trafficking')")
    assert "Elements of trafficking in persons" in page.inner_text("h1")
    page.click("#page-contents a:has-text('Consent')")
    page.wait_for_url("**#consent")
    assert 0 <= page.locator("#consent h2").bounding_box()["y"] < 200  # type: ignore[index]


@pytest.mark.parametrize("base", ["server", "folder"])
def test_search_finds_words_and_leads_to_them(
    visit: Open, served: str, real_site: Path, base: str
) -> None:
    page = visit("index.html", folder_or_server(base, served, real_site))
    page.fill("header input[name=q]", "consent")
    page.press("header input[name=q]", "Enter")
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/chapters/**")
    assert "consent" in page.inner_text("article")


@pytest.mark.parametrize("base", ["server", "folder"])
def test_footnote_is_followed_and_leads_back(
    visit: Open, served: str, real_site: Path, base: str
) -> None:
    page = visit(CHAPTER, folder_or_server(base, served, real_site))
    mark = page.locator("a.footnote-reference").first
    note, own = mark.get_attribute("href"), mark.get_attribute("id")
    mark.click()
    page.wait_for_url(f"**{note}")
    page.click(f"{note} a[role=doc-backlink]")
    page.wait_for_url(f"**#{own}")


def test_chapters_are_read_from_a_folder_without_scripts(visit: Open, real_site: Path) -> None:
    page = visit(CHAPTER, f"{real_site.as_uri()}/", java_script_enabled=False)
    for shown in ("article h1", "article table", "article figure svg", "#site-contents a"):
        assert page.locator(shown).first.is_visible()


def test_search_without_scripts_points_to_the_index(visit: Open) -> None:
    page = visit("search.html", java_script_enabled=False)
    page.click("article noscript a, article p a:has-text('Index')")
    assert page.inner_text("h1") == "Index"


def test_download_link_gives_the_file(visit: Open) -> None:
    page = visit("downloads.html")
    with page.expect_download() as download:
        page.click("a[download]")
    assert download.value.suggested_filename == "handbook-en.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 as good as a book"


def test_no_page_scrolls_sideways_on_a_phone(visit: Open, served: str) -> None:
    page, widest = visit(PAGES[0], viewport=PHONE), {}
    for path in PAGES:
        page.goto(served + path)
        if path.startswith("search"):
            page.wait_for_selector("#search-results li")
        widest[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widest.items() if width > PHONE["width"]} == {}


def test_words_of_a_drawing_can_be_read_on_a_phone(visit: Open) -> None:
    page = visit(CHAPTER, viewport=PHONE)
    drawing = page.locator("article figure svg").first
    assert drawing.evaluate(
        "svg => Math.min(...[...svg.querySelectorAll('text')]"
        ".map(text => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))"
    ) >= 9.5  # fmt: skip


def test_frame_of_a_wide_table_is_scrolled_by_keyboard(visit: Open) -> None:
    page = visit(CHAPTER, viewport=PHONE)
    frame = page.locator(".scroll-frame").first
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert frame.get_attribute("aria-label")


def test_menu_on_a_phone_opens_and_closes_by_keyboard(visit: Open) -> None:
    page = visit(CHAPTER, viewport=PHONE)
    menu = page.locator("#site-contents")
    assert not menu.is_visible()
    page.locator(".contents-button").press("Enter")
    assert menu.is_visible()
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert page.evaluate("document.activeElement.className") == "header-button contents-button"


def test_menu_on_a_phone_leads_to_a_section_and_closes(visit: Open) -> None:
    page = visit(CHAPTER, viewport=PHONE)
    page.click(".page-contents-button")
    page.click("#page-contents a:has-text('Consent')")
    page.wait_for_url("**#consent")
    assert not page.locator("#page-contents").is_visible()


def test_first_stop_of_the_tab_key_skips_to_the_text(visit: Open) -> None:
    page = visit(CHAPTER)
    page.keyboard.press("Tab")
    skip = page.locator(".skip-to-content")
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_paragraph_is_copied_by_keyboard_as_it_is_cited(visit: Open) -> None:
    page = visit(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    page.focus(f"{PARAGRAPH} > .para-number")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.is_visible()
    assert focused.inner_text() == f"Copy the reference to paragraph {NUMBER}"
    page.keyboard.press("Enter")
    page.wait_for_selector(".copied")
    assert page.evaluate("navigator.clipboard.readText()") == (
        f"TIP Handbook Uzbekistan, ed. Review draft 1, para. {NUMBER}"
    )


def test_reader_s_colours_stay_chosen_on_the_next_page(visit: Open) -> None:
    page = visit("index.html", color_scheme="light")
    button = page.locator(".theme-button")
    button.click()
    button.click()
    assert button.inner_text() == "Colours: dark"
    page.click("#site-contents a:has-text('Elements of trafficking')")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 29)"


def test_lost_reader_finds_the_way_back(visit: Open, served: str) -> None:
    page = visit("chapters/nowhere/at-all.html")
    assert page.inner_text("h1") == "There is no such page"
    page.click("article a:has-text('Contents of the handbook')")
    assert page.url == f"{served}index.html"


@pytest.mark.parametrize("path", PAGES[:4])
def test_first_page_weighs_at_most_100_kilobytes(browser: Browser, served: str, path: str) -> None:
    with browser.new_context(viewport=DESK) as context:
        page, bodies = context.new_page(), {}
        page.on("response", lambda response: bodies.setdefault(response.url, response))
        page.goto(served + path)
        page.evaluate("document.fonts.ready.then(() => document.fonts.size)")
        sent = {url: response.body() for url, response in bodies.items() if "data:" not in url}
    weights = [len(b if url.endswith("woff2") else gzip.compress(b)) for url, b in sent.items()]
    assert len(weights) >= 6
    assert sum(weights) <= 100_000


def test_page_is_printed_without_what_only_a_screen_needs(visit: Open) -> None:
    page = visit(CHAPTER)
    page.emulate_media(media="print")
    for hidden in (".site-header", "#site-contents", "#page-contents", ".related-pages"):
        assert not page.locator(hidden).is_visible()
    assert page.locator(PARAGRAPH).is_visible()
