"""Everything that is in a folder of outputs, unpacked, as one text to search."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from build_tools.checks.texts_of_outputs import texts_of
from build_tools.pdf.words_in_pdf import words_in_pdf


def unpacked(*folders: Path) -> str:
    """Return the bytes of each file, and what its text, streams and inner files say."""
    return "\n".join(piece for folder in folders for piece in _pieces(folder))


def _pieces(folder: Path) -> Iterator[str]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        yield path.name
        yield content.decode("latin-1")
        yield from (found.text for found in texts_of(path.name, content, words_in_pdf))
        if content.startswith(b"%PDF"):
            yield from _streams(content)


def _streams(content: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream):
                try:
                    yield found.read_bytes().decode("latin-1")
                except pikepdf.PdfError:  # A picture, which only its own format reads.
                    yield found.read_raw_bytes().decode("latin-1")
