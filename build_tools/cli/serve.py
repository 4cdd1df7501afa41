"""`handbook serve`: the live preview, in the browser of this machine alone."""

from __future__ import annotations

import sys
import threading
import webbrowser
from pathlib import Path

import click
import filelock

from build_tools.cli.project import project_root
from build_tools.errors import BookDataError, OutputError, UsageError
from build_tools.folders import outputs_folder
from build_tools.load import load_book
from build_tools.model import Audience
from build_tools.preview.server import ADDRESS, Setting, answer, free_socket
from build_tools.preview.told import EDITOR, EditorLink

_PORT = 8420
_CHECK = [
    sys.executable, "-c", "from build_tools.cli.command import main; main()",
    "check", "--format", "json",
]  # fmt: skip
_DONE = 0


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help=f"Instead of {_PORT} or a free one.")
@click.option("--no-browser", is_flag=True, help="Open no browser.")
@click.option(
    "--audience",
    type=click.Choice([each.value for each in Audience]),
    default=Audience.PARTICIPANTS.value,
    show_default=True,
    help="Whose text: trainers see model answers, keys and notes.",
)
@click.option(
    "--editor",
    default=EDITOR,
    show_default=True,
    envvar="HANDBOOK_EDITOR",
    help="The address that opens a file in your editor.",
)
def serve(port: int | None, no_browser: bool, audience: str, editor: str) -> int:
    """Show the book in the browser; what is saved is on the screen at once.

    Mistakes stand at the foot of the page, each with a link that opens your editor. Keys: p shows
    the printed pages beside the text, f all mistakes, e opens the passage in the editor. Only this
    machine is answered. Ctrl-C ends it.
    """
    root = project_root()
    if "{path}" not in editor:
        raise UsageError(
            f"--editor {editor}: it does not say where the file goes. How to fix: write it like "
            f"{EDITOR}"
        )
    readers = Audience(audience)
    place = _place(root, readers)
    folder = place / ".preview"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / "lock", timeout=0):
            setting = Setting(
                root=root,
                folder=folder,
                audience=readers,
                link=EditorLink(root, editor),
                check=_CHECK,
                books=place / "pdf",
            )
            _answer(setting, port, no_browser)
    except filelock.Timeout as error:
        raise OutputError(
            "This book is shown already, by another `handbook serve`. How to fix: look for its "
            "window, or end it with Ctrl-C."
        ) from error
    return _DONE


def _place(root: Path, audience: Audience) -> Path:
    """Return where the outputs of the book's language stand, for these readers."""
    try:
        language = load_book(root).language
    except BookDataError:  # The preview tells it, and shows the book when it is mended.
        language = "en"
    return outputs_folder(root, language, audience)


def _answer(setting: Setting, port: int | None, no_browser: bool) -> None:
    try:
        listening = free_socket(port or _PORT, port is not None)
    except OSError as error:
        raise OutputError(
            f"Port {port} is taken. How to fix: leave --port out, or name another."
        ) from error
    address = f"http://{ADDRESS}:{listening.getsockname()[1]}/"

    def ready() -> None:
        click.echo(f"The book is shown at {address}  (Ctrl-C ends it)")
        if not no_browser:
            # Some browsers give the hand back only when they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        answer(setting, listening, ready)
    except KeyboardInterrupt:
        click.echo("The preview has ended.")
