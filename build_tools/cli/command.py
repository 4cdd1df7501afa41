"""The command `handbook` itself, and how an error ends: one sentence and an exit code."""

from __future__ import annotations

import logging
import sys

import click
from sphinx.errors import SphinxError

from build_tools.cli.build import build
from build_tools.cli.editions import editions
from build_tools.cli.freeze import freeze
from build_tools.errors import HandbookError, output_error

_STOPPED = 130
_FAULT = 70
"""The exit code of a fault in the program itself (EX_SOFTWARE of sysexits.h)."""


@click.group()
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
@click.version_option(package_name="tip-handbook", prog_name="handbook")
def handbook(debug: bool) -> None:
    """Build the handbook: the site, and the PDF that trainers print."""


handbook.add_command(build)
handbook.add_command(editions)
handbook.add_command(freeze)


def main() -> None:
    """Run the command; exit with 0, 1 (the text needs work), 2 (wrong command) or 3 (no output)."""
    # A library that Sphinx loads would else send every program's messages to the screen.
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        code = handbook.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was finished before is still in place.", err=True)
        code = _STOPPED
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        sentence, code = _last_words(error)
        click.echo(sentence, err=True)
    sys.exit(code)


def _last_words(error: Exception) -> tuple[str, int]:
    """Say what stopped the work, and with which exit code it ends."""
    # Sphinx wraps what conf.py could not load, and what arose in an extension.
    cause = error.__cause__ if isinstance(error, SphinxError) else None
    known = cause if isinstance(cause, HandbookError | OSError) else error
    if isinstance(known, OSError):
        known = output_error(known)
    if isinstance(known, HandbookError):
        return str(known), known.exit_code
    if isinstance(known, SphinxError):
        return str(known), 1
    return (
        f"The program has a fault here: {type(error).__name__}: {error}. "
        "How to fix: report it with what `handbook --debug …` prints.",
        _FAULT,
    )
