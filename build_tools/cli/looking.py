"""Looking at the structure of the book: every chapter read once, and not again until it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import build_tools
from build_tools.checks.book_rules import Registry
from build_tools.checks.encoding_rules import decoded, wrong_encoding
from build_tools.checks.vocabulary import Vocabulary, read_vocabulary
from build_tools.errors import BookDataError, OutputError
from build_tools.files import write_if_changed
from build_tools.load import load_book, load_terms, load_verbs
from build_tools.load.terms import spellings
from build_tools.memory import without_collector
from build_tools.model import Finding, Verbs
from build_tools.sentences import said

if TYPE_CHECKING:
    from build_tools.checks.structure import Looked

KEPT = "_build/check"
_MACHINE = Path(build_tools.__file__).parent
_SPOKEN_OF = ("sphinx", "myst-parser", "docutils", "markdown-it-py")
_SIZE = 16


@dataclass(frozen=True)
class ChapterText:
    """A chapter's file, and what is wrong with the file itself."""

    path: str
    text: str
    findings: tuple[Finding, ...]


class StructureOfBook:
    """What the rules over structure find in a project."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def findings(self, only: frozenset[str] | None = None) -> tuple[Finding, ...]:
        """Return every mistake, sorted; with `only`, those of these files."""
        from build_tools.checks.structure import book_findings

        with without_collector():
            data, annexes, verbs = self._data()
            texts = [chapter_text(self.root, path) for path in self._chapters()]
            looked = self._look(texts, annexes, verbs)
            found = [f for one in texts for f in one.findings if only is None or one.path in only]
            broken = {one.path for one in texts if one.findings}
            found += [
                finding
                for finding in book_findings(looked, self._registry(), only)
                if finding.path not in broken
            ]
        found += [f for f in data if only is None or any(path in f.message for path in only)]
        return tuple(sorted(set(found)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What Sphinx and MyST know, asked again when one of them or our extension changes."""
        kept = self.root / KEPT / f"vocabulary-{_fingerprint('sphinx_ext')}.json"
        try:
            return read_vocabulary(kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            pass
        from build_tools.sphinx_ext.registered import registered

        known = registered()
        self._keep(kept, str(known))
        return known

    def _chapters(self) -> list[str]:
        paths = sorted((self.root / "chapters").glob("*/*.md"))
        return [path.relative_to(self.root).as_posix() for path in paths]

    def _data(self) -> tuple[list[Finding], frozenset[str], Verbs]:
        """Load the book; what is wrong with its data is told with the rest."""
        problems: list[Finding] = []
        annexes, verbs = frozenset({"annexes"}), Verbs((), ())
        try:
            parts = load_book(self.root).parts
            annexes = frozenset(part.name for part in parts if part.are_annexes)
        except BookDataError as error:
            problems += error.findings
        try:
            verbs = load_verbs(self.root)
        except BookDataError as error:
            problems += error.findings
        return problems, annexes, verbs

    def _registry(self) -> Registry:
        try:
            terms = load_terms(self.root)
        except BookDataError:
            terms = ()
        chapters = self.root / "chapters"
        data = (self.root / "handbook").rglob("*.toml")
        return Registry(
            cases=self._stems("handbook/cases"),
            terms=frozenset(spelling for term in terms for spelling in spellings(term)),
            worked=self._stems("handbook/worked"),
            charts=self._stems("handbook/charts"),
            files=frozenset(
                path.relative_to(self.root).as_posix()
                for path in chapters.rglob("*")
                if path.is_file()
            ),
            shown_elsewhere="".join(
                line
                for path in data
                for line in path.read_text("utf-8", "replace").splitlines()
                if ".svg" in line or ".png" in line
            ),
        )

    def _stems(self, folder: str) -> frozenset[str]:
        return frozenset(path.stem for path in (self.root / folder).glob("*.toml"))

    def _look(
        self, texts: Iterable[ChapterText], annexes: frozenset[str], verbs: Verbs
    ) -> list[Looked]:
        """Look at each chapter, or remember what was seen of the same text."""
        from build_tools.checks.structure import look_at, looked_from

        kept = self.root / KEPT / "chapters.txt"
        seen = _read_lines(kept)
        now: dict[str, str] = {}
        every = []
        for one in texts:
            asked = None if one.path.split("/")[1] in annexes else verbs
            sign = hashlib.blake2b(f"{asked}\0{one.text}".encode(), digest_size=_SIZE).hexdigest()
            mark = f"{one.path} {sign} {self._rules}"
            try:
                looked = looked_from(seen[mark])
                now[mark] = seen[mark]
            except (KeyError, ValueError):
                looked = look_at(one.path, one.text, self.vocabulary, asked)
                now[mark] = str(looked)
            every.append(looked)
        if now != seen:
            self._keep(kept, "".join(f"{mark}\t{looked}\n" for mark, looked in now.items()))
        return every

    @cached_property
    def _rules(self) -> str:
        """What the rules are now: another answer makes every chapter be looked at again."""
        return _fingerprint("")

    def _keep(self, path: Path, text: str) -> None:
        """Keep what was found; where nothing can be written it is found again next time."""
        try:
            write_if_changed(path, text.encode())
        except OutputError:
            return


def chapter_text(root: Path, path: str) -> ChapterText:
    """Read a chapter's file; what cannot be read as UTF-8 is read as Windows-1251, and told."""
    try:
        content = (root / path).read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        sentence, fix, code = said("unreadable-file", why=why)
        return ChapterText(path, "", (Finding(path, 1, 1, sentence, fix, code),))
    wrong = wrong_encoding(path, content)
    return ChapterText(path, decoded(content), (wrong,) if wrong else ())


def _read_lines(path: Path) -> dict[str, str]:
    """Read what was kept: on each line a mark and what was seen of it."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    return {mark: seen for mark, _tab, seen in (line.partition("\t") for line in lines) if mark}


def _fingerprint(folder: str) -> str:
    """Say by a few signs which state of the program and of Sphinx this is."""
    signs = [f"{name} {metadata.version(name)}" for name in _SPOKEN_OF]
    for path in sorted((_MACHINE / folder).rglob("*.py")):
        status = path.stat()
        signs.append(f"{path.name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.blake2b("\n".join(signs).encode(), digest_size=_SIZE).hexdigest()
