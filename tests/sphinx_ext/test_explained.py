"""The examples of `handbook help` that only a build can tell: one build for each side."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from build_tools.load.explained import load_explained

from .conftest import ROOT, SETTINGS, Build

BUILT = {one.code: one for one in load_explained() if one.kind == "build"}
BOXES = {"clock": ":::{clock}\n:::", "treaty": ":::{treaty-finder}\n:::"}
"""The box that asks for the file of an example."""


@pytest.mark.parametrize("side", ["bad", "good"])
def test_the_examples_are_wrong_and_right(build: Build, tmp_path: Path, side: str) -> None:
    shutil.copytree(ROOT / "handbook", tmp_path / "handbook")
    for code in BOXES:
        path, good = tmp_path / BUILT[code].file, BUILT[code].good.strip()
        text = path.read_text("utf-8")
        assert good in text
        path.write_text(text.replace(good, getattr(BUILT[code], side).strip(), 1), "utf-8")
    example = {code: getattr(one, side).strip() for code, one in BUILT.items()}
    chapters = {
        "variant": example["term-variant"],
        "unsigned": f"{SETTINGS.replace('status: draft', example['unsigned'])}# Title\n\nWord.",
        "signed": f"{SETTINGS.replace('status: draft', BUILT['unsigned'].good.strip())}# T\n\nA.",
    } | BOXES
    told = {finding.code for finding in build(chapters, handbook_final=True).findings}
    wrong = BUILT.keys() - {"layout"}  # tests/pdf/test_layout_told.py
    assert told & wrong == ({"unsigned"} if side == "good" else wrong)
