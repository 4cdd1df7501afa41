"""The words in the files of an output, whatever form they have, and the findings in them.

A reader of a site or a file sees less than it holds: labels of pictures, the search index, notes a
camera made, members of an archive. All of it leaves the house with the output.
"""

from __future__ import annotations

import base64
import gzip
import html.parser
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from fontTools.ttLib import TTFont, TTLibError
from PIL import ExifTags, Image, UnidentifiedImageError

from build_tools.checks.privacy import privacy_findings
from build_tools.model import Allowed, EmbeddedFile, Finding, OutputText

ReadPdf = Callable[[bytes], Iterable[OutputText | EmbeddedFile]]
"""Reads the words of a PDF. The layer that knows that format stands above this one."""

_GEOMETRY = re.compile(
    r"d|points|transform|viewbox|style|class|integrity|[xyr][12]?|c[xy]|r[xy]|d[xy]|width|height"
    r"|offset|gradienttransform|patterntransform|srcset"
)
"""Attributes that hold numbers of a drawing, or names of a style sheet; never words."""
_INLINE = re.compile(
    r"a|abbr|b|bd[io]|cite|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|tspan|u|wbr"
)
_FONTS = (b"wOF2", b"wOFF", b"OTTO", b"\0\1\0\0", b"true")
_INVENTORY = b"# Sphinx inventory version 2"
_OWN_RECORDS = ".doctrees/"
"""What Sphinx keeps beside an output when it is called by hand: the chapters, read."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
"""How a search index writes every letter that is not English."""
_DATA = re.compile(r"data:[^,]*;base64,(.+)", re.DOTALL)
_PRINTABLE = re.compile(rb"[\x20-\x7e\t\r\n]{6,}|(?:[\x20-\x7e]\0){6,}")


def output_findings(
    folder: Path,
    allowed: Iterable[Allowed],
    read_pdf: ReadPdf,
    files: Iterable[Path] | None = None,
) -> tuple[Finding, ...]:
    """Return what could lead somebody to a person in the files of an output folder, or in some.

    A finding names the file below the folder and the place in it: `handbook.pdf, page 12`.
    """
    permitted = tuple(allowed)
    findings: list[Finding] = []
    wanted = folder.rglob("*") if files is None else files
    for path in sorted(file for file in wanted if file.is_file()):
        name = path.relative_to(folder).as_posix()
        if name.startswith(_OWN_RECORDS):
            continue
        for words in texts_of(name, path.read_bytes(), read_pdf):
            findings += privacy_findings(words.where, words.text, permitted)
    return tuple(replace(one, fix=f"{one.fix}; look for it in the chapters") for one in findings)


def texts_of(name: str, content: bytes, read_pdf: ReadPdf) -> Iterator[OutputText]:
    """Yield the words of a file, of its name, and of all files within it.

    What a file is is told by how it begins, not by how it is called.
    """
    yield OutputText(f"{name}, its name", re.sub(r"[_/-]+", " ", name) + "\n" + name)
    for found in _parts(name, content, read_pdf):
        if isinstance(found, EmbeddedFile):
            yield from texts_of(f"{name}, {found.name}", found.content, read_pdf)
        else:
            where = f"{name}, {found.where}" if found.where else name
            yield OutputText(where, _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found.text))


def _parts(name: str, content: bytes, read_pdf: ReadPdf) -> Iterable[OutputText | EmbeddedFile]:
    if content.startswith(b"%PDF"):
        return read_pdf(content)
    if content.startswith(b"PK\3\4"):
        return _members(content)
    if content.startswith(b"\x1f\x8b"):
        return (EmbeddedFile(name.removesuffix(".gz"), gzip.decompress(content)),)
    if content.startswith(_INVENTORY):
        packed = content.partition(b"zlib.\n")[2]
        return (OutputText("names of targets", zlib.decompress(packed).decode("utf-8")),)
    if content.startswith(_FONTS):
        return _font_names(content)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _picture_notes(content)
    if "\0" in text:
        return _picture_notes(content)
    if name.endswith((".html", ".htm", ".xhtml", ".svg", ".xml", ".opf", ".ncx", ".rels")):
        return _words_of_markup(text)
    if name.endswith((".css", ".js", ".map")) and not name.endswith("searchindex.js"):
        # What a machine is told begins like a name on a social network: "@media", "@param".
        text = re.sub(r"(?<!\w)@", " ", text)
    return (OutputText("", text),)


def _members(content: bytes) -> Iterator[OutputText | EmbeddedFile]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield OutputText("notes of the archive", archive.comment.decode("utf-8", "replace"))
        for member in archive.infolist():
            if not member.is_dir():
                yield EmbeddedFile(member.filename, archive.read(member))


def _font_names(content: bytes) -> Iterator[OutputText]:
    try:
        font = TTFont(io.BytesIO(content), lazy=True)
    except TTLibError:
        yield _readable(content)
        return
    names = font["name"].names if "name" in font else ()
    yield OutputText("names in the font", "\n\n".join(name.toUnicode("replace") for name in names))


def _picture_notes(content: bytes) -> Iterator[OutputText]:
    """Yield what a picture says of itself; of any other file, whatever can be read in it."""
    try:
        picture = Image.open(io.BytesIO(content))
    except (UnidentifiedImageError, OSError):
        yield _readable(content)
        return
    with picture:
        exif = picture.getexif()
        notes = [f"{ExifTags.TAGS.get(tag, tag)}: {_as_text(value)}" for tag, value in exif.items()]
        for part in ExifTags.IFD:
            notes += [_as_text(value) for value in exif.get_ifd(part).values()]
        notes += [f"{key}: {_as_text(value)}" for key, value in picture.info.items()]
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    yield OutputText("notes in the picture", "\n\n".join(notes))
    if ExifTags.GPS.GPSLatitude in place and ExifTags.GPS.GPSLongitude in place:
        yield OutputText("place in the picture", _position(place))


_SIDES = (
    (ExifTags.GPS.GPSLatitudeRef, ExifTags.GPS.GPSLatitude),
    (ExifTags.GPS.GPSLongitudeRef, ExifTags.GPS.GPSLongitude),
)


def _position(place: dict[int, object]) -> str:
    """Write where a picture was taken as people write it, so that the rule for places finds it."""
    pieces = []
    for side, angle in _SIDES:
        value = place[angle]
        degrees = [float(part) for part in value] if isinstance(value, tuple) else [0.0]
        exact = sum(part / 60**power for power, part in enumerate(degrees))
        pieces.append(f"{exact:.5f}°{place.get(side, '')}")
    return ", ".join(pieces)


def _as_text(value: object) -> str:
    return _readable(value).text if isinstance(value, bytes) else str(value)


def _readable(content: bytes) -> OutputText:
    """Return the stretches of a file that a person could read."""
    try:
        return OutputText("", content.decode("utf-8").replace("\0", ""))
    except UnicodeDecodeError:
        found = (one.replace(b"\0", b"").decode("ascii") for one in _PRINTABLE.findall(content))
        return OutputText("", "\n".join(found))


def _words_of_markup(text: str) -> Iterator[OutputText | EmbeddedFile]:
    reader = _MarkupReader()
    reader.feed(text)
    reader.close()
    yield OutputText("", reader.words)
    labels: list[str] = []
    for label in reader.labels:
        if data := _DATA.fullmatch(label):
            yield EmbeddedFile("a file in a link", base64.b64decode(unquote(data[1])))
        else:
            labels += dict.fromkeys((label, unquote(label)))
    yield OutputText("labels and links", "\n\n".join(labels))


class _MarkupReader(html.parser.HTMLParser):
    """Keeps the words of a page on the lines where they stand, and the attributes apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._words: list[str] = []
        self.labels: list[str] = []
        self._line = 1
        self._hides = False

    @property
    def words(self) -> str:
        return "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.labels += [
            value for name, value in attrs if value and not _GEOMETRY.fullmatch(name)
        ]
        self._hides = tag == "style"
        self._set_apart(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hides = False
        self._set_apart(tag)

    def handle_data(self, data: str) -> None:
        if not self._hides:
            self._write(data)

    def handle_comment(self, data: str) -> None:
        self._write(data)

    def _set_apart(self, tag: str) -> None:
        if not _INLINE.fullmatch(tag):
            self._write("\t")

    def _write(self, data: str) -> None:
        number = self.getpos()[0]
        self._words.append("\n" * (number - self._line) + data)
        self._line = max(self._line, number) + data.count("\n")
