"""A build ends with 4, and puts nothing in its place, where a person could be harmed."""

from __future__ import annotations

from tests.cli.conftest import write

PHONE = "+998 90 123 45 67"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'
FIGURE = "# First\n\nText.\n\n:::{figure} ../figures/call.svg\n:alt: A call.\n\nA call.\n:::\n"


def test_a_telephone_number_in_a_chapter_stops_the_build(project, handbook):
    write(project, "first", f"# First\n\nCall {PHONE} first.\n")
    done = handbook("build")
    assert done.returncode == 4
    assert "chapters/foundations/first.md:10:6  Here stands a telephone number." in done.stderr
    assert not (project / "_build/en/html").exists()


def test_what_was_found_is_not_told_again(project, handbook):
    write(project, "first", f"# First\n\nCall {PHONE} first.\n")
    assert "123 45 67" not in handbook("build").stderr


def test_what_only_an_output_shows_does_not_reach_its_place(project, handbook):
    handbook("build", "html")
    figures = project / "chapters/figures"
    figures.mkdir()
    (figures / "call.svg").write_text(DRAWING.format(PHONE), encoding="utf-8")
    write(project, "first", FIGURE)
    done = handbook("build")
    assert done.returncode == 4
    assert "first.html" in done.stderr
    page = (project / "_build/en/html/chapters/foundations/first.html").read_text("utf-8")
    assert PHONE not in page


def test_the_data_of_the_book_is_looked_through_too(project, handbook):
    book = project / "handbook/book.toml"
    text = book.read_text("utf-8").replace('publisher = ""', f'publisher = "Office, {PHONE}"')
    book.write_text(text, encoding="utf-8")
    done = handbook("build", "html")
    assert done.returncode == 4
    assert "handbook/book.toml:" in done.stderr


def test_after_a_stop_the_mended_book_is_built(project, handbook):
    write(project, "first", f"# First\n\nCall {PHONE} first.\n")
    handbook("build", "html")
    write(project, "first", "# First\n\nCall the office first.\n")
    assert handbook("build", "html").returncode == 0
