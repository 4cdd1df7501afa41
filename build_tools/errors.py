"""Errors an editor can act on; anything else is a bug and keeps its traceback."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable

from build_tools.model import Finding


def near_misses(word: str, known: Iterable[str]) -> str:
    """Say which known words a mistyped one may have meant, or list the first few."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(f"'{name}'" for name in close) + "?"
    if not names:
        return "There are none yet."
    return "Known here: " + ", ".join(names[:12]) + ("…" if len(names) > 12 else ".")


class HandbookError(Exception):
    """Say in one plain sentence what stopped the work, and end with this exit code."""

    exit_code = 1


class _FindingsError(HandbookError):
    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n\n".join(str(finding) for finding in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type[_FindingsError], tuple[tuple[Finding, ...]]]:
        return type(self), (self.findings,)


class BookDataError(_FindingsError):
    """Carry every mistake found in one reading of the book's data."""


class UsageError(HandbookError):
    """The command was called with words it does not know."""

    exit_code = 2


class OutputError(HandbookError):
    """An output cannot be made on this machine now: disk, permission, missing library."""

    exit_code = 3


class PageNumberError(HandbookError):
    """A printed page number differs from the page its target really stands on."""


class PrivacyError(_FindingsError):
    """A text or an output could lead somebody to a person; nothing may be published."""

    exit_code = 4


_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY}


def output_error(error: OSError) -> OutputError:
    """Say in plain words why a file cannot be written, and what to do about it."""
    name = f"'{error.filename}'" if error.filename else "A file"
    if error.errno in _NO_ROOM:
        why, fix = "the disk is full", "free some space, then build again"
    elif error.errno in _NOT_ALLOWED:
        why = "it is open in another program, or this account may not write there"
        fix = "close it, or make its folder writable, then build again"
    else:
        why, fix = error.strerror or str(error), "see to it, then build again"
    return OutputError(
        f"{name} cannot be written: {why}. How to fix: {fix}. What was built before is unharmed."
    )
