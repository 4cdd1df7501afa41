"""The same chapter in five dresses.

Handbook has the marks of this project. Typed has them too, but for the law: the words of citations
and the list of authorities that closes a chapter are typed by hand; Unlinked is the same without
links from one to the other. Plain is for Sphinx and MyST alone: there the numbers of paragraphs,
figures and tables and the index are typed as well. Pandoc is Plain in pandoc's Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from build_tools.citations import in_latin, parse_citations, provision_order, provisions_of, words
from build_tools.model import Authority, Case

WORD_JOINER = "\u2060"
"""A letter that nobody sees."""


@dataclass(frozen=True)
class Place:
    """A numbered place that references name: a paragraph, a table or a figure."""

    chapter: str
    label: str
    words: str
    """Its number in words, as this project would print it: "para. 3.12"."""


@dataclass(frozen=True)
class Registry:
    """What citations name."""

    authorities: dict[str, Authority]
    cases: dict[str, Case]
    terms: tuple[str, ...]


class Handbook:
    """This project's own marks, as its chapters are written."""

    def begin(self, chapter: str, title: str) -> str:
        """Return the head of a chapter."""
        facts = "law-as-at: 2025-12-24\naudience: [investigators, prosecutors]\nstatus: draft"
        return f"---\n{facts}\n---\n\n# {title}\n"

    def end(self) -> str:
        """Return what closes a chapter: the machine makes the list of authorities."""
        return ""

    def law(self, citation: str) -> str:
        """Cite provisions."""
        return f"{{law}}`{citation}`"

    def case(self, name: str) -> str:
        """Cite a decided case."""
        return f"{{case}}`{name}`"

    def term(self, term: str) -> str:
        """Use a term of the glossary."""
        return f"{{term}}`{term}`"

    def index(self, entry: str) -> str:
        """Mark a place for the index."""
        return f"{{index}}`{entry}` "

    def with_page(self, place: Place) -> str:
        """Refer to a place by its number, and in print by its page."""
        if place.words.startswith("para."):
            return f"{{para}}`{place.chapter}#{place.label}`"
        return f"{{numref}}`{place.label}`"

    def heading(self, level: int, title: str, label: str) -> str:
        """Return a heading."""
        return f"{'#' * level} {title}\n"

    def to_heading(self, title: str, label: str) -> str:
        """Refer to a heading of the same chapter, without its page."""
        return f"[{title}](#{title.lower().replace(' ', '-')})"

    def paragraph(self, number: str, label: str, text: str) -> str:
        """Return a paragraph of running text."""
        return f"({label})=\n{text}\n" if label else f"{text}\n"

    def box(self, kind: str, words: str, title: str, options: Iterable[str], text: str) -> str:
        """Return a box of a kind; `words` say the kind and number, if the machine does not."""
        return _fenced(kind, title, options, text)

    def table(self, place: Place, title: str, rows: list[list[str]]) -> str:
        """Return a numbered table; the first row is its head."""
        return _fenced("table", title, [f":name: {place.label}"], _rows(rows))

    def figure(self, place: Place, drawing: str, caption: str) -> str:
        """Return a numbered figure."""
        options = [f":alt: {caption}", f":name: {place.label}"]
        return _fenced("figure", f"../figures/{drawing}", options, caption)


@dataclass
class Typed(Handbook):
    """This project's marks, with the law typed by hand: words of citations and closing lists."""

    registry: Registry
    _chapter: str = ""
    _cited: set[tuple[str, str]] = field(default_factory=set)
    _cases: set[str] = field(default_factory=set)

    def begin(self, chapter: str, title: str) -> str:
        """Return the head of a chapter."""
        self._chapter, self._cited, self._cases = chapter, set(), set()
        return super().begin(chapter, title)

    def end(self) -> str:
        """Return the list of authorities: for each a term with its provisions below it."""
        title = "Authorities cited in this chapter"
        lines = [self.heading(2, title, f"{self._chapter}-authorities")]
        known = self.registry.authorities
        order = sorted(self._cited, key=lambda pair: (pair[0], provision_order(pair[1])))
        for name, pairs in groupby(order, key=lambda pair: pair[0]):
            authority = known[name]
            lines.append(f"{authority.title.en}\n: Verified.\n")
            for _name, number in pairs:
                found = authority.provision(number)
                subject = f"{number}: {found.subject}" if found else "as a whole"
                anchor = self.anchor(self._law_label(name, number), subject)
                lines.append(f"  - {anchor}. Verified.")
            lines.append("")
        for name in sorted(self._cases):
            case = self.registry.cases[name]
            title = self.anchor(f"{self._chapter}-case-{name}", f"*{case.title}*")
            lines.append(f"{title}\n: {case.court}, {case.date.year}. Verified.\n")
        return "\n".join(lines) + "\n"

    def law(self, citation: str) -> str:
        """Cite provisions in words, each a link into the list."""
        known = self.registry.authorities
        made: list[str] = []
        citations = parse_citations(citation, known)
        authority = known[citations[0].authority]
        for piece, one in zip(words(citations, authority, "en"), citations, strict=True):
            numbers = provisions_of(one, authority)
            self._cited |= {(one.authority, number) for number in numbers}
            made.append(self.link(piece, self._law_label(one.authority, numbers[0])))
        return ", ".join(made)

    def case(self, name: str) -> str:
        """Cite a decided case in words."""
        case = self.registry.cases[name]
        self._cases.add(name)
        link = self.link(case.title, f"{self._chapter}-case-{name}")
        return f"*{link}* ({case.court}, {case.date.year})"

    def term(self, term: str) -> str:
        """Use a term."""
        return term

    def link(self, words: str, label: str) -> str:
        """Return words that lead to the entry of a list."""
        return f"[{words}](#{label})"

    def anchor(self, label: str, words: str = "") -> str:
        """Return words with a label before them."""
        return f"[]{{#{label}}}{words}"

    def _law_label(self, name: str, number: str) -> str:
        plain = in_latin(number).replace("(", "-part-").replace(")", "")
        return f"{self._chapter}-law-{name}-{plain}"


@dataclass
class Unlinked(Typed):
    """The same without a link from a citation to the list."""

    def link(self, words: str, label: str) -> str:
        """Return the words alone."""
        return words

    def anchor(self, label: str, words: str = "") -> str:
        """Return the words alone."""
        return words


@dataclass
class Plain(Typed):
    """Plain Sphinx with MyST: no marks but links, classes and admonitions."""

    index_marks: list[tuple[str, str]] = field(default_factory=list)
    """The words of each mark of the book, and its anchor."""

    def begin(self, chapter: str, title: str) -> str:
        """Return the head of a chapter, without the facts about it."""
        return super().begin(chapter, title).rpartition("---\n\n")[2]

    def index(self, entry: str) -> str:
        """Leave an anchor for the index."""
        anchor = f"{self._chapter}-index-{len(self.index_marks)}"
        self.index_marks.append((entry, anchor))
        return self.anchor(anchor)

    def with_page(self, place: Place) -> str:
        """Refer to a place; the stylesheet adds its page."""
        return f"[[{place.words}](#{place.label})]{{.with-page}}"

    def heading(self, level: int, title: str, label: str) -> str:
        """Return a heading with a label unique in the book."""
        return f"({label})=\n{'#' * level} {title}\n"

    def to_heading(self, title: str, label: str) -> str:
        """Refer to a heading by its label."""
        return f"[{title}](#{label})"

    def paragraph(self, number: str, label: str, text: str) -> str:
        """Return a paragraph with its number typed before it."""
        return super().paragraph(number, label, f"[{number}]{{.para-number}}{text}")

    def box(self, kind: str, words: str, title: str, options: Iterable[str], text: str) -> str:
        """Return an admonition with the kind in its title and class."""
        named = f"{words}: {title}" if title else words
        return _fenced("admonition", named, [f":class: box {kind}"], text)

    def table(self, place: Place, title: str, rows: list[list[str]]) -> str:
        """Return a table with its number typed."""
        return super().table(place, f"{place.words} {title}", rows)

    def figure(self, place: Place, drawing: str, caption: str) -> str:
        """Return a figure with its number typed."""
        return super().figure(place, drawing, f"{place.words} {caption}")

    def book_index(self) -> str:
        """Return the index, typed by hand; the stylesheet prints the pages."""
        lines = ["# Index\n"]
        by_words = sorted(self.index_marks, key=lambda mark: (mark[0].lower(), mark[1]))
        for entry, marks in groupby(by_words, key=lambda mark: mark[0]):
            pages = ", ".join(f"[ ](#{anchor})" for _words, anchor in marks)
            lines.append(f"- {entry.replace('; ', ', ')} {pages}")
        return "\n".join(lines) + "\n"


@dataclass
class Pandoc(Plain):
    """Pandoc's own Markdown, from which it writes Typst and AsciiDoc."""

    def heading(self, level: int, title: str, label: str) -> str:
        """Return a heading with its label behind it."""
        return f"{'#' * level} {title} {{#{label}}}\n"

    def paragraph(self, number: str, label: str, text: str) -> str:
        """Return a paragraph with its number typed before it, which holds its label."""
        return f"{self.anchor(label, number) if label else number} {text}\n"

    def anchor(self, label: str, words: str = "") -> str:
        """Return words that hold a label; Typst has none without words."""
        return f"[{words or WORD_JOINER}]{{#{label}}}"

    def box(self, kind: str, words: str, title: str, options: Iterable[str], text: str) -> str:
        """Return a part of its own with the kind in its first line."""
        named = f"{words}: {title}" if title else words
        return f"::: {{.box .{kind}}}\n**{named}**\n\n{text}\n:::\n"

    def table(self, place: Place, title: str, rows: list[list[str]]) -> str:
        """Return a table with its number typed."""
        return f"::: {{#{place.label}}}\n{_rows(rows)}\n\n: {place.words} {title}\n:::\n"

    def figure(self, place: Place, drawing: str, caption: str) -> str:
        """Return a figure with its number typed."""
        return f"![{place.words} {caption}](figures/{drawing}){{#{place.label}}}\n"


def _fenced(kind: str, argument: str, options: Iterable[str], text: str) -> str:
    head = "\n".join([f":::::{{{kind}}} {argument}".rstrip(), *options])
    return f"{head}\n\n{text}\n:::::\n"


def _rows(rows: list[list[str]]) -> str:
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])
