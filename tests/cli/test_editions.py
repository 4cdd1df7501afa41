"""The command `handbook editions`."""

import json


def test_editions_are_listed_in_words(handbook):
    told = handbook("editions").stdout
    assert told.startswith("handbook         Handbook (en, participants, A4, 2 chapters)")


def test_editions_are_listed_for_machines(handbook):
    (edition,) = json.loads(handbook("editions", "--format", "json").stdout)
    assert edition["name"] == "handbook"
    assert edition["chapters"] == ["first", "second"]
