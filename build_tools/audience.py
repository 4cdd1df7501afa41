"""What participants must never see is cut from the text before anything parses it.

Blank lines take the place of what is cut, so that every message keeps its line number. MyST's
own parser says where a box begins and ends. A line that a person would take for a withheld box
but MyST does not (a space missing, a box under a line of HTML) is cut as well, and told: what
is in doubt is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from build_tools.chapter_text import TextBox, blocks_of, box_of, boxes_in
from build_tools.model import Finding
from build_tools.sentences import said

_WITHHELD = ("answer", "trainer", "test-question")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LOOKS_WITHHELD = re.compile(
    r"[^\w:`~]*(?:\d+[^\w:`~]*)?(?P<fence>:{2,}|`{3,}|~{3,})\s*\{?\s*"
    r"(?:(?:answer|trainer|test-question)s?|(?P<question>question)s?)(?![\w-])",
    re.IGNORECASE,
)
_COLONS = re.compile(r"[^\w:`~]*:{3,}\s*(?P<name>\S?)")
_OPTION = re.compile(r"\[\s*(\S?)\s*\]")
_KIND = re.compile(r"^\s*:?type:\s*[\"']?([\w-]+)", re.MULTILINE)
_SETTING = re.compile(r"[^\s#-]")
_WITHHELD_SETTING = re.compile(r"[\"'{?\s]*(?:answer|trainer)", re.IGNORECASE)
_CALL = re.compile(r"\[\^([^\]\s]+)\](:?)")


@dataclass(frozen=True)
class Cut:
    """A chapter's text as participants may have it, and what its withheld places tell."""

    text: str
    findings: tuple[Finding, ...]
    """Mistakes that can only be seen in what is cut; they name no file."""


def cut_for_participants(text: str) -> Cut:
    """Take answers, trainer notes, keys and feedback out of a chapter, line for line."""
    chapter = _Chapter(_LINE_END.split(text))
    chapter.cut_part("\n".join(chapter.lines), 0)
    chapter.cut_what_looks_withheld()
    chapter.cut_notes_without_call()
    return Cut("\n".join(chapter.lines), tuple(chapter.findings))


class _Chapter:
    """The lines of a chapter while they are being cut; lines are counted from 0."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.findings: list[Finding] = []
        self._whole = tuple(lines)
        self._questions: set[int] = set()
        self._notes: list[tuple[str, range]] = []

    def cut_part(self, text: str, offset: int) -> None:
        """Cut a chapter, or what stands in a box, whose text begins on a line."""
        blocks = blocks_of(text)
        for position, block in enumerate(blocks):
            start, end = (offset + line for line in block.map or (0, 0))
            if block.type == "front_matter" and offset == 0:
                self._cut_settings(end)
            if block.type == "footnote_reference_open":
                self._notes.append((block.meta["label"], range(start, end)))
            box = box_of(block, offset)
            if box is None:
                continue
            if box.name in _WITHHELD:
                top = offset + _top_of(blocks[: position + 1])
                self._blank(range(top, self._end_as_meant(box, block.markup)))
                continue
            if box.name == "question":
                self._questions.add(start)
                self._cut_key(box)
                self._blank(range(end, self._end_as_meant(box, block.markup)))
            self.cut_part(box.content, start + 1)

    def cut_what_looks_withheld(self) -> None:
        """Cut from each line that looks like a withheld box to where it seems to close."""
        for number in range(len(self.lines)):
            found = _LOOKS_WITHHELD.match(self.lines[number])
            if found is None or (found["question"] and number in self._questions):
                continue
            self._blank(range(number, self._next_closing(number + 1, found["fence"])))
            self._find(number, "box-misread")

    def cut_notes_without_call(self) -> None:
        """Cut each footnote that only what was cut has called."""
        called_before = _calls(self._whole)
        while True:
            called = _calls(self.lines)
            orphans = [
                extent
                for label, extent in self._notes
                if label in called_before - called and any(self.lines[line] for line in extent)
            ]
            if not orphans:
                return
            for extent in orphans:
                self._blank(extent)

    def _end_as_meant(self, box: TextBox, fence: str) -> int:
        """Return where a box ends, or was meant to where a box inside has as many marks."""
        inside = boxes_in(box.content, box.first + 1)
        if not box.is_closed or all(each.is_closed for each in inside):
            return box.end
        depth = 1
        for number in range(box.first + 1, len(self._whole)):
            if (found := _COLONS.match(self._whole[number])) and fence[0] == ":":
                depth += 1 if found["name"] else -1
            if depth == 0:
                return max(number + 1, box.end)
        return len(self._whole)

    def _next_closing(self, start: int, fence: str) -> int:
        """Return the line after the next one that closes a fence; the last one if none does."""
        closing = re.compile(rf"[^\w:`~]*{fence[0]}{{{len(fence)},}}\s*$")
        rest = range(start, len(self._whole))
        return next((n for n in rest if closing.match(self._whole[n])), len(self._whole) - 1) + 1

    def _blank(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.lines[number] = ""

    def _find(self, number: int, key: str) -> None:
        sentence, fix, code = said(key)
        source = self._whole[number]
        column = len(source) - len(source.lstrip()) + 1
        self.findings.append(Finding("", number + 1, column, sentence, fix, code, source))

    def _cut_settings(self, end: int) -> None:
        """Cut each setting at the top whose name begins like a withheld box."""
        withheld = False
        for number in range(1, end - 1):
            line = self.lines[number]
            if _SETTING.match(line):
                withheld = bool(_WITHHELD_SETTING.match(line))
            if withheld:
                self._blank((number,))

    def _cut_key(self, question: TextBox) -> None:
        """Keep a question's stem and its options unticked, or its two columns mixed."""
        blocks, first = blocks_of(question.content), question.first + 1
        content = question.content.removesuffix("\n")
        lines = content.split("\n") if content else []
        options = _options_in(blocks)
        tables = [range(*block.map) for block in blocks if block.type == "table_open" and block.map]
        named = _KIND.search(content)
        kind = named[1].lower() if named else "choice"
        right = [o for o in options if (m := _OPTION.search(lines[o.start])) and m[1]]
        if options and kind in ("choice", "true-false"):
            stem = options[0].start
            kept = [line for option in options for line in option]
            for option in options:
                number = first + option.start
                self.lines[number] = _OPTION.sub("[ ]", self.lines[number], count=1)
        elif tables and kind in ("choice", "matching") and not options:
            stem, kept = tables[0].start, list(tables[0])
            self._mix_columns(lines, tables[0][2:], first)
        else:
            stem, kept = options[0].start if options else _end_of_stem(blocks, len(lines)), []
        self._blank(first + line for line in range(stem, len(lines)) if line not in kept)
        if kind == "matching" and not tables:
            self._find(question.first, "question/matching")
        elif kind != "matching" and not right:
            self._find(question.first, "question")

    def _mix_columns(self, lines: Sequence[str], rows: Sequence[int], first: int) -> None:
        """Put the right column of a table into an order that says nothing."""
        cells = [re.split(r"(?<!\\)\|", re.sub(r"^\||\|$", "", lines[n].strip())) for n in rows]
        width = max(map(len, cells), default=0)
        padded = [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in cells]
        left, *others = zip(*padded, strict=True) if padded else [()]
        mixed = zip(left, *map(_mixed, others), strict=True)
        for number, row in zip(rows, mixed, strict=True):
            indent = self.lines[first + number].removesuffix(lines[number])
            self.lines[first + number] = f"{indent}| {' | '.join(row)} |"


def _top_of(blocks: Sequence[Token]) -> int:
    """Return the first line of the last block together with the labels just above it."""
    *before, block = blocks
    top = block.map[0] if block.map else 0
    for label in reversed(before):
        if label.type not in ("myst_target", "attrs_block") or label.map is None:
            break
        top = label.map[0]
    return top


def _options_in(blocks: Sequence[Token]) -> list[range]:
    """Return the lines of each option's own words, without what is nested under it."""
    options = []
    for item, block, words in zip(blocks, blocks[1:], blocks[2:], strict=False):
        is_option = item.type == "list_item_open" and _OPTION.match(words.content)
        if is_option and block.map and item.level <= 1:
            options.append(range(*block.map))
    return options


def _end_of_stem(blocks: Sequence[Token], end: int) -> int:
    """Return the line where a question's words end and something with a shape begins."""
    shaped = {"list_item_open", "table_open", "colon_fence", "fence"}
    return next((block.map[0] for block in blocks if block.type in shaped and block.map), end)


def _mixed(column: Sequence[str]) -> Sequence[str]:
    """Sort a column, or turn it by one where its order in the text is the sorted one."""
    in_order = sorted(column)
    return in_order[1:] + in_order[:1] if in_order == list(column) else in_order


def _calls(lines: Iterable[str]) -> set[str]:
    """Return the labels of the notes that some text calls."""
    return {
        label
        for line in lines
        for count, (label, colon) in enumerate(_CALL.findall(line))
        if not (colon and count == 0 and line.lstrip(" >").startswith("[^"))
    }
