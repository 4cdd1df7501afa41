from .conftest import Build

FIGURE = ":::{figure} ../figures/tree.svg\n:alt: A tree\n:name: fig-tree\n\nThe tree.\n:::\n"


def test_a_figure_has_words_a_number_and_an_address(build: Build, drawing: None) -> None:
    built = build(FIGURE, builder="html")
    assert not built.warnings
    assert "A tree" in built.page()
    assert "Figure\u00a01.1" in built.page()
    assert 'id="fig-tree"' in built.page()


def test_a_drawing_stands_in_the_page_and_is_not_copied_beside_it(
    build: Build, drawing: None
) -> None:
    built = build(FIGURE, builder="html")
    assert not list(built.out.rglob("tree.svg"))
