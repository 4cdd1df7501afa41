"""SCORM 1.2: a self-test that a platform tracks, and that works from a disk as well.

Whoever opens its files can read the answers, so it holds none of the questions of the two tests.
Format: ADL SCORM 1.2, content aggregation model and run-time environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from build_tools.training.bank import Bank, Question
from build_tools.training.parcel import packed
from build_tools.training.prose import Prose, as_html
from build_tools.training.taught import Kind
from build_tools.training.xml import Element, document, element

MASTERY = 80
"""Per cent of the marked questions."""
FOLDER = "handbook/design/self-test"
_PACKAGE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PAGE, *_BESIDE = ("index.html", "self-test.css", "self-test.js")


def write_scorm(bank: Bank, root: Path) -> bytes:
    """Return the package; the page, its script and its style stand in `handbook/design`."""
    folder = root / FOLDER
    files = {name: (folder / name).read_bytes() for name in _BESIDE}
    pages = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    questions = bank.untested
    page = pages.get_template(_PAGE).render(
        bank=bank,
        mastery=MASTERY,
        scored=sum(question.kind is not Kind.SHORT for question in questions),
        questions=[_asked(question) for question in questions],
    )
    everything = {_PAGE: page.encode(), **files}
    return packed({"imsmanifest.xml": document(_manifest(bank, everything)), **everything})


def _manifest(bank: Bank, files: dict[str, bytes]) -> Element:
    title = f"{bank.code} {bank.title}: self-test"
    entry = element(
        "item",
        element("title", title),
        element("adlcp:masteryscore", str(MASTERY)),
        attributes={"identifier": "item", "identifierref": "self-test", "isvisible": "true"},
    )
    return element(
        "manifest",
        element("metadata", element("schema", "ADL SCORM"), element("schemaversion", "1.2")),
        element(
            "organizations",
            element(
                "organization",
                element("title", title),
                entry,
                attributes={"identifier": "organization"},
            ),
            attributes={"default": "organization"},
        ),
        element(
            "resources",
            element(
                "resource",
                *(element("file", attributes={"href": name}) for name in files),
                attributes={
                    "identifier": "self-test",
                    "type": "webcontent",
                    "adlcp:scormtype": "sco",
                    "href": _PAGE,
                },
            ),
        ),
        attributes={
            "identifier": f"{bank.name}-self-test",
            "version": "1.0",
            "xmlns": _PACKAGE,
            "xmlns:adlcp": _ADL,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": (
                f"{_PACKAGE} imscp_rootv1p1p2.xsd {_ADL} adlcp_rootv1p2.xsd"
            ),
        },
    )


def _asked(question: Question) -> dict[str, Any]:
    """Return a question for the page: words as HTML, places by their numbers."""
    number = {place: index for index, place in enumerate(question.places)}
    return {
        "name": question.name,
        "kind": question.kind.value,
        "several": question.has_several_right,
        "stem": [_html(paragraph) for paragraph in question.stem],
        "choices": [
            {
                "words": _html(choice.words),
                "feedback": _html(choice.feedback),
                "is_right": choice.is_right,
            }
            for choice in question.choices
        ],
        "rows": [
            {"left": _html(left), "right": number[right]} for left, right in question.pairs
        ],
        "places": [_html(place) for place in question.places],
    }


def _html(prose: Prose) -> Markup:
    return Markup(as_html(prose))  # noqa: S704 -- as_html escapes
