"""What chapters print from data: figures, worked tables, the clock, the treaty finder."""

from __future__ import annotations

import pytest

from tests.sphinx_ext.conftest import ROOT
from tests.test_load_worked import FILE

CLOCK = """
[[limit]]
id = "tell"
stage = "search"
act = "Tell the prosecutor"
drawn = "Tell the prosecutor"
who = "Investigator"
limit = {hours = 24}
from = "the search"
basis = "uz-cpc 161"
missed = "Excluded ({law}`uz-cpc 95-1`)"
[[limit]]
id = "register"
stage = "report"
act = "Register the report"
drawn = "Register"
who = "Officer"
limit = {days = 0}
from = "the report"
basis = "uz-cpc 329"
[[limit]]
id = "investigate"
stage = "investigation"
act = "Finish"
who = "Investigator"
limit = {months = 3, up-to = 7}
from = "the opening"
basis = "uz-cpc 351"
"""
TREATIES = """
[[basis]]
partner = "Kazakhstan"
for = "mutual legal assistance"
basis = "minsk-1993"
note = "Look at {law}`uz-cpc 592`."
"""


@pytest.fixture(autouse=True)
def data(tmp_path):
    """Give the tiny book data of its own beside the real registries."""
    handbook = tmp_path / "handbook"
    (handbook / "worked").mkdir(parents=True)
    for path in (ROOT / "handbook").iterdir():
        if path.name not in ("courses", "worked", "clock.toml", "treaty-bases.toml"):
            (handbook / path.name).symlink_to(path)
    (handbook / "worked/file.toml").write_text(FILE)
    (handbook / "clock.toml").write_text(CLOCK)
    (handbook / "treaty-bases.toml").write_text(TREATIES)
    return handbook


def test_figures_are_quoted_as_a_reader_writes_them(build):
    text = "{worked}`file.start`, {worked}`file.recruiter`, {worked}`file.wages.total.due`."
    assert "2 March 2026, the recruiter, 10,333 soum." in build(text, "html").words()


def test_a_worked_table_has_its_sums_and_a_name(build):
    box = "```{worked-table} file wages\n:name: tab-wages\n```\n"
    book = build("A {ref}`tab-wages`.\n\n" + box, "html")
    assert book.warnings == ""
    assert "S. Left, soum 6,000 Days 10 Due, soum 10,000 Paid, soum 4,000" in book.words()


def test_a_change_of_a_figure_reaches_the_chapters_that_quote_it(build, data):
    text = "{worked}`file.wages.s.due`."
    build(text, "html")
    (data / "worked/file.toml").write_text(FILE.replace("days = 10", "days = 11"))
    assert "11,000 soum" in build(text, "html").words()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{worked}`file.wages.s.deu`", "has no figure 'wages.s.deu'"),
        ("{worked}`fil.start`", "Did you mean 'file'?"),
        ("```{worked-table} file wage\n```", "Did you mean 'wages'?"),
        ("```{clock} serch\n```", "Did you mean 'search'?"),
    ],
)
def test_what_is_not_there_is_told_with_near_misses(build, text, said):
    warnings = build(text).warnings
    assert said in warnings
    assert "chapters/part/one.md:" in warnings


def test_a_mistake_in_the_figures_is_told_where_it_stands(build, data):
    (data / "worked/file.toml").write_text(FILE.replace("days * daily_wage", "days * x"))
    assert "handbook/worked/file.toml:18: There is no figure 'x'" in build(
        "{worked}`file.start`"
    ).warnings


def test_the_clock_stands_in_the_order_of_the_case(build):
    words = build("```{clock}\n```\n", "html").words()
    assert words.index("Register the report") < words.index("Tell the prosecutor")
    assert "at once from the report" in words
    assert "3 to 7 months from the opening" in words


def test_a_chapter_prints_the_limits_of_its_stages(build):
    book = build("```{clock} search\n```\n", "html")
    assert book.warnings == ""
    assert "Register the report" not in book.words()
    assert "24 hours from the search" in book.words()


def test_the_clock_is_drawn_with_each_limit_and_its_length(build):
    page = build("A.\n\n```{clock-figure} search report\n```\n", "html").page()
    assert "<svg" in page
    assert {"Tell the prosecutor", "Register", "24\xa0hours", "at once"} <= {
        part.partition("<")[0] for part in page[page.index("<svg") :].split(">")
    }


def test_the_treaty_finder_says_how_far_each_treaty_was_checked(build):
    book = build("```{treaty-finder}\n```\n", "html")
    assert book.warnings == ""
    assert "Kazakhstan" in book.words()
    assert "partly" in book.words() or "verified" in book.words()
