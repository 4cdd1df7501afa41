"""All that a PDF says: its pages, bookmarks, metadata, labels, and the files within it.

The words on pages come from PDFium, which joins letters by where they stand on the sheet: in the
file itself they are numbers of signs in a font. Everything else is read from the file's objects.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2

from build_tools.model import EmbeddedFile, OutputText

_BROKEN_WORD = re.compile("[\ufffe\u00ad]\n?")
"""How PDFium gives the hyphen of a word that is broken at a line's end."""


def words_in_pdf(content: bytes) -> Iterator[OutputText | EmbeddedFile]:
    """Yield the text of each page, every string of the file, its metadata and its files."""
    yield from _pages(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        strings: list[str] = []
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream) and found.get("/Type") == pikepdf.Name.XRef:
                continue  # A table of places, and the file's digest: a name only by chance.
            _collect(found, strings)
            if isinstance(found, pikepdf.Stream):
                yield from _file_in(found)
        for value in pdf.trailer.get("/Info", pikepdf.Dictionary()).values():
            _collect(value, strings)
        yield OutputText("bookmarks, descriptions and links", "\n\n".join(strings))
        for name, attachment in pdf.attachments.items():
            yield OutputText("names of attachments", f"{name}\n{attachment.description}")
            yield EmbeddedFile(name, attachment.get_file().read_bytes())


def _pages(content: bytes) -> Iterator[OutputText]:
    document = pypdfium2.PdfDocument(content)
    try:
        for number in range(len(document)):
            page = document[number]
            words = page.get_textpage()
            text = words.get_text_bounded().replace("\r\n", "\n")
            words.close()
            page.close()
            yield OutputText(f"page {number + 1}", _BROKEN_WORD.sub("", text))
    finally:
        document.close()


def _collect(found: pikepdf.Object, strings: list[str]) -> None:
    """Add the strings of an object, those of what stands directly in it too."""
    if isinstance(found, pikepdf.String):
        strings.append(str(found))
    elif isinstance(found, pikepdf.Array):
        for item in found.as_list():
            _collect_direct(item, strings)
    elif isinstance(found, (pikepdf.Dictionary, pikepdf.Stream)):
        for _name, item in found.items():
            _collect_direct(item, strings)


def _collect_direct(item: pikepdf.Object, strings: list[str]) -> None:
    """Go on into a part, unless it is an object of its own: those are all visited anyway."""
    if not (isinstance(item, pikepdf.Object) and item.is_indirect):
        _collect(item, strings)


def _file_in(stream: pikepdf.Stream) -> Iterator[OutputText | EmbeddedFile]:
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind == "/Metadata":
        yield OutputText("metadata", stream.read_bytes().decode("utf-8", "replace"))
    elif subtype == "/Image" and stream.get("/Filter") == pikepdf.Name.DCTDecode:
        # The picture as the camera wrote it: only here can it carry notes of its own.
        yield EmbeddedFile("picture.jpg", stream.read_raw_bytes())
