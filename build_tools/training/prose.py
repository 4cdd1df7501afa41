"""An item's words without marks: citations printed, emphasis and languages kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from markdown_it import MarkdownIt

from build_tools.citations import CitationError, by_source, parse_citations, words
from build_tools.model import Authority, Case, Verification

_MARK = re.compile(
    r"\{(?P<role>\w+)\}`(?P<content>[^`]+)`|\[(?P<words>[^\]]+)\]\{\.language-(?P<language>\w+)\}"
)
PRINTED = frozenset({"law", "case", "term", "para", "numref", "index", "worked"})
"""The marks that can stand in a question: what the others print is known to the book alone."""
_TITLED = re.compile(r"(?P<title>[^<]*)<(?P<target>[^>]+)>")
_STAND_IN = re.compile("[\ue000-\uf8ff]")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_TAGS = {"em": "em", "strong": "strong"}


@dataclass(frozen=True)
class Run:
    """Words in one dress."""

    text: str
    dress: tuple[str, ...] = ()
    """Names of HTML's own: "em", "strong"."""
    language: str = ""


Prose = tuple[Run, ...]


@dataclass(frozen=True)
class Names:
    """What marks are printed with."""

    authorities: Mapping[str, Authority]
    cases: Mapping[str, Case]
    chapters: Mapping[str, str]
    """Titles of chapters by their names."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """What {worked} prints, by file and key."""
    language: str = "en"

    def spoken(self, typed: str) -> Prose:
        """Return typed words as they are read."""
        marked: list[Prose] = []

        def stand_in(found: re.Match[str]) -> str:
            marked.append(tuple(self._printed(found)))
            return chr(0xE000 + len(marked) - 1)

        return tuple(_dressed(_MARK.sub(stand_in, typed), marked))

    def _printed(self, mark: re.Match[str]) -> Iterator[Run]:
        if mark["words"]:
            yield Run(mark["words"], language=mark["language"])
            return
        titled = _TITLED.fullmatch(mark["content"])
        title = titled["title"].strip() if titled else ""
        target = titled["target"].strip() if titled else mark["content"].strip()
        if mark["role"] == "law":
            yield Run(self._law(title, target))
        elif mark["role"] == "case":
            yield from self._case(title, target)
        elif mark["role"] == "para":
            chapter = target.partition("#")[0]
            yield Run(title or f"“{self.chapters.get(chapter, chapter)}”")
        elif mark["role"] == "worked":
            yield Run(self.figures.get(target, target))
        elif mark["role"] == "numref":
            yield Run(title or "the handbook")
        elif mark["role"] != "index":
            yield Run(title or target)

    def _law(self, title: str, target: str) -> str:
        try:
            citations = parse_citations(target, self.authorities)
        except CitationError:
            return title or target  # The build of the book tells this mistake.
        unread = any(
            self.authorities[one.authority].verification_of(one.first) is Verification.UNVERIFIED
            for one in citations
        )
        printed = title or "; ".join(
            ", ".join(words(of_one, self.authorities[name], self.language))
            for name, of_one in by_source(citations)
        )
        return f"{printed} [unverified]" if unread else printed

    def _case(self, title: str, target: str) -> Iterator[Run]:
        name, _space, paragraphs = target.partition(" ")
        case = self.cases.get(name)
        yield Run(title or (case.short_title if case else name), ("em",))
        if paragraphs:
            yield Run(f", {'para.' if paragraphs.isdigit() else 'paras'} {paragraphs}")
        if case and case.verification is Verification.UNVERIFIED:
            yield Run(" [unverified]")


def _dressed(text: str, marked: list[Prose]) -> Iterator[Run]:
    """Yield Markdown's own emphasis as runs, with the marks back in their places."""
    dress: list[str] = []
    (block,) = _MARKDOWN.parseInline(text)
    for token in block.children or ():
        if token.tag in _TAGS and token.nesting:
            dress.append(token.tag) if token.nesting > 0 else dress.remove(token.tag)
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ", tuple(dress))
        elif token.content:
            yield from _with_marks(token.content, tuple(dress), marked)


def _with_marks(text: str, dress: tuple[str, ...], marked: list[Prose]) -> Iterator[Run]:
    place = 0
    for found in _STAND_IN.finditer(text):
        if text[place : found.start()]:
            yield Run(text[place : found.start()], dress)
        for run in marked[ord(found[0]) - 0xE000]:
            yield Run(run.text, tuple(dict.fromkeys((*dress, *run.dress))), run.language)
        place = found.end()
    if text[place:]:
        yield Run(text[place:], dress)


def unprinted_marks(typed: str) -> tuple[str, ...]:
    """Return the marks in typed words that no question can print."""
    roles = (found["role"] for found in _MARK.finditer(typed) if found["role"])
    return tuple(role for role in roles if role not in PRINTED)


def as_text(prose: Iterable[Run]) -> str:
    """Return the words alone."""
    return "".join(run.text for run in prose).replace("\u00a0", " ")


def as_html(prose: Iterable[Run]) -> str:
    """Return the words as HTML that stands in a line; it is well-formed XML too."""
    return "".join(_run_html(run) for run in prose)


def _run_html(run: Run) -> str:
    html = escape(run.text, quote=False)
    if run.language:
        html = f'<span lang="{run.language}">{html}</span>'
    for tag in reversed(run.dress):
        html = f"<{tag}>{html}</{tag}>"
    return html
