"""The slides of a tiny course, on paper and in a browser that has no network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page

from build_tools.model import Audience
from tests.pdf.tiny import ROOT
from tests.sphinx_ext.tiny_course import handed_out, make_course, read
from tests.verapdf import PDF_A_2A, PDF_UA_1, broken_rules

LONG = " ".join(f"word{n}" for n in range(30))
ONE = f"""
:::{{in-brief}}
- {LONG}.
- {LONG}.
:::

:::{{objectives}}
- Name the act.
:::

Words of one.

:::{{figure}} ../figures/way.svg
:alt: A way in six steps.
:name: fig-way

The way.
:::

```{{list-table}} Long
* - {LONG}
  - {LONG}
```

:::{{trainer}} Opening
:minutes: 5

Hook: ask for six words.
:::

::::{{exercise}} Cards
:id: cards
:minutes: 30
:group: threes
:objectives: 1

Sort them.

1. A bus & a ward.
2. {LONG}.
3. Say why.
::::

:::{{trainer}} Running the cards
Walk round.
:::

:::{{checklist}} Steps
- Look.
- Write.
:::

:::{{question}}
:objectives: 1

Which one?

- [x] The bus
  - Because it moves.
- [ ] The ward
:::
"""
COURSE = """title = "Tiny course"
audience = "Everybody"
group-size = "2-4"
days = 1
clock-hours = "3:00"
session-minutes = 90
begins = "09:00"

[[session]]
day = 1
title = "The acts"
chapters = ["one"]
method = "Cards"

[[session]]
day = 1
title = "Later"
chapters = ["one"]
exercises = []
notes = []
method = "Reading"
"""
STEPS = "".join(
    f'<rect x="9" y="{100 * n}" width="300" height="80" class="fill-structure"/>'
    f'<text x="20" y="{100 * n + 40}" font-size="14">Step {n}</text>'
    for n in range(6)
)
DRAWING = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 600">{STEPS}</svg>'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_course(tmp_path_factory.mktemp("slides") / "project", COURSE, one=ONE)
    (root / "chapters/figures").mkdir()
    (root / "chapters/figures/way.svg").write_text(DRAWING, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def shown(project: Path) -> Path:
    return handed_out(project, "handbook-slides", Audience.PARTICIPANTS)


@pytest.fixture(scope="module")
def with_notes(project: Path) -> Path:
    return handed_out(project, "handbook-slides", Audience.TRAINERS)


@pytest.fixture(scope="module")
def page(shown: Path) -> BeautifulSoup:
    return read(shown / "tin-1-1-1-slides.html")


def test_every_session_has_a_file_to_project_and_a_page(shown: Path) -> None:
    names = {path.name for path in shown.iterdir() if path.suffix in {".pdf", ".html"}}
    stems = ("tin-1-1-1-slides", "tin-1-1-2-slides")
    assert names == {f"{stem}.{ending}" for stem in stems for ending in ("pdf", "html")}


def test_a_slide_is_a_page_of_sixteen_to_nine(shown: Path, page: BeautifulSoup) -> None:
    with pikepdf.open(shown / "tin-1-1-1-slides.pdf") as pdf:
        boxes = {tuple(round(float(n)) for n in each.mediabox[2:]) for each in pdf.pages}
        assert (len(pdf.pages), boxes) == (len(page.select("section")), {(960, 540)})


def test_slides_conform_and_so_do_their_notes(shown: Path, with_notes: Path) -> None:
    for path in [*shown.glob("*-1-slides.pdf"), *with_notes.glob("*-1-slides-notes.pdf")]:
        assert (broken_rules(path, PDF_A_2A), broken_rules(path, PDF_UA_1)) == ((), ())


def test_no_slide_has_more_words_than_can_be_read(page: BeautifulSoup) -> None:
    for slide in page.select("section"):
        assert len(" ".join(e.get_text(" ") for e in slide.select("li, td")).split()) <= 48


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("opening", "The acts Day 1, 09:00–10:30 Law as at"),
        ("objectives", "Name the act."),
        ("key", "word29"),
        ("exercise", "30 minutes · threes · on paper: exercise 1.1 Sort them. A bus & a ward."),
        ("take-away", "Steps: 2 steps (chapter 1)"),
        ("question", "Which one? The bus The ward"),
        ("closing", "One: paragraphs 1.1 Next: session 1.2, Later"),
    ],
)
def test_slides_say_what_the_chapter_says(page: BeautifulSoup, kind: str, words: str) -> None:
    slides = [" ".join(found.get_text(" ").split()) for found in page.select(f"section.{kind}")]
    assert any(words in said for said in slides)


def test_a_figure_is_shown_whole_and_then_in_large_parts(page: BeautifulSoup) -> None:
    drawings = page.select("section.figure svg")
    widths = [(float(str(svg["width"])), str(svg["viewbox"]).split()[2]) for svg in drawings]
    whole, *parts = [14 * width / float(shown) for width, shown in widths]
    assert whole < 14
    assert len(parts) > 2
    assert min(parts) > 32


def test_a_table_that_is_too_long_is_named_in_notes(with_notes: Path, page: BeautifulSoup) -> None:
    assert not page.select("section.table")
    notes = read(with_notes / "tin-1-1-1-slides-notes.html").get_text(" ")
    assert "read on paper: Table 1.1 Long." in " ".join(notes.split())


def test_trainers_see_the_same_slides_with_notes(with_notes: Path, page: BeautifulSoup) -> None:
    trainers = read(with_notes / "tin-1-1-1-slides-notes.html")
    notes = " ".join(note.get_text(" ") for note in trainers.select("aside.notes"))
    for words in ("ask for six words", "Walk round", "Because it moves", "right answer"):
        assert words in notes
        assert words not in page.get_text(" ")
    slides = [
        [" ".join(slide.get_text(" ").split()) for slide in each.select(".slide")]
        for each in (trainers, page)
    ]
    assert slides[0] == slides[1]


def test_the_page_asks_for_no_other_file(shown: Path) -> None:
    html = (shown / "tin-1-1-1-slides.html").read_text(encoding="utf-8")
    assert set(re.findall(r'(?:src|href)="([a-z]+:|)', html)) == {"data:"}
    assert not re.findall(r"url\((?!data:|#)", html)


@pytest.fixture
def shown_on(shown: Path) -> Callable[[BrowserContext], Page]:
    """Return a function that opens the slides on a device."""

    def opened(device: BrowserContext) -> Page:
        page = device.new_page()
        page.goto((shown / "tin-1-1-1-slides.html").as_uri())
        page.wait_for_function("Reveal.isReady()")
        return page

    return opened


@pytest.fixture
def deck(browser: Browser, shown_on: Callable[[BrowserContext], Page]) -> Page:
    screen = {"width": 1280, "height": 720}
    return shown_on(browser.new_context(offline=True, viewport=screen))


def place(deck: Page) -> int:
    return int(deck.evaluate("Reveal.getState().indexh"))


def test_keys_and_clicks_go_on_and_back(deck: Page) -> None:
    deck.keyboard.press("ArrowRight")
    deck.mouse.click(640, 400)
    assert place(deck) == 2
    deck.keyboard.press("ArrowLeft")
    assert place(deck) == 1


@pytest.mark.parametrize(("across", "turned_to"), [(-300, 2), (300, 0)], ids=["on", "back"])
def test_a_finger_turns_the_slides(
    browser: Browser, shown_on: Callable[[BrowserContext], Page], across: int, turned_to: int
) -> None:
    tablet = browser.new_context(
        offline=True, has_touch=True, is_mobile=True, viewport={"width": 1080, "height": 810}
    )
    deck = shown_on(tablet)
    deck.evaluate("Reveal.slide(1)")
    finger = tablet.new_cdp_session(deck)
    for kind, moved in (("Start", 0), ("Move", across / 3), ("Move", across), ("End", 0)):
        points = [] if kind == "End" else [{"x": 540 + moved, "y": 400}]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    assert place(deck) == turned_to


def test_a_clock_runs_without_a_mouse_and_over_all_slides_of_its_exercise(deck: Page) -> None:
    places = deck.evaluate(
        "[...document.querySelectorAll('.slides > section')]"
        ".map((s, n) => s.matches('.exercise') ? n : -1).filter(n => n >= 0)"
    )
    deck.evaluate(f"Reveal.slide({places[0]})")
    deck.locator("section.present button").first.focus()
    deck.keyboard.press("Enter")
    deck.wait_for_function("document.querySelector('section.present output').value === '29:59'")
    deck.evaluate(f"Reveal.slide({places[1]})")
    assert deck.locator("section.present output").inner_text().startswith("29:5")


def test_nothing_leaves_its_slide(deck: Page) -> None:
    lowest = deck.evaluate(
        "[...document.querySelectorAll('.slides > section')].map((s, n) => "
        "{ Reveal.slide(n); return s.querySelector('.slide').getBoundingClientRect().bottom })"
    )
    assert max(lowest) < 670


def test_the_library_is_the_one_that_was_taken() -> None:
    folder = ROOT / "handbook/design/slides/reveal"
    for line in (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
