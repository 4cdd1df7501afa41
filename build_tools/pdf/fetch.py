"""What a page may bring in: files below the project, and data written in the page itself."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NoReturn
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
        self.colours = colours
        self.refused: list[str] = []
        """A sentence for each address that was refused."""
        self.fetched: dict[str, str] = {}
        """The digest of each file that was asked for, by its address; empty if there is none."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands at an address, drawings with the palette of this output.

        :raises ValueError: if the address is not one of the project's.
        """
        if urlsplit(url).scheme == "data":
            if len(url) > _LARGEST_DATA:
                self._refuse(
                    f"A page holds {len(url) / 1e6:.0f} MB of data in one address, {url[:40]}…; "
                    "2 MB may be."
                )
            return super().fetch(url, headers)
        path = self._path(url)
        if path is None:
            self._refuse(f"A page asks for '{url[:120]}', which is not a file of this project.")
        self.fetched[url] = ""
        # Read here, not by the address: what was looked at is what is opened.
        content = path.read_bytes()
        self.fetched[url] = sha256(content).hexdigest()
        if path.suffix.lower() == ".svg":
            drawing = coloured_drawing(content.decode(), self.colours)
            return URLFetcherResponse(
                url, drawing.encode(), headers={"Content-Type": "image/svg+xml"}
            )
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, content, headers={"Content-Type": kind})

    def digest(self, url: str) -> str:
        """Return the digest that the file of an address has now; empty if there is none."""
        path = self._path(url)
        try:
            return sha256(path.read_bytes()).hexdigest() if path else ""
        except OSError:
            return ""

    def taken(self) -> dict[str, str]:
        """Return what was fetched since the last call, with its digests."""
        taken, self.fetched = self.fetched, {}
        return taken

    def _path(self, url: str) -> Path | None:
        """Return the file of an address, if it is one of the project's."""
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        is_own = parts.scheme == "file" and not parts.netloc and path.is_relative_to(self._root)
        return path if is_own else None

    def _refuse(self, sentence: str) -> NoReturn:
        self.refused.append(f"{sentence} How to fix: keep drawings in chapters/figures.")
        raise ValueError(sentence)
