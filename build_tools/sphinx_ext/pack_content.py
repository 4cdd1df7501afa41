"""What a pack takes out of the chapters: passages, exercises, checklists, and trainers' boxes.

A chapter is cut up as a tree: each piece is taken out of its place once, so that no anchor stands
twice, and numbers are the whole book's. Where a passage was taken from, a line says where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from docutils import nodes
from sphinx.locale import get_translation

from build_tools.model import Chapter
from build_tools.sphinx_ext.boxes import box_name
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date
from build_tools.sphinx_ext.paragraphs import HandbookDomain
from build_tools.sphinx_ext.print_builder import PrintBuilder, Printed, anchors_in
from build_tools.sphinx_ext.print_html import keep_last_words, title_of
from build_tools.training.fields import Field, fields_of, label_of
from build_tools.training.plan import PlannedCourse, PlannedSession
from build_tools.training.taught import Exercise, Note, Objective, Passage

_ = get_translation("handbook")
_CHECKS = 2
"""How many questions of the self-test a plan offers to check with."""
_LINES_AN_ITEM, _LINES = 3, 14


@dataclass(frozen=True)
class Reading:
    """Text of one chapter for one session."""

    name: str
    chapter: str
    """Number and title."""
    anchor: str
    paragraphs: str
    """"4.1–4.52"; empty where all of it is printed elsewhere."""
    law_as_at: str
    html: str


@dataclass(frozen=True)
class Line:
    """A line of a trainer box and the field of a session plan it belongs to."""

    field: Field
    text: str
    html: str
    label: str
    """What it begins with: "Care note:"; empty if it comes to the point at once."""
    point: str
    """The line without its label."""

    @property
    def is_card(self) -> bool:
        """Whether it briefs one role, on a card to be handed out."""
        return self.field is Field.ROLES and "card only" in self.label


@dataclass(frozen=True)
class Advice:
    """A trainer box in lines."""

    title: str
    minutes: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Worksheet:
    """An exercise with room to write, and for trainers its answers and how to run it."""

    exercise: Exercise
    number: str
    anchor: str
    html: str
    fields: tuple[str, ...]
    """What the room to write is labelled with; one empty label for a sheet without parts."""
    lines: int
    """How many lines each field has."""
    task: str
    """The exercise again, for the session plan."""
    answers: tuple[str, ...]
    advice: Advice | None


@dataclass(frozen=True)
class Aid:
    """A checklist or a form."""

    title: str
    anchor: str
    html: str


@dataclass(frozen=True)
class SessionContent:
    """Everything that the chapters give to a session."""

    planned: PlannedSession
    objectives: tuple[str, ...]
    worksheets: tuple[Worksheet, ...]
    aids: tuple[Aid, ...]
    readings: tuple[Reading, ...]
    opening: tuple[Advice, ...]
    """The trainer boxes of its steps, in their order."""
    key_messages: tuple[str, ...]
    """What each of its chapters says first of itself in brief."""
    points: tuple[str, ...]
    """What they say next."""
    checks: tuple[str, ...]

    def lines(self, field: Field) -> tuple[Line, ...]:
        """Return what its trainer boxes say on a field."""
        ran = [sheet.advice for sheet in self.worksheets if sheet.advice]
        return tuple(
            line for each in (*self.opening, *ran) for line in each.lines if line.field is field
        )


@dataclass(frozen=True)
class CourseContent:
    """Everything that the chapters give to a course."""

    pre_reading: tuple[Reading, ...]
    sessions: tuple[SessionContent, ...]


class _Whole:
    """A chapter while it is cut up."""

    def __init__(self, builder: PrintBuilder, chapter: Chapter) -> None:
        self.chapter = chapter
        self.tree = builder.resolved(chapter)
        self.title = title_of(self.tree).astext()
        self.section = cast("nodes.Element", title_of(self.tree).parent)
        self.section.remove(title_of(self.tree))
        for heading in self.tree.findall(nodes.title):
            keep_last_words(heading)
        self.domain = cast("HandbookDomain", builder.env.get_domain("handbook"))
        for note in list(self.tree.findall(nodes.footnote)):
            # Notes are written where they are called, and found in the tree.
            note.parent.remove(note)
            self.tree.append(note)
        self.exercises = self._boxes("exercise")
        self.questions = self._boxes("question")
        self.notes = self._boxes("trainer")
        self.briefs = self._boxes("in-brief")
        self.answers = self._answers()
        self.objectives = self._objectives()
        self.aids = [*self._boxes("checklist"), *self._boxes("form")]

    def _boxes(self, kind: str) -> list[nodes.container]:
        found = self.tree.findall(nodes.container)
        return [node for node in found if f"box-{kind}" in node["classes"]]

    def _answers(self) -> dict[int, list[nodes.container]]:
        """Return the model answers by the place of the exercise that they follow."""
        answers: dict[int, list[nodes.container]] = {}
        count = 0
        for node in self.tree.findall(nodes.container):
            if "box-exercise" in node["classes"]:
                count += 1
            elif "box-answer" in node["classes"]:
                answers.setdefault(count, []).append(node)
        return answers

    def _objectives(self) -> dict[int, nodes.Element]:
        """Return the items of its box of objectives by their numbers."""
        boxes = self._boxes("objectives")
        lists = [found for box in boxes for found in box.findall(nodes.enumerated_list)]
        items = lists[0].children if lists else []
        return {number: cast("nodes.Element", item) for number, item in enumerate(items, 1)}

    def passage(self, label: str) -> nodes.Element | None:
        """Return the section or the paragraph of a label, wherever it is now."""
        key = f"{self.chapter.name}#{label}"
        place = self.domain.places.get(key)
        if place is None:
            return None
        found = self.paragraphs.get(place.anchor)
        if found is None:
            return None
        section = found.parent
        before = section.children[: section.index(found)]
        quiet = (nodes.title, nodes.target, nodes.comment)
        if not isinstance(section, nodes.section) or section is self.section:
            return found
        if not all(isinstance(node, quiet) for node in before):
            return found
        while isinstance(section.parent, nodes.section) and key in section.parent["names"]:
            section = section.parent
        return section

    @property
    def paragraphs(self) -> dict[str, nodes.Element]:
        """The paragraphs that are still in the chapter, by their anchors."""
        return {
            identifier: node
            for node in self.tree.findall(nodes.paragraph)
            for identifier in node["ids"]
        }


def take_out(node: nodes.Node) -> None:
    """Take a node out of its place, and its parent too if nothing is left of it but a title."""
    parent = node.parent
    if parent is None:
        return
    parent.remove(node)
    rest = [c for c in parent.children if not isinstance(c, nodes.title | nodes.target)]
    if not rest and isinstance(parent, nodes.section) and parent.parent is not None:
        take_out(parent)


@dataclass
class _Taken:
    """A reading before its references are pointed."""

    whole: _Whole
    nodes: list[nodes.Element]


class _Cutter:
    """Shares the chapters of a course out among its pages."""

    def __init__(
        self, builder: PrintBuilder, planned: PlannedCourse, notes: Sequence[Note]
    ) -> None:
        """Take what is needed; participants' packs are made without any `notes`."""
        self.builder = builder
        self.planned = planned
        self.notes = notes
        passages = (*planned.pre_reading, *(p for s in planned.sessions for p in s.passages))
        named = {passage.chapter for passage in passages}
        named |= {e.chapter for s in planned.sessions for e in s.exercises}
        named |= {step.note.chapter for s in planned.sessions for step in s.steps if step.note}
        chapters = [chapter for chapter in builder.book.chapters if chapter.name in named]
        self.wholes = {chapter.name: _Whole(builder, chapter) for chapter in chapters}
        self.where: dict[tuple[str, str], str] = {}
        self.aids_used: set[str] = set()
        self.copies = 0

    def content(self) -> CourseContent:
        """Cut first, then point what is printed at what is printed, then write."""
        exercises = {
            (e.chapter, e.name): self._exercise(e)
            for session in self.planned.sessions
            for e in session.exercises
        }
        for whole in self.wholes.values():
            self._checks_and_notes_apart(whole)
        aids = {session.number: self._aids(session) for session in self.planned.sessions}
        reading = self._readings(self.planned.pre_reading, _("the pre-reading"))
        readings = {
            session.number: self._readings(session.passages, _("session %s") % session.number)
            for session in self.planned.sessions
        }
        taken = [*reading, *(each for of_one in readings.values() for each in of_one)]
        printed = [node for each in taken for node in each.nodes]
        printed += [each[0] for each in exercises.values() if each]
        printed += [node for of_one in aids.values() for _whole, node in of_one]
        self.printed = Printed(anchors=anchors_in(printed))
        for whole in self.wholes.values():
            for note in whole.tree.findall(nodes.footnote):
                self.builder.point(note, whole.chapter, self.printed)
        return CourseContent(
            tuple(self._reading(each, f"pre-{n}") for n, each in enumerate(reading, 1)),
            tuple(
                self._session(session, exercises, aids[session.number], readings[session.number])
                for session in self.planned.sessions
            ),
        )

    def _exercise(self, exercise: Exercise) -> tuple[nodes.container, list[nodes.container]] | None:
        whole = self.wholes[exercise.chapter]
        boxes = whole.exercises
        if exercise.number > len(boxes):
            return None
        box, answers = boxes[exercise.number - 1], whole.answers.get(exercise.number, [])
        for node in (*answers, box):
            take_out(node)
        return box, answers

    def _checks_and_notes_apart(self, whole: _Whole) -> None:
        """Take the trainer boxes that session plans print out of the running text."""
        used = {
            (note.chapter, note.line)
            for session in self.planned.sessions
            for note in self._notes_of(session)
        }
        of_chapter = [note for note in self.notes if note.chapter == whole.chapter.name]
        for note, box in zip(of_chapter, whole.notes, strict=False):
            if (note.chapter, note.line) in used:
                take_out(box)

    def _notes_of(self, session: PlannedSession) -> Iterator[Note]:
        yield from (step.note for step in session.steps if step.note)
        ran = {(exercise.chapter, exercise.name) for exercise in session.exercises}
        yield from (note for note in self.notes if (note.chapter, note.exercise) in ran)

    def _aids(self, session: PlannedSession) -> list[tuple[_Whole, nodes.container]]:
        """Take out the checklists and forms of a session's chapters, each chapter's once."""
        found = []
        for name in dict.fromkeys(passage.chapter for passage in session.passages):
            if name in self.aids_used:
                continue
            self.aids_used.add(name)
            whole = self.wholes[name]
            for node in whole.aids:
                take_out(node)
                found.append((whole, node))
        return found

    def _readings(self, passages: Iterable[Passage], where: str) -> list[_Taken]:
        by_chapter: dict[str, list[nodes.Element]] = {}
        for passage in passages:
            whole = self.wholes[passage.chapter]
            pieces = by_chapter.setdefault(passage.chapter, [])
            key = (passage.chapter, passage.label)
            known = self.where.get(key) or self.where.get((passage.chapter, ""))
            node = whole.passage(passage.label) if passage.label and not known else None
            if known:
                title = passage.title if passage.label else whole.title
                pieces.append(_pointer(_("“%s” is printed with %s.") % (title, known), "", ()))
            elif node is not None:
                numbers = _numbers_in([node])
                _leave_a_line(node, where, numbers)
                pieces.append(node)
                self.where[key] = where
            elif not passage.label:
                pieces += [cast("nodes.Element", child) for child in list(whole.section.children)]
                for piece in pieces:
                    if piece.parent is whole.section:
                        whole.section.remove(piece)
                self.where[key] = where
        return [_Taken(self.wholes[name], pieces) for name, pieces in by_chapter.items()]

    def _reading(self, taken: _Taken, name: str) -> Reading:
        whole = taken.whole
        numbers = _numbers_in(taken.nodes)
        facts = chapter_facts(self.builder.env, whole.chapter.docname)
        return Reading(
            name=f"{name}-{whole.chapter.name}",
            chapter=f"{whole.chapter.number}\u2002{whole.title}",
            anchor=f"read-{name}-{whole.chapter.name}",
            paragraphs=_range(numbers),
            law_as_at=long_date(facts.law_as_at),
            html=self._html(taken.nodes, whole),
        )

    def _session(
        self,
        session: PlannedSession,
        exercises: dict[tuple[str, str], tuple[nodes.container, list[nodes.container]] | None],
        aids: list[tuple[_Whole, nodes.container]],
        readings: list[_Taken],
    ) -> SessionContent:
        names = tuple(dict.fromkeys(passage.chapter for passage in session.passages))
        wholes = [self.wholes[name] for name in names]
        return SessionContent(
            planned=session,
            objectives=tuple(map(self._objective, session.objectives)),
            worksheets=tuple(
                self._worksheet(exercise, *found)
                for exercise in session.exercises
                if (found := exercises[exercise.chapter, exercise.name])
            ),
            aids=tuple(
                Aid(box_name(node) or whole.title, node["ids"][0], self._html([node], whole))
                for whole, node in aids
            ),
            readings=tuple(
                self._reading(taken, session.number.replace(".", "-")) for taken in readings
            ),
            opening=tuple(
                self._advice(step.note) for step in session.steps if step.note and self.notes
            ),
            key_messages=tuple(self._in_brief(wholes, slice(1))),
            points=tuple(self._in_brief(wholes, slice(1, None))),
            checks=tuple(self._checks(session)) if self.notes else (),
        )

    def _in_brief(self, wholes: Iterable[_Whole], which: slice) -> Iterator[str]:
        """Yield some of what each chapter says of itself in brief."""
        for whole in wholes:
            for brief in whole.briefs[:1]:
                for item in [*brief.findall(nodes.list_item)][which]:
                    yield self._copy(cast("nodes.Element", item.children[0]).children, whole)

    def _objective(self, objective: Objective) -> str:
        """Return an objective as its chapter prints it, with its number in the book."""
        whole = self.wholes[objective.chapter]
        item = whole.objectives.get(objective.number)
        first = item.children[0] if item is not None and item.children else None
        return self._copy(cast("nodes.Element", first).children, whole) if first else ""

    def _worksheet(
        self, exercise: Exercise, box: nodes.container, answers: list[nodes.container]
    ) -> Worksheet:
        whole = self.wholes[exercise.chapter]
        lists = list(box.findall(nodes.enumerated_list))
        parts = tuple(str(n) for n in range(1, len(lists[-1].children) + 1)) if lists else ()
        notes = [
            n for n in self.notes if (n.chapter, n.exercise) == (whole.chapter.name, exercise.name)
        ]
        return Worksheet(
            exercise=exercise,
            number=f"{whole.chapter.number}.{exercise.number}",
            anchor=box["ids"][0],
            html=self._html([box], whole),
            fields=parts or ("",),
            lines=_LINES_AN_ITEM if parts else _LINES,
            task=self._copy([box], whole) if self.notes else "",
            answers=tuple(self._html([answer], whole) for answer in answers),
            advice=self._advice(notes[0]) if notes else None,
        )

    def _advice(self, note: Note) -> Advice:
        whole = self.wholes[note.chapter]
        of_chapter = [each for each in self.notes if each.chapter == note.chapter]
        place = next(n for n, each in enumerate(of_chapter) if each.line == note.line)
        lines = list(_lines(whole.notes[place]))
        fields = fields_of(map(_words, lines))
        written = (self._line(*each, whole) for each in zip(lines, fields, strict=True))
        title = box_name(whole.notes[place]) or note.title
        return Advice(title, note.minutes, tuple(written))

    def _line(self, line: list[nodes.Node], field: Field, whole: _Whole) -> Line:
        text = _words(line)
        label = label_of(text)
        html = self._copy(line, whole)
        point = self._copy(_from(line, len(label)), whole) if label else html
        return Line(field, text, html, label, point)

    def _checks(self, session: PlannedSession) -> Iterator[str]:
        """Yield questions of the self-tests on the session's objectives, with their keys."""
        for item in self.planned.questions_on(session)[:_CHECKS]:
            if whole := self.wholes.get(item.chapter):
                yield self._copy([whole.questions[item.number - 1]], whole)

    def _html(self, printed: Iterable[nodes.Element], whole: _Whole) -> str:
        holder = nodes.container()
        holder.extend(list(printed))
        self.builder.point(holder, whole.chapter, self.printed)
        return self.builder.html_of(holder.children, whole.tree)

    def _copy(self, printed: Iterable[nodes.Node], whole: _Whole) -> str:
        """Write nodes that stand elsewhere too: without their ids, which stand once.

        Sphinx wants an id for each table and figure: those of a copy say that it is one.
        """
        inner = list(printed)
        is_line = any(isinstance(node, nodes.Inline | nodes.Text) for node in inner)
        copies: nodes.Element = nodes.paragraph() if is_line else nodes.container()
        copies.extend([node.deepcopy() for node in inner])
        self.copies += 1
        for node in copies.findall(nodes.Element):
            is_numbered = isinstance(node, nodes.table | nodes.figure)
            node["ids"] = [f"copy-{self.copies}:{i}" for i in node["ids"] if is_numbered]
        self.builder.point(copies, whole.chapter, self.printed)
        return self.builder.html_of(copies.children, whole.tree)


def content_of(
    builder: PrintBuilder, planned: PlannedCourse, notes: Sequence[Note]
) -> CourseContent:
    """Return what a course's pack prints of the chapters; `notes` are all trainer boxes."""
    return _Cutter(builder, planned, notes).content()


def _leave_a_line(node: nodes.Element, where: str, numbers: Sequence[str]) -> None:
    """Put a line where a passage was, which leads to it."""
    title = next((c.astext() for c in node.children if isinstance(c, nodes.title)), "")
    words = _("Paragraphs %s") % _range(numbers) if numbers else _("A passage")
    said = f"{words}{f', “{title}”' if title else ''}: {_('printed with %s') % where}."
    line = _pointer(said, node["ids"][0] if node["ids"] else "", numbers)
    if node.parent is not None:
        node.parent.replace(node, line)


def _pointer(words: str, anchor: str, _numbers: Sequence[str]) -> nodes.paragraph:
    if not anchor:
        return nodes.paragraph("", words, classes=["moved"])
    link = nodes.reference("", words, refid=anchor, internal=True, classes=["para-number-free"])
    return nodes.paragraph("", "", link, classes=["moved"])


def _numbers_in(printed: Iterable[nodes.Node]) -> list[str]:
    return [
        str(node["number"])
        for each in printed
        for node in each.findall(nodes.paragraph)
        if node.get("number")
    ]


def _range(numbers: Sequence[str]) -> str:
    """Name paragraphs of a chapter: "4.3–4.9, 4.12"; those between that are not there are not."""
    runs: list[list[str]] = []
    for number in numbers:
        follows = runs and _place(number) - _place(runs[-1][-1]) in (0, 1)
        if follows:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _place(number: str) -> int:
    """Return the place of a paragraph in its chapter: 12 for "4.12" and "4.12a"."""
    return int("".join(sign for sign in number.rpartition(".")[2] if sign.isdigit()) or 0)


def _lines(box: nodes.container) -> Iterator[list[nodes.Node]]:
    """Yield each line of a trainer box as its author typed it, one sentence a line."""
    for block in box.children[1:]:
        if isinstance(block, nodes.bullet_list | nodes.enumerated_list):
            for item in block.children:
                first = item.children[0] if item.children else None
                yield list(first.children) if isinstance(first, nodes.paragraph) else [item]
        elif isinstance(block, nodes.paragraph):
            yield from _sentences(block)
        else:
            yield [block]


def _sentences(paragraph: nodes.paragraph) -> Iterator[list[nodes.Node]]:
    line: list[nodes.Node] = []
    for child in paragraph.children:
        if not isinstance(child, nodes.Text):
            line.append(child)
            continue
        first, *others = str(child).split("\n")
        line.append(nodes.Text(first))
        for words in others:
            yield line
            line = [nodes.Text(words)]
    if line:
        yield line


def _from(line: Iterable[nodes.Node], place: int) -> list[nodes.Node]:
    """Return a line from a letter on, which becomes a capital: a label stood before it."""
    rest: list[nodes.Node] = []
    for node in line:
        words = node.astext()
        if isinstance(node, nodes.Text) and not rest and len(words) > place:
            point = words[place:].lstrip()
            rest.append(nodes.Text(point[:1].upper() + point[1:]))
        elif rest or len(words) > place:
            rest.append(node)
        place -= len(words)
    return rest


def _words(line: Iterable[nodes.Node]) -> str:
    return "".join(node.astext() for node in line).strip()
