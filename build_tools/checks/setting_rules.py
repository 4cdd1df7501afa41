"""The settings at the top of a chapter: readable, and each of them there."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator

from build_tools.checks.reading import Reading
from build_tools.checks.vocabulary import Vocabulary
from build_tools.errors import near_misses
from build_tools.model import Finding, Role

STATUSES = ("draft", "reviewed", "signed")
SETTINGS = (
    "law-as-at", "audience", "status", "reviewed-by", "reviewed-on", "signed-by", "signed-on",
)
_SIMPLE = re.compile(r"""
    ([\w-]+):(?:[ \t]+(?:
        \[[^\[\]\#:"'{}]*\]                                 # [judges, prosecutors]
      | [^\s&*!|>%@`{"'\#\[\]][^\#:"'{}\[\]]*               # plain words
      | "[^"\\]*" | '[^']*'
    )?)?\s*$""", re.VERBOSE)
"""A setting that can be read without a reader of YAML."""


def wrong_settings_at_top(reading: Reading, known: Vocabulary) -> Iterator[Finding]:
    """Find what is missing, unknown or wrong between the --- lines."""
    lines = reading.settings.split("\n")
    if not reading.settings_end:
        key = "settings/open" if reading.lines[:1] == ["---"] else "settings/none"
        yield reading.finding(key, 0)
        return
    if not all(_SIMPLE.match(line) for line in lines if line.strip()) and not is_yaml(
        reading.settings
    ):
        yield reading.finding("settings/unreadable", 0)
        return
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    for count, line in enumerate(lines, 1):
        name, colon, value = line.partition(":")
        if colon and line[:1].strip():
            values[name.strip()], places[name.strip()] = value.strip().strip("\"'"), count
    for name, place in places.items():
        if name not in SETTINGS and not name.startswith("trainer"):
            near = near_misses(name, SETTINGS)
            yield reading.finding("settings/unknown", place, name=name, near=near)
    if not is_date(values.get("law-as-at", "")):
        yield reading.finding("settings/date", places.get("law-as-at", 0))
    yield from _audience(reading, values.get("audience", ""), places.get("audience", 0))
    status, at = values.get("status", ""), places.get("status", 0)
    if status not in STATUSES:
        near = near_misses(status, STATUSES)
        yield reading.finding("settings/status", at, name=status, near=near)
    for key in (f"{status}-by", f"{status}-on"):
        if key in SETTINGS and not values.get(key):
            yield reading.finding("settings/unsigned", at, status=status, setting=key)


def _audience(reading: Reading, typed: str, line: int) -> Iterator[Finding]:
    roles = [role.value for role in Role]
    named = audience(typed)
    if not named:
        yield reading.finding("settings/nobody", line, known=", ".join(roles))
    for name in named:
        if name not in roles:
            near = near_misses(name, roles)
            yield reading.finding("settings/audience", line, name=name, near=near)


def audience(value: object) -> list[str]:
    """Read a list of readers, as typed or as MyST hands it on."""
    text = str(value).strip()
    try:
        listed = json.loads(text)
    except json.JSONDecodeError:
        listed = [word.strip() for word in text.strip("[]").split(",") if word.strip()]
    return [str(word) for word in listed] if isinstance(listed, list) else [str(listed)]


def is_date(text: str) -> bool:
    """Say whether a text is a day: year-month-day."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_yaml(text: str) -> bool:
    """Say whether MyST can read settings."""
    import yaml  # Chapters whose settings are plain do without it.

    try:
        return isinstance(yaml.safe_load(text), dict)
    except yaml.YAMLError:
        return False
