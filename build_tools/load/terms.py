"""`handbook/terms.toml`: the glossary, each of its words for one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from build_tools.errors import BookDataError, near_misses
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Finding, Term, Verification

_LANGUAGES = {"ru": "Russian", "uz": "Uzbek", "uz_cyrl": "Uzbek (Cyrillic)"}


def load_terms(root: Path) -> tuple[Term, ...]:
    """Read `handbook/terms.toml`.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    top = TomlFile(root, "handbook/terms.toml", problems).root_table()
    tables = top.tables("term")
    terms = tuple(_term(table) for table in tables)
    top.finish()
    if not problems:
        _report_entries_twice(tables, terms)
        _report_shared_words(tables, terms)
        _report_avoided_entries(tables, terms)
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return terms


def spellings(term: Term) -> set[str]:
    """Return what an author may type: the entry, without its brackets, or one of its halves."""
    short = re.sub(r"\s*\([^)]*\)", "", term.en)
    return {plain(spelling) for spelling in (term.en, short, *short.split(" / "))}


def plain(spelling: str) -> str:
    """Return a spelling as it is compared: small letters, one kind of apostrophe."""
    return " ".join(spelling.lower().replace("’", "'").replace("ё", "е").split())


def _term(table: Table) -> Term:
    verification = table.choice("verification", list(Verification))
    term = Term(
        en=table.text("en"),
        ru=table.text("ru"),
        uz=table.text("uz"),
        uz_cyrl=table.text("uz-cyrl"),
        cyrillic=table.choice("cyrillic", ["seen", "transliterated"]),
        verification=Verification(verification)
        if verification in list(Verification)
        else Verification.UNVERIFIED,
        seen_in=table.text("seen-in"),
        avoided=table.texts("not", ()),
        also=table.texts("also", ()),
    )
    table.finish()
    return term


def _report_entries_twice(tables: Iterable[Table], terms: tuple[Term, ...]) -> None:
    """Report an English word that leads to two entries."""
    first: dict[str, Term] = {}
    for table, term in zip(tables, terms, strict=True):
        for spelling in sorted(spellings(term)):
            if spelling in first and first[spelling] is not term:
                table.report(
                    "en", f"'{spelling}' is the entry '{first[spelling].en}' as well.",
                    "keep one of the two entries, or tell them apart by a word outside brackets",
                    "term-twice",
                )
                break
            first[spelling] = term


def _report_shared_words(tables: Iterable[Table], terms: tuple[Term, ...]) -> None:
    """Report a Russian or Uzbek word that stands for two English entries."""
    for field, language in _LANGUAGES.items():
        first: dict[str, Term] = {}
        for table, term in zip(tables, terms, strict=True):
            word = getattr(term, field)
            other = first.setdefault(plain(word), term)
            if other is term or (other.en in term.also and term.en in other.also):
                continue
            table.report(
                field.replace("_", "-"),
                f"The {language} word '{word}' stands for '{other.en}' and for '{term.en}'.",
                "correct one of the two; if the law itself has one word for both, add "
                f'also = ["{other.en}"] here and also = ["{term.en}"] there',
                "word-for-two-terms",
            )


def _report_avoided_entries(tables: Iterable[Table], terms: tuple[Term, ...]) -> None:
    """Report a word to avoid that is an entry itself, and a shared entry that is none."""
    entries = {spelling for term in terms for spelling in spellings(term)}
    names = {term.en for term in terms}
    for table, term in zip(tables, terms, strict=True):
        for word in term.avoided:
            if plain(word) in entries:
                table.report(
                    "not", f"'{word}' is an entry of the glossary: it cannot be avoided as well.",
                    "take it out of the list", "avoided-entry",
                )
        for name in term.also:
            if name not in names:
                fix = near_misses(name, names)
                table.report("also", f"There is no entry '{name}'.", fix, "unknown-entry")
