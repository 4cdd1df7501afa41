"""`handbook freeze`: give the paragraph numbers for good."""

from __future__ import annotations

import click

from build_tools.cli.outputs import Outputs
from build_tools.cli.project import project_root
from build_tools.cli.stages import Stages
from build_tools.errors import HandbookError, UsageError
from build_tools.load import load_book


@click.command()
@click.option(
    "--same",
    multiple=True,
    metavar="NEW=OLD",
    help="A paragraph that was not known again: 4.11a=4.12 gives it its old number back.",
)
def freeze(same: tuple[str, ...]) -> int:
    """Give the paragraph numbers of every chapter for good, into handbook/numbers.

    Afterwards an inserted paragraph gets a letter (4.12a), a deleted one leaves a line behind, and
    a moved one keeps its number. Freeze again for each edition: numbers given stay as they are.
    """
    root = project_root()
    book = load_book(root)
    outputs = Outputs(root, book, book.language, final=False, stages=Stages(quiet=False))
    with outputs.reserved(), outputs.stages.shown():
        site = outputs.make_site()
        if outputs.findings:
            raise HandbookError(
                "The text has mistakes, so its paragraphs cannot be numbered for good. "
                "How to fix: run `handbook build` and mend what it tells."
            )
        written = outputs.give_numbers(site, _pairs(same))
    for path in written:
        click.echo(f"{path}  numbers given for good; commit it together with the chapter")
    return 0


def _pairs(same: tuple[str, ...]) -> dict[str, str]:
    """Read what was typed as `4.11a=4.12`.

    :raises UsageError: if it was typed otherwise.
    """
    pairs = {}
    for typed in same:
        new, equals, old = (word.strip() for word in typed.partition("="))
        if not (new and equals and old):
            raise UsageError(f"'{typed}' is not of the form NEW=OLD, such as 4.11a=4.12.")
        pairs[new] = old
    return pairs
