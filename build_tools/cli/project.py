"""Where the book is."""

from pathlib import Path

from build_tools.errors import UsageError


def project_root() -> Path:
    """Return the folder with `handbook/book.toml`: this one or one above it.

    :raises UsageError: if there is none.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "handbook/book.toml").is_file():
            return folder
    raise UsageError(
        "There is no handbook/book.toml here. How to fix: go to the folder of the handbook first."
    )
