"""`handbook fix`: mend what is mechanical in a chapter's file, and keep a copy of it."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator
from pathlib import Path

import click

from build_tools.checks.encoding_rules import decoded, encoding_of
from build_tools.checks.uzbek import mended_line
from build_tools.errors import OutputError, UsageError, output_error
from build_tools.files import write_whole

_BOM = b"\xef\xbb\xbf"
_SHOWN = 10
_TYPES = (".md", ".toml")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILES")
@click.option("--show", is_flag=True, help="Show what would change, and change nothing.")
def fix(files: tuple[str, ...], show: bool) -> int:
    """Mend a file's encoding, ends of lines, and the letters of Uzbek words.

    What it changes is shown first. The file as it was is kept beside it, as FILE.bak-DAY-TIME.
    Words are never changed otherwise.
    """
    for typed in files:
        _mend(Path(typed), show)
    return 0


def _mend(path: Path, show: bool) -> None:
    if not path.is_file() or path.suffix not in _TYPES:
        raise UsageError(
            f"'{path}' is no chapter and no file of handbook/. How to fix: name a file that is "
            f"there and ends in {' or '.join(_TYPES)}."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise output_error(error) from error
    text = decoded(content)
    mended = _mended(text) if path.suffix == ".md" else _with_plain_ends(text)
    changes = [*_changes_of_form(content, text), *_changes_of_words(text, mended)]
    if not changes:
        click.echo(f"{path}: nothing to mend.")
        return
    for change in changes:
        click.echo(f"{path}: {change}")
    if show:
        return
    copy = _copy_beside(path, content)
    write_whole(path, mended.encode())
    click.echo(f"{path}: mended. As it was, it is kept in {copy.name}.")


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _mended(text: str) -> str:
    """Return a chapter with plain ends of lines and the letters of Uzbek."""
    return "\n".join(mended_line(line) for line in _with_plain_ends(text).split("\n"))


def _changes_of_form(content: bytes, text: str) -> Iterator[str]:
    encoding = encoding_of(content)
    if encoding != "utf-8":
        yield f"saved again as UTF-8; it was {encoding.capitalize().replace('Utf', 'UTF')}."
        foreign = [line for line in text.splitlines() if not line.isascii()]
        yield from (f"  reads: {line.strip()[:80]}" for line in foreign[:_SHOWN // 3])
    if content.startswith(_BOM):
        yield "the mark that Windows puts first is taken out."
    if "\r" in text:
        yield "lines end as everywhere else in the book (LF)."


def _changes_of_words(text: str, mended: str) -> Iterator[str]:
    before, after = _with_plain_ends(text).split("\n"), mended.split("\n")
    changed = [
        (count, old, new)
        for count, (old, new) in enumerate(zip(before, after, strict=True), 1)
        if old != new
    ]
    for count, old, new in changed[:_SHOWN]:
        words = difflib.SequenceMatcher(None, old.split(), new.split()).get_opcodes()
        for kind, a, b, c, d in words:
            if kind == "replace":
                yield f"line {count}: {' '.join(old.split()[a:b])} → {' '.join(new.split()[c:d])}"
    if len(changed) > _SHOWN:
        yield f"… and {len(changed) - _SHOWN} more lines like these."


def _copy_beside(path: Path, content: bytes) -> Path:
    """Keep a file's bytes beside it under a name of their own.

    :raises OutputError: if there is no such name left, or the copy cannot be written.
    """
    now = dt.datetime.now().astimezone()
    for count in ("", *(f"-{n}" for n in range(2, 100))):
        copy = path.with_name(f"{path.name}.bak-{now:%Y%m%d-%H%M%S}{count}")
        if not copy.exists():
            write_whole(copy, content)
            return copy
    raise OutputError(f"'{path}' has too many copies. How to fix: delete those named .bak-….")
