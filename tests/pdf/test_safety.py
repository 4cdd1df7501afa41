"""A chapter cannot bring in what is outside the project: one sentence each, and nothing of it."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.tiny import build, make_project

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
DRAWINGS = {
    "entity": '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + SVG.format("<text>&x;</text>"),
    "image": SVG.format('<image href="file:///etc/passwd"/>'),
    "use": SVG.format('<use href="http://outside.example/a.svg#b"/>'),
    "style": SVG.format("<style>rect{fill:url(http://outside.example/a.svg#b)}</style><rect/>"),
    "script": SVG.format("<script>fetch('http://outside.example')</script>"),
}
CANARY = "CANARY-OF-A-SECRET-FILE"
ADDRESSES = {
    "file address": "file:///etc/passwd",
    "page in an address": "data:text/html,x",
    "parent": "../../../../../../etc/passwd",
    "web": "http://outside.example/a.png",
    "scheme-less web": "//outside.example/a.png",
    "data bomb": "data:image/png;base64," + "A" * 3_000_000,
    "link to outside": "../figures/link.svg",
    **{name: f"../figures/{name}.svg" for name in DRAWINGS},
}
HTML = {
    "block": '<img src="http://outside.example/b.png">',
    "script": "<script src='http://outside.example/c.js'></script>",
    "style": "<style>@import url(http://outside.example/d.css);</style>",
    "inside a line": "Words <iframe src='file:///etc/passwd'></iframe> and <b>bold</b>.",
    "box": "```{raw} html\n<img src='http://outside.example/e.png'>\n```",
    "include": "```{include} /etc/passwd\n```",
    "literal include": "```{literalinclude} ../../../secret.svg\n```",
    "table from a file": "```{csv-table}\n:file: /etc/passwd\n```",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, str]:
    """Return the site and the PDF of a hostile book, and all that was said of it."""
    top = tmp_path_factory.mktemp("hostile")
    (top / "secret.svg").write_text(SVG.format(f"<text>{CANARY}</text>"), encoding="utf-8")
    images = "\n\n".join(f"![A picture]({address})" for address in ADDRESSES.values())
    pieces = "\n\n".join(HTML.values())
    project = make_project(top / "project", one=f"A paragraph.\n\n{images}\n\n{pieces}")
    figures = project / "chapters/figures"
    figures.mkdir()
    for name, drawing in DRAWINGS.items():
        (figures / f"{name}.svg").write_text(drawing, encoding="utf-8")
    (figures / "link.svg").symlink_to(top / "secret.svg")
    site, told = build(project, "html")
    pdf, _again = build(project, "handbook-pdf")
    return site, pdf / "handbook.pdf", told


@pytest.mark.parametrize("name", ADDRESSES)
def test_each_image_from_outside_is_told_with_what_to_do(
    hostile: tuple[Path, Path, str], name: str
) -> None:
    sentence = rf"The (image|drawing) '{re.escape(ADDRESSES[name][:60])}' .*How to fix: "
    told = [line for line in hostile[2].splitlines() if re.search(sentence, line)]
    assert len(told) == 1
    assert "[handbook.image]" in told[0]
    assert len(told[0]) < 500


@pytest.mark.parametrize(
    ("piece", "kind"),
    [
        ("<img src=", "html"),
        ("<script src=", "html"),
        ("<style>", "html"),
        ("<iframe src=", "html"),
        ("<b>", "html"),
        ("'raw'", "refused"),
        ("'include'", "refused"),
        ("'literalinclude'", "refused"),
        ("'csv-table'", "refused"),
    ],
)
def test_html_and_boxes_that_read_files_are_refused_with_a_proposal(
    hostile: tuple[Path, Path, str], piece: str, kind: str
) -> None:
    told = [line for line in hostile[2].splitlines() if piece in line]
    assert told and all("How to fix: " in line for line in told)
    assert f"[handbook.{kind}]" in told[0]


@pytest.mark.parametrize("trace", [b"outside.example", b"root:x:0:0", CANARY.encode(), b"file:"])
def test_nothing_of_it_is_in_the_site(hostile: tuple[Path, Path, str], trace: bytes) -> None:
    site = hostile[0]
    pages = [path for path in site.rglob("*") if path.suffix in (".html", ".svg", ".css", ".txt")]
    assert pages
    assert [path.name for path in pages if trace in path.read_bytes()] == []


@pytest.mark.parametrize("trace", [b"outside.example", b"root:x:0:0", CANARY.encode(), b"file:"])
def test_nothing_of_it_is_in_the_pdf(hostile: tuple[Path, Path, str], trace: bytes) -> None:
    with pikepdf.open(hostile[1]) as pdf:
        for item in pdf.objects:
            content = item.read_bytes() if isinstance(item, pikepdf.Stream) else b""
            assert trace not in content + item.unparse()
