"""`build_tools/explained`: what the code of a mistake means, with a bad and a good example.

These files belong to the machine, not to a book: any handbook has the same mistakes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from build_tools.model import AvoidedWords, Explained

FOLDER = Path(__file__).parents[1] / "explained"
_LANGUAGE = {"en": "English", "ru": "Russian", "uz": "Uzbek"}


def load_explained(wording: Iterable[AvoidedWords] = ()) -> tuple[Explained, ...]:
    """Return every code with its meaning, those of words to avoid with them."""
    read = [
        Explained(code, entry["kind"], entry["means"], entry["bad"], entry["good"],
                  entry.get("file", ""))
        for path in sorted(FOLDER.glob("*.toml"))
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
    ]
    return tuple(sorted([*read, *_of_words(wording)], key=lambda one: one.code))


def _of_words(wording: Iterable[AvoidedWords]) -> Iterator[Explained]:
    rules: dict[str, list[AvoidedWords]] = {}
    for rule in wording:
        rules.setdefault(rule.rule, []).append(rule)
    for name, columns in rules.items():
        reason = columns[0].reason
        yield Explained(
            code=name,
            kind="wording",
            means=f"{reason[:1].upper()}{reason[1:]} ({columns[0].source}).",
            bad="\n".join(f"{_LANGUAGE[c.language]}: {', '.join(c.forms)}" for c in columns),
            good="\n".join(f"{_LANGUAGE[c.language]}: {c.instead}" for c in columns),
        )
