"""Time the builds of one generated book side by side and print the table."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pypdfium2

from benchmarks.contenders import (
    CHANGED,
    COLD,
    LONG,
    PLAIN,
    SHORT,
    UNCHANGED,
    Contender,
    Ground,
    contenders,
    of_length,
    with_and_without_law,
    written_books,
)
from benchmarks.generate import CHAPTERS
from benchmarks.lacks import lacks
from benchmarks.measure import Cost, cost_of
from benchmarks.others import OTHERS
from benchmarks.printed_numbers import printed_numbers

_README = Path(__file__).parent / "README.md"
_LAST_RUN = "## Last run\n"
_LAW = "## Last run of --apparatus\n"
_PACKAGES = ("sphinx", "myst-parser", "furo", "weasyprint", "pikepdf")
_MEGABYTE = 1_000_000
_HEAD = """\
| build | wall s (least-most) | processor s | peak MB | largest process MB | pages | file MB \
| page numbers printed | wrong | PDF/UA-1 | lacks |
|---|--:|--:|--:|--:|--:|--:|--:|--:|---|---|"""


@dataclass
class Row:
    """What is known of a contender."""

    contender: Contender
    runs: list[Cost] = field(default_factory=list)
    pages: int = 0
    described: str = " | | | | | "
    """The cells that describe its PDF."""

    @property
    def complaint(self) -> str:
        """Why there is nothing to tell; nothing if all runs went well."""
        return self.contender.missing or next((c.complaint for c in self.runs if c.complaint), "")

    def least(self, number: Callable[[Cost], float]) -> float:
        """Return the least of all runs: what else the machine does only adds to it."""
        return min(map(number, self.runs))

    def middle(self, number: Callable[[Cost], float]) -> float:
        """Return the median of all runs."""
        return median(map(number, self.runs))


def main(arguments: list[str]) -> None:
    """Run every contender so many times, in turn, and print what they cost."""
    wanted = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        ground = Ground(Path(scratch), Path(scratch, "out"))
        if wanted.apparatus:
            heading, report = _LAW, _law_report(wanted, ground)
        else:
            heading, report = _LAST_RUN, _report(wanted, ground)
    print(report)
    if wanted.record:
        _record(heading, report)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each build runs")
    parser.add_argument(
        "--chapters", type=int, default=CHAPTERS, help="how many chapters the book has"
    )
    parser.add_argument(
        "--apparatus", action="store_true",
        help="time the site alone: with marks of law, and with its law typed by hand",
    )
    parser.add_argument(
        "--contenders", type=_names, default=(), metavar="NAME,...",
        help=f"compare others too, each once: {', '.join(OTHERS)} or all; they are installed "
        "apart, which needs the network",
    )
    parser.add_argument(
        "--per-page", action="store_true",
        help=f"build books of {SHORT} and of {LONG} chapters too, each once",
    )
    parser.add_argument(
        "--judge", action="store_true",
        help="have veraPDF look for what breaks PDF/UA-1; minutes for each file",
    )
    parser.add_argument(
        "--record", action="store_true", help="write the table into benchmarks/README.md"
    )
    return parser


def _names(text: str) -> tuple[str, ...]:
    names = tuple(OTHERS) if text == "all" else tuple(text.split(","))
    if unknown := [name for name in names if name not in OTHERS]:
        raise argparse.ArgumentTypeError(f"no contender {unknown[0]}; known: {', '.join(OTHERS)}")
    return names


def _law_report(wanted: argparse.Namespace, ground: Ground) -> str:
    """Build the site with and without the apparatus, in turn; tell the least of each."""
    rows = [Row(one) for one in with_and_without_law(ground, wanted.chapters)]
    _run(rows, wanted.runs)
    ours = rows[0].least(lambda cost: cost.processor)
    lines = ["| build | processor s, least (all) | ours adds |", "|---|--:|--:|"]
    for row in rows:
        if row.complaint:
            lines.append(f"| {row.contender.name} | {row.complaint} | |")
            continue
        least = row.least(lambda cost: cost.processor)
        every = ", ".join(f"{cost.processor:.1f}" for cost in row.runs)
        adds = "" if row is rows[0] else f"{ours / least - 1:+.0%}"
        lines.append(f"| {row.contender.name} | {least:.2f} ({every}) | {adds} |")
    return f"{_circumstances(wanted)}\n\n" + "\n".join(lines) + "\n"


def _report(wanted: argparse.Namespace, ground: Ground) -> str:
    books = written_books(ground.folder, wanted.chapters)
    rows = [Row(one) for one in contenders(books, ground)]
    once = [Row(OTHERS[name](books, ground)) for name in wanted.contenders]
    if wanted.per_page:
        once += [Row(of_length(ground, chapters)) for chapters in (SHORT, LONG)]

    def describe(row: Row) -> None:
        _describe(row, books.plain, wanted.judge)

    _run(rows, wanted.runs, describe)
    _run(once, 1, describe)
    table = "\n".join([_HEAD, *map(_line, [*rows, *once])])
    ours = {row.contender.name: row for row in rows}
    marks = "\n".join(f"- {mark}" for mark in _marks(ours, once))
    return f"{_circumstances(wanted)} {books.words:,} words.\n\n{table}\n\n{marks}\n"


def _run(
    rows: list[Row], runs: int, last: Callable[[Row], None] = lambda row: None
) -> None:
    """Run each build so often, in turn, and after its last run look at what it made."""
    for number in range(1, runs + 1):
        for row in rows:
            contender = row.contender
            print(f"run {number}: {contender.name}", file=sys.stderr, flush=True)
            contender.prepare()
            if row.complaint:
                continue
            row.runs.append(cost_of(contender.commands, contender.folder, contender.environment))
            if number == runs and not row.complaint:
                last(row)


def _describe(row: Row, plain: Path, judge: bool) -> None:
    """Look at the PDF of a run."""
    pdf = row.contender.pdf
    if pdf is None:
        return
    numbers = list(printed_numbers(pdf))
    wrong = sum(number.is_wrong for number in numbers)
    with pypdfium2.PdfDocument(pdf) as document:
        row.pages = len(document)
    size = pdf.stat().st_size / _MEGABYTE
    missed = list(lacks(pdf, plain, numbers))
    judged = _judged(pdf) if judge and "tags" not in missed else ""
    row.described = (
        f"{row.pages} | {size:.1f} | {len(numbers)} | {wrong} | {judged} | {', '.join(missed)}"
    )


def _judged(pdf: Path) -> str:
    """Say how many rules of PDF/UA-1 a file breaks."""
    # The judge is a tool of the tests, and starts Java.
    from tests.verapdf import PDF_UA_1, broken_rules

    broken = broken_rules(pdf, PDF_UA_1)
    return f"{len(broken)} rules broken" if broken else "passes"


def _line(row: Row) -> str:
    if row.complaint:
        return f"| {row.contender.name} | {row.complaint} | | | | | | | | | |"
    walls = [cost.wall for cost in row.runs]
    return (
        f"| {row.contender.name} | {median(walls):.1f} ({min(walls):.1f}-{max(walls):.1f}) "
        f"| {row.middle(lambda cost: cost.processor):.1f} "
        f"| {max(cost.peak for cost in row.runs) / _MEGABYTE:.0f} "
        f"| {max(cost.largest for cost in row.runs) / _MEGABYTE:.0f} | {row.described} |"
    )


def _marks(ours: dict[str, Row], once: list[Row]) -> Iterator[str]:
    """Yield what is asked of this project, from the medians."""
    if any(ours[name].complaint for name in (PLAIN, COLD, CHANGED, UNCHANGED)):
        yield "No marks: a build of ours or the plain one failed."
        return
    plain, cold = ours[PLAIN], ours[COLD]
    changed = "one paragraph changed, in fresh processes"
    for words, row in (("cold", cold), (changed, ours[CHANGED])):
        wall = plain.middle(lambda cost: cost.wall) / row.middle(lambda cost: cost.wall)
        processor = plain.middle(lambda c: c.processor) / row.middle(lambda c: c.processor)
        yield f"{words}: {wall:.1f} times as fast as the plain path; {processor:.1f} by processor"
    unchanged = ours[UNCHANGED].middle(lambda cost: cost.wall)
    yield f"nothing changed, in fresh processes: {unchanged:.2f} s"
    largest = cold.middle(lambda c: c.largest) / plain.middle(lambda c: c.largest)
    yield f"memory of the largest process: {largest:.2f} of the plain path's"
    lengths = [row for row in once if row.pages and row.contender.name.endswith("chapters, cold")]
    if len(lengths) == len((SHORT, LONG)):
        short, long = (row.middle(lambda c: c.processor) / row.pages for row in lengths)
        yield (
            f"a page of {lengths[1].pages} costs {long / short:.2f} times what a page of "
            f"{lengths[0].pages} costs, by processor"
        )


def _circumstances(wanted: argparse.Namespace) -> str:
    """Say when, on what kind of machine, with what, and how the table was made."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    command = "python -m benchmarks" + "".join(
        f" --{name.replace('_', '-')}" + ("" if value is True else f" {_typed(value)}")
        for name, value in vars(wanted).items()
        if value not in (False, None, ()) and name != "record"
    )
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{dt.datetime.now(dt.UTC).date()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}. "
        f"{wanted.chapters} chapters. Builds ran {wanted.runs} times, in turn. "
        f"Load of the machine at the end: {os.getloadavg()[0]:.1f}. `{command}`."
    )


def _typed(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _record(heading: str, report: str) -> None:
    """Put a report in the place of the last one under its heading."""
    text = _README.read_text(encoding="utf-8")
    before, found, rest = text.partition(heading)
    _old, _next, after = rest.partition("\n## ")
    after = f"\n## {after}" if after else ""
    whole = f"{before}{found}\n{report}{after}"
    _README.write_text(whole, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
