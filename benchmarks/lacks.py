"""What a finished PDF of the generated book lacks, as far as the file itself can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2

from benchmarks.printed_numbers import List, PrintedNumber, links_of, target_of

_MOST = 0.8
"""What a book does so often, it does."""
_NOTES = 40
"""How many notes are looked up."""
_FAR = 40
"""Pages: who follows a link so far has come to another chapter."""
_LETTERS = 24
"""So many letters in a row are enough to find a passage again."""
_NOTE = re.compile(r"^\[\^([^\]]+)\]: (.+)", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|\{[^}]*\}|\[\^[^\]]*\]")


def lacks(pdf: Path, plain: Path, numbers: Iterable[PrintedNumber]) -> Iterator[str]:
    """Yield what a reader of a file will miss, by comparing it with the plain dress's text."""
    kinds = [number.stands_in for number in numbers]
    with pikepdf.open(pdf) as opened:
        if "/StructTreeRoot" not in opened.Root:
            yield "tags"
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [_letters(page.get_textpage().get_text_range()) for page in document]
        far = _links_far_away(document)
    if not _are_notes_at_the_foot(plain, pages):
        yield "notes on the page of their call"
    if List.CONTENTS not in kinds:
        yield "pages in the contents"
    if List.NONE not in kinds:
        yield "pages of references"
    if List.INDEX not in kinds:
        yield "pages in the index"
    if not far:
        yield "links between chapters"


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalpha())


def _are_notes_at_the_foot(plain: Path, pages: list[str]) -> bool:
    """Look up notes: the words before its call are to stand on the page of each."""
    found = [
        before in page
        for before, note in _notes(plain)
        for page in [next((page for page in pages if note in page), "")]
    ]
    return sum(found) > _MOST * len(found)


def _notes(plain: Path) -> Iterator[tuple[str, str]]:
    """Yield the last letters before the call of a note, and its own first letters."""
    texts = [path.read_text("utf-8") for path in sorted(plain.glob("chapters/*.md"))]
    left = _NOTES
    for text in texts:
        for name, words in _NOTE.findall(text):
            before = _LINK.sub(r"\1", text[: text.index(f"[^{name}]")])
            yield _letters(before[-200:])[-_LETTERS:], _letters(_LINK.sub(r"\1", words))[:_LETTERS]
            left -= 1
            if not left:
                return


def _links_far_away(document: pypdfium2.PdfDocument) -> int:
    """Count the links from the middle of the book to far away; lists stand at its ends."""
    count = len(document)
    return sum(
        abs(target - number) > min(_FAR, count // 4)
        for number in range(count // 4, count * 3 // 4)
        for link in links_of(document[number])
        if (target := target_of(document, link)) is not None
    )
