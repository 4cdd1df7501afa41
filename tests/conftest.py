"""What tests of several parts share: the real book's files, built once, and a browser."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from build_tools.model import Product
from build_tools.sphinx_ext.site_downloads import publish
from tests.verapdf import PDF_A_2A, PDF_UA_1, judgement

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_trees(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which what was read of the real book is kept for all its outputs."""
    return tmp_path_factory.mktemp("trees")


@pytest.fixture(scope="session")
def real_pdf(tmp_path_factory: pytest.TempPathFactory, real_trees: Path) -> Path:
    """Return the PDF of the real book, built without a warning; its judgement begins at once."""
    out = tmp_path_factory.mktemp("real")
    _build("handbook-pdf", real_trees, out)
    for standard in (PDF_UA_1, PDF_A_2A):
        judgement(out / "handbook.pdf", standard)
    return out / "handbook.pdf"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory, real_trees: Path) -> Path:
    """Return the site of the real book, with a file to download, at the path of its address."""
    folder = tmp_path_factory.mktemp("site")
    made, out = folder / "handbook-en.pdf", folder / "root/en"
    pdf = b"%PDF-1.7 as good as a book"
    made.write_bytes(pdf)
    date = dt.date(2026, 11, 24)
    publish(out, Product(made, "Review draft 1", "The book", "en", date, 84, len(pdf), "0" * 64))
    _build("html", real_trees, out)
    return out


@pytest.fixture(scope="session")
def real_pack(tmp_path_factory: pytest.TempPathFactory, real_trees: Path) -> Path:
    """Return the folder of the participants' pack of the shortest course."""
    out = tmp_path_factory.mktemp("pack")
    _build("handbook-pack", real_trees, out, "-D", "handbook_course=awr-1")
    return out


def _build(builder: str, trees: Path, out: Path, *more: str) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", trees, *more, ".", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put last what waits for a judge who is at work meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("last") is not None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's chromium for a file of tests."""
    arguments = ["--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        yield started
        started.close()
