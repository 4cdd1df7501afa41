"""The encoding of a chapter's file: UTF-8, or what Windows used before it."""

from __future__ import annotations

import codecs
from typing import Any

from build_tools.checks.places import lines_of
from build_tools.model import Finding
from build_tools.sentences import said

NAME = "handbook-text"
"""The codec that reads both; see `register`."""


def decoded(content: bytes) -> str:
    """Read a file's bytes as UTF-8, or as what they seem to be."""
    encoding = encoding_of(content)
    return content.decode(encoding, errors="replace").removeprefix("\ufeff")


def encoding_of(content: bytes) -> str:
    """Return the encoding that a file seems to be saved in."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "windows-1251"
    return "utf-8"


def wrong_encoding(path: str, content: bytes) -> Finding | None:
    """Find the first letter of a file that is not UTF-8."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = decoded(content[: error.start])
        encoding = encoding_of(content).capitalize().replace("Utf", "UTF")
        sentence, fix, code = said("wrong-encoding", path=path, encoding=encoding)
        lines, line = lines_of(decoded(content)), before.count("\n")
        column = len(before) - (before.rfind("\n") + 1) + 1
        return Finding(path, line + 1, column, sentence, fix, code, lines[line])
    return None


def register() -> None:
    """Let Python know `decoded` by a name, for those who ask for the encoding of a file."""
    codecs.register(_search)


def _search(name: str) -> codecs.CodecInfo | None:
    if name != NAME.replace("-", "_"):
        return None
    return codecs.CodecInfo(codecs.utf_8_encode, _decode, incrementaldecoder=_Decoder, name=NAME)


def _decode(content: Any, errors: str = "strict") -> tuple[str, int]:
    return decoded(bytes(content)), len(content)


class _Decoder(codecs.BufferedIncrementalDecoder):
    """Waits for the whole file: its last letter can be the first that is not UTF-8."""

    def _buffer_decode(self, content: Any, errors: str, final: bool) -> tuple[str, int]:
        return _decode(content) if final else ("", 0)
