"""Figures as a reader writes them: `90,000 soum`, `2 March 2026`, `3 years 9 months`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from build_tools.model import Amount

_MONTHS = "January February March April May June July August September October November December"
Say = Callable[[str], str]
"""How a word is said in the reader's language."""


def date_in_words(date: dt.date, say: Say = str) -> str:
    """Print a date: 24 December 2025."""
    return f"{date.day} {say(_MONTHS.split()[date.month - 1])} {date.year}"


def figure_in_words(value: Amount | dt.date | str, say: Say = str) -> str:
    """Print a figure with its unit; words stay as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date):
        return date_in_words(value, say)
    if value.unit == "term":
        return _term(value, say)
    number = f"{float(value.number):,.2f}".rstrip("0").rstrip(".")
    if not value.unit:
        return number
    return f"{number}%" if value.unit == "%" else f"{number}\u00a0{say(value.unit)}"


def _term(value: Amount, say: Say) -> str:
    """Print months as years, months and days, a month being 30 days."""
    years, months = divmod(int(value.number), 12)
    days = round((value.number - int(value.number)) * 30)
    parts = ((years, "year", "years"), (months, "month", "months"), (days, "day", "days"))
    told = [f"{n}\u00a0{say(one if n == 1 else many)}" for n, one, many in parts if n]
    return " ".join(told) or f"0\u00a0{say('days')}"
