"""A tiny course, and what is handed out of it."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

from build_tools.model import Audience
from tests.pdf.tiny import build, make_project


def make_course(root: Path, course: str, **chapters: str) -> Path:
    """Write a project with these chapters and one course, TIN-1, and return it."""
    make_project(root, **chapters)
    (root / "handbook/courses/tin-1.toml").write_text(course, encoding="utf-8")
    return root


def handed_out(project: Path, builder: str, audience: Audience) -> Path:
    """Build the course's packs or slides without a warning; return their folder."""
    settings = {"handbook_course": "tin-1", "handbook_audience": audience}
    folder, warnings = build(project, builder, audience, **settings)
    assert warnings == ""
    return folder


def read(path: Path) -> BeautifulSoup:
    """Return a page of HTML."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
