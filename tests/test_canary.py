"""A word of its own stands in every place that only trainers may see; every byte is searched."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from build_tools.load import load_book
from build_tools.model import Audience
from tests.canary import unpacked
from tests.pdf.tiny import build, make_project
from tests.verapdf import PDF_A_2A, PDF_UA_1, broken_rules

CHAPTER = """---
law-as-at: 2025-12-24
audience: [investigators, prosecutors, judges]
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

::::{checklist} Steps
:for: first-responders, investigators, prosecutors, judges
:stage: report
- Take one step.

:::{trainer}
A canarycard.
:::
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

:::{test-question} A canarytest
Canarystem?

- [x] canaryoption
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
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<g><title>canarydrawingtitle</title><desc>canarydrawingdesc</desc>
<path id="canaryid" d="M1 1h5"/></g>
</svg>"""
COURSE = """title = "Course"
audience = "Everybody"
group-size = "2-4"
days = 1
clock-hours = "1:30"
academic-hours = 2
session-minutes = 90
begins = "09:00"
pre-reading = []

[[session]]
day = 1
title = "The chapter"
chapters = ["one"]
exercises = ["one/task"]
notes = ["one/a-canarytitle-here"]
method = "Plenary"
test = "pre"
"""
CANARIES = sorted(set(re.findall(r"canary[a-z]+", CHAPTER + DRAWING)))
PRINTED = {
    "canarytitle", "canarytrainer", "canaryfootnote", "canaryindex", "canaryalt", "canarycaption",
    "canaryanswer", "canarylist", "canarycard", "canaryfeedback", "canaryparagraph", "canarykey",
    "canaryshort", "canarytest", "canaryoption",
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of one chapter with all the real editions."""
    root = make_project(tmp_path_factory.mktemp("held-back") / "project", one="")
    (root / "chapters/part/one.md").write_text(CHAPTER, encoding="utf-8")
    drawing = root / "chapters/figures/canarypicture.svg"
    drawing.parent.mkdir()
    drawing.write_text(DRAWING, encoding="utf-8")
    (root / "handbook/courses/can-1.toml").write_text(COURSE, encoding="utf-8")
    return root


def outputs_for(project: Path, audience: Audience) -> Path:
    """Build the site, every PDF, pack and slide that an audience gets; return their folder."""
    build(project, "handbook-pack", audience, handbook_course="can-1", handbook_audience=audience)
    build(
        project, "handbook-slides", audience, handbook_audience=audience, handbook_course="can-1"
    )
    for edition in load_book(project).editions:
        if edition.audience is audience:
            build(project, "handbook-pdf", audience, handbook_edition=edition.name)
            build(project, "html", audience, handbook_edition=edition.name)
    return project / f"_out/{audience}"


@pytest.fixture(scope="module")
def for_participants(project: Path) -> Path:
    return outputs_for(project, Audience.PARTICIPANTS)


@pytest.fixture(scope="module")
def for_trainers(project: Path) -> Path:
    return outputs_for(project, Audience.TRAINERS)


def test_no_byte_of_what_participants_get_holds_what_trainers_see(for_participants: Path) -> None:
    content = unpacked(for_participants)
    assert "Words for everyone" in content
    assert "Take one step" in content
    assert not set(re.findall("canary[a-z]*", content, re.IGNORECASE))


def test_participants_get_each_of_their_editions(for_participants: Path, project: Path) -> None:
    editions = {e.name for e in load_book(project).editions if e.audience == "participants"}
    packs = {path.stem for path in for_participants.rglob("handbook-pack/*.pdf")}
    slides = {path.stem for path in for_participants.rglob("handbook-slides/*.pdf")}
    assert packs == {"can-1-participant-pack"}
    assert slides == {"can-1-1-1-slides"}
    assert {path.stem for path in for_participants.rglob("*.pdf")} == editions | packs | slides
    assert (for_participants / "handbook-pack/can-1-participant-pack-web.html").is_file()
    assert "The chapter" in (for_participants / "html/training.html").read_text("utf-8")
    assert (for_participants / "html/searchindex.js").is_file()


@pytest.mark.parametrize("canary", CANARIES)
def test_trainers_get_every_one_of_them(for_trainers: Path, canary: str) -> None:
    assert canary in _what_trainers_get(for_trainers)


@pytest.mark.parametrize("canary", sorted(PRINTED))
def test_the_trainers_book_prints_what_can_be_printed(for_trainers: Path, canary: str) -> None:
    assert canary in _what_trainers_get(for_trainers / "handbook-pdf")


@pytest.mark.parametrize("canary", sorted(PRINTED - {"canaryindex"}))
def test_the_trainers_pack_prints_what_can_be_printed(for_trainers: Path, canary: str) -> None:
    assert canary in _what_trainers_get(for_trainers / "handbook-pack")


_UNPACKED: dict[Path, str] = {}


def _what_trainers_get(folder: Path) -> str:
    if folder not in _UNPACKED:
        _UNPACKED[folder] = unpacked(folder)
    return _UNPACKED[folder]


def test_the_search_sees_into_attachments_metadata_bookmarks_and_streams(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b"% canarystream")
        pdf.docinfo["/Subject"] = "canarysubject"
        pdf.attachments["a.txt"] = b"canaryattachment"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("canarybookmark", 0))
        pdf.save(tmp_path / "a.pdf", compress_streams=True)
    found = set(re.findall("canary[a-z]*", unpacked(tmp_path)))
    assert found == {"canarystream", "canarysubject", "canaryattachment", "canarybookmark"}


def test_every_edition_conforms(for_participants: Path, for_trainers: Path) -> None:
    for path in [*for_participants.rglob("*.pdf"), *for_trainers.rglob("*.pdf")]:
        broken = broken_rules(path, PDF_A_2A), broken_rules(path, PDF_UA_1)
        assert (path.stem, broken) == (path.stem, ((), ()))
