"""Common Cartridge 1.1: the two tests and the questions of neither, for Canvas and others.

Format: IMS Common Cartridge 1.1 and its profile of QTI 1.2. The profile has no matching question:
each row becomes a choice of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_tools.training.bank import Bank, Choice, Question
from build_tools.training.parcel import packed
from build_tools.training.prose import as_html
from build_tools.training.taught import Kind
from build_tools.training.xml import Element, document, element, paragraphs_html

_CARTRIDGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PROFILES = "http://www.imsglobal.org/profile/cc/ccv1p1"
_TEST = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"


def write_cartridge(bank: Bank) -> bytes:
    """Return the package."""
    tests = [
        ("pre-test", "Pre-test", bank.pre),
        ("post-test", "Post-test", bank.post),
        ("practice", "Practice", bank.untested),
    ]
    files, entries, resources = {}, [], []
    for name, title, questions in tests:
        if not questions:
            continue
        path = f"{name}/assessment.xml"
        files[path] = document(_assessment(f"{bank.name}-{name}", title, questions))
        entries.append(
            element("item", element("title", title), attributes={
                "identifier": f"item-{name}", "identifierref": f"resource-{name}",
            })
        )
        resources.append(
            element("resource", element("file", attributes={"href": path}), attributes={
                "identifier": f"resource-{name}", "type": _TEST,
            })
        )
    return packed({"imsmanifest.xml": document(_manifest(bank, entries, resources)), **files})


def _manifest(bank: Bank, entries: Sequence[Element], resources: Sequence[Element]) -> Element:
    title = element(
        "lomimscc:string",
        f"{bank.code} {bank.title}",
        attributes={"language": bank.language},
    )
    about = element(
        "lomimscc:lom", element("lomimscc:general", element("lomimscc:title", title))
    )
    return element(
        "manifest",
        element(
            "metadata",
            element("schema", "IMS Common Cartridge"),
            element("schemaversion", "1.1.0"),
            about,
        ),
        element(
            "organizations",
            element(
                "organization",
                element("item", *entries, attributes={"identifier": "root"}),
                attributes={"identifier": "organization", "structure": "rooted-hierarchy"},
            ),
        ),
        element("resources", *resources),
        attributes={
            "identifier": f"{bank.name}-cartridge",
            "xmlns": _CARTRIDGE,
            "xmlns:lomimscc": _LOM,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": (
                f"{_CARTRIDGE} {_PROFILES}/ccv1p1_imscp_v1p2_v1p0.xsd "
                f"{_LOM} {_PROFILES}/LOM/ccv1p1_lommanifest_v1p0.xsd"
            ),
        },
    )


def _assessment(name: str, title: str, questions: Sequence[Question]) -> Element:
    items = [_item(part) for question in questions for part in _in_profile(question)]
    facts = {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
    }
    return element(
        "questestinterop",
        element(
            "assessment",
            _metadata(facts),
            element("section", *items, attributes={"ident": f"{name}-section"}),
            attributes={"ident": name, "title": title},
        ),
        attributes={
            "xmlns": _QTI,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_QTI} {_PROFILES}/ccv1p1_qtiasiv1p2p1_v1p0.xsd",
        },
    )


def _metadata(facts: dict[str, str]) -> Element:
    fields = (
        element(
            "qtimetadatafield",
            element("fieldlabel", label),
            element("fieldentry", entry),
        )
        for label, entry in facts.items()
    )
    return element("qtimetadata", *fields)


def _in_profile(question: Question) -> Iterator[Question]:
    """Yield a question as the profile can hold it: one, or one for each row to be matched."""
    if question.kind is not Kind.MATCHING:
        yield question
        return
    for count, (left, right) in enumerate(question.pairs, 1):
        yield replace(
            question,
            name=f"{question.name}-{count}",
            title=f"{question.title} ({count})",
            kind=Kind.CHOICE,
            stem=(*question.stem, left),
            pairs=(),
            choices=tuple(Choice(place, place == right, ()) for place in question.places),
        )


def _item(question: Question) -> Element:
    is_essay = question.kind is Kind.SHORT
    several = question.has_several_right and not is_essay
    kind = "essay" if is_essay else "multiple_response" if several else "multiple_choice"
    if question.is_true_or_false:
        kind = "true_false"
    facts = {"cc_profile": f"cc.{kind}.v0p1"}
    if is_essay:
        facts["qmd_computerscored"] = "No"
    ids = [f"choice-{n}" for n in range(1, len(question.choices) + 1)]
    return element(
        "item",
        element("itemmetadata", _metadata(facts)),
        element(
            "presentation",
            element("material", _html(paragraphs_html(question.stem))),
            _answer_field() if is_essay else _choices(question, ids, several),
        ),
        element(
            "resprocessing",
            element("outcomes", element("decvar", attributes={
                "maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal",
            })),
            *([_answered()] if is_essay else _conditions(question, ids)),
        ),
        *_feedback(question, ids),
        attributes={"ident": question.name, "title": question.title},
    )


def _html(html: str) -> Element:
    return element("mattext", html, attributes={"texttype": "text/html"})


def _answer_field() -> Element:
    return element(
        "response_str",
        element("render_fib"),
        attributes={"ident": "response", "rcardinality": "Single"},
    )


def _choices(question: Question, ids: Sequence[str], several: bool) -> Element:
    labels = (
        element(
            "response_label",
            element("material", _html(as_html(choice.words))),
            attributes={"ident": name},
        )
        for name, choice in zip(ids, question.choices, strict=True)
    )
    return element(
        "response_lid",
        element("render_choice", *labels),
        attributes={"ident": "response", "rcardinality": "Multiple" if several else "Single"},
    )


def _conditions(question: Question, ids: Sequence[str]) -> Iterator[Element]:
    """Yield what shows the feedback of what was ticked, then what gives the score."""
    chosen = list(zip(ids, question.choices, strict=True))
    for name, choice in chosen:
        if choice.feedback:
            shown = element("displayfeedback", attributes={
                "feedbacktype": "Response", "linkrefid": f"{name}-feedback",
            })
            yield element(
                "respcondition",
                element("conditionvar", _ticked(name)),
                shown,
                attributes={"continue": "Yes"},
            )
    right = [_ticked(name) for name, choice in chosen if choice.is_right]
    wrong = [element("not", _ticked(name)) for name, choice in chosen if not choice.is_right]
    all_of = [element("and", *right, *wrong)] if len(right) > 1 else right
    yield element(
        "respcondition",
        element("conditionvar", *all_of),
        element("setvar", "100", attributes={"action": "Set", "varname": "SCORE"}),
        attributes={"continue": "No"},
    )


def _answered() -> Element:
    """Return what shows the model answer whatever was written: a person gives the score."""
    shown = {"feedbacktype": "Solution", "linkrefid": "solution"}
    return element(
        "respcondition",
        element("conditionvar", element("other")),
        element("displayfeedback", attributes=shown),
        attributes={"continue": "No"},
    )


def _ticked(name: str) -> Element:
    return element("varequal", name, attributes={"respident": "response"})


def _feedback(question: Question, ids: Sequence[str]) -> Iterator[Element]:
    """Yield the feedback on each choice; of a question in one's own words, the model answer."""
    if question.kind is Kind.SHORT:
        model = "".join(
            f"<p>{as_html(c.words)} {as_html(c.feedback)}</p>" for c in question.choices
        )
        solution = element("solutionmaterial", element("material", _html(model)))
        yield element(
            "itemfeedback", element("solution", solution), attributes={"ident": "solution"}
        )
        return
    for name, choice in zip(ids, question.choices, strict=True):
        if choice.feedback:
            yield element(
                "itemfeedback",
                element("material", _html(f"<p>{as_html(choice.feedback)}</p>")),
                attributes={"ident": f"{name}-feedback"},
            )
