"""Notes: each called, each written, each once."""

from __future__ import annotations

from collections.abc import Iterator

from build_tools.checks.reading import Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.model import Finding


def notes_and_calls(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find notes that are called and not written, written and not called, or written twice."""
    called = {call.name for call in reading.calls}
    written: set[str] = set()
    for note in reading.notes:
        if note.name in written:
            yield reading.finding("footnote/twice", note.line, name=note.name)
        elif note.name not in called:
            yield reading.finding("footnote/uncalled", note.line, name=note.name)
        written.add(note.name)
    for call in reading.calls:
        if call.name not in written:
            column = reading.lines[call.line].find(f"[^{call.name}]") + 1
            yield reading.finding("footnote", call.line, column, name=call.name)
