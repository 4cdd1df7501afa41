"""The rules over the structure of chapters: each mistake at its place, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.checks.book_rules import Registry, orphans
from build_tools.checks.reading import read_chapter
from build_tools.checks.structure import look_at, looked_from
from build_tools.checks.vocabulary import Vocabulary, read_vocabulary
from build_tools.load.explained import load_explained
from build_tools.model import Explained

from .conftest import FIRST, SETTINGS, TOP, Look

EXPLAINED = {one.code: one for one in load_explained()}
OF_KIND = {
    kind: [one for one in EXPLAINED.values() if one.kind == kind]
    for kind in ("words", "settings", "bones")
}

MISTAKES = [
    # words, line counted from the first, column, code, a piece of the fix
    (":::{chcklist} A\n- a\n:::", 0, 5, "unknown-box", "'checklist'"),
    (":::{pitfalls}\nWord.\n\n## Closing\n\nWord.", 0, 1, "unclosed-box", "add a line :::"),
    ("Word.\n\n```\nWord.", 2, 1, "unclosed-box", "add a line ```"),
    ("![Tree](../figures/tre.svg)", 0, 1, "image", "'tree.svg'"),
    ("(consent)=\nA.\n\nSee {para}`consnt`.", 3, 5, "reference", "'one#consent'"),
    ("## Consent\n\nSee [it](#consnt).", 2, 5, "reference", "'consent'"),
    ("See [it](two.md).", 0, 5, "reference", "'chapters/part/one.md'"),
    ("See {doc}`two`.", 0, 5, "reference", "'chapters/part/one'"),
    ("See {numref}`fig-tree`.", 0, 5, "reference", "none yet"),
    ("(a)=\nA.\n\n(a)=\nB.", 3, 2, "label", "another name"),
    ("| a | b |\n|---|\n| c | d |", 1, 1, "table", "|---|---|"),
    ("| a | b |\n| c | d |", 0, 1, "table", "|---|---|"),
    ("| a | b |\n|---|---|\n| c | d | e |", 2, 1, "table", "take out a |"),
    (":::{list-table} T\n* - a\n  - b\n* - c\n:::", 3, 1, "table", "every row"),
    ("Word.\n\n#### Deep\n\nWord.", 2, 1, "heading", "one # more"),
    ("Word.\n\n# Second\n\nWord.", 2, 1, "heading", "write ##"),
    ("Word.\n\n##Glued\n\nWord.", 2, 1, "heading", "write ## Glued"),
    ("A word {lwa}`uz-cc 135`.", 0, 8, "unknown-mark", "'{law}'"),
    (":::{register} checklist\n:::", 0, 15, "argument", "'checklists'"),
    (":::{clock} search serch\n:::", 0, 19, "argument", "'search'"),
    (":::{chart} crimes\n:::", 0, 12, "chart", "crimes-and-cases"),
    (":::{worked-table} model-fiel wages\n:::", 0, 19, "worked", "'model-file'"),
    ("See\n{law}`uz-cc 135.", 1, 1, "open-mark", "write `"),
    (":::{exercise} E\n:minuts: 5\n\nDo.\n:::", 1, 1, "option", "'minutes'"),
    (":::{exercise} E\n:minutes: five\n\nDo.\n:::", 1, 1, "option", "such as 20"),
    ("Word.[^a]", 0, 6, "footnote", "add a line [^a]:"),
    ("Word.\n\n[^a]: Note.", 2, 1, "footnote", "delete it"),
    ("<div>\n:::{note}\nWord.\n:::\n</div>", 1, 1, "box-misread", "blank line"),
    (
        ":::{example} E\nWord.\n\n:::{note}\nWord.\n:::\n:::",
        3, 1, "same-marks", "write :::: instead of :::",
    ),
    ("A {case}`rantsef 286`.", 0, 3, "citation", "'rantsev'"),
    ("A {term}`helples state`.", 0, 3, "term", "'helpless state'"),
    ("A [so'roq]{.language-uz}.", 0, 4, "uzbek-letter", "soʻroq"),
    ("In Oʻzbek, O'zbekiston.", 0, 12, "uzbek-letter", "Oʻzbekiston"),
    ("A {download}`file.pdf`.", 0, 3, "refused", "address"),
    ("See [it](file:///etc/passwd).", 0, 5, "link", "https://"),
]


@pytest.mark.parametrize(("words", "line", "column", "code", "fix"), MISTAKES)
def test_a_mistake_is_told_with_its_place_its_code_and_what_to_type(
    look: Look, words: str, line: int, column: int, code: str, fix: str
) -> None:
    found = [one for one in look(words) if one.code != "html"]
    assert [(one.code, one.line, one.column) for one in found] == [(code, FIRST + line, column)]
    assert fix in found[0].fix
    assert found[0].source


@pytest.mark.parametrize("one", OF_KIND["words"], ids=lambda one: one.code)
def test_the_examples_of_help_are_wrong_and_right(look: Look, one: Explained) -> None:
    assert {finding.code for finding in look(one.bad)} == {one.code}
    assert look(one.good) == () or one.code == "refused"


@pytest.mark.parametrize("one", OF_KIND["settings"], ids=lambda one: one.code)
def test_the_examples_of_settings_are_wrong_and_right(look: Look, one: Explained) -> None:
    assert [finding.code for finding in look(one.bad)] == [one.code]
    assert look(one.good) == ()


@pytest.mark.parametrize(
    ("good", "bad", "code", "told"),
    [
        ("- Draft the document that it needs.\n", "", "objectives", "lists 2 objectives"),
        (":::{answer} first-exercise", ":::{note} first-exercise", "answer", "no model answer"),
        (":::{question}", ":::{note}", "bones", "has 4 questions"),
        ("| First |", "First |", "bones", "nothing to look at"),
        (":::{checklist} Title", ":::{example} Title", "bones", "has 2 boxes 'example'"),
    ],
)
def test_a_chapter_needs_its_bones(
    look: Look, sound: str, good: str, bad: str, code: str, told: str
) -> None:
    assert good in sound
    text = sound.replace("|---|---|---|\n", "") if good.startswith("|") else sound
    found = look(text.replace(good, bad, 1), bones=True)
    assert any(one.code == code and told in one.message for one in found)


@pytest.mark.parametrize("one", OF_KIND["bones"], ids=lambda one: one.code)
def test_the_examples_of_bones_are_wrong_and_right(look: Look, sound: str, one: Explained) -> None:
    good, bad = one.good.strip("\n"), one.bad.strip("\n")
    assert good in sound
    found = look(sound.replace(good, bad, 1), bones=True)
    assert [finding.code for finding in found] == [one.code]


def test_a_new_chapter_has_all_its_bones(look: Look, sound: str) -> None:
    assert look(sound, bones=True) == ()


def test_bones_stand_in_their_order(look: Look, sound: str) -> None:
    start, end = sound.index(":::{pitfalls}"), sound.index(":::{example}")
    moved = sound[:start] + sound[end:] + "\n" + sound[start:end]
    assert "bones" in {one.code for one in look(moved, bones=True)}


def test_what_follows_from_an_open_box_is_held_back(look: Look, sound: str) -> None:
    opened = sound.replace("- Write the second step.\n:::", "- Write the second step.", 1)
    (found,) = look(opened, bones=True)
    line = sound.split("\n").index(":::{checklist} Title") + 1
    assert (found.code, found.line) == ("unclosed-box", line)
    assert "it swallows the box 'pitfalls'" in found.message


def test_what_stands_before_an_open_box_is_told_all_the_same(look: Look, sound: str) -> None:
    opened = sound.replace("- Write the second step.\n:::", "- Write the second step.", 1)
    wrong = opened.replace("Say who does what", "Say {lwa}`x` who does what.[^a]", 1)
    codes = [one.code for one in look(wrong, bones=True)]
    assert codes == ["unknown-mark", "footnote", "unclosed-box"]


def test_an_open_box_says_which_headings_it_swallows(look: Look) -> None:
    (found,) = look(":::{note}\nWord.\n\n## First\n\nWord.[^a]\n\n## Second\n\nWord.")
    assert found.message.endswith('it swallows 2 headings, the first "First".')


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(look: Look) -> None:
    found = look({"two": "A {lwa}`x`.\n\nB {term}`zzz`.", "one": "C.[^a]"})
    assert [(one.path[-6:], one.code) for one in found] == [
        ("one.md", "footnote"), ("two.md", "unknown-mark"), ("two.md", "term"),
    ]


def test_names_of_figures_are_the_books_and_labels_the_chapters(look: Look) -> None:
    table = ":::{list-table} T\n:name: tab-a\n\n* - a\n:::"
    (found,) = look({"one": f"(a)=\nA.\n\n{table}", "two": f"(a)=\nA.\n\n{table}"})
    assert (found.path, found.code) == ("chapters/part/two.md", "label")
    assert "stands in chapters/part/one.md as well" in found.message


def test_a_reference_to_another_chapter_is_looked_up_there(look: Look) -> None:
    texts = {"one": "(consent)=\nA.", "two": "See {para}`one#consent`, [it](one.md#chapter)."}
    assert look(texts) == ()


def test_a_drawing_that_nobody_shows_is_told() -> None:
    files = frozenset({"chapters/figures/old.svg", "chapters/figures/chart.svg"})
    (found,) = orphans((), Registry(files=files, shown_elsewhere='drawing = "chart.svg"'))
    assert (found.path, found.code) == ("chapters/figures/old.svg", "orphan")


@pytest.mark.parametrize(
    "words",
    [
        "It is five o'clock; the killing's dogs' end.",
        "Code: `{lwa}`, `| a |`, ``{law}`uz-cc 135` `` and `<b>`.",
        "```\n:::{nonsense}\n| a | b |\n|---|\n```",
        "% A comment {lwa}`x` [^a]\n\nWord.",
        "Word.[^a]\n\n[^a]: Note with {law}`uz-cc 135`.",
        "A [link](https://lex.uz/docs/1) and <https://lex.uz>.",
        "| a \\| b | c |\n|---|---|\n| `x \\| y` | z |",
        "::::{example} E\nWord.\n\n:::{note}\nWord.\n:::\n::::",
        "- One.\n\n  :::{note}\n  Word.\n  :::\n\n- Two.",
        "3 < 5 and 7 > 2, {abbr}`PINFL (a number)`, H{sub}`2`O.",
        "## Consent\n\n### Of a child\n\nSee [it](#of-a-child).",
    ],
)
def test_what_is_right_is_not_told(look: Look, words: str) -> None:
    assert look(words) == ()


def test_the_marks_windows_leaves_change_no_line(look: Look) -> None:
    (found,) = look(f"{SETTINGS}# Chapter\n\nWord.\n\nA {{lwa}}`x`.".replace("\n", "\r\n"))
    assert found.line == FIRST + 2


def test_what_was_seen_of_a_chapter_can_be_kept(vocabulary: Vocabulary) -> None:
    text = f"{SETTINGS}# Chapter\n\n(a)=\nA {{lwa}}`x` {{para}}`b`.\n\n:::{{note}}\nWord."
    looked = look_at("chapters/part/one.md", text, vocabulary, None)
    assert looked_from(str(looked)) == looked


def test_what_sphinx_knows_can_be_kept(vocabulary: Vocabulary) -> None:
    assert read_vocabulary(str(vocabulary)) == vocabulary
    with pytest.raises(ValueError, match="vocabulary"):
        read_vocabulary('{"boxes": {"note": 1}}')


def test_names_come_from_those_who_read_chapters(vocabulary: Vocabulary) -> None:
    assert {"law", "case", "term", "para", "numref", "index", "worked"} == vocabulary.own_marks
    assert {"sub", "abbr", "ref", "doc", "py:class"} <= vocabulary.marks
    assert vocabulary.boxes["question"].settings == ("name", "objectives", "type")
    assert vocabulary.boxes["figure"].needs_argument
    assert vocabulary.boxes["include"].is_refused


CHAPTERS = sorted((TOP / "chapters").glob("*/*.md"))


def test_the_real_chapters_have_no_mistake(vocabulary: Vocabulary) -> None:
    from build_tools.cli.looking import StructureOfBook

    assert StructureOfBook(TOP).findings() == ()


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_mark_of_a_chapter_is_read(path: Path) -> None:
    text = path.read_text("utf-8")
    marks = read_chapter(path.name, text).marks
    assert len([mark for mark in marks if mark.name == "law"]) == text.count("{law}`")
