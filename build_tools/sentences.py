"""Every sentence in which a chapter's mistake is told, and what to type instead: one table.

A key is the code of the mistake, and after a stroke which of its cases it is. Translators work on
this table: a gettext catalogue `mistakes` for another language maps each English text to theirs.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from pathlib import Path

DOMAIN = "mistakes"
LOCALES = Path(__file__).parent / "locales"

_TEXTS: dict[str, tuple[str, str]] = {
    "more": ("… and {count} more like it in this file (lines {lines}).", ""),
    # Files.
    "wrong-encoding": (
        "This file is not saved as UTF-8, but perhaps as {encoding}.",
        "type: handbook fix {path}",
    ),
    "unreadable-file": (
        "This file cannot be read: {why}.",
        "close the program that holds it, or let your account read it",
    ),
    "orphan": (
        "No chapter shows this file.",
        "show it with :::{{figure}} ../figures/{name} in a chapter, or delete it",
    ),
    # Settings at the top.
    "settings/none": (
        "The chapter has no settings at its top.",
        "begin it with ---, law-as-at:, audience: and status:, a line each, and --- again",
    ),
    "settings/open": (
        "The settings at the top are opened with --- and never closed.",
        "add a line --- after the last setting",
    ),
    "settings/unreadable": (
        "The settings between the --- lines cannot be read.",
        "write each as key: value, such as status: draft",
    ),
    "settings/unknown": ("A chapter has no setting '{name}'.", "{near}"),
    "settings/date": (
        "The chapter does not say the date of the law it was checked against.",
        "write law-as-at: 2025-12-24 (year-month-day) between the --- lines at its top",
    ),
    "settings/nobody": (
        "The chapter does not say whom it is for.",
        "write audience: [{known}] between the --- lines at its top",
    ),
    "settings/audience": ("'{name}' is no audience.", "{near}"),
    "settings/status": ("'{name}' is no status of a chapter.", "{near}"),
    "settings/unsigned": (
        "The chapter is {status}, but does not say by whom and on which day.",
        "add a line {setting}: …",
    ),
    # Boxes.
    "unknown-box": ("There is no box '{name}'.", "{near}"),
    "unnamed-box": (
        "These colons open a box without a name.",
        "if they should close the box above, give that box more colons than those inside it",
    ),
    "unclosed-box": (
        "This box is opened here and never closed{lost}.",
        "add a line {fence} where the box ends",
    ),
    "unclosed-box/code": (
        "These marks are opened here and never closed; all that follows is shown as typed.",
        "add a line {fence} where the passage ends",
    ),
    "same-marks": (
        "This box has as many colons as the one around it (line {outer}), so it closes that one.",
        "write {longer} instead of {fence} at the head of the outer box and where it ends",
    ),
    "box-misread": (
        "This looks like a box, but it is not written as one.",
        "write it like :::{{trainer}} Title, with a blank line before it and no HTML above it",
    ),
    "box-misread/html": (
        "The line of HTML above takes this box for its own, so the box is lost.",
        "take the HTML out, or leave a blank line between the two",
    ),
    "empty-box": ("This box is empty.", "write its words, or delete it"),
    "argument": (
        "The box '{name}' does not say what it is about.",
        "write a name after the braces, such as {{{name}}} name",
    ),
    "argument/choice": ("'{word}' says nothing to the box '{name}'.", "{near}"),
    "refused": ("A chapter cannot hold a box '{name}'.", "{instead}"),
    "refused/mark": (
        "A chapter cannot hold a mark {{{name}}}.",
        "describe the file and give the address where it is published",
    ),
    "option": ("The box '{name}' has no setting ':{option}:'.", "{near}"),
    "option/none": (
        "The box '{name}' has no setting ':{option}:'.", "take the line out: it has no settings",
    ),
    "option/value": (
        "':{option}: {value}' is not understood.",
        "correct what stands after ':{option}:' ({why})",
    ),
    # Headings.
    "heading": (
        "This heading is of level {level}, but the one above it is of level {above}.",
        "write one # more than the heading above has",
    ),
    "heading/none": ("The chapter has no title.", "write one below the settings: # Its title"),
    "heading/title": (
        "This is a second title: a chapter has one # heading.", "write ## instead of #",
    ),
    "heading/glued": (
        "This line looks like a heading, but there is no space after the #.",
        "write {marks} {words}",
    ),
    "empty-section": (
        "Nothing stands under the heading \"{words}\".", "write its text, or delete the heading",
    ),
    # Tables.
    "table/short": (
        "The line of dashes has {dashes}, but the head of the table has {heads}: it is no table.",
        "write {right}",
    ),
    "table/no-dashes": (
        "These lines are meant as a table, but the line of dashes below its head is missing.",
        "add a line {right} below the first",
    ),
    "table/surplus": (
        "This row has {cells} cells, but the table has {columns} columns: the rest is lost.",
        "take out a |, or write \\| for one that belongs to the words",
    ),
    "table/uneven": (
        "Row {row} of this table has {cells} cells; its first row has {columns}.",
        "give every row as many lines that begin with '  - '",
    ),
    "table/no-rows": (
        "This table has no rows.",
        "begin each row with '* - ' and each further cell with '  - '",
    ),
    "wide-table": (
        "This table has {columns} columns and is wider than the page can carry.",
        "divide it into two tables, or let rows and columns change places",
    ),
    # Notes.
    "footnote": (
        "The note [^{name}] is called here, but written nowhere.",
        "add a line [^{name}]: with the words of the note",
    ),
    "footnote/uncalled": (
        "This note is called nowhere.", "write its mark, [^{name}], where it belongs, or delete it",
    ),
    "footnote/twice": (
        "The note [^{name}] is written twice.", "give one of the two another name",
    ),
    # Marks inside a line.
    "unknown-mark": ("There is no mark {{{name}}}.", "{near}"),
    "open-mark": (
        "The mark {{{name}}} is opened here and never closed.",
        "write ` where its words end",
    ),
    "citation/case": ("There is no case '{name}'.", "{near}"),
    "term": (
        "The glossary has no term '{name}'.", "{near} Or add it to handbook/terms.toml.",
    ),
    "chart": ("There is no chart '{name}' in handbook/charts.", "{near}"),
    "worked": ("There is no file of figures '{name}'.", "{near}"),
    # References and labels.
    "label": (
        "The label '{name}' stands twice in this chapter.", "give one of the two another name",
    ),
    "label/elsewhere": (
        "The label '{name}' stands in {other} as well.", "give one of the two another name",
    ),
    "reference": ("Nothing in the book is labelled '{name}'.", "{near}"),
    "reference/chapter": ("There is no chapter file '{name}'.", "{near}"),
    "reference/link": (
        "The link to '{name}' leads nowhere.",
        "write the path of a chapter's file, or use {{para}}`chapter#label`. {near}",
    ),
    "reference/heading": (
        "The link to '{name}' leads nowhere: no heading is called so.", "{near}",
    ),
    # Figures.
    "image": (
        "The image '{name}' is not a file of this project.",
        "put the drawing in chapters/figures and write ../figures/NAME.svg. {near}",
    ),
    "figure-words": (
        "This figure says nothing to a reader who cannot see it.",
        "add a line :alt: with what the figure shows",
    ),
    "layout/image": (
        "The drawing '{name}' cannot be printed.", "save it again as plain SVG or as PNG",
    ),
    "layout/link": (
        "The link to '{name}' leads to no page of the book.",
        "write the path of a chapter's file, or an address that begins with https://",
    ),
    "link": (
        "The link '{name}' leads out of the book.",
        "link to chapters, and to https:// addresses",
    ),
    "html": (
        "This is HTML, which chapters do not use: {piece}",
        "use **bold**, a list, a table or one of the boxes; write &lt; for a < sign",
    ),
    # The bones of a chapter, and what it teaches with.
    "bones": ("The chapter has no box '{name}'.", "{how}"),
    "bones/sections": ("The chapter has no sections.", "divide its text by headings: ## Title"),
    "bones/order": (
        "The box '{name}' stands before '{before}'; it belongs after it.",
        "move it: in brief, objectives, text, checklist, pitfalls, example, questions, exercises",
    ),
    "bones/examples": (
        "The chapter has {count} boxes 'example'; it needs one.",
        "join them, or make a text of the others",
    ),
    "bones/questions": (
        "The self-test has {count} question{s}; it needs five or more.",
        "add :::{{question}} boxes at the end of the chapter",
    ),
    "bones/seen": (
        "The chapter has nothing to look at: no figure and no table.",
        "add a :::{{figure}} or a table where a reader would rather look than read",
    ),
    "checklist": (
        "This checklist has no steps.", "write each step as a line that begins with '- '",
    ),
    "objectives": (
        "This box lists no objectives.", "write each objective as a line that begins with '- '",
    ),
    "objectives/number": ("This chapter has no objective {number}.", "{how}"),
    "objectives/count": (
        "The box lists {count} objectives.", "write three to five: join some, or divide one",
    ),
    "untested": (
        "No {kind} of this chapter is about objective {number}.",
        "add :objectives: {number} to a box '{kind}', or write one",
    ),
    "forbidden-verb": (
        "Nobody can see whether a person can '{verb}'.",
        "begin with what can be seen, such as Explain, Choose, Draft (handbook/verbs.toml)",
    ),
    "question": (
        "This question has no right option.",
        "write the right option as a line that begins with '- [x] '",
    ),
    "question/matching": (
        "This matching question has no table.",
        "write the pairs as a table of two columns: | fact | place |",
    ),
    "exercise-twice": (
        "The exercise '{name}' stands twice in this chapter.", "give one of the two another :id:",
    ),
    "answer": ("This chapter has no exercise '{name}'.", "{near}"),
    "answer/none": (
        "The exercise '{name}' has no model answer.",
        "add :::{{answer}} {name} below it; only trainers will see it",
    ),
    "form-twice": (
        "The form '{name}' stands twice in this chapter.", "give one of the two another name",
    ),
    # Letters.
    "uzbek-letter": (
        "'{word}' has an apostrophe that is no letter of Uzbek.",
        "write {right}, or type: handbook fix {path}",
    ),
}

_TRANSLATION: list[gettext.NullTranslations] = []


def speak(languages: Iterable[str] | None = None, folder: Path = LOCALES) -> None:
    """Tell mistakes in the first of these languages that has a catalogue, or the machine's own.

    Without one they are told in English.
    """
    wanted = None if languages is None else list(languages)
    _TRANSLATION[:] = [gettext.translation(DOMAIN, folder, wanted, fallback=True)]


def said(key: str, **values: object) -> tuple[str, str, str]:
    """Return the sentence, the fix and the code of a mistake."""
    if not _TRANSLATION:
        speak()
    sentence, fix = _TEXTS[key]
    words = _TRANSLATION[0].gettext
    mended = words(fix).format(**values) if fix else ""  # gettext answers "" with its own head
    return words(sentence).format(**values), mended, code_of(key)


def code_of(key: str) -> str:
    """Return the code that a key of the table stands for."""
    return key.partition("/")[0]


def texts() -> tuple[str, ...]:
    """Return every English text of the table, for translators."""
    return tuple(dict.fromkeys(text for pair in _TEXTS.values() for text in pair if text))


def codes() -> tuple[str, ...]:
    """Return the code of every mistake in the table."""
    return tuple(dict.fromkeys(code_of(key) for key in _TEXTS if key != "more"))
