"""Formulas over named figures, and what may not stand in one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from build_tools.formulas import FormulaError, value_of

FIGURES = {
    "days": Fraction(12),
    "wage": Fraction(90),
    "wages.s.due": Fraction(5),
    "start": dt.date(2026, 2, 27),
    "end": dt.date(2026, 3, 2),
}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("days * wage", 1080),
        ("(days - 2) * wage / 4", 225),
        ("-days + 20", 8),
        ("min(days, 7) + max(days, 7)", 19),
        ("wages.s.due + 1", 6),
        ("0.1 * 3", Fraction(3, 10)),
        ("end - start", 3),
        ("start + 3", dt.date(2026, 3, 2)),
        ("end - 3", dt.date(2026, 2, 27)),
    ],
)
def test_a_formula_is_worked_out_exactly(formula, value):
    assert value_of(formula, FIGURES.__getitem__) == value


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("days *", "cannot be read"),
        ("days ** 2", "holds"),
        ("open('x')", "holds"),
        ("days if days else 1", "holds"),
        ("'a' * 3", "holds"),
        ("True + 1", "holds"),
        ("days / (wage - 90)", "divides by 0"),
        ("days + start", "a date, for a number"),
    ],
)
def test_what_is_no_formula_is_told(formula, said):
    with pytest.raises(FormulaError, match=said):
        value_of(formula, FIGURES.__getitem__)
