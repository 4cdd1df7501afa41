"""GIFT: a question bank as plain text, which Moodle and others read.

Format: Moodle's documentation, "GIFT format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from build_tools.training.bank import Bank, Question
from build_tools.training.prose import Prose, as_html, as_text
from build_tools.training.taught import Kind

_SPECIAL = re.compile(r"([\\~=#{}:])")


def write_gift(bank: Bank) -> bytes:
    """Return the whole bank, a category for each chapter."""
    head = f"// {bank.code} {_one_line(bank.title)}: {len(bank.questions)} questions"
    parts = [f"{head}\n// {_one_line(bank.notice)}"]
    for chapter, questions in groupby(bank.questions, key=lambda question: question.chapter):
        parts.append(f"$CATEGORY: $course$/top/{bank.code}/{chapter.replace('/', '//')}")
        parts += [_written(question) for question in questions]
    return ("\n\n".join(parts) + "\n").encode()


def _written(question: Question) -> str:
    stem = "".join(f"<p>{as_html(paragraph)}</p>" for paragraph in question.stem)
    tags = "// " + " ".join(f"[tag:{tag}]" for tag in question.tags)
    name = f"// [id:{question.name}]"
    answers = "\n".join(_answers(question))
    return f"{name}\n{tags}\n::{_safe(question.title)}::[html]{_safe(stem)}{{\n{answers}\n}}"


def _answers(question: Question) -> Iterator[str]:
    if question.kind is Kind.MATCHING:
        for fact, place in question.pairs:
            yield f"={_matched(fact)} -> {_matched(place)}"
    elif question.kind is Kind.SHORT:
        model = " ".join(f"{as_html(c.words)} {as_html(c.feedback)}" for c in question.choices)
        yield f"####{_safe(model)}"
    elif question.is_true_or_false:
        wrong, right = sorted(question.choices, key=lambda choice: choice.is_right)
        # The feedback to a wrong answer comes first.
        feedback = "".join(f"#{_safe(as_html(choice.feedback))}" for choice in (wrong, right))
        yield as_text(right.words).upper() + feedback
    else:
        for choice, share in zip(question.choices, question.shares, strict=True):
            weight = f"~%{share * 100:.5g}%" if question.has_several_right else None
            mark = weight or ("=" if choice.is_right else "~")
            yield f"{mark}{_safe(as_html(choice.words))}#{_safe(as_html(choice.feedback))}"


def _matched(prose: Prose) -> str:
    """Write a cell of a matching question, where an arrow cannot be escaped."""
    return _safe(as_html(prose).replace("-&gt;", "→"))


def _safe(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
