import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from build_tools.citations import parse_citations
from build_tools.load import load_authorities, load_terms
from build_tools.load.settings import readers_of

ROOT = Path(__file__).parents[1]
CHAPTERS = [
    path for path in sorted((ROOT / "chapters").glob("*/*.md")) if path.parent.name != "annexes"
]
PARSER = create_md_parser(
    MdParserConfig(enable_extensions={"colon_fence", "attrs_inline"}), RendererHTML
)
AUTHORITIES = {authority.name: authority for authority in load_authorities(ROOT)}
NUMBER = re.compile(r"\d+(?:-\d+)?|(?<=\()\w(?=\))")
WRONG_IN_UZBEK = re.compile(r"['’‘`]|(?<![oOgG])ʻ|(?<=[oOgG])ʼ")


@dataclass(frozen=True)
class Box:
    name: str
    argument: str
    content: str


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


every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


@every_chapter
def test_the_worked_example_says_that_it_is_invented(path: Path) -> None:
    (example,) = named("example", path)
    assert "invented" in example.content.strip().split("\n")[0]


@every_chapter
def test_a_chapter_gives_its_readers_and_first_responders_what_they_carry(path: Path) -> None:
    carried = re.findall(r"^:for: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    carriers = {word.strip() for words in carried for word in words.split(",")}
    assert carriers <= {*readers_of(path), "first-responders"}


@every_chapter
def test_a_form_says_what_it_is_filled_in_for(path: Path) -> None:
    assert all("\n:folder: " in form.content for form in named("form", path))


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


def test_the_glossary_has_uzbek_letters() -> None:
    assert not [term.uz for term in load_terms(ROOT) if WRONG_IN_UZBEK.search(term.uz)]


def test_the_index_leads_from_other_words() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in CHAPTERS)
    assert len(re.findall(r"\{index\}`see(also)?: ", text)) >= 3
