"""ZIP files that are the same to the last byte wherever and whenever they are made."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of files by their paths, in their order.

    Nothing is compressed: what `zlib` makes of the same bytes differs from one version to the next.
    """
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_STORED) as archive:
        for path, content in files.items():
            member = ZipInfo(path, _EPOCH)
            member.create_system = _UNIX
            member.external_attr = _PLAIN_FILE
            archive.writestr(member, content)
    return held.getvalue()
