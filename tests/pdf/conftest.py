"""What tests of the PDF share: the book's fonts, and tiny books printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.pdf.body import PageSlot
from build_tools.pdf.fonts import use_only
from tests.pdf.reading import Reading
from tests.pdf.tiny import ROOT, printing_of, silent


@pytest.fixture(scope="session", autouse=True)
def own_fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let WeasyPrint see the book's fonts alone, before anything imports it."""
    use_only(ROOT / "handbook/design/fonts", tmp_path_factory.mktemp("fontconfig"))


@pytest.fixture
def printed(tmp_path: Path) -> Callable[..., Reading]:
    """Return a function that prints pieces of HTML as the one chapter of a book."""
    from build_tools.pdf.edition import print_edition

    def of(*fragments: str | PageSlot) -> Reading:
        path = tmp_path / "tiny.pdf"
        path.write_bytes(print_edition(printing_of(*fragments), silent).pdf)
        return Reading(path)

    return of


@pytest.fixture(scope="session")
def real_book(real_pdf: Path) -> Reading:
    """Return the real book's PDF, open."""
    return Reading(real_pdf)
