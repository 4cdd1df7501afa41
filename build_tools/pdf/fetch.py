"""What a page may bring in: files below the project, and data written in the page itself."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from build_tools.palette import coloured_drawing

_LARGEST_DATA = 2_000_000


class ProjectFetcher(URLFetcher):
    """Fetch files of the project and small data addresses; refuse everything else."""

    def __init__(self, root: Path, colours: dict[str, str]) -> None:
        super().__init__(allowed_protocols=["file", "data"], allow_redirects=False)
        self._root = root.resolve()
        self._colours = colours
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands at an address, drawings with the palette of this output.

        :raises ValueError: if the address is not one of the project's.
        """
        parts = urlsplit(url)
        if parts.scheme == "data" and len(url) <= _LARGEST_DATA:
            return super().fetch(url, headers)
        path = Path(url2pathname(unquote(parts.path))).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(self._root):
            self.refused.append(url[:120])
            raise ValueError(f"not a file of this project: {url[:120]}")
        if path.suffix == ".svg":
            drawing = coloured_drawing(path.read_text(encoding="utf-8"), self._colours)
            return URLFetcherResponse(
                url, drawing.encode(), headers={"Content-Type": "image/svg+xml"}
            )
        return super().fetch(url, headers)
