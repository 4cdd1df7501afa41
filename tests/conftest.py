"""What tests of several parts share: the real book's PDF, built once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the PDF of the real book, built without a warning."""
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
    return out / "handbook.pdf"
