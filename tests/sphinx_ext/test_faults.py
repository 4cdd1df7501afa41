"""Each wrong use of a mark or box gives one warning: its line, its name, what to write."""

import re

import pytest

from .conftest import Build

FIRST = 9
"""The line on which a chapter's words begin, below its settings and title."""

FAULTS = [
    # words, line counted from the first, code, a piece of the advice
    ("Word.\n\nA <b>bold</b> word.", 2, "html", "use **bold**"),
    ("Word.\n\n<div>\nx\n</div>", 2, "html", "use **bold**"),
    (":::{include} ../x.md\n:::", 0, "refused", "{para}"),
    (":::{literalinclude} /etc/passwd\n:::", 0, "refused", "write the words here"),
    (":::{raw} html\n<b>\n:::", 0, "refused", "plain MyST"),
    ("Word.\n\n```{eval-rst}\n.. raw:: html\n\n   <b>\n```", 2, "refused", "plain MyST"),
    (":::{only} html\nx\n:::", 0, "refused", "trainer box"),
    ("A file: {download}`../../../../../../etc/passwd`", 0, "refused", "address"),
    ("![Words](/../../../etc/passwd)", 0, "image", "../figures/NAME.svg"),
    ("![Words](http://book.example/a.png)", 0, "image", "../figures/NAME.svg"),
    (":::{figure} file:///etc/passwd\n:alt: Words\n\nTitle.\n:::", 0, "image", "../figures"),
    ("Word.\n\n:::{chcklist}\n- a\n:::", 2, "unknown-box", "'checklist'"),
    ("Word {lwa}`uz-cc 135`.", 0, "unknown-mark", "{law}"),
    (":::{pitfalls}\nWord.\n\n## Closing", 0, "unclosed-box", "add a line :::"),
    (":::{note}\nWord.\n:::\n\n:::\nWord.\n:::", 4, "unnamed-box", "more colons"),
    ("Word.\n\n:::{pitfalls}\n:::", 2, "empty-box", "delete it"),
    (":::{example} E\nWord.\n\n:::{note}\nWord.\n:::\n:::", 3, "same-marks", "write :::: instead"),
    ("| a | b |\n|---|\n| c | d |", 1, "table", "write |---|---|"),
    ("| a | b |\n|---|---|\n| c | d | e |", 2, "table", "take out a |"),
    ("Word.\n\n##Glued\n\nWord.", 2, "heading", "write ## Glued"),
    ("Word.\n\n::{note}\nWord.\n:::", 2, "box-misread", "blank line"),
    (":::{checklist} Sheet\nWord.\n:::", 0, "checklist", "begins with '- '"),
    (":::{objectives}\nWord.\n:::", 0, "objectives", "begins with '- '"),
    (":::{exercise} E\n:minuts: 5\n\nDo.\n:::", 1, "option", "'minutes'"),
    (":::{exercise} E\n:minutes: five\n\nDo.\n:::", 1, "option", "such as 20"),
    (":::{exercise} E\n:objectives: one\n\nDo.\n:::", 1, "option", "such as 1, 2"),
    (":::{exercise} E\n:id: Упражнение\n\nDo.\n:::", 1, "option", "small Latin letters"),
    (":::{exercise} E\n:objectives: 1\n\nDo.\n:::", 0, "objectives", "add a box objectives"),
    (
        ":::{objectives}\n- One.\n- Two.\n:::\n\n:::{question}\n:objectives: 3\n\n- [x] a\n:::",
        5, "objectives", "from 1 to 2",
    ),
    (
        ":::{exercise} E\n:id: e\n\nDo.\n:::\n\n:::{exercise} F\n:id: e\n\nDo.\n:::",
        6, "exercise-twice", "another :id:",
    ),
    (
        ":::{exercise} E\n:id: vignettes\n\nDo.\n:::\n\n:::{answer} vignetes\nSo.\n:::",
        6, "answer", "'vignettes'",
    ),
    ("Word.\n\n:::{question}\nStem\n\n- [ ] a\n- [ ] b\n:::", 2, "question", "'- [x] '"),
    (":::{question}\n:type: matching\n\nStem\n:::", 0, "question", "two columns"),
    (":::{question}\n:type: chioce\n\nStem\n\n- [x] a\n:::", 1, "option", "matching"),
    (":::{form} f\n- a\n:::\n\n:::{form} f\n- a\n:::", 4, "form-twice", "another name"),
    ("Word.\n\n:::{form}\n- a\n:::", 2, "argument", "{form} name"),
    ("(a)=\nOne.\n\n(a)=\nTwo.", 3, "label", "another name"),
    ("(consent)=\nOne.\n\nSee {para}`consen`.", 3, "reference", "'one#consent'"),
    ("Word {law}`uz-cc 135.", 0, "open-mark", "write `"),
    (":::{register} checklist\n:::", 0, "argument", "'checklists'"),
    (":::{terms-listed} de\n:::", 0, "argument", "Known here"),
    (":::{authorities-cited} nationl\n:::", 0, "argument", "'national'"),
    (":::{clock} serch\n:::", 0, "argument", "'search'"),
    (":::{chart} crimes\n:::", 0, "chart", "crimes-and-cases"),
    ("Word {numref}`fig-tree`.", 0, "reference", "none yet"),
    ("Word {ref}`nowhere`.", 0, "reference", "{para}"),
    ("Word [there](other.md).", 0, "reference", "{para}"),
    ("Word {case}`rantsef`.", 0, "citation", "'rantsev'"),
    ("Word {law}`uz-cc 1355`.", 0, "citation", "'135'"),
    ("Word {term}`helples state`.", 0, "term", "'helpless state'"),
    ("Word.[^a]", 0, "footnote", "add a line [^a]:"),
    ("Word.\n\n[^a]: Note.", 2, "footnote", "delete it"),
    ("Word.[^a]\n\n[^a]: Note.\n\n[^a]: Note.", 4, "footnote", "another name"),
    ("Word.\n\n#### Deep\n\nWord.", 2, "heading", "one # more"),
    (":::{list-table} T\n* - a\n  - b\n* - c\n:::", 0, "table", "every row"),
    ("Word.\n\n![](../figures/tree.svg)", 2, "figure-words", ":alt:"),
    (":::{figure} ../figures/tree.svg\nTitle.\n:::", 0, "figure-words", ":alt:"),
]


@pytest.mark.parametrize(("words", "line", "code", "advice"), FAULTS)
def test_a_fault_gives_one_warning_at_its_line(
    build: Build, drawing: None, words: str, line: int, code: str, advice: str
) -> None:
    told = build(words).warnings
    assert told.count("\n") == 1, told
    (warning,) = told.splitlines()
    assert warning.startswith(f"chapters/part/one.md:{FIRST + line}: WARNING: ")
    assert warning.endswith(f" [handbook.{code}]")
    assert advice in warning.partition("How to fix: ")[2]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("::::{example} E\nWord.\n\n:::{checklist} C\n- a\n- {law}`uz-xx`\n:::\n::::", 5),
        ("- One.\n\n  :::{note}\n  Word.\n\n  {law}`uz-xx`\n  :::", 5),
        (":::{trainer} T\n:minutes: 5\n\nWord.\n\nWord.\n:::\n\nWord {law}`uz-xx`.", 8),
        (":::{question}\nStem\n\n- [x] a\n  - So.\n\n    So.\n:::\n\nWord {law}`uz-xx`.", 9),
        (":::{list-table} T\n:header-rows: 1\n\n* - a\n  - b\n* - c\n  - {law}`uz-xx`\n:::", 6),
        ("Word.[^a]\n\n[^a]: Note.\n\n    {law}`uz-xx`", 4),
        ("| a | b |\n|---|---|\n| c | {law}`uz-xx` |", 2),
    ],
)
def test_a_fault_is_told_at_its_own_line(build: Build, words: str, line: int) -> None:
    told = build(words).warnings
    assert told.count("\n") == 1, told
    (warning,) = told.splitlines()
    assert warning.startswith(f"chapters/part/one.md:{FIRST + line}: ")


@pytest.mark.parametrize(
    ("settings", "advice"),
    [
        ("audience: [judges]\nstatus: draft", "law-as-at: 2025-12-24"),
        ("law-as-at: 24.12.2025\naudience: [judges]\nstatus: draft", "law-as-at: 2025-12-24"),
        ("law-as-at: 2025-12-24\nstatus: draft", "audience: [investigators, prosecutors, judges]"),
        ("law-as-at: 2025-12-24\naudience: [judge]\nstatus: draft", "'judges'"),
        ("law-as-at: 2025-12-24\naudience: [judges]", "draft, reviewed, signed"),
        ("law-as-at: 2025-12-24\naudience: [judges]\nstatus: final", "draft, reviewed, signed"),
        ("law-as-at: 2025-12-24\naudience: [judges]\nstatus: draft\nstatsu: draft", "'status'"),
        (
            "law-as-at: 2025-12-24\naudience: [judges]\nstatus: signed\nsigned-by: A. B.",
            "add a line signed-on: …",
        ),
    ],
)
def test_wrong_settings_are_told(build: Build, settings: str, advice: str) -> None:
    (warning,) = build(f"---\n{settings}\n---\n\n# Chapter\n\nWord.\n").warnings.splitlines()
    assert re.match(r"chapters/part/one\.md:\d: WARNING: ", warning)
    assert advice in warning
    assert warning.endswith("[handbook.settings]")


@pytest.mark.parametrize("text", ["# A\n\nB.\n", "---\nlaw-as-at: [2025\n---\n\n# A\n\nB.\n"])
def test_settings_that_are_not_there_are_told_once(build: Build, text: str) -> None:
    (warning,) = build({"one": f"{text}", "two": "Word."}).warnings.splitlines()
    assert warning.startswith("chapters/part/one.md:1: ")
