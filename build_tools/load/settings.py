"""The settings at the top of a chapter, as far as the book as an object depends on them."""

from __future__ import annotations

from pathlib import Path

import yaml

from build_tools.model import Role


def readers_of(chapter: Path) -> frozenset[Role]:
    """Return whom a chapter's file says it is for; where it does not say so, for everyone.

    What is wrong with its settings is told when the chapter is read.
    """
    text = chapter.read_text("utf-8-sig", "replace")
    _nothing, _rule, rest = text.partition("---\n") if text.startswith("---") else ("", "", "")
    try:
        settings = yaml.safe_load(rest.partition("\n---")[0])
    except yaml.YAMLError:
        settings = None
    named = settings.get("audience") if isinstance(settings, dict) else None
    words = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    return frozenset(role for role in Role if role in words) or frozenset(Role)
