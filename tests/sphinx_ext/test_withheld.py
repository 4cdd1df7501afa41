"""A word of its own stands in every place that only trainers may see; every byte is searched."""

import re
import zlib
from pathlib import Path

import pytest

from build_tools.model import Audience

from .conftest import Build

CHAPTER = """---
law-as-at: 2025-12-24
audience: [judges]
status: draft
trainer-hint: canarysetting
---

# Chapter

(canarylabel)=
:::{trainer} A canarytitle here
:name: canaryname
:minutes: 7

A canarytrainer.[^canarynote] {index}`canaryindex`

:::{figure} ../figures/canarypicture.svg
:alt: A canaryalt
:name: canaryfigure

A canarycaption.
:::

[^inside]: A canaryinside.
:::

Words for everyone.

::::{exercise} Task
:id: task

Do it.

```{answer} task
A canaryanswer.

- canarylist
```
::::

:::{question}
Stem?

- [ ] First
  - canaryfeedback
- [x] Second

  canaryparagraph
:::

:::{question}
:type: short

What is it?

- [x] canarykey
  - canaryshort
:::

:::{TRAINER}
canarycapitals
:::

<b>

:::{answer} task
canaryhtml

canaryafter
:::

[^canarynote]: A canaryfootnote.
"""
CANARIES = set(re.findall(r"canary[a-z]+", CHAPTER))


@pytest.fixture
def picture(tmp_path: Path) -> None:
    """Put a drawing that only trainers see into the tiny book."""
    path = tmp_path / "chapters/figures/canarypicture.svg"
    path.parent.mkdir(parents=True)
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><g id="canarydrawing"/></svg>')


def every_byte_of(*folders: Path) -> bytes:
    """Return all that was written, unpacked, with the names of the files."""
    content = b""
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        content += str(path).encode()
        content += path.read_bytes() if path.is_file() else b""
        if path.name == "objects.inv":
            content += zlib.decompress(path.read_bytes().split(b"zlib.\n")[1])
    return content


def test_no_byte_of_what_participants_get_holds_what_trainers_see(
    build: Build, picture: None
) -> None:
    built = build(CHAPTER, builder="html")
    content = every_byte_of(built.out, Path(built.app.doctreedir))
    assert b"Words for everyone" in content
    assert not set(re.findall(rb"canary\w+", content))


def test_trainers_get_every_one_of_them(build: Build, picture: None) -> None:
    built = build(CHAPTER, builder="html", handbook_audience=Audience.TRAINERS.value)
    content = every_byte_of(built.out, Path(built.app.doctreedir))
    assert not [canary for canary in CANARIES if canary.encode() not in content]


def test_nothing_of_it_goes_to_print(build: Build, picture: None) -> None:
    built = build(CHAPTER, builder="handbook-pdf")
    assert "Words for everyone" in built.printed()
    assert "canary" not in built.printed()


def test_the_numbers_of_both_audiences_are_the_same(build: Build, picture: None) -> None:
    table = ":::{list-table} Title\n* - a\n:::\n"
    hidden = f"::::{{trainer}}\nWord.\n\n{table}::::\n\n"
    text = f"One.\n\n{hidden}Two.\n\n{table}\n:::{{exercise}} E\nDo.\n:::\n"
    for_all = build(text, builder="html").page()
    for_trainers = build(text, builder="html", handbook_audience="trainers").page()
    for page in (for_all, for_trainers):
        assert 'id="p1.2"' in page
        assert "Table\u00a01.1<" in page
        assert "Table\u00a01.2" not in page
        assert "Exercise 1.1" in page


def test_a_box_that_came_past_the_cut_is_held_back(build: Build) -> None:
    # The separator ends no line for the cut, but Python takes it for the end of one.
    built = build(":::{example} E\nWord.\u2028\u2028:::{trainer}\u2028canary\u2028:::\n:::")
    assert "canary" not in built.tree().astext()
