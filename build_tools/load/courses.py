"""`handbook/courses`: the training courses, checked against the book and against their own sums."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from build_tools.errors import near_misses
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Book, Break, Course, Finding, InChapter, Session, Test

FOLDER = "handbook/courses"
COURSE_NAME = re.compile(r"[a-z]+(-[a-z]+)*-\d+")
ACADEMIC_HOUR = 45
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_HOURS = re.compile(r"(\d+):([0-5]\d)")
_SHORTER = re.compile(r"^(?P<place>.*?)(?:,\s*(?P<minutes>\d+) minutes)?$")


def load_courses(root: Path, book: Book) -> tuple[tuple[Course, ...], tuple[Finding, ...]]:
    """Read every course whose file is sound, and tell each mistake in the files of the others.

    What a course takes out of the chapters (exercises, notes, paragraphs) is looked at when it is
    planned: this reads no chapter.
    """
    courses: list[Course] = []
    problems: list[Finding] = []
    for path in sorted((root / FOLDER).glob("*.toml")):
        of_file: list[Finding] = []
        course = _course(TomlFile(root, f"{FOLDER}/{path.name}", of_file), book)
        problems += of_file
        courses += [] if of_file else [course]
    return tuple(courses), tuple(sorted(problems))


def hours_in_words(minutes: int) -> str:
    """Write a sum of minutes as it stands in a course's file: "6:15"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _course(file: TomlFile, book: Book) -> Course:
    top = file.root_table()
    slot = top.number("session-minutes", 0)
    days = top.number("days")
    tables = top.tables("session")
    course = Course(
        name=Path(file.relative).stem,
        title=top.text("title"),
        audience=top.text("audience"),
        group=_group(top),
        begins=_time(top),
        breaks=tuple(_break(table) for table in top.tables("break")),
        sessions=tuple(_session(table, book, slot) for table in tables),
        pre_reading=_places(top, "pre-reading", "#", book) or (),
        test_minutes=top.number("test-minutes", 30),
        draw=top.number("draw", 1),
    )
    if not COURSE_NAME.fullmatch(course.name):
        file.report(
            (), f"'{course.name}' cannot be the name of a course.",
            "name the file by its people and its days or hours, such as inv-5.toml", "bad-name",
        )
    if file.is_readable:
        _report_days(top, course, tables, days)
        _report_sums(top, course)
        if not any(finding.path == file.relative for finding in file.problems):
            _report_breaks(top, course)  # or it would tell what follows from a wrong day
    top.finish()
    return course


def _group(top: Table) -> tuple[int, int]:
    typed = top.text("group-size")
    found = re.fullmatch(r"(\d+)-(\d+)", typed)
    group = (int(found[1]), int(found[2])) if found else (0, 0)
    if typed and not 1 <= group[0] <= group[1]:
        top.report(
            "group-size", f"'{typed}' is not a size of a group.",
            'write the smallest and the largest, such as "16-24"', "bad-size",
        )
    return group


def _time(top: Table) -> dt.time:
    typed = top.text("begins")
    found = _TIME.fullmatch(typed)
    if typed and not found:
        top.report("begins", f"'{typed}' is not a time.", 'write "09:00"', "bad-time")
    return dt.time(int(found[1]), int(found[2])) if found else dt.time()


def _break(table: Table) -> Break:
    pause = Break(table.number("after"), table.number("minutes"), table.text("title"))
    table.finish()
    return pause


def _session(table: Table, book: Book, slot: int) -> Session:
    test = table.choice("test", list(Test), "")
    chapters = _places(table, "chapters", "#", book) or ()
    session = Session(
        day=table.number("day"),
        title=table.text("title"),
        minutes=table.number("minutes", slot or None),
        chapters=chapters,
        method=table.text("method"),
        materials=table.texts("materials", ()),
        test=Test(test) if test in list(Test) else None,
        objectives=_places(table, "objectives", "/", book),
        exercises=_places(table, "exercises", "/", book),
        notes=_places(table, "notes", "/", book),
        line=table.file.line_of((*table.path, "title"))[0],
    )
    if "chapters" in table and not chapters:
        table.report(
            "chapters", "This session teaches no chapter.",
            "name one, such as \"elements\"", "empty-session",
        )
    table.finish()
    return session


def _places(table: Table, key: str, mark: str, book: Book) -> tuple[InChapter, ...] | None:
    """Read places of chapters; nothing if the key is not there."""
    if key not in table and key != "chapters":
        table.texts(key, ())
        return None
    known = {chapter.name for chapter in book.chapters}
    places = []
    for typed in table.texts(key):
        found = _SHORTER.match(typed)
        where = found["place"] if found else typed
        chapter, _mark, name = where.partition(mark)
        minutes = int(found["minutes"] or 0) if found and key == "exercises" else 0
        if mark == "/" and not name:
            table.file.report_word(
                (*table.path, key), typed, f"'{typed}' names nothing in a chapter.",
                f'write the chapter and what it holds, such as "elements/{_EXAMPLES[key]}"',
                "bad-place",
            )
        elif chapter not in known and chapter not in book.planned:
            table.file.report_word(
                (*table.path, key), typed, f"The book has no chapter '{chapter}'.",
                f"write one of its chapters. {near_misses(chapter, [*known, *book.planned])}",
                "unknown-chapter",
            )
        else:
            places.append(InChapter(chapter, name, minutes))
    return tuple(places)


_EXAMPLES = {"exercises": "six-vignettes", "notes": "opening-the-chapter", "objectives": "1"}


def _report_days(
    top: Table, course: Course, tables: Sequence[Table], days: int
) -> None:
    """Hold the sessions to the days: each has one, none is empty, and they stand in order."""
    before = 1
    for table, session in zip(tables, course.sessions, strict=True):
        if "day" not in table:
            continue
        if not 1 <= session.day <= days:
            table.report(
                "day", f"The course has no day {session.day}.",
                f"write a day from 1 to {days}, or change days at the head of the file",
                "unknown-day",
            )
        elif session.day < before:
            table.report(
                "day", f"This session of day {session.day} stands after one of day {before}.",
                "move it up to its day: sessions stand in the order they are held",
                "day-out-of-order",
            )
        before = max(before, session.day)
    held = {session.day for session in course.sessions}
    for day in sorted(set(range(1, days + 1)) - held):
        top.report(
            "days", f"Day {day} has no session.",
            f"add [[session]] with day = {day}, or lower days", "empty-day",
        )


def _report_sums(top: Table, course: Course) -> None:
    """Hold the minutes of all sessions to the hours that the head of the file promises."""
    promised = top.text("clock-hours")
    found = _HOURS.fullmatch(promised)
    is_sum = hours_in_words(course.minutes)
    if promised and not found:
        top.report(
            "clock-hours", f"'{promised}' are not hours.", f'write "{is_sum}"', "bad-time"
        )
    elif found and int(found[1]) * 60 + int(found[2]) != course.minutes:
        top.report(
            "clock-hours", f"The sessions last {is_sum} hours, not {promised}.",
            f'write "{is_sum}", or change the minutes of a session', "wrong-sum",
        )
    academic = top.number("academic-hours", 0)
    if academic and academic * ACADEMIC_HOUR != course.minutes:
        top.report(
            "academic-hours",
            f"The sessions last {course.minutes / ACADEMIC_HOUR:g} academic hours of "
            f"{ACADEMIC_HOUR} minutes, not {academic}.",
            f"change the minutes of a session: {academic * ACADEMIC_HOUR} are needed, "
            f"{course.minutes} are there",
            "wrong-sum",
        )


def _report_breaks(top: Table, course: Course) -> None:
    """Tell a break that no day has room for."""
    longest = max((len(day.sessions) for day in course.days), default=0)
    for table, pause in zip(top.tables("break"), course.breaks, strict=True):
        if "after" in table and not 1 <= pause.after < longest:
            table.report(
                "after", f"No day goes on after its session {pause.after}.",
                f"write a number from 1 to {max(longest - 1, 1)}", "unknown-session",
            )
