"""`handbook help`: what a mistake means, with a bad and a good example."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable

import click

from build_tools.cli.project import project_root
from build_tools.errors import BookDataError, UsageError, near_misses
from build_tools.load import load_wording
from build_tools.load.explained import load_explained
from build_tools.model import AvoidedWords, Explained

_WIDTH = 80
_KINDS = {
    "words": "In a chapter", "bones": "In a chapter", "settings": "At the top of a chapter",
    "build": "In a chapter, told by a build", "file": "Files", "person": "Persons", "law": "Law",
    "data": "In handbook/*.toml", "course": "In handbook/courses", "wording": "Words",
}


@click.command("help")
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain a mistake by its CODE, the word in square brackets; without one, list them all."""
    explained = {one.code: one for one in load_explained(_wording())}
    if code is None:
        _list(explained.values())
        return 0
    name = code.strip("[] ").removeprefix("handbook.").lower()
    if name not in explained:
        raise UsageError(
            f"No mistake has the code '{code}'. {near_misses(name, explained)} "
            "How to fix: type the word in square brackets that ends the message."
        )
    one = explained[name]
    click.echo(f"{one.code}\n")
    click.echo(textwrap.fill(one.means, _WIDTH))
    for head, example in (("Wrong", one.bad), ("Right", one.good)):
        click.echo(f"\n{head}{f', in {one.file}' if one.file else ''}:\n")
        click.echo(textwrap.indent(example.strip("\n"), "    "))
    return 0


def _list(every: Iterable[Explained]) -> None:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for one in every:
        groups[_KINDS[one.kind]].append(one.code)
    for head, codes in groups.items():
        click.echo(textwrap.fill(f"{head}: {', '.join(codes)}", _WIDTH, subsequent_indent="  ",
                                 break_on_hyphens=False))
    click.echo("\n`handbook help CODE` explains one of them.")


def _wording() -> tuple[AvoidedWords, ...]:
    """Return the book's rules on words; outside a book, or where they are broken, none."""
    try:
        return load_wording(project_root())
    except (UsageError, BookDataError):
        return ()
