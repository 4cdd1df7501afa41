"""An environment is of one audience: numbers are the same in both, and folders never mix."""

import pytest
from sphinx.errors import SphinxError

from .conftest import Build


def test_the_numbers_of_both_audiences_are_the_same(build: Build) -> None:
    table = ":::{list-table} Title\n* - a\n:::\n"
    hidden = f"::::{{trainer}}\nWord.\n\n{table}::::\n\n"
    text = f"One.\n\n{hidden}Two.\n\n{table}\n:::{{exercise}} E\nDo.\n:::\n"
    for_all = build(text, builder="html").page()
    for_trainers = build(text, builder="html", handbook_audience="trainers").page()
    for page in (for_all, for_trainers):
        assert 'id="p1.2"' in page
        assert "Table\u00a01.1<" in page
        assert "Table\u00a01.2" not in page
        assert "Exercise 1.1" in page


def test_a_box_that_came_past_the_cut_is_held_back(build: Build) -> None:
    # The separator ends no line for the cut, but Python takes it for the end of one.
    built = build(":::{example} E\nWord.\u2028\u2028:::{trainer}\u2028canary\u2028:::\n:::")
    assert "canary" not in built.tree().astext()


def test_a_folder_of_one_audience_is_refused_to_the_other(build: Build) -> None:
    built = build("Word.")
    (built.out / ".handbook-audience").write_text("trainers")
    with pytest.raises(SphinxError, match=r"'dummy' holds what was made for trainers.*How to fix"):
        build("Word.")


def test_a_mistyped_audience_is_refused(build: Build) -> None:
    with pytest.raises(SphinxError, match="Did you mean 'trainers'"):
        build("Word.", handbook_audience="trainer")


def test_an_edition_for_participants_is_never_printed_from_what_trainers_read(build: Build) -> None:
    book = build("Word.").app.config.handbook_book
    with pytest.raises(SphinxError, match="is for participants, and this build is for trainers"):
        build("Word.", "handbook-pdf", handbook_audience="trainers", handbook_book=book)


def test_the_audience_is_that_of_the_edition(build: Build) -> None:
    book = build("Word.", handbook_audience="trainers").app.config.handbook_book
    text = ":::{trainer} Title\nHint.\n:::"
    assert "Hint" in build(text, "html", handbook_book=book).page()
