"""QTI 2.1: a package with a file for each item, the two tests and the whole bank as a test.

Format: IMS Question and Test Interoperability 2.1, and IMS Content Packaging 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from build_tools.training.bank import Bank, Question
from build_tools.training.parcel import packed
from build_tools.training.taught import Kind
from build_tools.training.xml import Element, document, element, inline, paragraph

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def write_qti(bank: Bank) -> bytes:
    """Return the package."""
    tests = [("pre-test", bank.pre), ("post-test", bank.post), ("bank", bank.questions)]
    files: dict[str, bytes] = {}
    resources = []
    for question in bank.questions:
        path = f"items/{question.name}.xml"
        files[path] = document(_item(question, bank.language))
        resources.append(_resource(question.name, "imsqti_item_xmlv2p1", path, ()))
    for name, questions in tests:
        if questions:
            path = f"tests/{name}.xml"
            files[path] = document(_test(f"{bank.name}-{name}", f"{bank.code} {name}", questions))
            needs = [question.name for question in questions]
            resources.append(_resource(name, "imsqti_test_xmlv2p1", path, needs))
    manifest = element(
        "manifest",
        element(
            "metadata",
            element("schema", "QTIv2.1 Package"),
            element("schemaversion", "1.0.0"),
        ),
        element("organizations"),
        element("resources", *resources),
        attributes={
            "identifier": f"{bank.name}-qti",
            **_schema(_PACKAGE, "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"),
        },
    )
    return packed({"imsmanifest.xml": document(manifest), **files})


def _schema(space: str, address: str) -> dict[str, str]:
    return {
        "xmlns": space,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{space} {address}",
    }


def _resource(name: str, kind: str, path: str, needs: Iterable[str]) -> Element:
    return element(
        "resource",
        element("file", attributes={"href": path}),
        *(element("dependency", attributes={"identifierref": each}) for each in needs),
        attributes={"identifier": name, "type": kind, "href": path},
    )


def _test(name: str, title: str, questions: Iterable[Question]) -> Element:
    references = (
        element(
            "assessmentItemRef",
            attributes={"identifier": question.name, "href": f"../items/{question.name}.xml"},
        )
        for question in questions
    )
    section = element(
        "assessmentSection",
        *references,
        attributes={"identifier": "section", "title": title, "visible": "true"},
    )
    part = element(
        "testPart",
        section,
        attributes={
            "identifier": "part",
            "navigationMode": "nonlinear",
            "submissionMode": "simultaneous",
        },
    )
    total = element(
        "outcomeProcessing",
        _set("SCORE", element("sum", element("testVariables", attributes={
            "variableIdentifier": "SCORE",
        }))),
    )
    return element(
        "assessmentTest",
        _outcome("SCORE", "float", "0"),
        part,
        total,
        attributes={
            "identifier": name,
            "title": title,
            **_schema(_QTI, "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"),
        },
    )


def _item(question: Question, language: str) -> Element:
    if question.kind is Kind.MATCHING:
        parts = _matching(question)
    elif question.kind is Kind.SHORT:
        parts = _in_own_words(question)
    else:
        parts = _choices(question)
    return element(
        "assessmentItem",
        *parts,
        attributes={
            "identifier": question.name,
            "title": question.title,
            "adaptive": "false",
            "timeDependent": "false",
            "xml:lang": language,
            **_schema(_QTI, "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"),
        },
    )


def _choices(question: Question) -> list[Element]:
    """Return the parts of an item whose answer is ticked, with feedback on each choice."""
    several = question.has_several_right
    cardinality = "multiple" if several else "single"
    ids = [f"choice-{n}" for n in range(1, len(question.choices) + 1)]
    named = list(zip(ids, question.choices, strict=True))
    scores = list(zip(ids, question.shares, strict=True))
    interaction = element(
        "choiceInteraction",
        *(
            element("simpleChoice", *inline(choice.words), attributes={"identifier": name})
            for name, choice in named
        ),
        attributes={
            "responseIdentifier": "RESPONSE",
            # In a True or False the order is the custom.
            "shuffle": "false" if question.kind is Kind.TRUE_FALSE else "true",
            "maxChoices": "0" if several else "1",
        },
    )
    return [
        _response(
            cardinality, "identifier", [name for name, c in named if c.is_right], scores
        ),
        _outcome("SCORE", "float", "0"),
        element("outcomeDeclaration", attributes={
            "identifier": "FEEDBACK", "cardinality": cardinality, "baseType": "identifier",
        }),
        element("itemBody", *(paragraph(each) for each in question.stem), interaction),
        element(
            "responseProcessing",
            _set("SCORE", element("mapResponse", attributes={"identifier": "RESPONSE"})),
            _set("FEEDBACK", element("variable", attributes={"identifier": "RESPONSE"})),
        ),
        *(
            element("modalFeedback", *inline(choice.feedback), attributes={
                "outcomeIdentifier": "FEEDBACK", "identifier": name, "showHide": "show",
            })
            for name, choice in named
            if choice.feedback
        ),
    ]


def _matching(question: Question) -> list[Element]:
    places = {place: f"place-{n}" for n, place in enumerate(question.places, 1)}
    facts = [f"fact-{n}" for n in range(1, len(question.pairs) + 1)]
    share = 1 / len(facts)
    pairs = [
        f"{fact} {places[right]}"
        for fact, (_left, right) in zip(facts, question.pairs, strict=True)
    ]

    def choice(name: str, words: Sequence[Element | str], most: str) -> Element:
        return element(
            "simpleAssociableChoice", *words, attributes={"identifier": name, "matchMax": most}
        )

    interaction = element(
        "matchInteraction",
        element(
            "simpleMatchSet",
            *(
                choice(fact, inline(left), "1")
                for fact, (left, _right) in zip(facts, question.pairs, strict=True)
            ),
        ),
        element(
            "simpleMatchSet",
            *(choice(name, inline(place), "0") for place, name in places.items()),
        ),
        attributes={
            "responseIdentifier": "RESPONSE",
            "shuffle": "true",
            "maxAssociations": str(len(facts)),
        },
    )
    return [
        _response("multiple", "directedPair", pairs, [(pair, share) for pair in pairs]),
        _outcome("SCORE", "float", "0"),
        element("itemBody", *(paragraph(each) for each in question.stem), interaction),
        element(
            "responseProcessing",
            _set("SCORE", element("mapResponse", attributes={"identifier": "RESPONSE"})),
        ),
    ]


def _in_own_words(question: Question) -> list[Element]:
    """Return the parts of an item that a person marks; only that person sees the model answer."""
    models = (
        element("p", *inline(choice.words), " ", *inline(choice.feedback))
        for choice in question.choices
    )
    return [
        element("responseDeclaration", attributes={
            "identifier": "RESPONSE", "cardinality": "single", "baseType": "string",
        }),
        _outcome("SCORE", "float", "0"),
        element(
            "itemBody",
            *(paragraph(each) for each in question.stem),
            element("extendedTextInteraction", attributes={
                "responseIdentifier": "RESPONSE", "expectedLines": "5",
            }),
            element("rubricBlock", *models, attributes={"view": "scorer tutor"}),
        ),
    ]


def _response(
    cardinality: str, kind: str, right: Iterable[str], scores: Iterable[tuple[str, float]]
) -> Element:
    entries = (
        element("mapEntry", attributes={"mapKey": key, "mappedValue": f"{score:.5g}"})
        for key, score in scores
        if score
    )
    return element(
        "responseDeclaration",
        element("correctResponse", *(element("value", each) for each in right)),
        element(
            "mapping",
            *entries,
            attributes={"defaultValue": "0", "lowerBound": "0", "upperBound": "1"},
        ),
        attributes={"identifier": "RESPONSE", "cardinality": cardinality, "baseType": kind},
    )


def _outcome(name: str, kind: str, default: str) -> Element:
    return element(
        "outcomeDeclaration",
        element("defaultValue", element("value", default)),
        attributes={"identifier": name, "cardinality": "single", "baseType": kind},
    )


def _set(name: str, value: Element) -> Element:
    return element("setOutcomeValue", value, attributes={"identifier": name})
