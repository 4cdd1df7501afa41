"""The outputs that `handbook build` was asked for, made with Sphinx."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from build_tools.checks.currency import refusals, summary
from build_tools.cli.check import CitedLaw
from build_tools.cli.hand_outs import build_hand_outs
from build_tools.cli.last_build import Report
from build_tools.cli.machine import today
from build_tools.cli.outputs import HandOut, Made, Outputs
from build_tools.cli.stages import Stages
from build_tools.cli.telling import told
from build_tools.errors import OutputError, UsageError, near_misses
from build_tools.load import load_book
from build_tools.model import Book, Edition, Finding

_DONE, _TEXT_NEEDS_WORK = 0, 1


def build_outputs(
    root: Path,
    output: str,
    name: str | None,
    edition: str | None,
    language: str | None,
    final: bool,
    quiet: bool,
    report: Report,
) -> int:
    """Make what was asked for, say what was made and what is to be mended; return the exit code."""
    book = load_book(root)
    if output in ("course", "slides"):
        if final:
            raise UsageError(
                "Nobody answers for packs and slides yet, so they keep the stamp of a draft. "
                "How to fix: leave --final out."
            )
        if edition is not None:
            raise UsageError(
                "Packs and slides take their chapters from the course's file, not from an edition. "
                "How to fix: leave --edition out."
            )
        if language not in (None, book.language):
            raise UsageError(
                f"No course is there in the language '{language}'. "
                f"How to fix: write --language {book.language}, or leave --language out."
            )
        kind = HandOut.PACK if output == "course" else HandOut.SLIDES
        return build_hand_outs(root, book, kind, name, quiet, report)
    if name is not None:
        raise UsageError(
            f"'{name}' says nothing to `build {output}`: only course and slides take one."
        )
    chosen = _edition(book, edition or "handbook", language or book.language)
    outputs = Outputs(root, book, chosen.language, final, Stages(quiet), chosen.audience)
    if final:
        law = CitedLaw(root, book, chosen.chapters)
        refused = refusals(law.doubts(today()), chosen, law.authorities)
        outputs.findings.update(dict.fromkeys(refused))
    outputs.require_harmless_texts()
    with outputs.reserved(), outputs.stages.shown():
        made, failure = _make(outputs, chosen, output)
    _tell(outputs.findings, final, report)
    currency = summary(CitedLaw(root, book).doubts(today()))
    report.say(f"{currency}; `handbook check --law` lists what to look at.")
    for each in made:
        report.say_made(each.path, each.words, each.place)
    if failure is not None:
        raise failure
    return _TEXT_NEEDS_WORK if outputs.findings else _DONE


def _make(
    outputs: Outputs, edition: Edition, output: str
) -> tuple[tuple[Made, ...], OutputError | None]:
    """Make what was asked for; a PDF that cannot be made here does not keep the site back.

    A final edition is put in its place only if nothing is left to mend.
    """
    site = outputs.make_site() if output in ("html", "all") else None
    if site is not None and not outputs.final:
        outputs.put_site()
    product, forms, failure = None, None, None
    try:
        if output in ("pdf", "all"):
            product = outputs.make_pdf(edition)
        if output in ("forms", "all"):
            forms = outputs.make_forms(edition)
    except OutputError as error:
        failure = error
    if outputs.final and outputs.findings:
        return (), failure
    made = []
    if product is not None:
        made.append(outputs.put_pdf(product))
    if forms is not None:
        made.append(outputs.put_forms(forms))
    if site is not None:
        if not outputs.findings:
            outputs.keep_numbers(site)
        for offered in (product, forms):
            if offered is not None:
                outputs.offer(offered, site)
        made.insert(0, outputs.put_site())
    return tuple(made), failure


def _tell(findings: Iterable[Finding], final: bool, report: Report) -> None:
    """Print the mistakes file by file, and how many there are."""
    ordered = sorted(findings)
    for text in told(ordered):
        report.complain(text)
    if ordered:
        count = f"{len(ordered)} mistake{'' if len(ordered) == 1 else 's'} to mend"
        refused = ", so the final edition was not put in its place" if final else ""
        report.complain(f"{count}{refused}.")


def _edition(book: Book, name: str, language: str) -> Edition:
    """Return the edition asked for.

    :raises UsageError: if the book has none of that name, or not in that language.
    """
    edition = book.edition_named(name)
    if edition is None:
        names = [known.name for known in book.editions]
        raise UsageError(f"There is no edition '{name}'. {near_misses(name, names)}")
    if edition.language != language:
        raise UsageError(
            f"The edition '{name}' is not there in the language '{language}'. "
            f"How to fix: write --language {edition.language}, "
            "or add an edition in handbook/editions."
        )
    return edition
