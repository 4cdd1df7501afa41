"""A course's question bank, in words that every format can write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from build_tools.training.forms import Drawn
from build_tools.training.plan import ItemRow, PlannedCourse
from build_tools.training.prose import Names, Prose, as_text
from build_tools.training.taught import Kind, Taught


@dataclass(frozen=True)
class Choice:
    """An answer that a question offers, or a model answer to one in one's own words."""

    words: Prose
    is_right: bool
    feedback: Prose


@dataclass(frozen=True)
class Question:
    """An item in words."""

    name: str
    title: str
    """As it stands in print: "Question 4.3"."""
    chapter: str
    """The title of its chapter."""
    kind: Kind
    tags: tuple[str, ...]
    """Its objectives and its level, by which a platform can draw questions."""
    stem: tuple[Prose, ...]
    choices: tuple[Choice, ...]
    pairs: tuple[tuple[Prose, Prose], ...]

    @property
    def is_true_or_false(self) -> bool:
        """Whether its two choices are True and False: formats have a form of their own for it."""
        words = sorted(as_text(choice.words).lower() for choice in self.choices)
        return words == ["false", "true"] and not self.has_several_right

    @property
    def has_several_right(self) -> bool:
        """Whether more than one choice is to be ticked."""
        return sum(choice.is_right for choice in self.choices) > 1

    @property
    def shares(self) -> tuple[float, ...]:
        """What each choice adds to a score of 1: all ticked, or none, scores nothing."""
        right = sum(choice.is_right for choice in self.choices)
        wrong = len(self.choices) - right
        if right < 2:
            return tuple(float(choice.is_right) for choice in self.choices)
        return tuple(1 / right if choice.is_right else -1 / wrong for choice in self.choices)

    @property
    def places(self) -> tuple[Prose, ...]:
        """The right column of a matching question, each text once, in an order that says nothing.

        Two facts may belong to the same place.
        """
        return tuple(sorted(dict.fromkeys(right for _left, right in self.pairs), key=str))


@dataclass(frozen=True)
class Bank:
    """What a learning platform gets of a course."""

    code: str
    """As people say it, "INV-5"; file names and identifiers begin with it in small letters."""
    title: str
    language: str
    notice: str
    """What everything made from a draft of the book says of itself."""
    questions: tuple[Question, ...]
    pre: tuple[Question, ...] = ()
    post: tuple[Question, ...] = ()

    @property
    def name(self) -> str:
        """The name in files and identifiers."""
        return self.code.lower()

    @property
    def untested(self) -> tuple[Question, ...]:
        """The questions of neither test: those whose keys a self-test may show."""
        tested = {question.name for question in (*self.pre, *self.post)}
        return tuple(question for question in self.questions if question.name not in tested)


def bank_of(
    planned: PlannedCourse, chapters: Mapping[str, Taught], names: Names, notice: str
) -> Bank:
    """Return the question bank of a course and its two tests."""
    by_name = {row.item.name: _question(row, chapters, names) for row in planned.items}

    def drawn(form: Iterable[Drawn]) -> tuple[Question, ...]:
        return tuple(by_name[each.item.name] for each in form)

    return Bank(
        code=planned.course.code,
        title=planned.course.title,
        language=names.language,
        notice=notice,
        questions=tuple(by_name.values()),
        pre=drawn(planned.forms.pre),
        post=drawn(planned.forms.post),
    )


def _question(row: ItemRow, chapters: Mapping[str, Taught], names: Names) -> Question:
    item, taught = row.item, chapters[row.item.chapter]
    kind = "Test question" if item.is_for_tests else "Question"
    return Question(
        name=item.name,
        title=f"{kind} {taught.number}.{item.number}",
        chapter=taught.title,
        kind=item.kind,
        tags=(*(one.name for one in row.objectives), *(level.value for level in row.levels)),
        stem=tuple(names.spoken(paragraph) for paragraph in item.stem),
        choices=tuple(
            Choice(names.spoken(o.words), o.is_right, names.spoken(o.feedback))
            for o in item.options
        ),
        pairs=tuple((names.spoken(left), names.spoken(right)) for left, right in item.pairs),
    )
