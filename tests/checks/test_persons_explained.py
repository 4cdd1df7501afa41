"""The examples of `handbook help` for what could lead to a person."""

from __future__ import annotations

import pytest

from build_tools.checks.privacy import privacy_findings
from build_tools.load.explained import load_explained
from build_tools.model import Explained

PERSONS = [one for one in load_explained() if one.kind == "person"]


@pytest.mark.parametrize("one", PERSONS, ids=lambda one: one.code)
def test_the_examples_are_wrong_and_right(one: Explained) -> None:
    assert one.code in {finding.code for finding in privacy_findings("a.md", one.bad, ())}
    assert privacy_findings("a.md", one.good, ()) == ()
