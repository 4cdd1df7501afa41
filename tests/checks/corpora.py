"""The two corpora: what must be found, and what must not."""

from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Harmful(NamedTuple):
    kind: str
    before: str
    identifier: str
    after: str

    @property
    def text(self) -> str:
        return self.before + self.identifier + self.after


def harmful() -> list[Harmful]:
    return [_harmful(line) for line in _lines("harmful.txt")]


def harmless() -> list[str]:
    return _lines("harmless.txt")


def _harmful(line: str) -> Harmful:
    kind, _, text = line.replace("\\n", "\n").partition(" | ")
    start, end = text.index("<<"), text.rindex(">>")
    return Harmful(kind, text[:start], text[start + 2 : end], text[end + 2 :])


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]
