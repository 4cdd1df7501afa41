from xml.etree.ElementTree import ParseError

import pytest

from build_tools.palette import coloured_drawing, parsed_drawing

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
DOCTYPE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ('<image href="file:///etc/passwd"/>', "file:///etc/passwd"),
        ('<image xlink:href="../../secret.png"/>', "../../secret.png"),
        ('<use href="http://example.org/a.svg#b"/>', "http://example.org/a.svg#b"),
        ('<a href="https://example.org"><text>x</text></a>', "https://example.org"),
        ('<rect style="fill: url(http://example.org/a.svg#b)"/>', "http://example.org"),
        ("<rect fill=\"url( 'http://example.org/a')\"/>", "http://example.org"),
        ("<style>rect { fill: url(http://example.org/a) }</style>", "url("),
        ("<style>@import 'http://example.org/a.css';</style>", "@import"),
        ("<style>rect { fill: u\\72l(http://example.org/a) }</style>", "\\"),
        ("<script>fetch('/')</script>", "<script>"),
        ('<rect onclick="run()"/>', "onclick="),
        ("<foreignObject/>", "<foreignObject>"),
        ('<set attributeName="href" to="http://example.org"/>', "<set>"),
    ],
)
def test_a_drawing_that_needs_more_than_itself_is_refused(inside: str, named: str) -> None:
    with pytest.raises(ValueError, match="must not") as told:
        parsed_drawing(SVG.format(inside))
    assert named in str(told.value)


def test_a_drawing_with_a_document_type_is_refused() -> None:
    with pytest.raises(ValueError, match="<!DOCTYPE"):
        parsed_drawing(DOCTYPE + SVG.format("<text>&x;</text>"))


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(ParseError):
        parsed_drawing("<svg>")


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><path id="a"/></defs><use href="#a"/><rect fill="url(#a)"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<text>See url(http://example.org) and @import: words, not addresses.</text>",
    ],
)
def test_a_drawing_that_holds_all_it_shows_is_taken(inside: str) -> None:
    assert parsed_drawing(SVG.format(inside)).tag.endswith("svg")


def test_colours_are_put_in_by_their_names() -> None:
    drawing = coloured_drawing(SVG.format('<rect class="fill-ink"/>'), {"ink": "#102030"})
    assert ".fill-ink{fill:#102030}" in drawing
    assert coloured_drawing(drawing, {"ink": "#102030"}) == drawing
