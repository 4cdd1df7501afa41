import pytest
from docutils import nodes

from .conftest import Build


def numbers(build: Build, text: str, chapter: str = "one") -> list[str]:
    tree = build(text).tree(chapter)
    return [p["number"] for p in tree.findall(nodes.paragraph) if p.get("number")]


@pytest.mark.parametrize(
    "unnumbered",
    [
        "- Item.\n\n  Its words.",
        "> Quoted.",
        ":::{note}\nIn a box.\n:::",
        "| a | b |\n|---|---|\n| c | d |",
        ":::{list-table} T\n* - a\n  - b\n:::",
        "[^a]: Note.",
        ":::{trainer}\nWord.\n:::",
    ],
)
def test_only_running_text_is_numbered(build: Build, unnumbered: str) -> None:
    assert numbers(build, f"One.[^a]\n\n{unnumbered}\n\nTwo.\n\n[^a]: A.") == ["1.1", "1.2"]


def test_numbers_run_through_the_sections_of_a_chapter(build: Build) -> None:
    text = {"one": "Word.", "two": "One.\n\n## A\n\nTwo.\n\n### B\n\nThree."}
    assert numbers(build, text, "two") == ["2.1", "2.2", "2.3"]


def test_a_number_is_an_address_on_the_page_and_a_link_to_itself(build: Build) -> None:
    page = build("One.\n\nTwo.", builder="html").page()
    assert 'id="p1.2"' in page
    assert 'href="#p1.2"' in page


@pytest.mark.parametrize(
    "typed",
    ["(here)=\nTwo.", "(here)=\n## Section\n\nTwo.", "(here)=\n## Section\n\n### Deeper\n\nTwo."],
)
def test_a_label_of_a_paragraph_or_its_heading_gives_the_paragraph(
    build: Build, typed: str
) -> None:
    built = build(f"See {{para}}`here`.\n\n{typed}", builder="html")
    assert not built.warnings
    assert '<span>para.\u00a01.2</span>' in built.page()


def test_chapters_may_use_the_same_label(build: Build) -> None:
    text = "(consent)=\nOne.\n\nSee {para}`two#consent` and {para}`consent`."
    built = build({"one": text, "two": text}, builder="html")
    assert not built.warnings
    assert "para.\u00a02.1" in built.page("one")
    assert "para.\u00a01.1" not in built.page("two")


def test_figures_and_tables_are_numbered_by_chapter(build: Build, drawing: None) -> None:
    figure = ":::{figure} ../figures/tree.svg\n:alt: Words\n:name: fig\n\nTitle.\n:::\n\n"
    table = ":::{list-table} Title\n:name: tab\n\n* - a\n:::\n\n"
    second = table.replace(":name: tab", ":name: tab-two")
    text = f"{figure}{table}{second}See {{numref}}`tab-two`."
    built = build({"one": "Word.", "two": text}, builder="html")
    assert not built.warnings
    for words in ("Figure\u00a02.1", "Table\u00a02.1", "Table\u00a02.2</span>"):
        assert words in built.page("two")
