"""What a page may bring in: files below the project, and data written in the page itself."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from build_tools.palette import coloured_drawing

_LARGEST_DATA = 2_000_000


class ProjectFetcher(URLFetcher):
    """Fetch files of the project and small data addresses; refuse everything else."""

    def __init__(self, root: Path, colours: Mapping[str, str]) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self._root = root.resolve()
        self._colours = colours
        self.refused: list[str] = []
        """A sentence for each address that was refused."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands at an address, drawings with the palette of this output.

        :raises ValueError: if the address is not one of the project's.
        """
        parts = urlsplit(url)
        if parts.scheme == "data":
            if len(url) > _LARGEST_DATA:
                self._refuse(
                    f"A page holds {len(url) / 1e6:.0f} MB of data in one address, {url[:40]}…; "
                    "2 MB may be."
                )
            return super().fetch(url, headers)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(self._root):
            self._refuse(f"A page asks for '{url[:120]}', which is not a file of this project.")
        if path.suffix.lower() == ".svg":
            drawing = coloured_drawing(path.read_text(encoding="utf-8"), self._colours)
            return URLFetcherResponse(
                url, drawing.encode(), headers={"Content-Type": "image/svg+xml"}
            )
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        # Read here, not by the address: what was looked at is what is opened.
        return URLFetcherResponse(url, path.read_bytes(), headers={"Content-Type": kind})

    def _refuse(self, sentence: str) -> None:
        self.refused.append(f"{sentence} How to fix: keep drawings in chapters/figures.")
        raise ValueError(sentence)
