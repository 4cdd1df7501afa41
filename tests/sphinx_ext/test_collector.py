"""The collector rests during a build, and only then."""

from __future__ import annotations

import gc


def test_the_collector_rests_during_a_build_and_works_as_before_after_it(build, monkeypatch):
    gc.set_threshold(700, 10, 10)  # A build that another test broke off may have left it resting.
    before, asked = gc.get_threshold(), []
    monkeypatch.setattr(gc, "set_threshold", lambda *values: asked.append(values))
    build("Words.")
    assert asked[0][0] > 10 * before[0]
    assert asked[1:] == [before]
