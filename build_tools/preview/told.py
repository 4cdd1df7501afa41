"""Mistakes as the browser lists them: place, sentence, fix, and a link that opens the editor."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from build_tools.model import Finding

EDITOR = "vscode://file/{path}:{line}:{column}"


@dataclass(frozen=True)
class EditorLink:
    """How a place in a file is opened: an address with {path}, {line} and {column}."""

    root: Path
    form: str = EDITOR

    def to(self, path: str, line: int | str, column: int | str = 1) -> str:
        """Return the address that opens a file of the project; letters of any script are safe."""
        whole = (self.root / path).as_posix().lstrip("/")
        if "{path}" in self.form and "file/{path}" not in self.form:
            whole = (self.root / path).as_posix()
        return self.form.format(path=quote(whole, safe="/:{}"), line=line, column=column)


def as_rows(
    findings: Iterable[Finding], link: EditorLink, of_build: Collection[Finding] = ()
) -> list[dict[str, str | int]]:
    """Return what a browser shows of each mistake, once, in the order of files and lines."""
    of_build_too = {_key(finding) for finding in of_build}
    rows: dict[tuple[str, int, str, str], dict[str, str | int]] = {}
    for finding in sorted(findings):
        rows[_key(finding)] = {
            "place": f"{finding.path}:{finding.line}" if finding.path else "",
            "message": finding.message,
            "fix": finding.fix,
            "code": finding.code,
            "isOfBuild": _key(finding) in of_build_too,
            "source": finding.source,
            "caret": " " * (finding.column - 1) + "^" if finding.source else "",
            "link": link.to(finding.path, finding.line, finding.column) if finding.path else "",
        }
    return list(rows.values())


def _key(finding: Finding) -> tuple[str, int, str, str]:
    """Say which mistakes are one: the build and the check may point at different columns."""
    return finding.path, finding.line, finding.code, finding.message
