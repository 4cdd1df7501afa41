"""`handbook/verbs.toml`: what an objective may begin with, and how much it asks."""

from __future__ import annotations

from pathlib import Path

from build_tools.errors import BookDataError
from build_tools.load.toml_file import TomlFile
from build_tools.model import Finding, Level, Verbs


def load_verbs(root: Path) -> Verbs:
    """Read `handbook/verbs.toml`: the verbs of each level, each of them once.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    file = TomlFile(root, "handbook/verbs.toml", problems)
    top = file.root_table()
    levels: dict[str, Level] = {}
    for level in Level:
        for verb in top.texts(level.value):
            if verb in levels:
                file.report_word(
                    (level.value,), verb, f"The verb '{verb}' stands at the level "
                    f"'{levels[verb]}' as well.",
                    "keep it at one level", "verb-twice",
                )
            levels[verb] = level
    forbidden = top.texts("forbidden")
    for verb in forbidden:
        if verb in levels:
            file.report_word(
                ("forbidden",), verb, f"The verb '{verb}' is allowed and forbidden.",
                "take it out of one of the two lists", "verb-twice",
            )
    top.finish()
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return Verbs(tuple(levels.items()), forbidden)
