"""`handbook/wording.toml`: words to avoid in three languages, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import AvoidedWords, Finding, Verification

_LANGUAGES = ("en", "ru", "uz")
_STATUSES = ("signed", "proposed")


def load_wording(root: Path) -> tuple[AvoidedWords, ...]:
    """Read `handbook/wording.toml`: one entry for each rule and language.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, "handbook/wording.toml", problems).root_table()
    wording = tuple(words for table in top.tables("rule") for words in _rule(table))
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return wording


def _rule(table: Table) -> Iterator[AvoidedWords]:
    name, reason, source = table.text("name"), table.text("reason"), table.text("source")
    read = table.choice("verification", list(Verification))
    verification = Verification(read) if read in list(Verification) else Verification.UNVERIFIED
    for language in _LANGUAGES:
        if language in table:
            column = table.table(language)
            yield AvoidedWords(
                name, language, column.texts("avoid"), column.texts("unless", ()),
                column.text("write"), reason, source, verification,
                is_proposed=_status(column, language) == "proposed",
            )
            column.finish()
    table.finish()


def _status(column: Table, language: str) -> str:
    """Return how far a column is agreed; one that is not in English must say so."""
    return column.choice("status", _STATUSES, "signed" if language == "en" else None)
