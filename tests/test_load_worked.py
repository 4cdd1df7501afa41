"""Files of figures: what is quoted, what is worked out, what is wrong in one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_worked
from build_tools.model import Amount

FILE = """
title = "Wages"
[values]
start = 2026-03-02
daily_wage = {amount = 1000, unit = "soum"}
[persons]
recruiter = "the recruiter"
[[table]]
id = "wages"
title = "What was owed"
columns = [
  {id = "worker", head = "Worker"},
  {id = "left", head = "Left", unit = "soum", formula = "due - paid"},
  {id = "days", head = "Days"},
  {id = "due", head = "Due", unit = "soum", formula = "days * daily_wage"},
  {id = "paid", head = "Paid", unit = "soum"},
]
rows = [
  {id = "s", worker = "S.", days = 10, paid = 4000},
  {id = "m", worker = "M.", days = "= 1 / 3"},
]
totals = ["due", "left"]
[[table]]
id = "claim"
title = "The claim"
columns = [{id = "what", head = "What"}, {id = "sum", head = "Sum", unit = "soum"}]
rows = [{id = "wages", what = "Wages", sum = "= wages.total.left"}]
"""


@pytest.fixture
def load(tmp_path):
    def load_text(text):
        path = tmp_path / "handbook/worked/file.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return load_worked(tmp_path, "file")

    return load_text


@pytest.fixture
def quotable(load):
    return dict(load(FILE).quotable)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("start", dt.date(2026, 3, 2)),
        ("daily_wage", Amount(Fraction(1000), "soum")),
        ("recruiter", "the recruiter"),
        ("wages.s.due", Amount(Fraction(10_000), "soum")),
        ("wages.s.left", Amount(Fraction(6000), "soum")),
        ("wages.m.days", Amount(Fraction(1, 3))),
        ("wages.m.due", Amount(Fraction(333), "soum")),
        ("wages.total.due", Amount(Fraction(10_333), "soum")),
        ("claim.wages.sum", Amount(Fraction(6333), "soum")),
    ],
)
def test_facts_and_what_follows_from_them_can_be_quoted(quotable, key, value):
    assert quotable[key] == value


def test_a_column_adds_up_to_its_total_as_printed(load):
    wages = load(FILE).tables[0]
    due = wages.columns.index("due")
    assert sum(row.cells[due].number for row in wages.rows) == wages.totals.cells[due].number


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("days * daily_wage", "days * daily_wge", 18, "no figure 'daily_wge'.*daily_wage"),
        ("due - paid", "due - left", 18, "needs itself"),
        ('unit = "soum"}\n[per', 'unit = "sum"}\n[per', 5, "not a value of 'unit'"),
        ("recruiter =", "the-recruiter =", 7, "write the_recruiter"),
        ('totals = ["due"', 'totals = ["deu"', 22, "no column 'deu'.*due"),
        ("start = 2026-03-02", "start = true", 4, "not words"),
    ],
)
def test_a_mistake_is_told_with_its_line(load, old, new, line, said):
    assert old in FILE
    with pytest.raises(BookDataError, match=f"(?s)file.toml:{line}:.*{said}"):
        load(FILE.replace(old, new))


def test_an_unknown_file_is_told_with_near_misses(load, tmp_path):
    load(FILE)
    with pytest.raises(BookDataError, match="Did you mean 'file'"):
        load_worked(tmp_path, "fil")
