"""The files that a learning platform gets of a course, by format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from build_tools.training.bank import Bank
from build_tools.training.cartridge import write_cartridge
from build_tools.training.gift import write_gift
from build_tools.training.moodle import write_moodle
from build_tools.training.qti import write_qti
from build_tools.training.scorm import write_scorm


class Format(StrEnum):
    """What a question bank can be written as."""

    MOODLE = "moodle"
    GIFT = "gift"
    QTI = "qti"
    CARTRIDGE = "cartridge"
    SCORM = "scorm"

    @property
    def words(self) -> str:
        """What people call it."""
        return _WORDS[self]


_WORDS = {
    Format.MOODLE: "Moodle XML, the bank",
    Format.GIFT: "GIFT, the bank",
    Format.QTI: "QTI 2.1, bank and tests",
    Format.CARTRIDGE: "Common Cartridge 1.1, tests and practice",
    Format.SCORM: "SCORM 1.2, a self-test that shows its answers",
}
_ENDINGS = {
    Format.MOODLE: "moodle.xml",
    Format.GIFT: "gift.txt",
    Format.QTI: "qti21.zip",
    Format.CARTRIDGE: "imscc",
    Format.SCORM: "scorm12.zip",
}


@dataclass(frozen=True)
class Export:
    """A file for a learning platform."""

    name: str
    content: bytes
    format: Format


def exports(
    bank: Bank, root: Path, formats: Iterable[Format] = tuple(Format)
) -> Iterator[Export]:
    """Yield a file for each format; the same bank gives the same bytes."""
    for each in formats:
        yield Export(f"{bank.name}.{_ENDINGS[each]}", _written(each, bank, root), each)


def _written(form: Format, bank: Bank, root: Path) -> bytes:
    match form:
        case Format.MOODLE:
            return write_moodle(bank)
        case Format.GIFT:
            return write_gift(bank)
        case Format.QTI:
            return write_qti(bank)
        case Format.CARTRIDGE:
            return write_cartridge(bank)
        case Format.SCORM:
            return write_scorm(bank, root)
