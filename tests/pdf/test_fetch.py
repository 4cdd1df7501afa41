"""What a page may bring in: files of the project and small data, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from build_tools.errors import OutputError
from tests.pdf.reading import Reading
from tests.pdf.tiny import printing_of, silent

if TYPE_CHECKING:
    from build_tools.pdf.fetch import ProjectFetcher

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><rect class="fill-ink"/></svg>'


def fetcher_of(root: Path) -> ProjectFetcher:
    from build_tools.pdf.fetch import ProjectFetcher

    return ProjectFetcher(root, {"ink": "#102030"})


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file:{root}/../secret.txt",
        "file:{root}/%2e%2e/secret.txt",
        "file:{root}/link.txt",
        "file://other.example{root}/drawing.svg",
        "http://example.org/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "HTTP://example.org/a.png",
        "drawing.svg",
    ],
)
def test_what_is_no_file_of_the_project_is_refused(tmp_path: Path, address: str) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    fetcher = fetcher_of(root)
    with pytest.raises(ValueError, match="not a file of this project"):
        fetcher.fetch(address.format(root=root))
    assert fetcher.refused[0].endswith("How to fix: keep drawings in chapters/figures.")


def test_a_data_bomb_is_refused_and_told_by_its_beginning(tmp_path: Path) -> None:
    fetcher = fetcher_of(tmp_path)
    with pytest.raises(ValueError, match="5 MB of data"):
        fetcher.fetch("data:image/png;base64," + "A" * 5_000_000)
    assert len(fetcher.refused[0]) < 200


def test_a_small_data_address_is_taken(tmp_path: Path) -> None:
    assert fetcher_of(tmp_path).fetch("data:text/plain,hello").read() == b"hello"


@pytest.mark.parametrize("name", ["drawing.svg", "DRAWING.SVG", "рисунок схема.svg", "100%25.svg"])
def test_a_drawing_of_the_project_comes_with_its_colours(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SVG, encoding="utf-8")
    fetched = fetcher_of(tmp_path).fetch(f"file://{quote(str(tmp_path / name))}")
    assert b".fill-ink{fill:#102030}" in fetched.read()
    assert fetched.content_type == "image/svg+xml"


@pytest.mark.parametrize(
    "piece",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="../../../../etc/passwd" alt="x">',
        '<img src="http://example.org/a.png" alt="x">',
        '<p style="background: url(http://example.org/a.png)">x</p>',
        '<img alt="x" src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'>'
        "<image width='9' height='9' href='file:///etc/hostname'/></svg>\">",
        '<p style="list-style-image: url(file:///etc/passwd)">x</p><style>'
        "@import url(http://example.org/a.css);</style>",
    ],
)
def test_an_edition_whose_page_asks_for_more_is_not_made(piece: str) -> None:
    from build_tools.pdf.edition import print_edition

    with pytest.raises(OutputError, match=r"not a file of this project\. How to fix"):
        print_edition(printing_of(piece), silent)


def test_a_link_to_a_file_of_this_machine_is_left_out_and_told(tmp_path: Path) -> None:
    from build_tools.pdf.edition import print_edition

    printed = print_edition(printing_of('<p><a href="handbook/book.toml">x</a></p>'), silent)
    (tmp_path / "tiny.pdf").write_bytes(printed.pdf)
    (told,) = printed.messages
    assert told == "one: the link to 'handbook/book.toml' leads to no page of the book"
    assert not [link for link in Reading(tmp_path / "tiny.pdf").links if link.contents == "x"]
