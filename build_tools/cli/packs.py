"""`handbook build course`: the packs of a course, for participants and for trainers."""

from __future__ import annotations

from pathlib import Path

from build_tools.cli.last_build import Report
from build_tools.cli.outputs import Made, Outputs
from build_tools.cli.stages import Stages
from build_tools.model import Audience, Book, Course, Finding
from build_tools.training.courses import Courses
from build_tools.training.plan import PlannedCourse

_DONE, _TEXT_NEEDS_WORK = 0, 1


def build_packs(root: Path, book: Book, name: str | None, quiet: bool, report: Report) -> int:
    """Build the packs of one course or of all; a course that waits for chapters is left out."""
    courses = Courses(root, book)
    wanted = courses.all if name is None else (courses.named(name),)
    planned = [courses.planned(course) for course in wanted]
    refused = [each for each in planned if _refusal(each)]
    for each in refused:
        report.complain(_refusal(each))
    ready = [each.course for each in planned if each not in refused]
    findings: list[Finding] = []
    for audience in Audience if ready else ():
        outputs = Outputs(root, book, book.language, False, Stages(quiet), audience)
        _build_for(outputs, ready, report)
        findings += outputs.findings
    return _TEXT_NEEDS_WORK if refused or findings else _DONE


def _build_for(outputs: Outputs, courses: list[Course], report: Report) -> None:
    """Build the packs of an audience; the site's page of courses then names participants'."""
    outputs.require_harmless_texts()
    made: list[Made] = []
    with outputs.reserved(), outputs.stages.shown():
        for course in courses:
            made += outputs.put_packs(course, outputs.make_packs(course))
        if outputs.audience is Audience.PARTICIPANTS:
            outputs.make_site()
            made.append(outputs.put_site())
    for finding in sorted(outputs.findings):
        report.complain(f"{finding}\n")
    for each in made:
        report.say_made(each.path, each.words, each.place)


def _refusal(planned: PlannedCourse) -> str:
    """Say why a course cannot be built; empty if it can."""
    code = planned.course.code
    if planned.waits_for:
        count = len(planned.waits_for)
        return (
            f"{code} waits for {count} chapter{'' if count == 1 else 's'}: "
            f"{', '.join(planned.waits_for)}. How to fix: write them, or take them out of "
            f"{planned.course.path}."
        )
    if planned.findings:
        told = "\n\n".join(map(str, planned.findings))
        return f"{told}\n\n{code} has mistakes, so its packs were not made."
    return ""
