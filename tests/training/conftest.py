"""A tiny book for training: one chapter with everything, one without, and a course."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from build_tools.load import load_book
from build_tools.training.bank import Bank
from build_tools.training.courses import Courses

ROOT = Path(__file__).parents[2]
CHAPTER = """---
law-as-at: 2025-12-24
audience: [judges]
status: draft
---

# Elements

:::{objectives}
- Name each element.
- Prove each element.
:::

## Acts

(acts)=
Six words stand here, exactly six.

More.

## Consent

(consent)=
Consent.

(alone)=
One paragraph.

:::{trainer} Opening the chapter
:minutes: 10

Hook: a question.
Care note: slowly.
:::

:::{question}
:objectives: 1

Which of **these** is an act {index}`act`?

- [ ] Consent ~ = # { } : \\\\
  - No ({law}`uz-cc 135(1)`).
- [x] Receipt [сўроқ]{.language-uz} oʻ
  - Yes.
:::

:::{question}
:objectives: 1
:type: true-false

Means are an element of part 1.

- [ ] True
  - Not so.
- [x] False
  - So it is.
:::

:::{question}
:objectives: 1, 2
:type: matching

Match.

| Fact | Place |
|---|---|
| Papers | Part 2 |
| Threat -> fear | Part 3 |
| Debt | Part 2 |
| Lie | No point |
:::

:::{question}
:objectives: 2
:type: short

Why?

- [x] Because.
  - Say so.
:::

:::{question}
:objectives: 2

Which two?

- [x] One
- [ ] Two
- [x] Three
:::

::::{exercise} Six vignettes
:id: six-vignettes
:minutes: 60
:group: pairs
:objectives: 1, 2

Do.
::::

::::{answer} six-vignettes
So.
::::

:::{trainer} Running the vignettes
:minutes: 15

Short version: one only.
:::
"""
BOOK = """title = "Book"
subtitle = "A handbook"
short-title = "Book"
edition = "1"
date = 2026-01-01
law-as-at = 2025-12-24
language = "en"
address = "https://book.example"
text-licence = "CC BY 4.0"
draft-notice = "Draft."
planned = ["sentencing"]

[[part]]
name = "foundations"
title = "Foundations"
chapters = ["elements"]
"""
COURSE = """title = "Judges"
audience = "Judges"
group-size = "8-12"
days = 1
clock-hours = "3:00"
academic-hours = 4
begins = "09:00"
pre-reading = ["elements#acts"]

[[break]]
after = 1
minutes = 15
title = "Tea"

[[session]]
day = 1
title = "Opening"
minutes = 90
chapters = ["elements"]
method = "Vignettes"
test = "pre"
exercises = ["elements/six-vignettes, 40 minutes"]

[[session]]
day = 1
title = "Sentencing"
minutes = 90
chapters = ["sentencing"]
method = "Panels"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of the tiny book."""
    for path, text in {
        "handbook/book.toml": BOOK,
        "handbook/courses/jud-1.toml": COURSE,
        "handbook/verbs.toml": (ROOT / "handbook/verbs.toml").read_text("utf-8"),
        "chapters/foundations/elements.md": CHAPTER,
    }.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for folder in ("authorities", "cases", "design"):
        (tmp_path / "handbook" / folder).symlink_to(ROOT / "handbook" / folder)
    return tmp_path


@pytest.fixture
def change(root: Path) -> Callable[[str, str, str], None]:
    """Return a function that changes a text in a file of the book."""

    def changed(path: str, old: str, new: str) -> None:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return changed


def courses_in(root: Path) -> Courses:
    """Return the courses of a book."""
    return Courses(root, load_book(root))


@pytest.fixture
def bank(root: Path) -> Bank:
    """Return the question bank of the tiny course, drawn into no test."""
    courses = courses_in(root)
    planned = courses.planned(courses.named("JUD-1"))
    return replace(courses.bank(planned), pre=(), post=())
