"""Every box and mark of the vocabulary, on the site and in what goes to print."""

import pytest
from docutils import nodes

from .conftest import Build

BOXES = [
    ("in-brief", ":::{in-brief}\n- Word.\n:::", "In brief"),
    ("objectives", ":::{objectives}\n- Name it.\n:::", "Objectives"),
    ("checklist", ":::{checklist} Sheet\n:name: sheet\n\n- Tick.\n:::", "Checklist"),
    ("pitfalls", ":::{pitfalls}\nWord.\n:::", "Pitfalls"),
    ("example", ":::{example} The works\nWord.\n:::", "Worked example (invented)"),
    ("case-note", ":::{case-note} tang\nWord.\n:::", "Case note"),
    ("exercise", ":::{exercise} Task\n:minutes: 20\n:group: pairs\n\nDo.\n:::", "Exercise 1.1"),
    ("answer", ":::{exercise} T\n:id: t\n\nDo.\n:::\n\n:::{answer} t\nSo.\n:::", "Model answer"),
    ("question", ":::{question}\nStem?\n\n- [x] Yes\n- [ ] No\n:::", "Question 1.1"),
    ("trainer", ":::{trainer} Start\n:minutes: 5\n\nHook.\n:::", "For the trainer (5 minutes)"),
    ("form", ":::{form} f\n:title: Sheet\n\n- Name\n- [ ] Yes\n:::", "Form"),
    ("warning", ":::{warning}\nWord.\n:::", "Warning"),
    ("note", ":::{note} Two *texts*\nWord.\n:::", "Note"),
]


@pytest.mark.parametrize(("kind", "text", "words"), BOXES)
def test_a_box_is_named_on_the_site_and_in_print(
    build: Build, kind: str, text: str, words: str
) -> None:
    site = build(text, builder="html", handbook_audience="trainers")
    printed = build(text, builder="handbook-pdf", handbook_audience="trainers").printed()
    assert not site.warnings
    for html in (site.page(), printed):
        assert f"box-{kind}" in html
        assert words in html


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("{law}`uz-cc 135(2)(zh)`", "Criminal Code"),
        ("{law}`the plea agreement <uz-cpc 586-1>`", "the plea agreement"),
        ("{case}`rantsev 286-289`", "paras 286–289"),
        ("{term}`helpless state`", "helpless state"),
        ("{para}`one#here`", "para.\u00a01.1"),
        ("{index}`interpreter; briefing` Word", "Word"),
        ("[укрывательство]{.language-ru}", "укрывательство"),
        ("Word.[^a]\n\n[^a]: A note.", "A note."),
    ],
)
def test_a_mark_is_shown_on_the_site_and_in_print(build: Build, mark: str, words: str) -> None:
    text = f"(here)=\nFirst.\n\n{mark}"
    site = build(text, builder="html")
    assert not site.warnings
    assert words in site.page()
    assert words in build(text, builder="handbook-pdf").printed()


def test_note_and_warning_are_boxes_of_the_book(build: Build) -> None:
    tree = build(":::{note}\nWord.\n:::\n\n:::{warning}\nWord.\n:::").tree()
    assert not list(tree.findall(nodes.Admonition))


def test_every_list_of_a_checklist_gets_squares(build: Build) -> None:
    tree = build(":::{checklist} C\n- one\n  - two\n\nWord.\n\n1. three\n:::").tree()
    lists = [n for n in tree.findall(nodes.Element) if isinstance(n, nodes.Sequential)]
    ticked = [n for n in lists if "ticks" in n["classes"]]
    assert len(ticked) == 3


def test_two_checklists_have_two_addresses(build: Build) -> None:
    tree = build(":::{checklist} A\n- a\n:::\n\n:::{checklist} A\n- a\n:::").tree()
    boxes = [n for n in tree.findall(nodes.container) if "box-checklist" in n["classes"]]
    first, second = (box["ids"][0] for box in boxes)
    assert first != second
