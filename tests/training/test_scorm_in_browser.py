"""The self-test in a browser: it tells a platform all that SCORM 1.2 asks, and runs without one."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Frame, Page, Route

from build_tools.training.bank import Bank
from build_tools.training.scorm import write_scorm

PLATFORM = """<script>
window.told = [];
window.API = {};
for (const name of ["Initialize", "GetValue", "SetValue", "Commit", "Finish"]) {
  API["LMS" + name] = (...words) => {
    told.push([name, ...words].join(" ").trim());
    return name === "GetValue" ? "" : "true";
  };
}
</script><iframe src="package/index.html" style="width: 100%; height: 40rem"></iframe>"""
RIGHT = """() => document.querySelectorAll("[data-right]").forEach((field) => {
  if (field.tagName === "SELECT") field.value = field.dataset.right; else field.checked = true;
})"""


@pytest.fixture
def package(bank: Bank, root: Path) -> Path:
    """Return the unpacked self-test."""
    folder = root / "package"
    with ZipFile(io.BytesIO(write_scorm(bank, root))) as archive:
        archive.extractall(folder)
    (root / "platform.html").write_text(PLATFORM, encoding="utf-8")
    return folder


@pytest.fixture
def page(browser: Browser) -> Page:
    page = browser.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def in_platform(page: Page, package: Path) -> Frame:
    # Two files of a disk are strangers to a browser; what it is served here comes from no network.
    def served(route: Route) -> None:
        route.fulfill(path=package.parent / urlsplit(route.request.url).path[1:])

    page.route("http://platform.example/**", served)
    page.goto("http://platform.example/platform.html")
    frame = page.frame(url="**/package/index.html")
    assert frame is not None
    return frame


def test_a_platform_is_told_from_beginning_to_end(page: Page, package: Path) -> None:
    frame = in_platform(page, package)
    frame.evaluate(RIGHT)
    frame.click("button")
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("told.some((word) => word.startsWith('Finish'))")
    told = page.evaluate("told.filter((word) => !word.includes('session_time'))")
    assert told == [
        "Initialize", "GetValue cmi.core.lesson_status",
        "SetValue cmi.core.lesson_status incomplete",
        "SetValue cmi.core.score.min 0", "SetValue cmi.core.score.max 100", "Commit",
        "SetValue cmi.core.score.raw 100", "SetValue cmi.core.lesson_status passed", "Commit",
        "Commit", "Finish",
    ]


def test_wrong_answers_fail(page: Page, package: Path) -> None:
    frame = in_platform(page, package)
    frame.click("button")
    assert "SetValue cmi.core.lesson_status failed" in page.evaluate("told")


def test_it_marks_without_a_platform(page: Page, package: Path) -> None:
    page.goto((package / "index.html").as_uri())
    page.evaluate(RIGHT)
    page.click("button")
    assert page.inner_text("[role=status]") == "100 per cent: passed."


def test_answers_are_hidden_until_they_are_marked(page: Page, package: Path) -> None:
    page.goto((package / "index.html").as_uri())
    assert not page.locator(".feedback:visible").count()
    page.click("button")
    assert page.locator("#question-elements-4 .feedback").inner_text().startswith("Model answer.")


def test_one_wrong_match_is_partly_right(page: Page, package: Path) -> None:
    page.goto((package / "index.html").as_uri())
    page.evaluate(RIGHT)
    page.select_option("#question-elements-3-1", "")
    page.click("button")
    assert page.inner_text("#question-elements-3 .mark") == "Partly right."
    assert page.inner_text("[role=status]") == "94 per cent: passed."
