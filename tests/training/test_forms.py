"""Two parallel forms: alike by blueprint, without an item in common, the same every time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from build_tools.model import Level
from build_tools.training.forms import LENGTH, Forms, Goal, draw
from build_tools.training.taught import Item, Kind, Objective


def goal(chapter: str, number: int = 1) -> Goal:
    return Goal(Objective(chapter, number, "Name it.", 1), Level.REMEMBER)


def items(chapter: str, count: int, *objectives: int, kind: Kind = Kind.CHOICE) -> list[Item]:
    start = sum(objectives) * 10
    return [
        Item(chapter, start + n, kind, objectives or (1,), ("Stem?",), (), (), 1)
        for n in range(count)
    ]


def names(forms: Forms) -> tuple[set[str], set[str]]:
    pre, post = ({drawn.item.name for drawn in form} for form in (forms.pre, forms.post))
    return pre, post


@pytest.mark.parametrize(
    ("count", "each", "needs"), [(1, 0, 3), (2, 1, 2), (3, 1, 1), (4, 2, None), (9, 2, None)]
)
def test_a_form_has_two_items_for_an_objective_where_the_bank_has_four(
    count: int, each: int, needs: int | None
) -> None:
    forms = draw([goal("a")], items("a", count), "key")
    assert (len(forms.pre), len(forms.post)) == (each, each)
    assert [short.needs for short in forms.short] == ([] if needs is None else [needs])


def test_the_forms_have_the_same_blueprint_and_no_item_in_common() -> None:
    goals = [goal(chapter, n) for chapter in "abc" for n in (1, 2)]
    bank = [item for c in "abc" for n in (1, 2) for item in items(c, 4, n)]
    forms = draw(goals, bank, "key")
    pre, post = names(forms)
    assert not pre & post
    assert Counter(d.goal for d in forms.pre) == Counter(d.goal for d in forms.post)


def test_each_form_takes_its_share_of_the_kinds() -> None:
    bank = [item for c in "ab" for item in (*items(c, 1), *items(c, 1, 1, kind=Kind.MATCHING))]
    forms = draw([goal("a"), goal("b")], bank, "key")
    for form in (forms.pre, forms.post):
        assert {drawn.item.kind for drawn in form} == {Kind.CHOICE, Kind.MATCHING}


def test_an_item_of_two_objectives_is_drawn_once() -> None:
    forms = draw([goal("a", 1), goal("a", 2)], items("a", 2, 1, 2), "key")
    pre, post = names(forms)
    assert (len(pre), len(post), pre & post) == (1, 1, set())
    assert [(short.has, short.is_tested) for short in forms.short] == [(2, True), (2, False)]


def test_the_same_key_draws_the_same_and_another_draws_others() -> None:
    bank = items("a", 9)
    drawn = {key: names(draw([goal("a")], bank, key)) for key in "12345678"}
    assert drawn["1"] == names(draw([goal("a")], list(reversed(bank)), "1"))
    assert len({str(sorted(pre)) for pre, _post in drawn.values()}) > 1


def test_a_full_form_has_items_from_every_chapter() -> None:
    goals = [goal(chapter, n) for chapter in "abcdefgh" for n in range(1, 6)]
    bank = [item for one in goals for item in items(one.objective.chapter, 2, one.objective.number)]
    forms = draw(goals, bank, "key")
    assert len(forms.pre) == len(forms.post) == LENGTH
    assert {drawn.item.chapter for drawn in forms.pre} == set("abcdefgh")


def test_a_rich_bank_tests_fewer_objectives_by_two_items_each() -> None:
    goals = [goal(chapter, n) for chapter in "abcdefgh" for n in range(1, 6)]
    bank = [item for one in goals for item in items(one.objective.chapter, 4, one.objective.number)]
    forms = draw(goals, bank, "key")
    assert set(Counter(drawn.goal for drawn in forms.pre).values()) == {2}
    assert (len(forms.pre), forms.short) == (LENGTH // 2 * 2, ())


def test_what_nobody_has_seen_is_drawn_first() -> None:
    seen = items("a", 4)
    unseen = [replace(item, is_for_tests=True) for item in items("a", 4)]
    pre, post = names(draw([goal("a")], [*seen, *unseen], "key"))
    assert all(name.startswith("test-question-a-") for name in pre | post)


def test_what_a_machine_can_mark_is_drawn_first() -> None:
    bank = [*items("a", 2, kind=Kind.SHORT), *items("a", 2, 1, kind=Kind.MATCHING)]
    forms = draw([goal("a")], bank[:1] + bank[2:], "key")
    assert {drawn.item.kind for drawn in (*forms.pre, *forms.post)} == {Kind.MATCHING}
