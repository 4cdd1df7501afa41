"""Quick layout changes nothing: the same lines in the same places, the same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_tools.pdf.fetch import ProjectFetcher
from tests.pdf.tiny import ROOT, printing_of, silent

WORDS = (
    "the prosecutor of", "prosecution's", "well-known", "e.g.", "identification", "A", "1.2.3",
    "2024–2025", "and/or", "“quoted”", "(in brackets)", "Uzbekistan", "no\u00a0break", "state;",
    "Уголовного", "кодекса", "o‘g‘ri", "soʻroq", "расследование", "—", "…",
    "internationalisation", "soft\u00adhyphen", "AV", "To", "Yes", "W.", "(", "?", "11", "[1]",
    "Г", "№ 5", "fi", "office", "$ 5", "https://example.org/a/long/address-of-it",
)  # fmt: skip
STYLE = """
@page { size: 90mm 70mm; margin: 9mm } body { overflow-wrap: break-word; orphans: 2; widows: 2 }
html { font: 10.5pt/15pt "Source Serif 4" } .justified { text-align: justify }
.hyphens { hyphens: auto; hyphenate-limit-chars: 6 3 3 } .small { font-variant-caps: small-caps }
.wide { letter-spacing: 1px } .spaced { word-spacing: 3px } u { text-decoration: underline }
.footnote { float: footnote; font-size: 8pt } .columns { columns: 2 } th, td { padding: 2pt 1% }
sup { vertical-align: super; font-size: 70% } .float { float: left; width: 30% }
ol { list-style: decimal } li::marker { font-weight: 600 } .pre { white-space: pre-wrap }
"""
BOOK = """
<h1 id="a">Следствие</h1><p class="justified hyphens" lang="en" id="b">{words} <em>{words}</em>
{words}<span class="footnote">{words}</span> {words}</p><p class="small" id="c">{words}</p>
<ul id="d"><li id="e"><p>{words}</p></li><li>{words}</li></ul><ol><li>{words}</li></ol>
<table id="f"><tr><th>{words}</th><td><p class="hyphens" lang="en">{words}</p></td></tr></table>
<table id="g"><tr><td>{words}</td></tr></table><div class="columns"><p id="h">{words}</p>
<p id="i">{words}</p><ul><li>{words}</li></ul></div><p class="wide">{words}</p><p class="spaced
justified">{words} <u>{words}</u> {words}<sup>2</sup></p><p class="float">{words}</p><p>{words}</p>
<p class="pre">a\tb   c\nd</p><p><a href="#a" id="j">{words}</a> <b id="k">{words}</b></p>
"""


def press(way: Any) -> Any:
    from build_tools.pdf.sheets import Press

    return Press(ProjectFetcher(ROOT, {}), ROOT.as_uri() + "/", STYLE, way=way)


@pytest.fixture(scope="module")
def presses() -> tuple[Any, Any]:
    from build_tools.pdf.sheets import Way

    return press(Way.QUICK), press(Way.PLAIN)


def differing(presses: tuple[Any, Any], html: str) -> list[str]:
    from build_tools.pdf.compared import differences, lines_of

    return list(differences(*(lines_of(one.lay_out("x", html, 1)) for one in presses)))


def test_every_line_of_a_small_book_stands_where_weasyprint_puts_it(presses):
    assert differing(presses, BOOK.format(words=" ".join(WORDS))) == []


def test_a_small_book_is_painted_as_weasyprint_paints_it():
    from build_tools.pdf.compared import painted_twice
    from build_tools.pdf.sheets import Way

    html = BOOK.format(words=" ".join(WORDS))
    made = painted_twice(press(Way.COMPARED), "x", html, 1)
    assert [message for message in made.messages if "quick layout" in message] == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), min_size=1, max_size=4),
    st.sampled_from(
        ["justified hyphens", "hyphens", "small", "wide", "spaced justified", "columns"]
    ),
    st.integers(20, 72),
)
def test_any_paragraph_is_broken_as_weasyprint_breaks_it(presses, paragraphs, look, width):
    texts = [f"<p id=p{n} class='{look}'>{' '.join(p)}</p>" for n, p in enumerate(paragraphs)]
    html = f"<div lang=en style='width: {width}mm'>{''.join(texts)}</div>"
    assert differing(presses, html) == []


def test_a_line_that_stands_elsewhere_is_told_with_its_page_and_words():
    from build_tools.pdf.compared import Line, differences

    here, there = Line("Some words", ((1, 2, 3, 4, 5),)), Line("Some words", ((1, 9, 3, 4, 5),))
    assert list(differences([[], [here]], [[], [there]])) == [
        "page 2: the line 'Some words' stands elsewhere"
    ]


def test_a_line_broken_otherwise_is_told_with_both_readings():
    from build_tools.pdf.compared import Line, differences

    short, long = Line("Some", ((1, 2, 3, 4, 5),)), Line("Some words", ((1, 2, 9, 4, 5),))
    assert list(differences([[short]], [[long]])) == ["page 1: 'Some' stands for 'Some words'"]


def test_a_file_is_the_same_in_each_way():
    from build_tools.pdf.edition import print_edition
    from build_tools.pdf.sheets import Way

    printing = printing_of("<p>Words of a paragraph.</p>" * 50)
    quick, plain, compared = (print_edition(replace(printing, way=w), silent).pdf for w in Way)
    assert quick == plain == compared
