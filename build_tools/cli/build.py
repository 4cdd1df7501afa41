"""`handbook build`: the site and the PDF."""

from __future__ import annotations

from collections.abc import Iterable

import click

from build_tools.checks.currency import refusals, summary
from build_tools.cli.check import CitedLaw, today
from build_tools.cli.outputs import Made, Outputs
from build_tools.cli.packs import build_packs
from build_tools.cli.project import project_root
from build_tools.cli.slides import build_slides
from build_tools.cli.stages import Stages
from build_tools.cli.telling import told
from build_tools.errors import OutputError, UsageError, near_misses
from build_tools.load import load_book
from build_tools.model import Book, Edition, Finding

_DONE, _TEXT_NEEDS_WORK = 0, 1
_OUTPUTS = ["html", "pdf", "forms", "all", "course", "slides"]


@click.command()
@click.argument("output", type=click.Choice(_OUTPUTS), default="all")
@click.argument("name", required=False, metavar="[COURSE]")
@click.option("--edition", default="handbook", show_default=True, help="See `handbook editions`.")
@click.option("--language", help="The language to build in; the book's own if not given.")
@click.option("--final", is_flag=True, help="No draft stamp; refused while a mistake is left.")
@click.option(
    "--verify-layout",
    is_flag=True,
    help="Lay out the PDF by WeasyPrint's own code as well, and tell each line that differs.",
)
@click.option("--quiet", is_flag=True, help="Tell mistakes only.")
def build(
    output: str,
    name: str | None,
    edition: str,
    language: str | None,
    final: bool,
    verify_layout: bool,
    quiet: bool,
) -> int:
    """Build the site (html), the PDF (pdf), forms to fill in (forms) or all of them into _build.

    `course INV-5` builds the packs of a course, for participants and for trainers; without a name,
    those of every course.

    `slides INV-5` builds the slides of a course, for participants and, with notes, for trainers;
    without a name, those of every course.

    What holds model answers and trainer notes goes into a folder `trainer` of its own.
    """
    root = project_root()
    book = load_book(root)
    if output in ("course", "slides"):
        if final:
            raise UsageError(
                "Nobody answers for packs and slides yet, so they keep the stamp of a draft. "
                "How to fix: leave --final out."
            )
        make = build_packs if output == "course" else build_slides
        return make(root, book, name, quiet)
    if name is not None:
        raise UsageError(
            f"'{name}' says nothing to `build {output}`: only course and slides take one."
        )
    chosen = _edition(book, edition, language or book.language)
    outputs = Outputs(
        root, book, chosen.language, final, Stages(quiet), chosen.audience, verify_layout
    )
    if final:
        law = CitedLaw(root, book, chosen.chapters)
        refused = refusals(law.doubts(today()), chosen, law.authorities)
        outputs.findings.update(dict.fromkeys(refused))
    outputs.require_harmless_texts()
    with outputs.reserved(), outputs.stages.shown():
        made, failure = _make(outputs, chosen, output)
    _tell(outputs.findings, final)
    if not quiet:
        currency = summary(CitedLaw(root, book).doubts(today()))
        click.echo(f"{currency}; `handbook check --law` lists what to look at.")
        for each in made:
            click.echo(f"{each.path}  {each.words}")
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


def _tell(findings: Iterable[Finding], final: bool) -> None:
    """Print the mistakes file by file, and how many there are."""
    ordered = sorted(findings)
    for text in told(ordered):
        click.echo(text, err=True)
    if ordered:
        count = f"{len(ordered)} mistake{'' if len(ordered) == 1 else 's'} to mend"
        refused = ", so the final edition was not put in its place" if final else ""
        click.echo(f"{count}{refused}.", err=True)


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
