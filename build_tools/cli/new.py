"""`handbook new`: the first file of something new, filled in as far as the book knows."""

from __future__ import annotations

import click

from build_tools.cli.project import project_root
from build_tools.errors import UsageError
from build_tools.files import write_whole
from build_tools.load import load_book
from build_tools.load.courses import COURSE_NAME, FOLDER
from build_tools.model import Role
from build_tools.training.courses import Courses
from build_tools.training.draft import drafted

_ROLES = click.Choice([role.value for role in Role])
_MOST_DAYS = 10


@click.group()
def new() -> None:
    """Begin something new: a course."""


@new.command()
@click.argument("name")
@click.argument("title")
@click.option("--for", "role", type=_ROLES, help="Only chapters for these; all if not given.")
@click.option("--days", type=click.IntRange(1, _MOST_DAYS), help="As in the name if not given.")
def course(name: str, title: str, role: str | None, days: int | None) -> int:
    """Write the file of a new course: a grid of sessions with the chapters laid out over it.

    NAME is its people and its days, such as bor-2; TITLE is what people call it.
    """
    root = project_root()
    name = name.lower()
    if not COURSE_NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' cannot be the name of a course. "
            "How to fix: write its people and its days, such as bor-2."
        )
    path = root / f"{FOLDER}/{name}.toml"
    if path.exists():
        raise UsageError(
            f"The course '{name}' is there. How to fix: open {FOLDER}/{name}.toml, "
            "or choose another name."
        )
    length = days or int(name.rpartition("-")[2])
    if not 1 <= length <= _MOST_DAYS:
        raise UsageError(f"{length} are no days of a course. How to fix: add --days 2.")
    courses = Courses(root, load_book(root))
    write_whole(path, drafted(title, role or "", length, courses.chapters).encode())
    planned = courses.planned(courses.named(name))
    held = f"{length} days, {len(planned.sessions)} sessions"
    click.echo(f"{path.relative_to(root)}  {held}: change what you like")
    click.echo(f"Then: handbook course {name}")
    return 0
