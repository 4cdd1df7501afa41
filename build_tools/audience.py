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

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

MARKUP = frozenset({"attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"})
"""What chapters may use beside plain Markdown, by MyST's names."""

_WITHHELD = ("answer", "trainer")
_BOX = re.compile(r"\{?\s*([\w-]+)")
_FENCES = ("colon_fence", "fence")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LOOKS_WITHHELD = re.compile(
    r"[^\w:`~]*(?:\d+[^\w:`~]*)?(?P<fence>:{2,}|`{3,}|~{3,})\s*\{?\s*"
    r"(?:(?:answer|trainer)s?|(?P<question>question)s?)(?![\w-])",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\[\s*\S?\s*\]")
_KIND = re.compile(r"^\s*:?type:\s*[\"']?([\w-]+)", re.MULTILINE)
_SETTING = re.compile(r"[^\s#-]")
_WITHHELD_SETTING = re.compile(r"[\"'{?\s]*(?:answer|trainer)", re.IGNORECASE)
_CALL = re.compile(r"\[\^([^\]\s]+)\](:?)")

_PARSER = create_md_parser(MdParserConfig(enable_extensions=set(MARKUP)), RendererHTML)
_PARSER.core.ruler.enableOnly(["normalize", "block"])


@dataclass(frozen=True)
class Cut:
    """A chapter's text as participants may have it, and the boxes whose edges are in doubt."""

    text: str
    misread: tuple[int, ...]
    """Lines of boxes to withhold that MyST does not take for boxes."""
    unclosed: tuple[int, ...]
    """Lines of boxes to withhold that are never closed."""


def cut_for_participants(text: str) -> Cut:
    """Take answers, trainer notes, keys and feedback out of a chapter, line for line."""
    chapter = _Chapter(_LINE_END.split(text))
    chapter.cut_part("\n".join(chapter.lines), 0)
    chapter.cut_what_looks_withheld()
    chapter.cut_notes_without_call()
    return Cut("\n".join(chapter.lines), tuple(chapter.misread), tuple(chapter.unclosed))


class _Chapter:
    """The lines of a chapter while they are being cut; lines are counted from 0."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.misread: list[int] = []
        self.unclosed: list[int] = []
        self._whole = tuple(lines)
        self._questions: set[int] = set()
        self._notes: list[tuple[str, range]] = []

    def cut_part(self, text: str, first: int) -> None:
        """Cut a chapter, or what stands in a box, whose text begins on a line."""
        tokens = _PARSER.parse(text)
        for position, token in enumerate(tokens):
            start, end = (first + line for line in token.map or (0, 0))
            if token.type == "front_matter" and first == 0:
                self._cut_settings(end)
            if token.type == "footnote_reference_open":
                self._notes.append((token.meta["label"], range(start, end)))
            if token.type not in _FENCES:
                continue
            name = _name_of_box(token)
            if name in _WITHHELD:
                self._blank(range(_with_labels(tokens[:position], start - first) + first, end))
                if not self._is_closed(token, end):
                    self.unclosed.append(start + 1)
                continue
            if name == "question":
                self._questions.add(start)
                self._cut_key(token.content, start + 1)
            if name or token.type == "colon_fence":
                self.cut_part(token.content, start + 1)

    def cut_what_looks_withheld(self) -> None:
        """Cut from each line that looks like a withheld box to where it seems to close."""
        for number in range(len(self.lines)):
            found = _LOOKS_WITHHELD.match(self.lines[number])
            if found is None or (found["question"] and number in self._questions):
                continue
            mark, length = found["fence"][0], len(found["fence"])
            closing = re.compile(rf"[^\w:`~]*{mark}{{{length},}}\s*$")
            rest = range(number + 1, len(self.lines))
            end = next((line for line in rest if closing.match(self.lines[line])), rest.stop - 1)
            self._blank(range(number, end + 1))
            self.misread.append(number + 1)

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

    def _blank(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.lines[number] = ""

    def _is_closed(self, token: Token, end: int) -> bool:
        last = self._whole[end - 1].strip(" \t>")
        return last.startswith(token.markup) and not last.strip(token.markup[0])

    def _cut_settings(self, end: int) -> None:
        """Cut each setting at the top whose name begins like a withheld box."""
        withheld = False
        for number in range(1, end - 1):
            line = self.lines[number]
            if _SETTING.match(line):
                withheld = bool(_WITHHELD_SETTING.match(line))
            if withheld:
                self._blank((number,))

    def _cut_key(self, content: str, first: int) -> None:
        """Keep a question's stem and its options unticked, or its two columns mixed."""
        tokens = _PARSER.parse(content)
        lines = content.removesuffix("\n").split("\n") if content else []
        options = _options_in(tokens)
        tables = [range(*token.map) for token in tokens if token.type == "table_open" and token.map]
        named = _KIND.search(content)
        kind = named[1].lower() if named else "choice"
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
            stem, kept = options[0].start if options else _end_of_stem(tokens, len(lines)), []
        self._blank(first + line for line in range(stem, len(lines)) if line not in kept)

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


def _name_of_box(token: Token) -> str:
    """Return the name a fence asks for; `:::name` without braces counts, as a slip."""
    found = _BOX.match(token.info.strip())
    braced = token.info.strip().startswith("{")
    return found[1].lower() if found and (braced or token.type == "colon_fence") else ""


def _with_labels(before: Sequence[Token], start: int) -> int:
    """Return the first line of a box together with the labels and marks just above it."""
    for token in reversed(before):
        if token.type not in ("myst_target", "attrs_block") or token.map is None:
            break
        start = token.map[0]
    return start


def _options_in(tokens: Sequence[Token]) -> list[range]:
    """Return the lines of each option's own words, without what is nested under it."""
    options = []
    for item, block, words in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_option = item.type == "list_item_open" and _OPTION.match(words.content)
        if is_option and block.map and item.level <= 1:
            options.append(range(*block.map))
    return options


def _end_of_stem(tokens: Sequence[Token], end: int) -> int:
    """Return the line where a question's words end and something with a shape begins."""
    shaped = {"list_item_open", "table_open", *_FENCES}
    return next((token.map[0] for token in tokens if token.type in shaped and token.map), end)


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
