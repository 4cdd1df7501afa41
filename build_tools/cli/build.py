"""`handbook build`: the site and the PDF; nothing is made, or imported, that need not be."""

from __future__ import annotations

import click

from build_tools.cli.last_build import LastBuild, Report
from build_tools.cli.project import project_root

_OUTPUTS = ["html", "pdf", "forms", "all", "course", "slides"]


@click.command()
@click.argument("output", type=click.Choice(_OUTPUTS), default="all")
@click.argument("name", required=False, metavar="[COURSE]")
@click.option("--edition", help="See `handbook editions`, or `all`; the handbook if not given.")
@click.option("--language", help="The language to build in; the book's own if not given.")
@click.option("--final", is_flag=True, help="No draft stamp; refused while a mistake is left.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="Processes that lay out pages; by default what cores and free memory allow.",
)
@click.option(
    "--verify-layout",
    is_flag=True,
    help="Lay out the PDF by WeasyPrint's own code as well, and tell each line that differs.",
)
@click.option("--quiet", is_flag=True, help="Tell mistakes only.")
def build(
    output: str,
    name: str | None,
    edition: str | None,
    language: str | None,
    final: bool,
    jobs: int | None,
    verify_layout: bool,
    quiet: bool,
) -> int:
    """Build the site (html), the PDF (pdf), forms to fill in (forms) or all of them into _build.

    `course INV-5` builds the packs of a course, for participants and for trainers; without a name,
    those of every course.

    `slides INV-5` builds the slides of a course, for participants and, with notes, for trainers;
    without a name, those of every course.

    With `--edition all` every edition of the language is made, those of participants and those of
    trainers side by side.

    What holds model answers and trainer notes goes into a folder `trainer` of its own.
    """
    root = project_root()
    last = LastBuild(root, (output, name, edition, language, final, verify_layout))
    if (code := last.said_again(quiet)) is not None:
        return code
    from build_tools.cli.building import build_outputs  # brings Sphinx

    report = Report(quiet)
    code = build_outputs(
        root, output, name, edition, language, final, quiet, jobs, report, verify_layout
    )
    last.keep(report, code)
    return code
