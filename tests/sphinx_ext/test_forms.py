import pytest
from docutils import nodes

from .conftest import Build


def fields(build: Build, items: str) -> list[nodes.container]:
    tree = build(f":::{{form}} intake\n:title: Intake\n\n{items}\n:::").tree()
    return [n for n in tree.findall(nodes.container) if "field" in n["classes"]]


@pytest.mark.parametrize(
    ("item", "label", "kind", "rules"),
    [
        ("- Name", "Name", "field-line", 1),
        ("- Facts (4 lines)", "Facts", "field-lines", 4),
        ("- [ ] Interpreter needed", "Interpreter needed", "field-tick", 0),
        ("- Grounds *in full* (2 lines)", "Grounds in full", "field-lines", 2),
    ],
)
def test_a_field_is_a_label_with_room_to_write(
    build: Build, item: str, label: str, kind: str, rules: int
) -> None:
    (field,) = fields(build, item)
    assert next(iter(field.findall(nodes.paragraph))).astext() == label
    assert kind in field["classes"]
    assert len([n for n in field.findall(nodes.container) if "field-rule" in n["classes"]]) == rules


def test_a_bold_paragraph_heads_a_group(build: Build) -> None:
    tree = build(":::{form} intake\n**Person**\n\n- Name\n\nOther words.\n:::").tree()
    headed = [p.astext() for p in tree.findall(nodes.paragraph) if "field-heading" in p["classes"]]
    assert headed == ["Person"]


def test_a_form_has_a_permanent_address(build: Build) -> None:
    tree = build(":::{form} intake-sheet\n- Name\n:::").tree()
    assert any("form-intake-sheet" in n["ids"] for n in tree.findall(nodes.container))
