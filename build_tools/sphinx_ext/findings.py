"""Whatever is complained of during a build, as findings an editor can act on.

Sphinx tells a mistake only when it reads or writes the page. A chapter with mistakes is therefore
read again in every build until it has none: a build never ends well because it looked away.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import (
    SafeEncodingWriter,
    WarningStreamHandler,
    is_suppressed_warning,
)
from sphinx.util.typing import ExtensionMetadata

from build_tools.checks.encoding_rules import decoded
from build_tools.checks.places import lines_of, place_of
from build_tools.files import write_whole
from build_tools.model import Finding

_RECORD = "chapters-with-mistakes.json"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the event `handbook-finding` (app, finding) and the second telling."""
    app.add_event("handbook-finding")
    app.connect("builder-inited", _listen)
    app.connect("env-get-outdated", _chapters_with_mistakes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class _Listener(WarningStreamHandler):
    """Turns warnings into findings, and remembers which documents they are about.

    It is a handler of this class because Sphinx holds those back while it reads, and stands behind
    Sphinx's own, which has turned each place into a path and a line by then.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__(SafeEncodingWriter(io.StringIO()))
        self.setLevel(logging.WARNING)
        self._app = app
        self.told: dict[str, set[Finding]] = {}
        """What was told of each document, and of none by the name of none."""

    def emit(self, record: logging.LogRecord) -> None:
        """Emit the finding as an event."""
        kind, subtype = str(getattr(record, "type", "")), str(getattr(record, "subtype", ""))
        if is_suppressed_warning(kind, subtype, self._app.config.suppress_warnings):
            return
        finding = finding_of(record, Path(self._app.srcdir))
        document = self._app.env.path2doc(finding.path) if finding.path else None
        known = str(document) if document in self._app.env.found_docs else ""
        self.told.setdefault(known, set()).add(finding)
        self._app.emit("handbook-finding", finding)


def finding_of(record: logging.LogRecord, root: Path) -> Finding:
    """Return what a log record of Sphinx says, at its place below the project."""
    kind, subtype = getattr(record, "type", ""), getattr(record, "subtype", "")
    path, line = _place(str(getattr(record, "location", None) or ""), root)
    message = logging.LogRecord.getMessage(record)
    message = message.removesuffix(f" [{kind}.{subtype}]").removesuffix(f" [{kind}]")
    sentence, _words, fix = message.partition(" How to fix: ")
    lines = _lines_of(root / path) if path else ()
    column = int(getattr(record, "column", 0))
    if not column:
        line, column = place_of(sentence, lines, line)
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    return Finding(path, line, column, sentence, fix, str(subtype or kind), source)


def _place(location: str, root: Path) -> tuple[str, int]:
    """Split `/project/chapters/x.md:57` into a path below the project and a line."""
    name, _colon, line = location.rpartition(":")
    if not _colon or not (line == "" or line.isdigit()):
        name, line = location, ""
    path = Path(name)
    if name and path.is_absolute() and path.is_relative_to(root):
        name = path.relative_to(root).as_posix()
    return name, int(line or 1)


def _lines_of(path: Path) -> list[str]:
    try:
        return lines_of(decoded(path.read_bytes()))
    except OSError:
        return []


_LISTENERS: WeakKeyDictionary[Config, _Listener] = WeakKeyDictionary()


def mistakes_told(config: Config, docname: str | None = None) -> int:
    """Return how many mistakes a build has told so far, in all or of one document."""
    told = _LISTENERS[config].told if config in _LISTENERS else {}
    return len(told.get(docname, ())) if docname else sum(map(len, told.values()))


def tell_anew(config: Config, docname: str, findings: Iterable[Finding]) -> None:
    """Forget what was told of a document but these: a page made again counts its mistakes anew."""
    told = _LISTENERS[config].told
    told.pop(docname, None)
    if kept := set(findings):
        told[docname] = kept


def _listen(app: Sphinx) -> None:
    listener = _LISTENERS[app.config] = _Listener(app)
    logging.getLogger("sphinx").addHandler(listener)

    def remember(app: Sphinx, exception: Exception | None) -> None:
        names = json.dumps(sorted(listener.told.keys() - {""})).encode()
        write_whole(Path(app.doctreedir) / _RECORD, names)

    app.connect("build-finished", remember)


def _chapters_with_mistakes(app: Sphinx, env: BuildEnvironment, *_changes: Any) -> list[str]:
    try:
        names = json.loads((Path(app.doctreedir) / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return sorted(env.found_docs.intersection(names))
