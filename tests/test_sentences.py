"""The table of sentences: each complete, each translatable."""

from __future__ import annotations

import string
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from build_tools.sentences import codes, said, speak, texts

RUSSIAN = {
    "There is no box '{name}'.": "Рамки «{name}» нет.",
    "write its words, or delete it": "впишите текст или удалите её",
}


def write_catalogue(folder: Path, texts: Mapping[str, str]) -> None:
    """Write a catalogue as gettext reads it (GNU gettext manual, The Format of GNU MO Files)."""
    pairs = [("", "Content-Type: text/plain; charset=UTF-8\n"), *sorted(texts.items())]
    encoded = [(key.encode(), value.encode()) for key, value in pairs]
    start = 28 + 16 * len(encoded)
    tables: list[list[tuple[int, int]]] = [[], []]
    content = b""
    for side in (0, 1):
        for pair in encoded:
            tables[side].append((len(pair[side]), start + len(content)))
            content += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(encoded), 28, 28 + 8 * len(encoded), 0, 0)
    listed = b"".join(struct.pack("<2I", *entry) for table in tables for entry in table)
    path = folder / "ru/LC_MESSAGES/mistakes.mo"
    path.parent.mkdir(parents=True)
    path.write_bytes(head + listed + content)


@pytest.fixture
def in_russian(tmp_path: Path) -> Iterator[None]:
    write_catalogue(tmp_path, RUSSIAN)
    speak(["ru"], tmp_path)
    yield
    speak([])


def test_a_mistake_is_told_in_the_language_of_a_catalogue(in_russian: None) -> None:
    assert said("unknown-box", name="chcklist", near="")[0] == "Рамки «chcklist» нет."
    assert said("empty-box")[1] == "впишите текст или удалите её"


def test_what_no_catalogue_has_is_told_in_english() -> None:
    speak(["ru"], Path("nowhere"))
    assert said("empty-box")[0] == "This box is empty."


@pytest.mark.parametrize("text", texts())
def test_every_text_can_be_filled_in(text: str) -> None:
    names = [name for _text, name, _form, _kind in string.Formatter().parse(text) if name]
    assert text.format(**dict.fromkeys(names, "x"))


def test_a_case_of_a_mistake_has_the_code_of_the_mistake() -> None:
    assert said("table/short", heads="2 cells", dashes="1 cell", right="|---|")[2] == "table"
    assert not [code for code in codes() if "/" in code]
