"""What a chapter gives to training, read from its text: nothing of it is typed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from markdown_it.token import Token

from build_tools.audience import cut_for_participants
from build_tools.chapter_text import TextBox, blocks_of, boxes_in
from build_tools.model import Chapter

_FOR_TESTS = "test-question"
_SETTING = re.compile(r":([\w-]+):\s*(.*)")
_OPTION = re.compile(r"\[\s*([xX]?)\s*\]\s*")


class Kind(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    TRUE_FALSE = "true-false"
    MATCHING = "matching"
    SHORT = "short"
    """In words of one's own: a person marks it."""


@dataclass(frozen=True)
class Objective:
    """What a reader can do after a chapter."""

    chapter: str
    number: int
    words: str
    line: int

    @property
    def name(self) -> str:
        """Its permanent id: the same on the site, in print and in the packages."""
        return f"objective-{self.chapter}-{self.number}"


@dataclass(frozen=True)
class Option:
    """An answer that an item offers; its words and feedback are as typed."""

    words: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class Item:
    """A question of a chapter's self-test or for tests; stem, options and pairs are as typed."""

    chapter: str
    number: int
    """Its place among those of its kind in the chapter: the 3 of "Question 4.3"."""
    kind: Kind
    objectives: tuple[int, ...]
    stem: tuple[str, ...]
    """Paragraphs."""
    options: tuple[Option, ...]
    pairs: tuple[tuple[str, str], ...]
    line: int
    is_for_tests: bool = False
    """Whether participants see it in a test only, never in the chapter."""

    @property
    def name(self) -> str:
        """What packages call it: `question-elements-3`."""
        return f"{'test-' if self.is_for_tests else ''}question-{self.chapter}-{self.number}"

    @property
    def words(self) -> str:
        """Everything it says, as typed."""
        said = (word for option in self.options for word in (option.words, option.feedback))
        return "\n".join((*self.stem, *said, *(cell for pair in self.pairs for cell in pair)))


@dataclass(frozen=True)
class Note:
    """A trainer box."""

    chapter: str
    name: str
    """Its title in small letters: `running-the-moot`."""
    title: str
    minutes: int
    words: str
    exercise: str
    """The exercise that it helps to run; empty for one that helps to teach the text."""
    line: int

    def said(self, of: str) -> str:
        """Return what follows "Hook:", "Care note:" or the like; empty if nothing does."""
        found = re.search(rf"^{of}:\s*(.+)$", self.words, re.MULTILINE | re.IGNORECASE)
        return found[1] if found else ""


@dataclass(frozen=True)
class Exercise:
    """A task for a class."""

    chapter: str
    name: str
    number: int
    """Its place among the exercises of the chapter."""
    title: str
    minutes: int
    group: str
    objectives: tuple[int, ...]
    line: int


@dataclass(frozen=True)
class Checklist:
    """Steps to tick."""

    chapter: str
    title: str
    line: int


@dataclass(frozen=True)
class Passage:
    """A labelled paragraph, or a labelled section up to the next one of its height."""

    chapter: str
    label: str
    """Empty for the whole chapter."""
    title: str
    words: int
    line: int


@dataclass(frozen=True)
class Taught:
    """One chapter as training sees it."""

    name: str
    number: str
    path: str
    title: str
    objectives: tuple[Objective, ...]
    items: tuple[Item, ...]
    exercises: tuple[Exercise, ...]
    notes: tuple[Note, ...]
    checklists: tuple[Checklist, ...]
    passages: tuple[Passage, ...]

    @cached_property
    def by_number(self) -> dict[int, Objective]:
        """Its objectives by their numbers."""
        return {objective.number: objective for objective in self.objectives}

    def note_of(self, exercise: Exercise) -> Note | None:
        """Return the trainer box that helps to run an exercise."""
        return next((note for note in self.notes if note.exercise == exercise.name), None)


def read_taught(chapter: Chapter, text: str) -> Taught:
    """Read a chapter's whole text, that of trainers."""
    boxes = list(boxes_in(text))
    passages = tuple(_passages(chapter.name, text))
    return Taught(
        name=chapter.name,
        number=chapter.number,
        path=f"{chapter.docname}.md",
        title=passages[0].title,
        objectives=tuple(_objectives(chapter.name, boxes)),
        items=tuple(
            _item(chapter.name, number, box)
            for kind in ("question", _FOR_TESTS)
            for number, box in enumerate((b for b in boxes if b.name == kind), 1)
        ),
        exercises=tuple(_exercises(chapter.name, boxes)),
        notes=tuple(_notes(chapter.name, boxes)),
        checklists=tuple(
            Checklist(chapter.name, box.argument, box.first + 1)
            for box in boxes
            if box.name == "checklist"
        ),
        passages=passages,
    )


def _settings(box: TextBox) -> tuple[dict[str, str], str]:
    """Split a box into its settings (`:minutes: 20`) and its words."""
    settings = {}
    lines = box.content.split("\n")
    while lines and (found := _SETTING.fullmatch(lines[0].strip())):
        settings[found[1]] = found[2].strip()
        del lines[0]
    return settings, "\n".join(lines).strip("\n")


def _numbers(typed: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", typed))


def _objectives(chapter: str, boxes: list[TextBox]) -> Iterator[Objective]:
    box = next((box for box in boxes if box.name == "objectives"), None)
    blocks = blocks_of(box.content) if box else ()
    count = 0
    for block in blocks:
        if block.type == "inline" and block.level == 3 and block.map and box:
            count += 1
            yield Objective(chapter, count, _one_line(block.content), box.first + 2 + block.map[0])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _item(chapter: str, number: int, box: TextBox) -> Item:
    settings, words = _settings(box)
    blocks = blocks_of(words)
    kinds = [kind.value for kind in Kind]
    kind = settings.get("type", "choice")
    pairs = tuple(_pairs(blocks))
    return Item(
        chapter=chapter,
        number=number,
        kind=Kind.MATCHING if pairs else Kind(kind) if kind in kinds else Kind.CHOICE,
        objectives=_numbers(settings.get("objectives", "")),
        stem=tuple(_stem(blocks)),
        options=tuple(_options(blocks)),
        pairs=pairs,
        line=box.first + 1,
        is_for_tests=box.name == _FOR_TESTS,
    )


def _stem(blocks: Sequence[Token]) -> Iterator[str]:
    """Yield the paragraphs before the first option or table."""
    for block in blocks:
        if block.type == "table_open":
            return
        if block.type == "inline":
            if block.level == 3 and _OPTION.match(block.content):
                return
            yield ("– " if block.level == 3 else "") + _one_line(block.content)


def _options(blocks: Sequence[Token]) -> Iterator[Option]:
    """Yield each option with the feedback nested under it."""
    words, is_right, feedback = "", False, [""]
    for block in blocks:
        if block.type != "inline" or block.level < 3:
            continue
        found = _OPTION.match(block.content) if block.level == 3 else None
        if found:
            if words:
                yield Option(words, is_right, " ".join(feedback).strip())
            words, feedback = _one_line(block.content[found.end() :]), []
            is_right = bool(found[1])
        else:
            feedback.append(_one_line(block.content))
    if words:
        yield Option(words, is_right, " ".join(feedback).strip())


def _pairs(blocks: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield the rows of a table of two columns, without its head."""
    cells: list[str] = []
    is_body = False
    for before, block in zip([None, *blocks], blocks, strict=False):
        is_body = is_body or block.type == "tbody_open"
        if is_body and block.type == "inline" and before and before.type == "td_open":
            cells.append(_one_line(block.content))
    yield from zip(cells[::2], cells[1::2], strict=False)


def _exercises(chapter: str, boxes: list[TextBox]) -> Iterator[Exercise]:
    for count, box in enumerate((box for box in boxes if box.name == "exercise"), 1):
        settings, _words = _settings(box)
        yield Exercise(
            chapter=chapter,
            name=settings.get("id", str(count)),
            number=count,
            title=box.argument,
            minutes=int(settings.get("minutes", "0") or 0),
            group=settings.get("group", ""),
            objectives=_numbers(settings.get("objectives", "")),
            line=box.first + 1,
        )


def _notes(chapter: str, boxes: list[TextBox]) -> Iterator[Note]:
    exercise = ""
    for box in boxes:
        settings, words = _settings(box)
        if box.name == "exercise":
            exercise = settings.get("id", "")
        elif box.name == "trainer":
            yield Note(
                chapter=chapter,
                name="-".join(re.findall(r"\w+", box.argument.lower())),
                title=box.argument,
                minutes=int(settings.get("minutes", "0") or 0),
                words=words,
                exercise=exercise,
                line=box.first + 1,
            )


def _passages(chapter: str, text: str) -> Iterator[Passage]:
    """Yield the chapter, then each labelled section and paragraph, with what participants read.

    The label of a section's first paragraph names the section.
    """
    every = blocks_of(text)
    blocks = [block for block in every if block.level == 0 and block.map]
    titles = {tuple(b.map): _one_line(b.content) for b in every if b.type == "inline" and b.map}
    lines = cut_for_participants(text).text.split("\n")
    headings = [block for block in blocks if block.type == "heading_open"]

    def passage(label: str, block: Token | None, end: int) -> Passage:
        first = block.map[0] if block and block.map and label else 0
        words = sum(len(line.split()) for line in lines[first:end])
        title = titles.get(tuple(block.map or ()), "") if block else ""
        return Passage(chapter, label, title, words, first + 1)

    yield passage("", headings[0] if headings else None, len(lines))
    labels: list[str] = []
    heading = None
    for block in blocks:
        if block.type == "myst_target":
            labels.append(block.content)
            continue
        heading = block if block.type == "heading_open" else heading
        for label in labels:
            end = _end_of_section(heading, headings, len(lines)) if heading else _end_of(block)
            yield passage(label, heading or block, end)
        labels = []
        if block.type != "heading_open":
            heading = None


def _end_of(block: Token) -> int:
    return block.map[1] if block.map else 0


def _end_of_section(heading: Token, headings: list[Token], last: int) -> int:
    """Return the line of the next heading that is as high, or the chapter's end."""
    later = (h for h in headings if _end_of(h) > _end_of(heading) and h.tag <= heading.tag)
    return next((h.map[0] for h in later if h.map), last)
