"""The same input gives the same bytes; another input gives another file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pdf.tiny import ROOT, build, make_project

TEXT = """
A paragraph with {law}`uz-cc 135(1)` and a note.[^n] {index}`victim`

(there)=
See {para}`one#there`.

![A square](../figures/square.svg)

[^n]: Words.
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="{}" height="9"/></svg>'
)


def new_project(root: Path) -> Path:
    make_project(root, one=TEXT)
    (root / "chapters/figures").mkdir()
    (root / "chapters/figures/square.svg").write_text(SVG.format(9), encoding="utf-8")
    return root


def built_apart(root: Path, **environment: str) -> bytes:
    """Build a project in a process of its own and return the PDF."""
    new_project(root)
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "handbook-pdf", str(root), "out"]
    subprocess.run(
        command,
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    return (root / "out/handbook.pdf").read_bytes()


def test_time_zone_hash_seed_epoch_and_folder_change_nothing(tmp_path: Path) -> None:
    plain = built_apart(tmp_path / "a", TZ="UTC", PYTHONHASHSEED="1")
    other = built_apart(
        tmp_path / "another folder/b",
        TZ="Asia/Tashkent",
        PYTHONHASHSEED="4242",
        SOURCE_DATE_EPOCH="1000000000",
    )
    assert plain == other


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project that is built once."""
    root = new_project(tmp_path_factory.mktemp("stamp") / "project")
    build(root, "handbook-pdf")
    return root


def is_made_anew(project: Path) -> bool:
    """Build again and say whether the file was written."""
    pdf = project / "_out/handbook-pdf/handbook.pdf"
    os.utime(pdf, (1, 1))
    build(project, "handbook-pdf")
    return pdf.stat().st_mtime != 1


def test_nothing_changed_writes_nothing(project: Path) -> None:
    assert not is_made_anew(project)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("chapters/part/one.md", "A paragraph", "A line"),
        ("chapters/figures/square.svg", 'width="9"', 'width="8"'),
        ("handbook/book.toml", "Review draft 1", "Review draft 2"),
        (
            "handbook/design/print/css/text.css",
            "p { margin: 0 0 7.5pt; }",
            "p { margin: 0 0 9pt; }",
        ),
        ("handbook/design/print/title.html", "half-title-name", "half-title-words"),
        ("handbook/design/icons/note.svg", "<svg", "<svg data-changed='1'"),
        ("handbook/design/tokens.toml", 'ink = "#1', 'ink = "#2'),
    ],
)
def test_a_change_of_anything_the_file_is_made_from_makes_it_anew(
    project: Path, path: str, old: str, new: str
) -> None:
    text = (project / path).read_text(encoding="utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert is_made_anew(project)


def test_a_file_that_was_spoilt_is_made_anew(project: Path) -> None:
    pdf = project / "_out/handbook-pdf/handbook.pdf"
    whole = pdf.read_bytes()
    pdf.write_bytes(whole[:-100])
    build(project, "handbook-pdf")
    assert pdf.read_bytes() == whole
