"""What each page of a site printed when it was written, kept in the folder of the pages.

Sphinx writes a page again when its own source is newer. A page also prints what stands
elsewhere: numbers, titles, settings of the book. One environment may serve several outputs, so
whether a page is out of date is a fact about its folder: the digests lie there, beside the pages.
A feature that prints from elsewhere answers the event `handbook-printed` with the words by page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata

from build_tools.files import write_whole
from build_tools.sphinx_ext.site_style import SITE_BUILDERS

RECORD = ".handbook-printed.json"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the question to the features, and when pages are compared and noted."""
    app.add_event("handbook-printed")
    app.add_config_value("handbook_pages_on_request", False, "", types=(bool,))
    record = _Record()
    app.connect("env-updated", record.pages_to_write)
    app.connect("build-finished", record.note)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class _Record:
    """The digests of one build: those its folder had, and those of the book as it is now."""

    def __init__(self) -> None:
        self._old: dict[str, str] = {}
        self._new: dict[str, str] = {}
        self._times: dict[str, int] = {}

    def pages_to_write(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Name the pages that were written from something else than stands there now.

        The record is gone until the build has finished: one that was stopped may have left half
        a page that is newer than its source.
        """
        if app.builder.name not in SITE_BUILDERS or app.config.handbook_pages_on_request:
            return []
        path = Path(app.outdir) / RECORD
        self._old = _read(path)
        self._new = _digests(app, env)
        self._times = _times(app, self._new)
        path.unlink(missing_ok=True)
        return [page for page, digest in self._new.items() if self._old.get(page) != digest]

    def note(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep the digests of the pages as they stand; a build may have been asked for a few."""
        if exception is not None or not self._new:
            return
        times = _times(app, self._new)
        for page, digest in self._new.items():
            if times[page] != self._times[page]:
                self._old[page] = digest
        stand = {page: digest for page, digest in self._old.items() if page in self._new}
        text = json.dumps(stand, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        write_whole(Path(app.outdir) / RECORD, text.encode())


def _read(path: Path) -> dict[str, str]:
    """Read a record; one that is missing or damaged lets every page be written."""
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _digests(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """Return a digest of all that each page is made from."""
    settings = "\n".join((*_settings(app.config), repr(sorted(env.version.items()))))
    answers: list[Mapping[str, str]] = app.emit("handbook-printed", env)
    digests = {}
    for page in sorted(env.all_docs):
        digest = hashlib.sha256(settings.encode())
        for answer in answers:
            digest.update(f"\0{answer.get(page, '')}".encode())
        for path in _sources(env, page):
            digest.update(path.read_bytes())
        digests[page] = digest.hexdigest()
    return digests


def _settings(config: Config) -> Iterator[str]:
    """Write out the settings that pages depend on, sets in order."""
    for setting in config.filter({"env", "html"}):
        value = setting.value
        words = sorted(value) if isinstance(value, set | frozenset) else value
        yield f"{setting.name}={words!r}"


def _sources(env: BuildEnvironment, page: str) -> Iterator[Path]:
    """Yield the text of a page and the files it shows."""
    yield Path(env.doc2path(page))
    paths = (Path(env.srcdir) / name for name in sorted(map(str, env.dependencies.get(page, ()))))
    yield from (path for path in paths if path.is_file())


def _times(app: Sphinx, pages: Mapping[str, str]) -> dict[str, int]:
    """Return when each page was last written; 0 if it was not."""
    builder = cast("StandaloneHTMLBuilder", app.builder)
    paths = {page: builder.get_output_path(page) for page in pages}
    return {page: path.stat().st_mtime_ns if path.is_file() else 0 for page, path in paths.items()}
