"""`handbook new`: the first file of something new, filled in as far as the book knows."""

from __future__ import annotations

import re

import click

from build_tools.cli.project import project_root
from build_tools.errors import HandbookError, UsageError
from build_tools.files import write_whole
from build_tools.load import load_book
from build_tools.load.courses import COURSE_NAME, FOLDER
from build_tools.load.listing import with_chapter
from build_tools.load.settings import readers_of
from build_tools.model import Role
from build_tools.training.courses import Courses
from build_tools.training.draft import drafted

_ROLES = click.Choice([role.value for role in Role])
_MOST_DAYS = 10
_BOOK, _TEMPLATE = "handbook/book.toml", "handbook/new-chapter.md"
_CHAPTER_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_SMALL_WORDS = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"})


@click.group()
def new() -> None:
    """Begin something new: a chapter or a course."""


@new.command()
@click.argument("title")
@click.option("--part", required=True, help="The part of the book it belongs to.")
@click.option("--name", help="What its file is called for ever; from the title if not given.")
def chapter(title: str, part: str, name: str | None) -> int:
    """Write a chapter with its bones, and list it last in its part.

    TITLE is its heading. The name of its file is its address, in print too: it cannot be changed
    later.
    """
    root = project_root()
    name = name or _name_from(title)
    if not _CHAPTER_NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' cannot be the name of a chapter. "
            "How to fix: add --name and small Latin letters and hyphens, such as --name fair-trial"
        )
    if there := next((root / "chapters").glob(f"*/{name}.md"), None):
        raise UsageError(
            f"The chapter '{name}' is there: {there.relative_to(root).as_posix()}. "
            "How to fix: open it, or add --name and another name."
        )
    book, path = root / _BOOK, root / f"chapters/{part}/{name}.md"
    before = book.read_text(encoding="utf-8")
    listed = with_chapter(before, part, name)
    day = load_book(root).law_as_at.isoformat()
    template = (root / _TEMPLATE).read_text(encoding="utf-8")
    text = template.replace("{title}", title.strip()).replace("{law-as-at}", day)
    write_whole(path, text.encode())
    try:
        write_whole(book, listed.encode())
        load_book(root)
    except HandbookError:  # Leave the book as it was: numbers given for good may stand in the way.
        path.unlink()
        write_whole(book, before.encode())
        raise
    click.echo(f"{path.relative_to(root).as_posix()}  its bones, to be filled in")
    click.echo(f"{_BOOK}  lists it last in the part '{part}'; its place there is its number")
    click.echo(f"Then: handbook check {path.relative_to(root).as_posix()}")
    return 0


def _name_from(title: str) -> str:
    """Make a name of a title's own words: "The Interview of a Child" is interview-child."""
    words = re.findall(r"[a-z]+", title.lower())
    return "-".join([word for word in words if word not in _SMALL_WORDS] or words)


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
    every = courses.chapters.values()
    chapters = [one for one in every if role is None or role in readers_of(root / one.path)]
    write_whole(path, drafted(title, role or "", length, chapters).encode())
    planned = courses.planned(courses.named(name))
    held = f"{length} days, {len(planned.sessions)} sessions"
    click.echo(f"{path.relative_to(root)}  {held}: change what you like")
    click.echo(f"Then: handbook course {name}")
    return 0
