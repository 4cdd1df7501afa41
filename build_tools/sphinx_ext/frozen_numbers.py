"""What is written down of a chapter's paragraphs when an edition is frozen.

The words are taken before they are translated, and without citations and references: a
paragraph is the same in every language, and stays so when a law or a chapter gets another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import ExtensionMetadata

from build_tools.load import load_frozen
from build_tools.model import Book, Chapter
from build_tools.numbering import (
    FrozenChapter,
    FrozenParagraph,
    beginning_of,
    fingerprint_of,
    numbered,
)
from build_tools.sphinx_ext.by_document import ByDocument

_MADE_ELSEWHERE = (nodes.reference, addnodes.pending_xref, nodes.footnote_reference)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the numbers of paragraphs, made when a chapter is read."""
    app.add_domain(FrozenNumbers)
    app.add_transform(NumbersByWords)
    app.connect("env-get-outdated", _frozen_since_they_were_read)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class FrozenNumbers(ByDocument):
    """The paragraphs of each chapter in reading order, deleted ones where they stood."""

    name = "handbook-numbers"
    label = "Paragraph numbers"
    data_version = 2


class NumbersByWords(SphinxTransform):
    """Number the paragraphs of running text, and leave a stub where one was deleted."""

    default_priority: ClassVar[int] = 9  # before Sphinx puts translations in (20)

    def apply(self) -> None:
        """Give each paragraph its number; a chapter that was never frozen is counted."""
        chapter = self.config.handbook_book.chapter_of(self.env.docname)
        if chapter is None:
            return
        frozen = _frozen(self.env, chapter)
        paragraphs = list(running_text(self.document))
        words = [_own_words(paragraph) for paragraph in paragraphs]
        found = numbered(chapter.number, frozen, [fingerprint_of(each) for each in words])
        last_seen = {each.number: each for each in frozen}
        written: list[FrozenParagraph] = []
        before: nodes.paragraph | None = None
        for each in found:
            if each.position is None:
                written.append(replace(last_seen[each.number], is_deleted=True))
                before = _stub(each.number, before, paragraphs)
                continue
            before = paragraphs[each.position]
            before["number"] = each.number
            own = words[each.position]
            written.append(FrozenParagraph(each.number, fingerprint_of(own), beginning_of(own)))
        _found(self.env)[self.env.docname] = tuple(written)


def paragraphs_now(env: BuildEnvironment, book: Book) -> Iterator[FrozenChapter]:
    """Yield each chapter's paragraphs as they are now, with the numbers they have."""
    found = _found(env)
    for chapter in book.chapters:
        if chapter.docname in found:
            yield FrozenChapter(chapter.name, chapter.number, found[chapter.docname])


def _found(env: BuildEnvironment) -> dict[str, tuple[FrozenParagraph, ...]]:
    return cast("FrozenNumbers", env.get_domain(FrozenNumbers.name)).found


def running_text(document: nodes.document) -> Iterator[nodes.paragraph]:
    """Yield the paragraphs that stand directly in a section, in reading order."""
    for paragraph in document.findall(nodes.paragraph):
        if isinstance(paragraph.parent, nodes.section):
            yield paragraph


def _frozen(env: BuildEnvironment, chapter: Chapter) -> tuple[FrozenParagraph, ...]:
    found = load_frozen(Path(env.srcdir), chapter.name)
    if found is None:
        # A file that is not there would have the chapter read anew in every build.
        return ()
    env.note_dependency(_file_of(env, chapter))
    return found.paragraphs


def _file_of(env: BuildEnvironment, chapter: Chapter) -> Path:
    return Path(env.srcdir) / f"handbook/numbers/{chapter.name}.toml"


def _frozen_since_they_were_read(app: Sphinx, env: BuildEnvironment, *_: Set[str]) -> list[str]:
    """Name the chapters with a file of numbers that was not there when they were read."""
    return [
        chapter.docname
        for chapter in env.config.handbook_book.chapters
        if chapter.docname in env.all_docs
        and (path := _file_of(env, chapter)).is_file()
        and path not in {Path(name) for name in env.dependencies.get(chapter.docname, ())}
    ]


def _own_words(paragraph: nodes.paragraph) -> str:
    """Return the author's words, without what the machine writes for marks."""
    pieces: list[str] = []
    pending: list[nodes.Node] = [paragraph]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.Text):
            pieces.append(str(node))
        elif not isinstance(node, _MADE_ELSEWHERE):
            pending.extend(reversed(node.children))
    return "".join(pieces)


def _stub(
    number: str, before: nodes.paragraph | None, paragraphs: list[nodes.paragraph]
) -> nodes.paragraph | None:
    """Put one line where a deleted paragraph stood, so that its number still leads somewhere."""
    stub = nodes.paragraph("", "", number=number, classes=["deleted"], translatable=False)
    if before is not None and before.parent is not None:
        before.parent.insert(before.parent.index(before) + 1, stub)
    elif paragraphs and paragraphs[0].parent is not None:
        paragraphs[0].parent.insert(paragraphs[0].parent.index(paragraphs[0]), stub)
    else:
        return None
    return stub
