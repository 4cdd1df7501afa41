"""The packs of a tiny course: what they print, once each, under the whole book's numbers."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag

from build_tools.model import Audience
from tests.sphinx_ext.tiny_course import handed_out, make_course, read

ONE = """
:::{objectives}
- Name the act.
:::

:::{in-brief}
- Look twice.
- Write once.
:::

## Acts

(acts)=
First words of one.

## Means

(means)=
Second words of one, see {para}`means` and {para}`two#left`.

:::{trainer} Opening the acts
:minutes: 10

Hook: ask for six words.
Care note: go slowly.
:::

:::{checklist} Steps
- Look.
:::

::::{exercise} Cards
:id: cards
:minutes: 30
:group: threes
:objectives: 1

1. A bus.
2. A ward.
::::

::::{answer} cards
The bus is first.
::::

:::{trainer} Running the cards
:minutes: 30

Preparation: six cards.
Flow: sort 10, compare 20.
Give the driver this card only: you know nothing.
:::

:::{question}
:objectives: 1

Which one?

- [x] The bus
- [ ] The ward
:::
"""
TWO = "## Left\n\n(left)=\nWords of two that nobody chose.\n"
COURSE = """title = "Tiny course"
audience = "Everybody"
group-size = "2-4"
days = 1
clock-hours = "3:00"
academic-hours = 4
session-minutes = 90
begins = "09:00"
pre-reading = ["one#acts"]

[[session]]
day = 1
title = "The acts"
chapters = ["one#means"]
exercises = ["one/cards"]
notes = ["one/opening-the-acts"]
method = "Cards"
materials = ["A bell"]
test = "pre"

[[session]]
day = 1
title = "All of it"
chapters = ["one"]
exercises = []
notes = []
method = "Reading"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("packs") / "project", COURSE, one=ONE, two=TWO)


@pytest.fixture(scope="module")
def for_participants(project: Path) -> Path:
    return handed_out(project, "handbook-pack", Audience.PARTICIPANTS)


@pytest.fixture(scope="module")
def for_trainers(project: Path) -> Path:
    return handed_out(project, "handbook-pack", Audience.TRAINERS)


@pytest.fixture(scope="module")
def page(for_participants: Path) -> BeautifulSoup:
    return read(for_participants / "tin-1-participant-pack-web.html")


@pytest.fixture(scope="module")
def trainers_page(for_trainers: Path) -> BeautifulSoup:
    return read(for_trainers / "tin-1-trainer-pack-web.html")


def words(found: Tag | None) -> str:
    assert found is not None
    return " ".join(found.get_text(" ").split())


def test_each_paragraph_stands_once_under_its_number_in_the_book(page: BeautifulSoup) -> None:
    numbers = [number.get_text() for number in page.select(".para-number")]
    assert numbers == ["1.1", "1.2"]
    assert len({tag["id"] for tag in page.select("[id]")}) == len(page.select("[id]"))


def test_a_passage_printed_before_leaves_a_line_that_leads_to_it(page: BeautifulSoup) -> None:
    line = page.select_one("#read-1-2-one ~ .moved a") or page.select_one(".moved a")
    assert line is not None
    assert "printed with the pre-reading" in line.get_text()
    assert page.select_one(f"[id='{str(line['href'])[1:]}']") is not None


def test_paragraphs_that_are_left_out_are_not_in_the_range(trainers_page: BeautifulSoup) -> None:
    texts = [words(line) for line in trainers_page.select(".pack-session .pack-list")]
    assert any("paras 1.2." in line for line in texts)


def test_what_the_pack_leaves_out_is_named_in_words(page: BeautifulSoup) -> None:
    assert "nobody chose" not in page.get_text()
    assert "Handbook, para. 2.1" in words(page).replace("\xa0", " ")


def test_a_worksheet_has_the_task_and_room_for_each_part(page: BeautifulSoup) -> None:
    sheet = page.select_one(".pack-worksheet")
    assert sheet is not None
    assert "Exercise 1.1" in words(sheet)
    assert [label.get_text() for label in sheet.select(".pack-writing .field-label")] == ["1", "2"]


def test_a_timetable_has_clock_times_and_academic_hours(page: BeautifulSoup) -> None:
    rows = [words(row) for row in page.select(".timetable tbody tr")]
    assert rows[0] == "09:00–10:30 1.1 The acts Cards 90 2 2"
    assert rows[1].endswith("90 2 4")


def test_an_evaluation_asks_eight_things(page: BeautifulSoup) -> None:
    assert len(page.select(".pack-scale tbody tr")) == 8


@pytest.mark.parametrize("secret", ["bus is first", "ask for six", "right answer", "Opening the"])
def test_participants_get_nothing_of_the_trainers(page: BeautifulSoup, secret: str) -> None:
    assert secret not in words(page)


def test_a_plan_runs_the_session_by_the_clock(trainers_page: BeautifulSoup) -> None:
    plan = trainers_page.select_one(".pack-plan .pack-clock")
    assert plan is not None
    clock = [row.td.get_text() for row in plan.select(":scope > tbody > tr") if row.td]
    assert clock == ["09:00", "09:05", "09:35", "09:45", "09:55", "10:25", "10:30"]
    assert words(plan.select_one(".pack-parts")) == "09:55 10 sort 10:05 20 compare"


@pytest.mark.parametrize(
    "said",
    ["Look twice.", "Care note: go slowly.", "Hook: ask for six words.", "A bell", "threes",
     "The bus is first.", "Give the driver this card only: you know nothing.", "A ward."],
)  # fmt: skip
def test_a_plan_has_all_that_its_session_needs(trainers_page: BeautifulSoup, said: str) -> None:
    assert said in words(trainers_page.select_one(".pack-plan"))


def test_a_plan_says_what_the_chapters_do_not_give(trainers_page: BeautifulSoup) -> None:
    told = [words(line) for line in trainers_page.select(".pack-plan .pack-missing")]
    assert any(line.startswith("Not given by the chapters: room, preparation") for line in told)


def test_a_plan_says_what_a_line_is_for_once(trainers_page: BeautifulSoup) -> None:
    rows = [words(row) for row in trainers_page.select(".pack-plan .pack-facts tr")]
    assert "Preparation: Six cards." in rows


def test_a_plan_asks_a_question_of_the_self_test_with_its_key(trainers_page: BeautifulSoup) -> None:
    asked = trainers_page.select_one(".pack-plan .box-question")
    assert "Which one? The bus right answer" in words(asked)


def test_an_input_that_no_trainer_box_helps_with_has_its_points(
    trainers_page: BeautifulSoup,
) -> None:
    _first, second = trainers_page.select(".pack-plan .pack-clock")
    assert "show where each stands: Write once." in words(second)


def test_a_role_is_briefed_on_a_card_to_cut_out(trainers_page: BeautifulSoup) -> None:
    card = trainers_page.select_one(".pack-plan .pack-card")
    assert words(card) == "Give the driver this card only: (copy and cut out) You know nothing."


def test_the_certificate_is_across_and_the_last_page(for_trainers: Path) -> None:
    with pikepdf.open(for_trainers / "tin-1-trainer-pack.pdf") as pdf:
        _left, _low, width, height = (float(side) for side in pdf.pages[-1].mediabox)
        assert round(width / height, 2) == round(297 / 210, 2)
        titles = [item.title for item in pdf.open_outline().root]
    assert titles[-1] == "Certificate of attendance"


def test_a_pack_of_the_same_text_has_the_same_bytes(project: Path, for_participants: Path) -> None:
    before = {path.name: path.read_bytes() for path in for_participants.glob("tin-1-*")}
    again = handed_out(project, "handbook-pack", Audience.PARTICIPANTS)
    assert before == {path.name: path.read_bytes() for path in again.glob("tin-1-*")}
