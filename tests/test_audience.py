"""The words SECRET and PUBLIC stand where participants must not, and must, be able to read."""

import re
import runpy
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools.audience import cut_for_participants
from build_tools.chapter_text import MARKUP

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted(ROOT.glob("chapters/*/*.md"))


def boxed(head: str, inside: str, mark: str = ":") -> str:
    """Put text into a box with more marks than any line inside has."""
    runs = (len(run) for run in re.findall(f"{re.escape(mark)}+", inside))
    fence = mark * max(3, *(length + 1 for length in runs), 3)
    return f"{fence}{head}\n{inside}\n{fence}"


def in_list(text: str) -> str:
    return "- PUBLIC\n\n" + textwrap.indent(text, "  ")


def in_quotation(text: str) -> str:
    return textwrap.indent(text, "> ", lambda _line: True)


marks = st.sampled_from(":`~")
secrets = st.sampled_from(
    ["SECRET", "SECRET\n\n- SECRET\n  SECRET", "```\nSECRET\n```", "## SECRET"]
)
public = st.sampled_from(
    ["PUBLIC", "- PUBLIC", "| PUBLIC | a |\n|---|---|\n| b | c |", "```\nPUBLIC\n```", "## PUBLIC"]
)
withheld = st.builds(
    boxed,
    st.sampled_from(
        [
            "{answer} x", "{trainer}", "{test-question}", "{Trainer} SECRET",
            "{trainer} T\n:minutes: 5",
        ]
    ),
    secrets,
    marks,
)
options = st.sampled_from(
    [
        "- [ ] PUBLIC\n  - SECRET\n- [x] PUBLIC\n  PUBLIC\n\n  SECRET",
        "- [x] PUBLIC\n  - [ ] SECRET",
        "* [X] PUBLIC\n    * SECRET\n* [ ] PUBLIC",
        "1. [x] PUBLIC\n   - SECRET\n     SECRET\n2. [ ] PUBLIC\n\nSECRET",
        "- [х] PUBLIC\n - SECRET\n- [ ] PUBLIC",
        "- [x] PUBLIC\n\n  :::{note}\n  SECRET\n  :::\n- [ ] PUBLIC",
    ]
)
questions = st.builds(lambda items, mark: boxed("{question}\n\nPUBLIC", "\n" + items, mark),
                      options, marks)
open_boxes = st.sampled_from(["{exercise} PUBLIC", "{example}", "{note} PUBLIC", "PUBLIC", ""])
chapters = st.recursive(
    public | withheld | questions,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map("\n\n".join),
        st.builds(boxed, open_boxes, inner),
        inner.map(in_list),
        inner.map(in_quotation),
    ),
    max_leaves=12,
)
line_ends = st.sampled_from(["\n", "\r\n"])


@given(chapters, line_ends)
def test_no_secret_is_left_and_nothing_public_is_lost(chapter: str, line_end: str) -> None:
    text = cut_for_participants(chapter.replace("\n", line_end)).text
    assert "SECRET" not in text
    assert not re.search(r"\[[xXх]\]", text)
    assert text.count("\n") == chapter.count("\n")
    assert text.count("PUBLIC") == chapter.count("PUBLIC")


@given(st.text(alphabet=":`~{}[]x- >|\n\tansweri", max_size=200))
def test_any_text_keeps_its_lines_and_needs_one_cut_only(text: str) -> None:
    once = cut_for_participants(text).text
    assert once.count("\n") == text.count("\n")
    assert cut_for_participants(once).text == once


@pytest.mark.parametrize(
    "slip",
    [
        ":::{answer}six\nSECRET\n:::",
        ":::answer six\nSECRET\n:::",
        "::{answer} six\nSECRET\n::",
        "::: { answer } six\nSECRET\n:::",
        ":::{answers} six\nSECRET\n:::",
        "<div>\n:::{answer} six\nSECRET\n\nSECRET\n:::",
        "<div>\n:::{question}\nStem\n\n- [x] SECRET\n  - SECRET\n:::",
        "    :::{answer} six\n    SECRET\n    :::",
        "\t:::{trainer}\n\tSECRET\n\t:::",
        ":::{trainer}\nSECRET\n    :::\nSECRET\n:::",
        "::::{trainer}\nSECRET\n:::\nSECRET\n::::",
        ":::{exercise}\n:::{answer} six\nSECRET\n:::\n:::\nand\n:::{answer} six\nSECRET\n:::",
        ":::{trainer}\nSECRET\n\n## SECRET",
        ":::{trainer}\n:::{note}\nSECRET\n:::\nSECRET\n:::",
        ":::{trainer}\n:::{note}\n:::\n:::{figure} x\n:::\nSECRET\n:::\n",
        ":::{question}\nStem\n\n- [ ] a\n  :::{note}\n  b\n  :::\n- [x] SECRET\n:::",
        "`:::{answer}` is how\n:::{answer} six\nSECRET\n:::",
    ],
)
def test_a_box_written_wrongly_is_withheld_all_the_same(slip: str) -> None:
    assert "SECRET" not in cut_for_participants(f"Before.\n\n{slip}\n\nAfter.\n").text


@pytest.mark.parametrize(
    ("question", "left"),
    [
        (":type: short\n\nStem\n\n- [x] SECRET\n  - SECRET", ":type: short\n\nStem"),
        (":type: short\n\nStem\n\n- SECRET", ":type: short\n\nStem"),
        ("---\ntype: short\n---\nStem\n\n- [x] SECRET", "---\ntype: short\n---\nStem"),
        (":type: Matching\n\n::::{list-table}\n* - SECRET\n::::", ":type: Matching"),
        (":type: matchin\n\nStem\n\n- [ ] SECRET", ":type: matchin\n\nStem"),
        ("Stem\n\n- [✓] Yes\n- [ ] No\n\nSECRET", "Stem\n\n- [ ] Yes\n- [ ] No"),
        ("Stem\n\n- SECRET: yes\n- no", "Stem"),
    ],
)
def test_a_question_keeps_its_stem_and_loses_its_key(question: str, left: str) -> None:
    text = cut_for_participants(f"::::::{{question}}\n{question}\n::::::").text
    assert text.removeprefix("::::::{question}\n").removesuffix("::::::").strip() == left


@pytest.mark.parametrize(
    ("answers", "mixed"), [("b,c,a", "a,b,c"), ("a,b,c", "b,c,a"), (r"b\|x,a,c", r"a,b\|x,c")]
)
def test_a_matching_table_never_shows_the_order_of_its_key(answers: str, mixed: str) -> None:
    rows = "".join(f"  | {n} | {answer} |\n" for n, answer in enumerate(answers.split(",")))
    head = "- item\n\n  :::{question}\n  :type: matching\n\n  | n | is |\n  |---|---|\n"
    text = cut_for_participants(f"{head}{rows}\n  SECRET\n  :::\n").text
    shown = re.findall(r"^  \| \d \| (.*) \|$", text, re.MULTILINE)
    assert ",".join(shown) == mixed
    assert "SECRET" not in text


@pytest.mark.parametrize(
    "text",
    [
        ":::{trainer}\nAsk.[^a]\n:::\n\n[^a]: SECRET\n    SECRET[^b]\n\n[^b]: SECRET\n",
        ":::{note}\n[^a]: SECRET\n:::\n\n:::{answer} x\n[^a]\n:::\n",
        "(SECRET)=\n\n{#SECRET}\n:::{trainer}\n:::\n",
        "---\nlaw-as-at: 2025-12-24\ntrainer: SECRET\n---\n",
        "---\ntrainer-note: |\n  SECRET\n\n  SECRET\naudience: [judges]\n---\n",
        "---\n'Trainer':\n- SECRET\n# note\n- SECRET\n---\n",
    ],
)
def test_what_belongs_to_a_withheld_box_goes_with_it(text: str) -> None:
    assert "SECRET" not in cut_for_participants(text).text


def test_a_note_that_participants_can_call_stays() -> None:
    text = "Law.[^a]\n\n:::{trainer}\nAsk.[^a]\n:::\n\n[^a]: PUBLIC\n"
    assert "[^a]: PUBLIC" in cut_for_participants(text).text


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("Text.\n\n<div>\n:::{answer} x\n:::\n", 4, "box-misread"),
        ("::::{exercise} E\n:::{question}\n- [ ] a\n- [ ] b\n:::\n::::", 2, "question"),
        (":::{question}\n:type: short\n\n- a\n:::", 1, "question"),
        (":::{question}\n:type: matching\n\n- a\n:::", 1, "question"),
    ],
)
def test_a_mistake_in_what_is_cut_is_found(text: str, line: int, code: str) -> None:
    (finding,) = cut_for_participants(text).findings
    assert (finding.line, finding.code) == (line, code)


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_the_book_has_no_mistake_in_what_is_cut(path: Path) -> None:
    assert not cut_for_participants(path.read_text(encoding="utf-8")).findings


def test_the_cut_reads_the_same_markup_as_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert set(runpy.run_path("conf.py")["myst_enable_extensions"]) == MARKUP
