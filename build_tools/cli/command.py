"""The command `handbook` itself, and how an error ends: one sentence and an exit code."""

from __future__ import annotations

import io
import logging
import sys
from importlib import import_module
from typing import ClassVar, cast

import click

from build_tools.errors import HandbookError, output_error

_STOPPED = 130
_FAULT = 70
"""The exit code of a fault in the program itself (EX_SOFTWARE of sysexits.h)."""


class _Commands(click.Group):
    """The commands, each a module of its own name.

    A module is imported when its command is called: Sphinx takes a second to load, and half of
    the commands do without it.
    """

    _MODULES: ClassVar = {
        name: name
        for name in (
            "build", "check", "course", "doctor", "editions", "export", "fix", "freeze", "law",
            "new", "serve",
        )
    } | {"help": "explain"}  # Python has a function `help`

    def list_commands(self, context: click.Context) -> list[str]:
        """Name all commands."""
        return sorted(self._MODULES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command, or nothing if there is none of that name."""
        if name not in self._MODULES:
            return None
        place = self._MODULES[name]
        module = import_module(f"build_tools.cli.{place}")
        return cast("click.Command", getattr(module, place))


@click.group(cls=_Commands)
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
@click.version_option(package_name="tip-handbook", prog_name="handbook")
def handbook(debug: bool) -> None:
    """Build the handbook: the site, and the PDF that trainers print."""


def main() -> None:
    """Run the command; exit with 0, 1 (the text needs work), 2 (wrong command) or 3 (no output)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of Windows may know no ʻ: it shows ?
            stream.reconfigure(errors="replace")
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
    from sphinx.errors import SphinxError

    # Sphinx wraps what conf.py could not load, and what arose in an extension.
    cause = error.__cause__ if isinstance(error, SphinxError) else None
    known = cause or error
    if isinstance(known, OSError):
        known = output_error(known)
    if isinstance(known, HandbookError):
        return str(known), known.exit_code
    if isinstance(known, SphinxError):
        return str(known), 1
    return (
        f"The program has a fault here: {type(known).__name__}: {known}. "
        "How to fix: report it with what `handbook --debug …` prints.",
        _FAULT,
    )
