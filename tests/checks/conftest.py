"""A book of one chapter to look at, with the real vocabulary and registries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from build_tools.checks.book_rules import Registry
from build_tools.checks.structure import book_findings, look_at
from build_tools.checks.vocabulary import Vocabulary
from build_tools.load import load_terms, load_verbs
from build_tools.load.terms import spellings
from build_tools.model import Finding
from build_tools.sphinx_ext.registered import registered

TOP = Path(__file__).parents[2]
SETTINGS = "---\nlaw-as-at: 2025-12-24\naudience: [judges]\nstatus: draft\n---\n\n"
FIRST = 9
"""The line on which words begin below the settings and the title."""

Look = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Return the boxes and marks that a build knows."""
    return registered()


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Return the real registries, and one drawing."""
    return Registry(
        cases=frozenset(path.stem for path in (TOP / "handbook/cases").glob("*.toml")),
        terms=frozenset(word for term in load_terms(TOP) for word in spellings(term)),
        worked=frozenset(path.stem for path in (TOP / "handbook/worked").glob("*.toml")),
        charts=frozenset(path.stem for path in (TOP / "handbook/charts").glob("*.toml")),
        files=frozenset({"chapters/part/one.md", "chapters/figures/tree.svg"}),
        shown_elsewhere="tree.svg",
    )


@pytest.fixture(scope="session")
def sound() -> str:
    """Return the chapter that `handbook new chapter` writes: it has all bones."""
    template = (TOP / "handbook/new-chapter.md").read_text("utf-8")
    return template.replace("{title}", "Title").replace("{law-as-at}", "2025-12-24")


@pytest.fixture(scope="session")
def look(vocabulary: Vocabulary, registry: Registry) -> Look:
    """Return a function that looks at words, at a whole chapter, or at several by their names."""
    verbs = load_verbs(TOP)

    def look_at_chapters(
        chapters: str | Mapping[str, str], bones: bool = False
    ) -> tuple[Finding, ...]:
        texts = {"one": chapters} if isinstance(chapters, str) else chapters
        looked = [
            look_at(
                f"chapters/part/{name}.md",
                text if text.startswith("---") else f"{SETTINGS}# Chapter\n\n{text}",
                vocabulary,
                verbs if bones else None,
            )
            for name, text in texts.items()
        ]
        return book_findings(looked, registry)

    return look_at_chapters
