"""The objects of a file written out small: many to a stream, everything packed once.

ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams). pydyf puts all objects
into one stream, so that a reader has to unpack all to show a page.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import pydyf

LEVEL = 6
"""How hard streams are packed: 9 takes three times as long for one part in a hundred."""
_TOGETHER = 200
"""How many objects stand in one stream."""
_FREE, _AT, _IN_STREAM = 0, 1, 2
_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"


def written(pdf: Any) -> bytes:
    """Return the file that holds the objects of `pdf`; the same objects give the same bytes."""
    pdf.add_object(pdf.info)
    pieces = [_HEAD]
    position = len(_HEAD)
    entries: list[tuple[int, int, int]] = [(_FREE, 0, 65535)] * len(pdf.objects)

    def place(number: int, content: bytes) -> None:
        nonlocal position
        whole = b"%d 0 obj\n%b\nendobj\n" % (number, content)
        entries[number] = (_AT, position, 0)
        pieces.append(whole)
        position += len(whole)

    small: list[tuple[int, bytes]] = []
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            place(item.number, _stream(item))
        elif item.free != "f":
            small.append((item.number, item.data))
    for first in range(0, len(small), _TOGETHER):
        together = small[first : first + _TOGETHER]
        number = len(entries)
        entries.append((_AT, position, 0))
        for index, (held, _data) in enumerate(together):
            entries[held] = (_IN_STREAM, number, index)
        place(number, _object_stream(together))
    number = len(entries)
    start = position
    entries.append((_AT, start, 0))
    identity = hashlib.sha256(b"".join(pieces)).hexdigest()[:32].encode()
    facts = b"/Type /XRef /Size %d /Root %b /Info %b /W [1 4 2] /ID [<%b> <%b>]" % (
        number + 1, pdf.catalog.reference, pdf.info.reference, identity, identity,
    )  # fmt: skip
    table = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, where, index in entries
    )
    place(number, _packed(facts, table))
    return b"".join([*pieces, b"startxref\n%d\n%%%%EOF\n" % start])


def _object_stream(together: list[tuple[int, bytes]]) -> bytes:
    places = []
    position = 0
    for number, data in together:
        places.append(b"%d %d" % (number, position))
        position += len(data) + 1
    index = b" ".join(places) + b"\n"
    facts = b"/Type /ObjStm /N %d /First %d" % (len(together), len(index))
    return _packed(facts, index + b"\n".join(data for _number, data in together))


def _stream(stream: Any) -> bytes:
    """Return a stream of the file; one that is packed already, and metadata, stay as they are."""
    if "Filter" in stream.extra or stream.extra.get("Type") == "/Metadata":
        return bytes(stream.data)
    content = b"\n".join(map(as_bytes, stream.stream))
    facts = pydyf.Dictionary(stream.extra).data[2:-2]
    return _packed(facts, content)


def as_bytes(item: Any) -> bytes:
    """Return an operator of a page, or another piece of a stream, as the file holds it."""
    return item if isinstance(item, bytes) else pydyf._to_bytes(item)


def _packed(facts: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content, LEVEL)
    return b"<<%b /Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream" % (
        facts, len(packed), packed,
    )  # fmt: skip
