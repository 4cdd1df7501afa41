import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from build_tools.citations import parse_citations
from build_tools.load import load_authorities, load_terms

ROOT = Path(__file__).parents[1]
CHAPTERS = [
    path for path in sorted((ROOT / "chapters").glob("*/*.md")) if path.parent.name != "annexes"
]
PARSER = create_md_parser(
    MdParserConfig(enable_extensions={"colon_fence", "attrs_inline"}), RendererHTML
)
BONES = ["in-brief", "objectives", "heading", "checklist", "pitfalls", "example", "question"]
AUTHORITIES = {authority.name: authority for authority in load_authorities(ROOT)}
NUMBER = re.compile(r"\d+(?:-\d+)?|(?<=\()\w(?=\))")
WRONG_IN_UZBEK = re.compile(r"['’‘`]|(?<![oOgG])ʻ|(?<=[oOgG])ʼ")


@dataclass(frozen=True)
class Box:
    name: str
    argument: str
    content: str

    def option(self, key: str) -> str:
        found = re.search(rf"^:{key}: *(.+)$", self.content, re.MULTILINE)
        return found[1] if found else ""

    def objectives(self) -> set[int]:
        return {int(number) for number in re.findall(r"\d+", self.option("objectives"))}


def boxes_of(path: Path) -> list[Box]:
    """Return a chapter's boxes in order, and its headings as boxes named `heading`."""
    boxes: list[Box] = []
    for token in PARSER.parse(path.read_text(encoding="utf-8")):
        if token.type == "heading_open" and token.tag == "h2":
            boxes.append(Box("heading", "", ""))
        elif found := re.fullmatch(r"\{([\w-]+)\} *(.*)", token.info):
            boxes.append(Box(found[1], found[2].strip(), token.content))
    return boxes


def named(name: str, path: Path) -> list[Box]:
    return [box for box in boxes_of(path) if box.name == name]


def tokens_of(text: str) -> Iterator[Token]:
    """Return every token of a text, those inside boxes and lines too."""
    for token in PARSER.parse(text):
        yield from (token, *(token.children or ()))
        if token.info.startswith("{"):
            yield from tokens_of(token.content)


every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


@every_chapter
def test_settings_stand_at_the_top(path: Path) -> None:
    first = PARSER.parse(path.read_text(encoding="utf-8"))[0]
    assert first.type == "front_matter"
    settings = dict(line.split(": ", 1) for line in first.content.splitlines())
    assert dt.date.fromisoformat(settings["law-as-at"])
    assert {"audience", "status"} <= set(settings)


@every_chapter
def test_the_bones_stand_in_their_order(path: Path) -> None:
    names = [box.name for box in boxes_of(path)]
    places = [names.index(bone) for bone in [*BONES, "exercise"]]
    assert places == sorted(places)
    assert names.count("question") >= 5
    assert names.count("example") == 1
    assert {"figure", "trainer"} <= set(names)


@every_chapter
def test_every_objective_has_a_question_and_an_exercise(path: Path) -> None:
    (objectives,) = named("objectives", path)
    numbers = set(range(1, len(re.findall("^- ", objectives.content, re.MULTILINE)) + 1))
    for name in ("question", "exercise"):
        assert set.union(*(box.objectives() for box in named(name, path))) == numbers


@every_chapter
def test_every_exercise_has_its_answer(path: Path) -> None:
    exercises = [box.option("id") for box in named("exercise", path)]
    assert exercises
    assert [box.argument for box in named("answer", path)] == exercises


@every_chapter
def test_the_worked_example_says_that_it_is_invented(path: Path) -> None:
    (example,) = named("example", path)
    assert "invented" in example.content.strip().split("\n")[0]


@every_chapter
def test_chapters_hold_no_html(path: Path) -> None:
    types = {token.type for token in tokens_of(path.read_text(encoding="utf-8"))}
    assert not types & {"html_block", "html_inline"}


@every_chapter
def test_provisions_are_cited_by_the_mark_only(path: Path) -> None:
    unmarked = re.sub(r"\{law\}`[^`]*`", "", path.read_text(encoding="utf-8"))
    assert not re.search(r"\b(?:CC|CPC|[Aa]rts?\.) ?\d", unmarked)


@every_chapter
def test_words_over_a_citation_name_the_provision_that_is_cited(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for words, cited in re.findall(r"\{law\}`([^`<]*) <([^`<]* [^`<]*)>`", text):
        citations = parse_citations(cited, AUTHORITIES)
        provisions = " ".join(f"{one.first} {one.last}" for one in citations)
        assert set(NUMBER.findall(words)) <= set(NUMBER.findall(provisions)), words


@every_chapter
def test_uzbek_words_have_their_own_letters(path: Path) -> None:
    words = re.findall(r"\[([^\]]+)\]\{\.language-uz\}", path.read_text(encoding="utf-8"))
    assert not [word for word in words if WRONG_IN_UZBEK.search(word)]


def test_the_glossary_has_uzbek_letters() -> None:
    assert not [term.uz for term in load_terms(ROOT) if WRONG_IN_UZBEK.search(term.uz)]


def test_the_index_leads_from_other_words() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    assert len(re.findall(r"\{index\}`see(also)?: ", text)) >= 3
