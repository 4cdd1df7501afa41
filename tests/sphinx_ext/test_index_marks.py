import pytest
from docutils import nodes
from sphinx import addnodes

from .conftest import Build


def words_of(tree: nodes.document) -> str:
    """Return the words of the chapter's first numbered paragraph."""
    return next(p.astext() for p in tree.findall(nodes.paragraph) if p.get("number"))


@pytest.mark.parametrize(
    ("typed", "kind", "words", "main"),
    [
        ("{index}`interpreter; briefing`", "single", "interpreter; briefing", ""),
        ("{index}`! interpreter`", "single", "interpreter", "main"),
        ("{index}`see: translator; interpreter`", "see", "translator; interpreter", ""),
        ("{index}`seealso: consent; means`", "seealso", "consent; means", ""),
        ("{index}`means: deception`", "single", "means: deception", ""),
    ],
)
def test_a_mark_makes_an_entry_and_prints_nothing(
    build: Build, typed: str, kind: str, words: str, main: str
) -> None:
    tree = build(f"{typed} Word.").tree()
    ((found_kind, found_words, anchor, found_main, _key),) = next(
        iter(tree.findall(addnodes.index))
    )["entries"]
    assert (found_kind, found_words, found_main) == (kind, words, main)
    assert any(anchor in target["ids"] for target in tree.findall(nodes.target))
    assert words_of(tree).strip() == "Word."


def test_words_before_the_entry_are_printed(build: Build) -> None:
    tree = build("The {index}`interpreter <interpreter; briefing>` speaks.").tree()
    assert words_of(tree) == "The interpreter speaks."


def test_the_index_of_the_site_leads_to_the_paragraph(build: Build) -> None:
    built = build("One.\n\n{index}`interpreter` Two.", builder="html")
    index = (built.out / "genindex.html").read_text(encoding="utf-8")
    assert "interpreter" in index
    assert "chapters/part/one.html#index-" in index
