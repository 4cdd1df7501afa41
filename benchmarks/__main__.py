"""Time the builds of one generated book side by side and print the table."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pypdfium2

from benchmarks.contenders import Books, Contender, contenders, written_books
from benchmarks.generate import CHAPTERS
from benchmarks.measure import Cost, cost_of
from benchmarks.printed_numbers import printed_numbers

_README = Path(__file__).parent / "README.md"
_LAST_RUN = "## Last run\n"
_PACKAGES = ("sphinx", "myst-parser", "furo", "weasyprint", "pikepdf")
_MEGABYTE = 1_000_000


def main(arguments: list[str]) -> None:
    """Run every contender so many times, in turn, and print what they cost."""
    wanted = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        books = written_books(folder, wanted.chapters)
        listed = list(contenders(books, folder, wanted.with_simplepdf))
        costs: dict[str, list[Cost]] = {contender.name: [] for contender in listed}
        pages: dict[str, str] = {}
        for number in range(wanted.runs):
            for contender in listed:
                print(f"run {number + 1}: {contender.name}", file=sys.stderr, flush=True)
                contender.prepare()
                if not contender.missing:
                    cost = cost_of(contender.commands, contender.folder, contender.environment)
                    costs[contender.name].append(cost)
                    pages[contender.name] = _pages(contender, cost)
        table = _table(listed, costs, pages)
    report = f"{_circumstances(wanted, books)}\n\n{table}\n"
    print(report)
    if wanted.record:
        text, heading, _old = _README.read_text(encoding="utf-8").partition(_LAST_RUN)
        _README.write_text(f"{text}{heading}\n{report}", encoding="utf-8", newline="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each build runs")
    parser.add_argument(
        "--chapters", type=int, default=CHAPTERS, help="how many chapters the book has"
    )
    parser.add_argument(
        "--with-simplepdf",
        action="store_true",
        help="compare sphinx-simplepdf too; it is installed apart, which needs the network",
    )
    parser.add_argument(
        "--record", action="store_true", help="write the table into benchmarks/README.md"
    )
    return parser


def _pages(contender: Contender, cost: Cost) -> str:
    """Return the cells that describe the PDF of a run."""
    if contender.pdf is None or cost.complaint:
        return "| | |"
    numbers = list(printed_numbers(contender.pdf))
    wrong = sum(number.is_wrong for number in numbers)
    with pypdfium2.PdfDocument(contender.pdf) as document:
        count = len(document)
    size = contender.pdf.stat().st_size / _MEGABYTE
    return f"{count} | {size:.1f} | {len(numbers)} | {wrong}"


def _table(
    listed: list[Contender], costs: dict[str, list[Cost]], pages: dict[str, str]
) -> str:
    lines = [
        "| build | wall s (least-most) | processor s | peak MB | pages | file MB "
        "| page numbers printed | wrong |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for contender in listed:
        runs = costs[contender.name]
        complaint = contender.missing or next((c.complaint for c in runs if c.complaint), "")
        if complaint:
            lines.append(f"| {contender.name} | {complaint} | | | | | | |")
            continue
        walls = [cost.wall for cost in runs]
        lines.append(
            f"| {contender.name} | {median(walls):.1f} ({min(walls):.1f}-{max(walls):.1f}) "
            f"| {median(cost.processor for cost in runs):.1f} "
            f"| {max(cost.peak for cost in runs) / _MEGABYTE:.0f} | {pages[contender.name]} |"
        )
    return "\n".join(lines)


def _circumstances(wanted: argparse.Namespace, books: Books) -> str:
    """Say when, on what kind of machine, with what, and how the table was made."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    command = "python -m benchmarks" + "".join(
        f" --{name.replace('_', '-')}" + ("" if value is True else f" {value}")
        for name, value in vars(wanted).items()
        if value not in (False, None) and name != "record"
    )
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"{dt.datetime.now(dt.UTC).date()}, {os.cpu_count()} cores, {memory:.0f} GB, "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}. "
        f"{wanted.chapters} chapters, {books.words:,} words. Each build ran {wanted.runs} "
        f"times, in turn: medians; of memory the most. Load of the machine at the end: "
        f"{os.getloadavg()[0]:.1f}.\n`{command}`"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
