"""The outputs that `handbook build` was asked for, made with Sphinx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sphinx.errors import SphinxError

from build_tools.checks.currency import refusals, summary
from build_tools.cli.check import CitedLaw
from build_tools.cli.hand_outs import build_hand_outs
from build_tools.cli.last_build import Report
from build_tools.cli.machine import today
from build_tools.cli.outputs import HandOut, Made, Outputs
from build_tools.cli.side_by_side import Line, made_side_by_side
from build_tools.cli.stages import Stages
from build_tools.cli.telling import told
from build_tools.errors import OutputError, UsageError, near_misses
from build_tools.load import load_book
from build_tools.model import Audience, Book, Edition, Finding, Product
from build_tools.pdf.workers import workers_here

EVERY = "all"
"""Stands for every edition of a language."""
_DONE, _TEXT_NEEDS_WORK = 0, 1


def build_outputs(
    root: Path,
    output: str,
    name: str | None,
    edition: str | None,
    language: str | None,
    final: bool,
    quiet: bool,
    jobs: int | None,
    report: Report,
    verify_layout: bool = False,
) -> int:
    """Make what was asked for, say what was made and what is to be mended; return the exit code."""
    book = load_book(root, may_lack_chapters=True)
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
    wanted = _editions(book, edition or "handbook", language or book.language, report)
    audiences = [audience for audience in Audience if any(e.audience == audience for e in wanted)]
    jobs = jobs or workers_here()
    parts = [
        partial(_build_for, root, book, audience, wanted, output, final, jobs, verify_layout)
        for audience in audiences
    ]
    if edition == EVERY:
        answers = made_side_by_side(parts, quiet, jobs)
    else:
        answers = [part(Stages(quiet)) for part in parts]
    findings = dict.fromkeys(finding for answer in answers for finding in answer.findings)
    _tell(findings, final, report)
    if verify_layout and all(finding.code != "layout" for finding in findings):
        report.say("Each line of the PDF stands where WeasyPrint's own code puts it.")
    currency = summary(CitedLaw(root, book).doubts(today()))
    report.say(f"{currency}; `handbook check --law` lists what to look at.")
    for answer in answers:
        for made in answer.made:
            report.say_made(made.path, made.words, made.place)
    for answer in answers:
        if answer.failure is not None:
            raise answer.failure
    return _TEXT_NEEDS_WORK if findings else _DONE


@dataclass(frozen=True)
class _Answer:
    """What was made for an audience, what is to be mended, and what could not be made."""

    made: tuple[Made, ...]
    findings: tuple[Finding, ...]
    failure: Exception | None


def _build_for(
    root: Path,
    book: Book,
    audience: Audience,
    editions: Sequence[Edition],
    output: str,
    final: bool,
    jobs: int,
    verify_layout: bool,
    stages: Stages | Line,
) -> _Answer:
    """Make what was asked for of an audience's editions, all from one reading of the chapters."""
    own = [edition for edition in editions if edition.audience == audience]
    outputs = Outputs(
        root, book, own[0].language, final, stages, audience, jobs, compares_layouts=verify_layout
    )
    if final:
        for edition in own:
            law = CitedLaw(root, book, edition.chapters)
            refused = refusals(law.doubts(today()), edition, law.authorities)
            outputs.findings.update(dict.fromkeys(refused))
    outputs.require_harmless_texts()
    with outputs.reserved(), stages.shown():
        made, failure = _make(outputs, own, output)
    return _Answer(made, tuple(outputs.findings), failure)


def _make(
    outputs: Outputs, editions: Sequence[Edition], output: str
) -> tuple[tuple[Made, ...], Exception | None]:
    """Make what was asked for; a PDF that cannot be made does not keep the others back.

    A final edition is put in its place only if nothing is left to mend. Forms are those of the
    first edition.
    """
    stages, site = outputs.stages, None
    failure: Exception | None = None
    products: list[Product] = []
    forms: Product | None = None
    if output in ("html", "all"):
        stages.output("site")
        site = outputs.make_site()
        if not outputs.final:
            outputs.put_site()
    for edition in editions if output in ("pdf", "all") else ():
        stages.output(f"{edition.name}.pdf")
        try:
            products.append(outputs.make_pdf(edition))
        except (OutputError, SphinxError) as error:
            failure = failure or error
    if output in ("forms", "all"):
        stages.output("forms")
        try:
            forms = outputs.make_forms(editions[0])
        except OutputError as error:
            failure = failure or error
    if outputs.final and outputs.findings:
        return (), failure
    stages.output("putting all in its place")
    made = [outputs.put_pdf(product) for product in products]
    if forms is not None:
        made.append(outputs.put_forms(forms))
    if site is not None:
        if not outputs.findings:
            outputs.keep_numbers(site)
        for offered in (*products, forms):
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


def _editions(book: Book, name: str, language: str, report: Report) -> tuple[Edition, ...]:
    """Return the edition asked for, or every one of a language that can be made.

    :raises UsageError: if the book has none of that name, or not in that language.
    """
    if name == EVERY:
        in_language = [known for known in book.editions if known.language == language]
        for known in in_language:
            if not known.chapters:
                report.say(f"The edition '{known.name}' holds no chapter yet; it is left out.")
        if not in_language:
            raise UsageError(
                f"No edition is there in the language '{language}'. "
                f"How to fix: write --language {book.language}."
            )
        return tuple(known for known in in_language if known.chapters)
    return (_edition(book, name, language),)


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
