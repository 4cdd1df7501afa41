"""A chapter as paper: laid out in a process beside, shown page by page as pictures.

The process stays, so that the layout engine is loaded once. It is started when somebody first asks
for paper, and ends with the preview, whatever becomes of it: it ends when nobody is at the other
end of its line.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import logging
import multiprocessing
import pickle
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pypdfium2

from build_tools.errors import HandbookError, OutputError

_KEPT = 8
"""So many chapters are kept as they were last laid out."""
_SCALE = 1.6
"""Pixels of a picture for each point of the page: sharp at half a screen's width."""


@dataclass(frozen=True)
class Paper:
    """A chapter laid out: its file, the numbers of its pages, and which anchors each holds."""

    key: str
    pdf: bytes
    labels: tuple[str, ...]
    places: Mapping[str, int]
    """The place, from 0, of the page that an anchor of the chapter stands on."""
    has_book: bool
    """Whether a whole book was built, whose numbers these are."""


class Printer:
    """Lays out one chapter at a time; what has not changed is not laid out again."""

    def __init__(self, books: Path, fonts: Path, cache: Path) -> None:
        self._books, self._fonts, self._cache = books, fonts, cache
        self._papers: dict[str, Paper] = {}
        self._line: Connection | None = None
        self._process: Any = None
        self._painting = threading.Lock()
        """PDFium does one thing at a time."""

    def paper(self, key: str) -> Paper | None:
        """Return a chapter as it was laid out under a key."""
        return self._papers.get(key)

    def lay_out(self, values: dict[str, Any]) -> Paper:
        """Return a chapter as paper, laid out now unless it was before.

        :raises HandbookError: if it cannot be laid out here.
        """
        key = self._key(values)
        if key not in self._papers:
            paper = self._asked(values, key)
            self._papers[key] = paper
            while len(self._papers) > _KEPT:
                del self._papers[next(iter(self._papers))]
        return self._papers[key]

    def picture(self, key: str, page: int) -> bytes | None:
        """Return a page as PNG; nothing if it is not kept any more."""
        paper = self._papers.get(key)
        if paper is None or not 0 <= page < len(paper.labels):
            return None
        with self._painting, pypdfium2.PdfDocument(paper.pdf) as document:
            picture = document[page].render(scale=_SCALE).to_pil()
        stream = io.BytesIO()
        picture.save(stream, "PNG", compress_level=1)
        return stream.getvalue()

    def end(self) -> None:
        """End the process beside; whoever waits for it is told that it has ended."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()

    def _whole_book(self, values: dict[str, Any]) -> Path:
        """Return where the edition stands that was built last, whose page numbers are shown."""
        return self._books / f"{values['edition'].name}.pdf"

    def _key(self, values: dict[str, Any]) -> str:
        """Sum up what the paper is made from: the chapter, the book, the style, the last book."""
        digest = hashlib.blake2b(pickle.dumps(values), digest_size=8)
        for path in sorted(values["design"].rglob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
        if (whole := self._whole_book(values)).is_file():
            digest.update(str(whole.stat().st_mtime_ns).encode())
        return digest.hexdigest()

    def _asked(self, values: dict[str, Any], key: str) -> Paper:
        if self._line is None or not self._process.is_alive():
            spawn = multiprocessing.get_context("spawn")
            self._line, theirs = spawn.Pipe()
            self._process = spawn.Process(
                target=_beside, args=(theirs, self._fonts, self._cache), daemon=True
            )
            self._process.start()
            theirs.close()
        try:
            self._line.send((values, self._whole_book(values)))
            pdf, labels, places, problem = self._line.recv()
        except (EOFError, OSError) as error:
            self._line = None
            raise OutputError("The process that lays out paper was ended from outside.") from error
        if problem:
            raise OutputError(problem)
        return Paper(key, pdf, labels, places, self._whole_book(values).is_file())


def _beside(line: Connection, fonts: Path, cache: Path) -> None:
    """Lay out what comes through the line until nobody is at its other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C on the terminal is for the preview.
    from build_tools.pdf.fonts import require_layout_engine, use_only

    use_only(fonts, cache)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(logging.NullHandler())  # Links to other chapters lead nowhere here.
    logger.propagate = False
    lay_out = _Layout()
    while True:
        try:
            values, whole_book = line.recv()
        except (EOFError, OSError):
            return
        try:
            require_layout_engine()
            answer = (*lay_out(values, whole_book), "")
        except HandbookError as error:
            answer = (b"", (), {}, str(error))
        except Exception as error:
            words = f"The program has a fault here: {type(error).__name__}: {error}."
            answer = (b"", (), {}, words)
        with contextlib.suppress(OSError):  # Nobody listens any more.
            line.send(answer)
        gc.collect()  # The boxes of a chapter; while they were made, nothing was looked for.


class _Layout:
    """Lays out a chapter, with what it has learnt from those before."""

    def __init__(self) -> None:
        self._press: Any = None
        self._labels: dict[str, int] = {}
        self._book: tuple[Path, float] | None = None

    def __call__(
        self, values: dict[str, Any], whole_book: Path
    ) -> tuple[bytes, tuple[str, ...], dict[str, int]]:
        from build_tools.pdf.edition import chapter_alone, press_for, printing_from
        from build_tools.pdf.kept_sheets import sheet_cache

        printing = printing_from(values)
        self._press = press_for(printing, self._press)
        cache = sheet_cache(printing.root)
        sheet, pdf = chapter_alone(printing, self._labels_in(whole_book), cache, self._press)
        (body,) = printing.bodies
        labels = tuple(str(sheet.first_label + count) for count in range(len(sheet.pages)))
        places = {
            anchor.removeprefix(f"{body.name}:"): count
            for count, page in reversed(tuple(enumerate(sheet.pages)))
            for anchor in page.anchors
        }
        return pdf, labels, places

    def _labels_in(self, whole_book: Path) -> dict[str, int]:
        from build_tools.pdf.printed_labels import labels_in

        book = (whole_book, whole_book.stat().st_mtime) if whole_book.is_file() else None
        if book != self._book:
            self._book, self._labels = book, labels_in(whole_book) if book else {}
        return self._labels
