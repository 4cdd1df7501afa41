"""How mistakes are told: to a person, sorted and folded, or to a machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from build_tools.model import Finding
from build_tools.sentences import said

FORMATS = ("text", "json", "github", "sarif")
_SHOWN = 3
"""So many mistakes of one kind in one file are told whole; the rest is counted."""
_LINES = 8


def told(findings: Iterable[Finding]) -> Iterator[str]:
    """Tell mistakes file by file in the order of their lines; many of one kind are folded."""
    for _path, of_file in groupby(sorted(findings), key=lambda finding: finding.path):
        in_file = list(of_file)
        shown: dict[str, int] = {}
        for finding in in_file:
            count = shown[finding.code] = shown.get(finding.code, 0) + 1
            same = [one for one in in_file if one.code == finding.code]
            if count <= _SHOWN or len(same) == _SHOWN + 1:
                yield f"{finding}\n"
            elif count == _SHOWN + 1:
                yield f"{_folded(same[_SHOWN:])}\n"


def _folded(rest: list[Finding]) -> str:
    lines = list(dict.fromkeys(str(finding.line) for finding in rest))
    listed = ", ".join(lines[:_LINES]) + (", …" if len(lines) > _LINES else "")
    sentence, _fix, _code = said("more", count=len(rest), lines=listed)
    return f"{sentence}   [{rest[0].code}]"


def as_json(findings: Iterable[Finding], advice: Iterable[Finding] = ()) -> str:
    """Write mistakes and advice as a list of objects."""
    rows = [
        {
            "path": f.path, "line": f.line, "column": f.column, "message": f.message, "fix": f.fix,
            "code": f.code, "source": f.source, "level": level,
        }
        for level, group in (("error", findings), ("warning", advice))
        for f in sorted(group)
    ]
    return json.dumps(rows, indent=1)  # in ASCII, which every program on every system reads


def as_github(findings: Iterable[Finding], advice: Iterable[Finding] = ()) -> str:
    """Write mistakes and advice as GitHub shows them beside the changed lines."""
    return "\n".join(
        f"::{level} file={_in_property(f.path)},line={f.line},col={f.column},"
        f"title={_in_property(f.code)}::{_in_command(_sentence(f))}"
        for level, group in (("error", findings), ("warning", advice))
        for f in sorted(group)
    )


def as_sarif(findings: Iterable[Finding], advice: Iterable[Finding] = ()) -> str:
    """Write mistakes and advice in the form that code reviews read (SARIF 2.1.0)."""
    levels = [("error", f) for f in sorted(findings)] + [("warning", f) for f in sorted(advice)]
    rules = sorted({f.code for _level, f in levels})
    results: list[dict[str, Any]] = [
        {
            "ruleId": f.code,
            "level": level,
            "message": {"text": _sentence(f)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": f.path, "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": f.line, "startColumn": f.column},
                    }
                }
            ],
        }
        for level, f in levels
    ]
    driver = {
        "name": "handbook check",
        "rules": [
            {"id": code, "help": {"text": f"handbook help {code}"}} for code in rules if code
        ],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=1)


def _sentence(finding: Finding) -> str:
    return f"{finding.message} How to fix: {finding.fix}" if finding.fix else finding.message


def _in_command(text: str) -> str:
    """Write a message of a workflow command (docs.github.com: Workflow commands)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_command(text).replace(":", "%3A").replace(",", "%2C")
