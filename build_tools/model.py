"""The nouns of the book. Frozen, typed, and without knowledge of any format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """One mistake in the text or the data: where, what is wrong, what to type instead."""

    path: str
    line: int
    column: int
    message: str
    fix: str
    code: str
    source: str = ""

    def __str__(self) -> str:
        """Write the finding as an editor reads it (place, sentence, line and caret, fix)."""
        place = f"{self.path}:{self.line}:{self.column}  " if self.path else ""
        lines = [place + self.message]
        if self.source:
            gutter = f"{self.line:>6} | "
            lines.append(gutter + self.source)
            lines.append(" " * 6 + " | " + " " * (self.column - 1) + "^")
        code = f"   [{self.code}]" if self.code else ""
        if self.fix:
            lines.append(f"    How to fix: {self.fix}{code}")
        elif code:
            lines.append(f" {code}")
        return "\n".join(lines)


class Role(StrEnum):
    """Who a chapter is written for."""

    INVESTIGATORS = "investigators"
    PROSECUTORS = "prosecutors"
    JUDGES = "judges"


class Carrier(StrEnum):
    """Who carries a card of the steps and time limits of a case."""

    FIRST_RESPONDERS = "first-responders"
    INVESTIGATORS = "investigators"
    PROSECUTORS = "prosecutors"
    JUDGES = "judges"


class FormFolder(StrEnum):
    """What a form is filled in for, in the order of the case."""

    PEOPLE = "people"
    INVESTIGATION = "investigation"
    PROSECUTION = "prosecution"
    COURT = "court"


class Audience(StrEnum):
    """Who may read an output: trainers see answers and notes, participants never do."""

    PARTICIPANTS = "participants"
    TRAINERS = "trainers"


@dataclass(frozen=True)
class Chapter:
    """One chapter file; its name is its permanent id."""

    name: str
    docname: str
    number: str
    """Chapters are counted through the book: "4"; annexes have letters: "B"."""


@dataclass(frozen=True)
class Part:
    """A part of the book and its chapters, in order."""

    name: str
    title: str
    chapters: tuple[Chapter, ...]
    are_annexes: bool = False


@dataclass(frozen=True)
class Accepted:
    """A doubt about one source of law that somebody answers for in a final edition."""

    law: str
    """As a chapter cites it: `plenum-13-2009`, `uz-cpc 121`."""
    why: str
    by: str
    on: dt.date
    line: int
    """Where it stands in the edition's file."""


@dataclass(frozen=True)
class Edition:
    """One product made from the book: what it holds, for whom, on which paper."""

    name: str
    title: str
    audience: Audience
    language: str
    paper: str
    chapters: tuple[str, ...]
    """Names of the chapters it holds, in the order of the book."""
    accepted: tuple[Accepted, ...] = ()
    """Law that may stand in it although nobody has read it, or it has changed since."""
    cards: str = ""
    """The paper of a card, where checklists are cards: A5 and A6 stand several on a sheet."""
    carrier: Carrier | None = None
    """Whose steps and time limits the cards are; None for all checklists."""


@dataclass(frozen=True)
class Book:
    """The handbook as `handbook/book.toml` and `handbook/editions` define it."""

    title: str
    short_title: str
    subtitle: str
    edition: str
    date: dt.date
    law_as_at: dt.date
    language: str
    address: str
    """Where the site is published, without a closing slash."""
    publisher: str
    authors: tuple[str, ...]
    reviewers: tuple[str, ...]
    text_licence: str
    draft_notice: str
    parts: tuple[Part, ...]
    editions: tuple[Edition, ...]
    law_check_months: int = 12
    """How old the text of a law may be that was read, before it is told."""
    planned: tuple[str, ...] = ()
    """Names of chapters that are still being written: a course may wait for them."""
    problems: tuple[Finding, ...] = ()
    """What is wrong with the list of chapters, if the book may lack some."""

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, in the order of the book."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    def chapter(self, name: str) -> Chapter | None:
        """Find a chapter by its name."""
        return next((c for c in self.chapters if c.name == name), None)

    def chapter_of(self, docname: str) -> Chapter | None:
        """Find the chapter that a Sphinx document name belongs to."""
        return next((c for c in self.chapters if c.docname == docname), None)

    def part_of(self, chapter: Chapter) -> Part:
        """Return the part a chapter stands in."""
        return next(part for part in self.parts if chapter in part.chapters)

    def leaves_out(self, edition: Edition) -> tuple[Chapter, ...]:
        """Return the chapters that an edition does not hold."""
        return tuple(chapter for chapter in self.chapters if chapter.name not in edition.chapters)

    def edition_named(self, name: str) -> Edition | None:
        """Find an edition by the name of its file."""
        return next((e for e in self.editions if e.name == name), None)


class Level(StrEnum):
    """What an objective asks of a person, from the easiest to the hardest (Bloom)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"
    CREATE = "create"


@dataclass(frozen=True)
class Verbs:
    """Verbs that an objective may begin with, and those that nobody can see or test."""

    levels: tuple[tuple[str, Level], ...]
    forbidden: tuple[str, ...]

    def level_of(self, objective: str) -> Level | None:
        """Return the level of the verb that an objective begins with; none if it is not listed."""
        return dict(self.levels).get(objective.partition(" ")[0].strip(",.;:").lower())

    def forbidden_in(self, objective: str) -> str:
        """Return what an objective begins with and must not, such as "be aware"."""
        words = objective.lower()
        return next((verb for verb in self.forbidden if words.startswith(f"{verb} ")), "")


class Test(StrEnum):
    """Which of the two parallel forms a session has its people write."""

    PRE = "pre"
    POST = "post"


@dataclass(frozen=True)
class InChapter:
    """A place of a chapter that a course names: `elements`, `elements#consent`."""

    chapter: str
    name: str = ""
    """A paragraph's label, an exercise, a trainer's note or the number of an objective."""
    minutes: int = 0
    """How long an exercise takes in its short version; 0 for the time its chapter gives."""


@dataclass(frozen=True)
class Break:
    """A pause of every day of a course."""

    after: int
    """It follows this session of the day, counted from 1."""
    minutes: int
    title: str


@dataclass(frozen=True)
class Session:
    """One sitting of a course. What is done in it comes from the chapters."""

    day: int
    title: str
    minutes: int
    chapters: tuple[InChapter, ...]
    """What is taught: chapters, or paragraphs of them by their labels."""
    method: str
    materials: tuple[str, ...]
    test: Test | None
    objectives: tuple[InChapter, ...] | None
    """None for those that the session's exercises train."""
    exercises: tuple[InChapter, ...] | None
    """None for the first one of each chapter that fits the time."""
    notes: tuple[InChapter, ...] | None
    """Trainer boxes that open the session; None for the first ones that fit the time."""
    line: int
    """Where it stands in the course's file."""


@dataclass(frozen=True)
class Day:
    """A day of a course with its sessions, in order."""

    number: int
    sessions: tuple[Session, ...]


@dataclass(frozen=True)
class Course:
    """A training course: one file of `handbook/courses`, named for ever by that file."""

    name: str
    title: str
    audience: str
    group: tuple[int, int]
    """How many people it takes: at least, at most."""
    begins: dt.time
    """When each day begins; nobody's zone is known."""
    breaks: tuple[Break, ...]
    sessions: tuple[Session, ...]
    pre_reading: tuple[InChapter, ...]
    test_minutes: int
    """How long the pre-test and the post-test take."""
    draw: int
    """Another number draws other questions for the two tests."""

    @property
    def code(self) -> str:
        """The name as people say it: "INV-5"."""
        return self.name.upper()

    @property
    def path(self) -> str:
        """The file that defines it, below the project."""
        return f"handbook/courses/{self.name}.toml"

    @property
    def days(self) -> tuple[Day, ...]:
        """Its days, in order."""
        numbers = sorted({session.day for session in self.sessions})
        return tuple(
            Day(number, tuple(s for s in self.sessions if s.day == number)) for number in numbers
        )

    @property
    def minutes(self) -> int:
        """How long its sessions take, without breaks."""
        return sum(session.minutes for session in self.sessions)

    @property
    def chapters(self) -> tuple[str, ...]:
        """The names of the chapters it teaches, each once."""
        return tuple(
            dict.fromkeys(place.chapter for s in self.sessions for place in s.chapters)
        )


COLOURS = (
    "ink",
    "muted",
    "structure",
    "structure-tint",
    "accent",
    "accent-tint",
    "rule",
    "ground",
)


@dataclass(frozen=True)
class Palette(Mapping[str, str]):
    """The value of each colour by its name, such as `palette["ink"]`."""

    values_by_name: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return dict(self.values_by_name)[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _value in self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


@dataclass(frozen=True)
class Sizes:
    """Sizes of type, as per cent of running text."""

    h1: int
    h2: int
    h3: int
    h4: int
    box: int
    small: int
    note: int


@dataclass(frozen=True)
class Design:
    """What the site and print share: colours and type, as values."""

    light: Palette
    dark: Palette
    serif: str
    sans: str
    site_serif: str
    site_sans: str
    measure: int
    """Letters on a line of running text."""
    sizes: Sizes


@dataclass(frozen=True)
class Product:
    """A file that readers can download, and what is said of it beside the link."""

    path: Path
    edition: str
    title: str
    language: str
    date: dt.date
    pages: int
    size: int
    """In bytes."""
    sha256: str


class Verification(StrEnum):
    """How much of a source was read before it was cited."""

    VERIFIED = "verified"
    PARTLY = "partly"
    UNVERIFIED = "unverified"
    ABSENT = "absent"
    """Looked for and not found: listed so that nobody looks in vain, and never cited."""


class Status(StrEnum):
    """Where a source or a provision stands in time."""

    IN_FORCE = "in-force"
    AMENDED = "amended"
    REPEALED = "repealed"


class Standing(StrEnum):
    """What force a source has before a court in Uzbekistan."""

    BINDING = "binding"
    PERSUASIVE = "persuasive"
    SOFT = "soft"
    COMPARATIVE = "comparative"


class Rank(StrEnum):
    """What a source is, in the order in which a list of authorities prints them."""

    CONSTITUTION = "constitution"
    CODE = "code"
    LAW = "law"
    DECREE = "decree"
    RESOLUTION = "resolution"
    PLENUM = "plenum"
    TREATY = "treaty"
    GUIDANCE = "guidance"


@dataclass(frozen=True)
class Wording:
    """The same words in the book's languages; empty where there are none yet."""

    en: str = ""
    ru: str = ""
    uz: str = ""

    def of(self, language: str) -> str:
        """Return the words in a language, or in the first one that has them."""
        own = {"ru": self.ru, "uz": self.uz}.get(language[:2], "")
        return own or self.en or self.uz or self.ru


@dataclass(frozen=True)
class Amendment:
    """A change of the law: one that was made, or one that is expected."""

    on: dt.date | None
    """The day from which it holds; an expected one may have none yet."""
    by: str
    """The name of the authority that made it, or words where that is not in the registry."""
    what: str
    """What is different, in our own words."""
    verification: Verification
    provisions: tuple[str, ...] = ()
    """What it touches; empty for the whole authority."""

    def touches(self, number: str) -> bool:
        """Say whether a provision, or what it stands in or holds, is changed by this.

        An authority that is cited as a whole is not touched by the change of one article.
        """
        return (
            not self.provisions
            or number in self._holders
            or any(outer in self.provisions for outer in _outwards(number))
        )

    @cached_property
    def _holders(self) -> frozenset[str]:
        """What it touches, and all that this stands in."""
        return frozenset(outer for touched in self.provisions for outer in _outwards(touched))


def _outwards(number: str) -> Iterator[str]:
    """Yield a provision and all that it stands in: 135(2)(ж), 135(2), 135."""
    while number:
        yield number
        number = number.rpartition("(")[0]


def stands_in(number: str, other: str) -> bool:
    """Say whether a provision is another one, or stands in it: 135(2)(ж) in 135(2) and 135."""
    return number == other or number.startswith(f"{other}(")


@dataclass(frozen=True)
class Provision:
    """An article, part or point of an authority, by its number: `135(2)(ж)`."""

    number: str
    subject: str
    content: str
    """What it says, in our own words."""
    verification: Verification
    checked_against: str
    """Empty where it was checked as the whole authority was."""
    checked_on: dt.date | None = None
    """The text was read as it stood on this day; nothing where that is so of the authority."""
    repealed_on: dt.date | None = None
    instead: str = ""
    """What to cite in the place of a repealed or absent one."""


@dataclass(frozen=True)
class Party:
    """What is known of Uzbekistan's being a party to a treaty."""

    status: str
    verification: Verification
    checked_against: str


@dataclass(frozen=True)
class Authority:
    """A source of law: one file of `handbook/authorities`, cited by that file's name."""

    name: str
    title: Wording
    short_title: Wording
    rank: Rank
    standing: Standing
    number: str
    date: dt.date | None
    address: Wording
    """Where the text stands, by the language of the text."""
    provision_word: str
    letters: str
    """The script of its points' letters: "latin" or "cyrillic"."""
    content: str
    verification: Verification
    checked_on: dt.date | None
    """The text was read as it stood on this day; nothing later is known."""
    checked_against: str
    party: Party | None
    provisions: tuple[Provision, ...]
    repealed_on: dt.date | None = None
    instead: str = ""
    """What to cite in the place of a repealed or absent one."""
    abbreviation: str = ""
    """What cards call it, which have little room."""
    amendments: tuple[Amendment, ...] = ()
    expected: tuple[Amendment, ...] = ()
    """Changes that are announced; whether they came has not been seen."""

    @cached_property
    def by_number(self) -> Mapping[str, Provision]:
        """Every listed provision by its number."""
        return {provision.number: provision for provision in self.provisions}

    @cached_property
    def not_citable(self) -> tuple[Authority | Provision, ...]:
        """What of it is repealed or was never found; itself, if it is that."""
        everything: tuple[Authority | Provision, ...] = (self, *self.provisions)
        return tuple(
            one for one in everything if one.repealed_on or one.verification is Verification.ABSENT
        )

    def provision(self, number: str) -> Provision | None:
        """Find a provision, or the listed one it stands in."""
        while number and number not in self.by_number:
            number = number.rpartition("(")[0]
        return self.by_number.get(number)

    def verification_of(self, number: str) -> Verification:
        """Say how far a provision was checked; without a number, the authority as a whole."""
        found = self.provision(number)
        return found.verification if found else self.verification

    def checked_on_of(self, number: str) -> dt.date | None:
        """Return the day of the text in which a provision was read."""
        found = self.provision(number)
        return found.checked_on if found and found.checked_on else self.checked_on

    def amendments_of(self, number: str) -> tuple[Amendment, ...]:
        """Return the changes that touch a provision; without a number, all of them."""
        return tuple(change for change in self.amendments if change.touches(number))

    def status_of(self, number: str) -> Status:
        """Say whether a provision stands, stands changed, or stands no more."""
        around = (p for p in self.provisions if stands_in(number, p.number))
        if self.repealed_on or any(provision.repealed_on for provision in around):
            return Status.REPEALED
        return Status.AMENDED if self.amendments_of(number) else Status.IN_FORCE


@dataclass(frozen=True)
class Citation:
    """One provision of an authority, a run of them, or (with neither) the whole of it."""

    authority: str
    first: str = ""
    last: str = ""

    def __str__(self) -> str:
        """Write the citation as an author types it."""
        run = f"{self.first}..{self.last}" if self.last else self.first
        return f"{self.authority} {run}".rstrip()


@dataclass(frozen=True)
class Case:
    """A decided case: one file of `handbook/cases`, cited by that file's name."""

    name: str
    title: str
    short_title: str
    court: str
    application: str
    cite: str
    date: dt.date
    final: dt.date | None
    standing: Standing
    verification: Verification
    facts: str
    point: str
    paragraphs_read: str
    """Paragraphs of the judgment that were themselves read: "249-305"."""
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A term of the glossary in three languages and four spellings."""

    en: str
    ru: str
    uz: str
    uz_cyrl: str
    cyrillic: str
    """Whether the Cyrillic form was "seen" in a source or "transliterated" by rule."""
    verification: Verification
    seen_in: str
    avoided: tuple[str, ...] = ()
    """Other English words for it, which the handbook does not use."""
    also: tuple[str, ...] = ()
    """The entries that share a Russian or Uzbek word with it, because the law does so."""


class Match(StrEnum):
    """How far national law has what an element of the Protocol asks for."""

    FULL = "full"
    PARTLY = "partly"
    GAP = "gap"


@dataclass(frozen=True)
class Element:
    """An element of the Protocol's definition or duties, and where it stands."""

    name: str
    group: str
    protocol: tuple[Citation, ...]


@dataclass(frozen=True)
class Comparison:
    """National law beside one element of the Protocol."""

    element: Element
    national: tuple[Citation, ...]
    match: Match
    words: str
    missing: str
    """What national law does not have; empty where the match is full."""
    gap: str
    """The gap in the law that explains it: "G-1"."""
    rests_on_unverified: bool


@dataclass(frozen=True)
class Gap:
    """What the law does not give, and the provisions that show it."""

    name: str
    words: str
    basis: tuple[Citation, ...]


@dataclass(frozen=True)
class Concordance:
    """The elements of the Protocol beside national law, and the gaps in the law."""

    comparisons: tuple[Comparison, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class AvoidedWords:
    """Words of one language that stigmatise or say a wrong thing, and what to write instead."""

    rule: str
    language: str
    forms: tuple[str, ...]
    """As they are looked for: a star stands for any ending, as in "drug addict*"."""
    titles: tuple[str, ...]
    """Titles of law in which the words may stand."""
    instead: str
    reason: str
    source: str
    verification: Verification
    """How much of the source was read before it was named."""
    is_proposed: bool
    """Whether an expert who speaks the language has still to sign the rule."""


@dataclass(frozen=True)
class Allowed:
    """What looks like a person's data and may be public all the same."""

    text: str
    kind: str
    reason: str


@dataclass(frozen=True)
class OutputText:
    """Words that stand in an output, and where: "page 12", "bookmarks"."""

    where: str
    text: str


@dataclass(frozen=True)
class EmbeddedFile:
    """A file that stands in another: an attachment, a picture, a member of an archive."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Series:
    """Figures of one counter from one source; another counter is another series."""

    name: str
    source: str
    verification: Verification
    values: tuple[tuple[str, int], ...]
    """Pairs of a year and a figure, in order."""


@dataclass(frozen=True)
class Chart:
    """Figures to be drawn, and the table behind the drawing: a file of `handbook/charts`."""

    name: str
    title: str
    unit: str
    """What the upright axis counts."""
    description: str
    """What a reader who does not see the drawing needs to know of it."""
    series: tuple[Series, ...]

    @property
    def years(self) -> tuple[str, ...]:
        """Every year of any series, in order."""
        return tuple(sorted({year for one in self.series for year, _figure in one.values}))


@dataclass(frozen=True)
class Amount:
    """A number with what it counts; without a unit it is the number alone."""

    number: Fraction
    unit: str = ""
    """`soum`, `USD`, `days`, `hours`, `months` or `%`; `term` is months, told in years."""


@dataclass(frozen=True)
class WorkedRow:
    """A row of a worked table: its id, and a cell for each column."""

    name: str
    cells: tuple[Amount | dt.date | str | None, ...]
    """Words may hold inline marks; nothing where the row has no figure."""


@dataclass(frozen=True)
class WorkedTable:
    """A table whose figures are worked out: rows, and a last row of totals if any is asked for."""

    name: str
    title: str
    columns: tuple[str, ...]
    """The name of each column, by which a figure is quoted."""
    heads: tuple[str, ...]
    """The words over each column."""
    rows: tuple[WorkedRow, ...]
    totals: WorkedRow | None


@dataclass(frozen=True)
class WorkedFile:
    """Invented facts and figures that chapters quote: a file of `handbook/worked`."""

    name: str
    title: str
    quotable: tuple[tuple[str, Amount | dt.date | str], ...]
    """What {worked} may quote, by key: `report_date`, `recruiter`, `wages.s.due`."""
    tables: tuple[WorkedTable, ...]


class Stage(StrEnum):
    """A stage of a criminal case, in the order of the case."""

    REPORT = "report"
    DETENTION = "detention"
    SEARCH = "search"
    INVESTIGATION = "investigation"
    CHARGING = "charging"
    PROSECUTOR = "prosecutor"
    PRELIMINARY_HEARING = "preliminary-hearing"
    TRIAL = "trial"
    APPEAL = "appeal"
    EXECUTION = "execution"


@dataclass(frozen=True)
class Limit:
    """A time limit of a criminal case: a row of the clock of the case."""

    name: str
    stage: Stage
    act: str
    drawn: str
    """The few words by which the drawing names it; empty where it is not drawn."""
    who: str
    unit: str
    """`hours`, `days`, `months` or `years`."""
    number: int
    up_to: int | None
    """The longest it can be made, if it can be."""
    start: str
    """The event it runs from, as in "from the arrest"."""
    basis: str
    """Provisions as {law} takes them."""
    missed: str
    """What happens when it is missed; words that may hold inline marks."""
    carriers: tuple[Carrier, ...]
    """On whose cards it is printed."""


@dataclass(frozen=True)
class TreatyBasis:
    """A treaty that carries a request to a partner: a row of the treaty finder."""

    partner: str
    purpose: str
    basis: str
    """Provisions as {law} takes them."""
    note: str


@dataclass(frozen=True)
class Explained:
    """What the code of a mistake means, and how it looks wrong and right."""

    code: str
    kind: str
    """What the example is a piece of: words of a chapter, the book's data, a course."""
    means: str
    bad: str
    good: str
    file: str = ""
    """The file of the book's data that the examples are pieces of."""
