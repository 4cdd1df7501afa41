"""Errors an editor can act on; anything else is a bug and keeps its traceback."""

from build_tools.model import Finding


class HandbookError(Exception):
    """Say in one plain sentence what stopped the work, and end with this exit code."""

    exit_code = 1


class BookDataError(HandbookError):
    """Carry every mistake found in one reading of the book's data."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n\n".join(str(finding) for finding in findings))
        self.findings = findings


class UsageError(HandbookError):
    """The command was called with words it does not know."""

    exit_code = 2


class OutputError(HandbookError):
    """An output cannot be made on this machine now: disk, permission, missing library."""

    exit_code = 3


class PageNumberError(HandbookError):
    """A printed page number differs from the page its target really stands on."""
