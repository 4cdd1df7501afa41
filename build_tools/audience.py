"""What participants must never see is cut from the text before anything parses it.

Blank lines take the place of what is cut, so that every message keeps its line number.
"""

from __future__ import annotations

import re

WITHHELD_BOXES = frozenset({"answer", "trainer"})
_FENCE = re.compile(r"^\s*(?P<fence>:{3,}|`{3,}|~{3,})\s*(?:\{(?P<name>[\w-]+)\})?\s*(?P<rest>.*)$")
_TICKED = re.compile(r"^(\s*[-*+] )\[[xX]\]")
_OPTION = re.compile(r"^\s*[-*+] \[[ xX]\]")
_TYPE = re.compile(r"^\s*:type:\s*(\w[\w-]*)")


def participants_text(text: str) -> str:
    """Return the text without answers, trainer notes, keys and feedback, line for line."""
    lines = text.split("\n")
    kept: list[str] = []
    open_fences: list[str] = []
    position = 0
    while position < len(lines):
        found = _FENCE.match(lines[position])
        end = position + 1
        if found is None:
            kept.append(lines[position])
        elif _closes(found, open_fences):
            open_fences.pop()
            kept.append(lines[position])
        elif found["name"] in WITHHELD_BOXES:
            end = _end_of_box(lines, position, found["fence"])
            kept += [""] * (end - position)
        elif found["name"] == "question":
            end = _end_of_box(lines, position, found["fence"])
            kept += _question_without_key(lines[position:end])
        elif found["name"] is None and found["fence"][0] != ":":
            end = _end_of_box(lines, position, found["fence"])
            kept += lines[position:end]  # Shown as it is typed: nothing in it is a box.
        else:
            open_fences.append(found["fence"])
            kept.append(lines[position])
        position = end
    return "\n".join(kept)


def _closes(found: re.Match[str], open_fences: list[str]) -> bool:
    """Say whether a fence ends the innermost open box."""
    return (
        bool(open_fences)
        and found["name"] is None
        and not found["rest"]
        and found["fence"].startswith(open_fences[-1])
    )


def _end_of_box(lines: list[str], start: int, fence: str) -> int:
    """Find the line after a box's closing fence; a box never closed runs to the end."""
    closing = re.compile(rf"^\s*{re.escape(fence[0])}{{{len(fence)},}}\s*$")
    for number in range(start + 1, len(lines)):
        if closing.match(lines[number]):
            return number + 1
    return len(lines)


def _question_without_key(lines: list[str]) -> list[str]:
    """Blank the feedback, untick the right option, and hide what else gives the answer away."""
    kind = next((m[1] for line in lines if (m := _TYPE.match(line))), "choice")
    kept: list[str] = []
    option_indent: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if _OPTION.match(line) and (option_indent is None or indent <= option_indent):
            option_indent = indent
            kept.append("" if kind == "short" else _TICKED.sub(r"\1[ ]", line))
        elif option_indent is not None and line.strip() and indent > option_indent:
            kept.append("")
        else:
            option_indent = option_indent if not line.strip() else None
            kept.append(line)
    return _with_right_column_sorted(kept) if kind == "matching" else kept


def _with_right_column_sorted(lines: list[str]) -> list[str]:
    """Sort the second column of a matching table: its order in the source is the key."""
    rows = [n for n, line in enumerate(lines) if line.strip().startswith("|")]
    body = rows[2:]
    cells = [lines[n].strip().strip("|").split("|") for n in body]
    answers = sorted(cell[1].strip() for cell in cells if len(cell) == 2)
    if len(answers) != len(body):
        return lines
    shuffled = list(lines)
    for number, cell, answer in zip(body, cells, answers, strict=True):
        shuffled[number] = f"| {cell[0].strip()} | {answer} |"
    return shuffled
