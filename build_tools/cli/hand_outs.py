"""`handbook build course` and `handbook build slides`: what courses give to their people."""

from __future__ import annotations

from pathlib import Path

from build_tools.cli.last_build import Report
from build_tools.cli.outputs import HandOut, Made, Outputs
from build_tools.cli.stages import Stages
from build_tools.model import Audience, Book, Course, Finding
from build_tools.training.courses import Courses
from build_tools.training.plan import PlannedCourse

_DONE, _TEXT_NEEDS_WORK = 0, 1


def build_hand_outs(
    root: Path, book: Book, kind: HandOut, name: str | None, quiet: bool, report: Report
) -> int:
    """Build the packs or the slides of one course or of all, for participants and for trainers.

    A course with mistakes is left out, and so is the pack of one that waits for chapters; a
    session that waits has no slides yet.
    """
    courses = Courses(root, book)
    wanted = courses.sound if name is None else (courses.named(name),)
    planned = [courses.planned(course) for course in wanted]
    refused = [each for each in planned if each.findings or (each.waits_for and kind == "pack")]
    told = [str(finding) for finding in courses.findings] if name is None else []
    for text in (*told, *filter(None, (_obstacle(each, kind) for each in planned))):
        report.complain(f"{text}\n")
    ready = [each.course for each in planned if each not in refused]
    findings: list[Finding] = []
    for audience in Audience if ready else ():
        outputs = Outputs(root, book, book.language, False, Stages(quiet), audience)
        _build_for(outputs, ready, kind, report)
        findings += outputs.findings
    return _TEXT_NEEDS_WORK if told or refused or findings else _DONE


def _build_for(outputs: Outputs, courses: list[Course], kind: HandOut, report: Report) -> None:
    """Build for an audience; the site's page of courses then names participants' packs."""
    outputs.require_harmless_texts()
    made: list[Made] = []
    with outputs.reserved(), outputs.stages.shown():
        for course in courses:
            made += outputs.put_for(course, kind, outputs.make_for(course, kind))
        if kind is HandOut.PACK and outputs.audience is Audience.PARTICIPANTS:
            outputs.make_site()
            made.append(outputs.put_site())
    for finding in sorted(outputs.findings):
        report.complain(f"{finding}\n")
    for each in made:
        report.say_made(each.path, each.words, each.place)


def _obstacle(planned: PlannedCourse, kind: HandOut) -> str:
    """Say what keeps a course, or a session of it, from being built; empty if nothing does."""
    code = planned.course.code
    if planned.findings:
        mistakes = "\n\n".join(map(str, planned.findings))
        return f"{mistakes}\n\n{code} has mistakes, so nothing was made of it."
    if planned.waits_for:
        count = len(planned.waits_for)
        return (
            f"{code} waits for {count} chapter{'' if count == 1 else 's'}: "
            f"{', '.join(planned.waits_for)}. How to fix: write them, or take them out of "
            f"{planned.course.path}."
        )
    return ""
