"""A book of the size and make of the real one, from a fixed seed: the same in every run.

At 24 chapters: about 130,000 words, 60 tables, 200 footnotes, 600 cross-references (300 print
their page), 300 index marks, 24 figures; boxes and citations as dense as in the real chapters.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

from benchmarks.dresses import Handbook, Pandoc, Place, Plain, Registry, Typed, Unlinked
from benchmarks.english import English
from build_tools.load import load_authorities, load_cases, load_design, load_terms
from build_tools.palette import coloured_drawing

PROJECT = Path(__file__).parents[1]
CHAPTERS = 24
_PARTS = ("foundations", "people", "investigation", "prosecution", "adjudication")
_DRAWINGS = ("elements-tree.svg", "evidence-gates.svg", "interview-flow.svg")
_SECTIONS, _SUBSECTIONS, _PARAGRAPHS = 5, 2, 5
"""Sections in a chapter, subsections in a section, paragraphs in a subsection."""
_RUNNING = _SECTIONS * _SUBSECTIONS * _PARAGRAPHS
_LABELLED = 3
"""Every third paragraph has a label."""
_REGISTRIES = tuple(
    f"handbook_{name} =" for name in ("authorities", "cases", "terms", "concordance")
)


@dataclass(frozen=True)
class _Plan:
    """What can be told of a chapter before it is written, so that others can refer to it."""

    name: str
    number: int
    tables: tuple[Place, ...]
    figures: tuple[Place, ...]
    paragraphs: dict[int, Place]


def write_for_handbook(folder: Path, chapters: int = CHAPTERS) -> int:
    """Write the book for this project; return how many words it has."""
    return _write_here(folder, chapters, Handbook())


def write_typed(folder: Path, chapters: int = CHAPTERS) -> None:
    """Write the same book for this project without its registries: its law is typed by hand."""
    _write_without_registries(folder, chapters, Typed(registry()))


def write_unlinked(folder: Path, chapters: int = CHAPTERS) -> None:
    """Write the typed book without links from citations to the lists."""
    _write_without_registries(folder, chapters, Unlinked(registry()))


def _write_without_registries(folder: Path, chapters: int, dress: Typed) -> None:
    _write_here(folder, chapters, dress)
    settings = (folder / "conf.py").read_text("utf-8").splitlines()
    kept = [line for line in settings if not line.startswith(_REGISTRIES)]
    _write(folder / "conf.py", "\n".join(kept))


def _write_here(folder: Path, chapters: int, dress: Handbook) -> int:
    # Its courses name chapters that this book does not have.
    no_courses = shutil.ignore_patterns("courses")
    shutil.copytree(PROJECT / "handbook", folder / "handbook", ignore=no_courses)
    shutil.copytree(PROJECT / "chapters/figures", folder / "chapters/figures")
    for name in ("conf.py", "index.md"):
        shutil.copy(PROJECT / name, folder)
    plans = _plans(chapters)
    words = 0
    for plan, text in _chapters(plans, dress, registry()):
        _write(folder / f"chapters/{_part_of(plan, chapters)}/{plan.name}.md", text)
        words += len(text.split())
    settings, _, _ = (PROJECT / "handbook/book.toml").read_text("utf-8").partition("[[part]]")
    parts = [
        f'[[part]]\nname = "{part}"\ntitle = "{part.capitalize()}"\n'
        f"chapters = {json.dumps(names)}\n"
        for part in _PARTS
        if (names := [plan.name for plan in plans if _part_of(plan, chapters) == part])
    ]
    _write(folder / "handbook/book.toml", settings + "\n".join(parts))
    return words


def write_plain(folder: Path, chapters: int = CHAPTERS) -> None:
    """Write the same book for plain Sphinx."""
    known = registry()
    dress = Plain(known)
    _write_drawings(folder)
    names = []
    for plan, text in _chapters(_plans(chapters), dress, known):
        _write(folder / f"chapters/{plan.name}.md", text)
        names.append(f"chapters/{plan.name}")
    _write(folder / "book-index.md", dress.book_index())
    listed = "\n".join([*names, "book-index"])
    _write(folder / "index.md", f"# The book\n\n```{{toctree}}\n:maxdepth: 2\n\n{listed}\n```\n")


def write_for_pandoc(folder: Path, chapters: int = CHAPTERS) -> None:
    """Write the same book for pandoc, in one file."""
    known = registry()
    dress = Pandoc(known)
    _write_drawings(folder)
    texts = [text for _plan, text in _chapters(_plans(chapters), dress, known)]
    _write(folder / "book.md", "\n\n".join([*texts, dress.book_index()]))


def _write_drawings(folder: Path) -> None:
    colours = load_design(PROJECT).light
    for drawing in _DRAWINGS:
        text = (PROJECT / "chapters/figures" / drawing).read_text("utf-8")
        _write(folder / "figures" / drawing, coloured_drawing(text, colours))


def registry() -> Registry:
    """Return what citations may name: this project's own law, cases and terms."""
    return Registry(
        authorities={a.name: a for a in load_authorities(PROJECT) if not a.instead},
        cases={case.name: case for case in load_cases(PROJECT)},
        terms=tuple(term.en for term in load_terms(PROJECT) if term.en.isascii()),
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _part_of(plan: _Plan, chapters: int) -> str:
    return _PARTS[(plan.number - 1) * len(_PARTS) // chapters]


def _share(total: int, number: int) -> int:
    """Return a chapter's share of what stands so often in a book of 24 chapters."""
    return total * number // CHAPTERS - total * (number - 1) // CHAPTERS


def _plans(chapters: int) -> list[_Plan]:
    plans = []
    for number in range(1, chapters + 1):
        first, second = divmod(number - 1, len(ascii_lowercase))
        name = f"topic-{ascii_lowercase[first]}{ascii_lowercase[second]}"
        tables, figures = _share(60, number), _share(24, number)
        plans.append(
            _Plan(
                name,
                number,
                tuple(_numbered(name, "Table", number, n) for n in range(1, tables + 1)),
                tuple(_numbered(name, "Figure", number, n) for n in range(1, figures + 1)),
                {
                    n: Place(name, f"{name}-place-{n}", f"para. {number}.{n}")
                    for n in range(1, _RUNNING + 1, _LABELLED)
                },
            )
        )
    return plans


def _numbered(chapter: str, kind: str, number: int, count: int) -> Place:
    return Place(chapter, f"{kind.lower()}-{chapter}-{count}", f"{kind} {number}.{count}")


def _chapters(
    plans: list[_Plan], dress: Handbook, known: Registry
) -> Iterator[tuple[_Plan, str]]:
    for plan in plans:
        yield plan, _Chapter(plan, plans, dress, known).text()


class _Chapter:
    """Writes one chapter. Chance is drawn alike in both dresses, so the words are the same."""

    def __init__(
        self, plan: _Plan, plans: list[_Plan], dress: Handbook, known: Registry
    ) -> None:
        self._plan, self._plans, self._dress, self._known = plan, plans, dress, known
        self._rng = random.Random(plan.number)
        self._english = English(self._rng)
        self._provisions = self._pool()
        self._titles: list[tuple[str, str]] = []

    def text(self) -> str:
        """Return the chapter."""
        begin = self._dress.begin(self._plan.name, self._english.title(3, 6))
        self._titles = [
            (self._english.title(3, 5), f"{self._plan.name}-section-{n}")
            for n in range(_SECTIONS * (1 + _SUBSECTIONS))
        ]
        asides, marks, notes = self._asides(), self._spread(300), self._spread(200)
        blocks = [begin, self._in_brief(), self._objectives()]
        extra = self._between()
        for count in range(_RUNNING):
            if count % _PARAGRAPHS == 0:
                blocks += self._headings(count // _PARAGRAPHS)
            blocks += self._paragraph(count + 1, asides[count], marks[count], notes[count])
            blocks += extra.get(count, [])
        blocks += [self._questions(), self._exercises(), self._dress.end()]
        return "\n".join(blocks)

    def _pool(self) -> list[str]:
        """Choose what this chapter cites: most of it from the codes, as the real ones do."""
        sources = list(self._known.authorities.values())
        codes = [a for a in sources if a.name in ("uz-cpc", "uz-cc")]
        others = self._rng.sample([a for a in sources if a not in codes], 12)
        pool = [f"{a.name} {p.number}" for a in codes for p in a.provisions]
        pool = self._rng.sample(pool, min(60, len(pool)))
        for authority in others:
            numbers = [provision.number for provision in authority.provisions]
            chosen = self._rng.sample(numbers, min(3, len(numbers)))
            pool += [f"{authority.name} {number}" for number in chosen] or [authority.name]
        return pool

    def _law(self) -> str:
        citation = self._rng.choice(self._provisions)
        name = citation.partition(" ")[0]
        also = [c for c in self._provisions if c.startswith(f"{name} ") and c != citation]
        if also and self._rng.random() < 0.25:
            citation += ", " + self._rng.choice(also).partition(" ")[2]
        return self._dress.law(citation)

    def _sentence(self, cited: float = 0.0) -> str:
        """Return a sentence that cites a provision so often."""
        sentence = self._english.sentence()
        if self._rng.random() < cited:
            return f"{sentence[:-1]} ({self._law()}){sentence[-1]}"
        return sentence

    def _spread(self, total: int) -> list[int]:
        """Spread this chapter's share over its paragraphs: how many stand in each."""
        counts = [0] * _RUNNING
        for _ in range(_share(total, self._plan.number)):
            counts[self._rng.randrange(_RUNNING)] += 1
        return counts

    def _asides(self) -> list[list[str]]:
        """Spread references, notes, cases and terms over the paragraphs."""
        asides: list[list[str]] = [[] for _ in range(_RUNNING)]
        dress, rng = self._dress, self._rng
        kinds: tuple[tuple[int, Callable[[], str]], ...] = (
            (300, lambda: f"see {dress.with_page(self._target())}"),
            (300, lambda: f"see {dress.to_heading(*rng.choice(self._titles))}"),
            (120, lambda: f"compare {dress.case(rng.choice(list(self._known.cases)))}"),
            (400, lambda: f"here the {dress.term(rng.choice(self._known.terms))}"),
        )
        for total, aside in kinds:
            for _ in range(_share(total, self._plan.number)):
                rng.choice(asides).append(aside())
        return asides

    def _target(self) -> Place:
        """Choose a numbered place, in this chapter or another."""
        plan = self._plan if self._rng.random() < 0.4 else self._rng.choice(self._plans)
        return self._rng.choice((*plan.paragraphs.values(), *plan.tables * 3, *plan.figures * 3))

    def _headings(self, count: int) -> list[str]:
        """Return the headings before the paragraphs of a subsection."""
        section, subsection = divmod(count, _SUBSECTIONS)
        first = section * (1 + _SUBSECTIONS)
        levels = [(2, first)] if subsection == 0 else []
        levels.append((3, first + 1 + subsection))
        return [self._dress.heading(level, *self._titles[n]) for level, n in levels]

    def _paragraph(self, number: int, asides: list[str], marks: int, notes: int) -> list[str]:
        sentences = [self._sentence(cited=0.55) for _ in range(self._rng.randint(3, 6))]
        for count, aside in enumerate(asides):
            sentence = sentences[count % len(sentences)]
            sentences[count % len(sentences)] = f"{sentence[:-1]}, {aside}{sentence[-1]}"
        entries = [
            self._dress.index(f"{self._english.title(1, 1).lower()}; {self._english.title(1, 3)}")
            for _ in range(marks)
        ]
        calls = [f"{self._plan.name}-{number}-{n}" for n in range(notes)]
        sentences[-1] += "".join(f"[^{call}]" for call in calls)
        place = self._plan.paragraphs.get(number)
        text = "".join(entries) + "\n".join(sentences)
        paragraph = self._dress.paragraph(
            f"{self._plan.number}.{number}", place.label if place else "", text
        )
        return [paragraph, *(f"[^{c}]: {self._text(2, cited=0.3)}\n" for c in calls)]

    def _between(self) -> dict[int, list[str]]:
        """Return the boxes, tables, figures and lists, by the paragraph that they follow."""
        blocks = [
            *(self._table(place) for place in self._plan.tables),
            *(self._figure(place) for place in self._plan.figures),
            *(self._list() for _ in range(6)),
            self._checklist(),
            self._checklist(),
            self._box("warning", "Warning", self._english.title(2, 4), self._text(3, cited=0.3)),
            self._pitfalls(),
            self._example(),
        ]
        after: dict[int, list[str]] = {}
        places = self._rng.sample(range(_RUNNING), len(blocks))
        for place, block in zip(places, blocks, strict=True):
            after.setdefault(place, []).append(block)
        return after

    def _box(self, kind: str, words: str, title: str, text: str, *options: str) -> str:
        return self._dress.box(kind, words, title, options, text)

    def _text(self, sentences: int, cited: float = 0.0) -> str:
        return " ".join(self._sentence(cited) for _ in range(sentences))

    def _items(self, count: int, mark: str, text: Callable[[], str]) -> str:
        return "\n".join(f"{mark} {text()}" for _ in range(count))

    def _in_brief(self) -> str:
        return self._box(
            "in-brief", "In brief", "", self._items(5, "-", lambda: self._sentence(cited=0.7))
        )

    def _objectives(self) -> str:
        items = self._items(5, "-", self._english.sentence)
        return self._box("objectives", "Objectives", "", items)

    def _list(self) -> str:
        return self._items(4, "-", lambda: self._sentence(cited=0.3)) + "\n"

    def _checklist(self) -> str:
        steps = self._items(10, "1.", lambda: self._sentence(cited=0.5))
        return self._box("checklist", "Checklist", self._english.title(2, 4), steps)

    def _pitfalls(self) -> str:
        items = self._items(
            4, "-", lambda: f"**{self._english.title(2, 4)}.** {self._text(3, cited=0.3)}"
        )
        return self._box("pitfalls", "Pitfalls", self._english.title(3, 5), items)

    def _example(self) -> str:
        text = "\n\n".join(
            f"**{self._english.title(1, 2)}.** {self._text(3, cited=0.2)}" for _ in range(4)
        )
        return self._box("example", "Worked example (invented)", self._english.title(2, 3), text)

    def _table(self, place: Place) -> str:
        columns = self._rng.choice((3, 4, 4))
        rows = [[self._english.title(1, 2) for _ in range(columns)]]
        for _ in range(self._rng.randint(5, 9)):
            row = [self._english.phrase() for _ in range(columns)]
            row[1] = self._law() if self._rng.random() < 0.6 else row[1]
            rows.append(row)
        return self._dress.table(place, self._english.title(3, 6), rows)

    def _figure(self, place: Place) -> str:
        drawing = _DRAWINGS[self._plan.number % len(_DRAWINGS)]
        return self._dress.figure(place, drawing, self._english.sentence())

    def _questions(self) -> str:
        """Return the self-test: five questions with options and what is wrong with each."""
        made = [self._dress.heading(2, "Self-test", f"{self._plan.name}-self-test")]
        for count in range(1, 6):
            options = "\n".join(
                f"- [{tick}] {self._english.sentence()}\n  - {self._english.sentence()}"
                for tick in self._rng.sample((" ", "x", " "), 3)
            )
            words = f"Question {self._plan.number}.{count}"
            text = f"{self._text(2)}\n\n{options}"
            made.append(self._box("question", words, "", text, ":objectives: 1"))
        return "\n".join(made)

    def _exercises(self) -> str:
        made = [self._dress.heading(2, "Exercises", f"{self._plan.name}-exercises")]
        for count in (1, 2):
            text = f"{self._text(4)}\n\n{self._items(5, '1.', self._english.sentence)}"
            words = f"Exercise {self._plan.number}.{count}"
            title = self._english.title(2, 5)
            made.append(self._box("exercise", words, title, text, ":minutes: 45"))
        return "\n".join(made)
