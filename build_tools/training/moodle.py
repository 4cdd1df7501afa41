"""Moodle XML: the whole bank with ids, tags and feedback.

Format: Moodle's documentation, "Moodle XML format".
"""

from __future__ import annotations

from itertools import groupby

from build_tools.training.bank import Bank, Question
from build_tools.training.prose import Prose, as_html, as_text
from build_tools.training.taught import Kind
from build_tools.training.xml import Element, document, element, paragraphs_html


def write_moodle(bank: Bank) -> bytes:
    """Return the whole bank, a category for each chapter; tags name what each test drew."""
    quiz = element("quiz")
    in_tests = {q.name: "pre-test" for q in bank.pre} | {q.name: "post-test" for q in bank.post}
    for chapter, questions in groupby(bank.questions, key=lambda question: question.chapter):
        path = f"$course$/top/{bank.code}/{chapter.replace('/', '//')}"
        category = element("category", _text(path))
        quiz.append(element("question", category, attributes={"type": "category"}))
        quiz.extend(_question(each, in_tests.get(each.name, "")) for each in questions)
    return document(quiz)


def _text(words: str) -> Element:
    return element("text", words)


def _html(tag: str, html: str, **attributes: str) -> Element:
    return element(tag, _text(html), attributes={**attributes, "format": "html"})


def _question(question: Question, in_test: str) -> Element:
    is_short = question.kind is Kind.SHORT
    made = element(
        "question",
        element("name", _text(question.title)),
        _html("questiontext", paragraphs_html(question.stem)),
        _html("generalfeedback", ""),
        element("defaultgrade", "1"),
        element("penalty", "0"),
        element("hidden", "0"),
        element("idnumber", question.name),
    )
    if is_short:
        made.set("type", "essay")
        made.extend(_essay(question))
    elif question.kind is Kind.MATCHING:
        made.set("type", "matching")
        made.append(element("shuffleanswers", "1"))
        made.extend(_pair(left, right) for left, right in question.pairs)
    elif question.is_true_or_false:
        made.set("type", "truefalse")
        made.extend(
            _answer(as_text(c.words).lower(), c.feedback, float(c.is_right), "moodle_auto_format")
            for c in question.choices
        )
    else:
        made.set("type", "multichoice")
        made.append(element("single", "false" if question.has_several_right else "true"))
        made.append(element("shuffleanswers", "true"))
        made.append(element("answernumbering", "abc"))
        made.extend(
            _answer(as_html(choice.words), choice.feedback, share, "html")
            for choice, share in zip(question.choices, question.shares, strict=True)
        )
    tags = (*question.tags, in_test) if in_test else question.tags
    made.append(element("tags", *(element("tag", _text(tag)) for tag in tags)))
    return made


def _answer(words: str, feedback: Prose, share: float, form: str) -> Element:
    # Moodle knows the shares of its own list only, written with five decimals.
    attributes = {"fraction": f"{share * 100:.5f}".rstrip("0").rstrip("."), "format": form}
    return element(
        "answer", _text(words), _html("feedback", as_html(feedback)), attributes=attributes
    )


def _pair(left: Prose, right: Prose) -> Element:
    made = _html("subquestion", as_html(left))
    made.append(element("answer", _text(as_text(right))))
    return made


def _essay(question: Question) -> list[Element]:
    """Return what a person needs to mark an answer in one's own words."""
    model = "".join(
        f"<p>{as_html(choice.words)} {as_html(choice.feedback)}</p>" for choice in question.choices
    )
    return [
        element("responseformat", "editor"),
        element("responserequired", "1"),
        element("responsefieldlines", "5"),
        element("attachments", "0"),
        element("attachmentsrequired", "0"),
        _html("graderinfo", model),
        _html("responsetemplate", ""),
    ]
