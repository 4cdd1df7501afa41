"""`handbook build slides`: the slides of every session of a course."""

from __future__ import annotations

from pathlib import Path

from build_tools.cli.last_build import Report
from build_tools.cli.outputs import Outputs
from build_tools.cli.stages import Stages
from build_tools.model import Audience, Book
from build_tools.training.courses import Courses

_DONE, _TEXT_NEEDS_WORK = 0, 1


def build_slides(root: Path, book: Book, name: str | None, quiet: bool, report: Report) -> int:
    """Build the slides of one course or of all, for participants and with notes for trainers.

    A session that waits for a chapter has none yet, and that is said.
    """
    courses = Courses(root, book)
    wanted = courses.all if name is None else (courses.named(name),)
    for course in wanted:
        if waits_for := courses.planned(course).waits_for:
            report.complain(f"{course.code} waits for {', '.join(waits_for)}.")
    needs_work = False
    for audience in Audience:
        outputs = Outputs(root, book, book.language, False, Stages(quiet), audience)
        outputs.require_harmless_texts()
        with outputs.reserved(), outputs.stages.shown():
            made = [outputs.put_slides(each, outputs.make_slides(each)) for each in wanted]
        for finding in sorted(outputs.findings):
            report.complain(f"{finding}\n")
        for each in made:
            report.say_made(each.path, each.words, each.place)
        needs_work = needs_work or bool(outputs.findings)
    return _TEXT_NEEDS_WORK if needs_work else _DONE
