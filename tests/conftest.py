"""What tests of several parts share: the real book's PDF, built once, and a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.verapdf import PDF_A_2A, PDF_UA_1, judgement

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the PDF of the real book, built without a warning; its judgement begins at once."""
    out = tmp_path_factory.mktemp("real")
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "handbook-pdf", "-d", out / "trees", ".", out],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (built.returncode, built.stderr) == (0, "")
    for standard in (PDF_UA_1, PDF_A_2A):
        judgement(out / "handbook.pdf", standard)
    return out / "handbook.pdf"


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
