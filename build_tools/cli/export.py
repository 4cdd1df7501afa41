"""`handbook export`: what a learning platform gets of a course."""

from __future__ import annotations

import click

from build_tools.cli.check import harm_in
from build_tools.cli.project import project_root
from build_tools.errors import HandbookError, PrivacyError
from build_tools.files import write_if_changed
from build_tools.folders import outputs_folder
from build_tools.load import load_allowed, load_book
from build_tools.model import Audience
from build_tools.training.courses import Courses
from build_tools.training.exports import Format, exports

_FORMATS = click.Choice([form.value for form in Format])


@click.command()
@click.argument("name", metavar="COURSE")
@click.option("--format", "formats", multiple=True, type=_FORMATS, help="All if none is given.")
def export(name: str, formats: tuple[str, ...]) -> int:
    """Write a course's question bank and tests for learning platforms.

    They hold the keys, so they stand among the trainers' files and never below the site.
    """
    root = project_root()
    book = load_book(root)
    courses = Courses(root, book)
    planned = courses.planned(courses.named(name))
    if planned.findings:
        raise HandbookError(
            f"The course {planned.course.code} has mistakes, so nothing was exported. "
            f"How to fix: run `handbook course {planned.course.name}` and mend what it tells."
        )
    if harm := harm_in(root, load_allowed(root)):
        raise PrivacyError(harm)
    trainers = outputs_folder(root, book.language, Audience.TRAINERS)
    folder = trainers / "courses" / planned.course.name
    chosen = tuple(Format(form) for form in formats) or tuple(Format)
    for made in exports(courses.bank(planned), root, chosen):
        path = folder / made.name
        write_if_changed(path, made.content)
        click.echo(f"{path.relative_to(root)}  {made.format.words}, {_size(len(made.content))}")
    return 0


def _size(count: int) -> str:
    return f"{max(count // 1000, 1)} kB"
