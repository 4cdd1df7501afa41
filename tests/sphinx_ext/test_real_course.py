"""The participants' pack of a real course: all its sessions, its sums, nothing of the trainers."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from build_tools.load import load_book
from build_tools.model import OutputText
from build_tools.pdf.words_in_pdf import words_in_pdf
from build_tools.training.courses import Courses
from tests.pdf.tiny import ROOT, bare
from tests.sphinx_ext.tiny_course import read

COURSES = Courses(ROOT, load_book(ROOT))
AWR_1 = COURSES.planned(COURSES.named("awr-1"))


@pytest.fixture(scope="module")
def page(real_pack: Path) -> BeautifulSoup:
    return read(real_pack / "awr-1-participant-pack-web.html")


@pytest.fixture(scope="module")
def printed(real_pack: Path) -> bytes:
    return (real_pack / "awr-1-participant-pack.pdf").read_bytes()


def test_the_programme_has_every_session_and_its_minutes_make_the_course(
    page: BeautifulSoup,
) -> None:
    rows = page.select(".timetable tbody tr:not(.pause)")
    told = [row.select("td")[1].get_text().split(maxsplit=1) for row in rows]
    assert told == [[one.number, one.session.title] for one in AWR_1.sessions]
    minutes = sum(int(row.select("td.number")[0].get_text()) for row in rows)
    assert minutes == AWR_1.course.minutes == 375


def test_every_session_has_its_sheet_objectives_and_text(
    page: BeautifulSoup, real_pack: Path
) -> None:
    sheets = {str(title["id"]): title.parent for title in page.select(".pack-session .pack-title")}
    assert list(sheets) == [f"session-{one.number}" for one in AWR_1.sessions]
    for one in AWR_1.sessions:
        sheet = sheets[f"session-{one.number}"]
        assert sheet is not None
        heading = sheet.find("h2", string="After this session you can")
        objectives = heading.find_next("ul").find_all("li") if heading else []
        assert len(objectives) == len(one.objectives)
        assert len(sheet.select(".pack-worksheet")) == len(one.exercises)
    with pikepdf.open(real_pack / "awr-1-participant-pack.pdf") as pdf, pdf.open_outline() as tree:
        titles = {item.title for item in tree.root}
    assert titles >= {f"Session {one.number} {one.session.title}" for one in AWR_1.sessions}


def test_nothing_of_the_trainers_is_in_it(page: BeautifulSoup, printed: bytes) -> None:
    pdf = [text.text for text in words_in_pdf(printed) if isinstance(text, OutputText)]
    text = bare(page.get_text() + " ".join(pdf))
    notes = [note for taught in COURSES.chapters.values() for note in taught.notes]
    secrets = {bare(line) for note in notes for line in note.words.split("\n") if len(line) > 25}
    tests = [row.item for row in AWR_1.items if row.item.is_for_tests]
    secrets |= {bare(stem) for item in tests for stem in item.stem}
    assert len(secrets) > 500
    assert not [secret for secret in secrets if secret in text]
    assert "rightanswer" not in text
