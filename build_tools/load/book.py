"""`handbook/book.toml` and `handbook/editions`, checked against the chapter files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase

from build_tools.errors import BookDataError, near_misses
from build_tools.load.numbers import numbers_given
from build_tools.load.settings import readers_of
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import (
    Accepted,
    Audience,
    Book,
    Carrier,
    Chapter,
    Edition,
    Finding,
    Part,
    Role,
)

LANGUAGES = ("en", "ru", "uz", "uz-Cyrl")
CARDS = ("A4", "A5", "A6")
_NAME = re.compile(r"[^\W\d_]+(-[^\W\d_]+)*")
_FIRST_CAUSES = {"missing-chapter", "wrong-type", "unknown-key", "bad-name", "missing-key"}
"""Mistakes because of which a chapter may look as if it were in no part."""
_ABOUT_CHAPTERS = {"missing-chapter", "unlisted-chapter", "unknown-chapter"}
"""Mistakes because of which the book only lacks a chapter."""


def load_book(root: Path, may_lack_chapters: bool = False) -> Book:
    """Read `handbook/book.toml` and the editions, and check them against the chapter files.

    A book that may lack chapters, as a draft may, carries as its `problems` those of its list.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    file = TomlFile(root, "handbook/book.toml", problems)
    top = file.root_table()
    parts = _parts(root, file, top)
    title, chapters = top.text("title"), tuple(c for part in parts for c in part.chapters)
    book = Book(
        title=title,
        short_title=top.text("short-title"),
        subtitle=top.text("subtitle"),
        edition=top.text("edition"),
        date=top.date("date"),
        law_as_at=top.date("law-as-at"),
        language=top.choice("language", LANGUAGES),
        address=_address(top),
        publisher=top.text("publisher", ""),
        authors=top.texts("authors", ()),
        reviewers=top.texts("reviewers", ()),
        text_licence=top.text("text-licence"),
        draft_notice=top.text("draft-notice"),
        parts=parts,
        editions=_editions(root, parts, problems),
        law_check_months=top.number("law-check-months", 12),
        planned=tuple(
            name
            for name in top.texts("planned", ())
            if name not in {chapter.name for chapter in chapters}
        ),
    )
    top.finish()
    if file.is_readable and not _FIRST_CAUSES.intersection(f.code for f in problems):
        _report_unlisted(root, file, parts)
        _report_renumbered(root, file, chapters)
    if may_lack_chapters and chapters and _ABOUT_CHAPTERS.issuperset(f.code for f in problems):
        return replace(book, problems=tuple(sorted(problems)))
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return book


def _address(top: Table) -> str:
    address = top.text("address").rstrip("/")
    if address and not re.match(r"https?://\w", address):
        top.report(
            "address", f"'{address}' is not an address of the web.",
            'begin it with https://, such as "https://book.example/en"', "bad-address",
        )
    return address


def _parts(root: Path, file: TomlFile, top: Table) -> tuple[Part, ...]:
    parts: list[Part] = []
    count = 0
    for table in top.tables("part"):
        name, title = table.text("name"), table.text("title")
        are_annexes = table.flag("annexes")
        if any(part.name == name for part in parts):
            table.report(
                "name", f"The part '{name}' is listed twice.",
                "put the chapters of both into one [[part]]", "part-twice",
            )
        chapters: list[Chapter] = []
        known = {c.name: part.name for part in parts for c in part.chapters}
        problems_before = len(file.problems)
        named = table.texts("chapters")
        if "chapters" in table and not named and len(file.problems) == problems_before:
            table.report(
                "chapters", f"The part '{name}' has no chapters.",
                "list one, or take the part out", "empty-part",
            )
        for chapter in named:
            if _is_sound(root, file, table, chapter, known):
                known[chapter] = name
                if are_annexes:
                    number = ascii_uppercase[len(chapters)]
                else:
                    count += 1
                    number = str(count)
                chapters.append(Chapter(chapter, f"chapters/{name}/{chapter}", number))
        table.finish()
        parts.append(Part(name, title, tuple(chapters), are_annexes))
    if not parts and "part" not in top and file.is_readable:
        file.report(
            (), "The book has no parts.",
            'add a heading [[part]], and below it name = "…", title = "…", chapters = ["…"]',
            "missing-key",
        )
    return tuple(parts)


def _is_sound(
    root: Path, file: TomlFile, table: Table, chapter: str, known: dict[str, str]
) -> bool:
    """Say whether a chapter of a part can be read; what is wrong with it is reported."""
    part = table.text("name")
    path = f"chapters/{part}/{chapter}.md"
    if not _NAME.fullmatch(chapter) or chapter != chapter.lower():
        problem = (
            f"'{chapter}' cannot be the name of a chapter.",
            "use small letters and hyphens, such as assessing-evidence", "bad-name",
        )
    elif chapter in known:
        problem = (
            f"The chapter '{chapter}' is listed twice.",
            f"take it out here or in the part '{known[chapter]}'", "chapter-twice",
        )
    elif not (root / path).is_file():
        others = {p.stem: p.parent.name for p in sorted((root / "chapters").glob("*/*.md"))}
        fix = (
            f"list it in the part '{others[chapter]}', where its file stands, or move the file"
            if chapter in others
            else f"create {path} or take the name out. {near_misses(chapter, others)}"
        )
        problem = f"The chapter '{chapter}' has no file {path}.", fix, "missing-chapter"
    else:
        return True
    file.report_word((*table.path, "chapters"), chapter, *problem)
    return False


def _report_unlisted(root: Path, file: TomlFile, parts: tuple[Part, ...]) -> None:
    listed = {chapter.docname for part in parts for chapter in part.chapters}
    places = {part.name: ("part", index, "chapters") for index, part in enumerate(parts)}
    for path in sorted((root / "chapters").glob("*/*.md")):
        docname = path.relative_to(root).as_posix().removesuffix(".md")
        if docname not in listed:
            part = path.parent.name
            known = f'add "{path.stem}" to the chapters of the part \'{part}\''
            new = f'add [[part]] with name = "{part}", or move the file to the folder of a part'
            file.report(
                places.get(part, ()), f"The file {docname}.md is in no part of the book.",
                known if part in places else new, "unlisted-chapter",
            )


def _report_renumbered(root: Path, file: TomlFile, chapters: tuple[Chapter, ...]) -> None:
    """Hold the order of the book to the numbers that were given for good: people cite them."""
    numbers = {chapter.name: chapter.number for chapter in chapters}
    for name, given in numbers_given(root).items():
        if name not in numbers:
            file.report(
                ("part",), f"The chapter '{name}' has the number {given} for good, and is gone.",
                "list it where it stood; a chapter that is withdrawn says so in one line",
                "frozen-chapter",
            )
        elif numbers[name] != given:
            file.report_word(
                ("part",), name,
                f"The chapter '{name}' has the number {given} for good, and would be "
                f"{numbers[name]} here.",
                "put new chapters after all that were frozen, and leave those in their order",
                "frozen-chapter",
            )


def _accepted(table: Table) -> Accepted:
    accepted = Accepted(
        law=table.text("law"),
        why=table.text("why"),
        by=table.text("by"),
        on=table.date("on"),
        line=table.file.line_of((*table.path, "law"))[0],
    )
    table.finish()
    return accepted


def _editions(
    root: Path, parts: tuple[Part, ...], problems: list[Finding]
) -> tuple[Edition, ...]:
    editions = []
    for path in sorted((root / "handbook/editions").glob("*.toml")):
        file = TomlFile(root, path.relative_to(root).as_posix(), problems)
        top = file.root_table()
        audience = top.choice("audience", list(Audience), Audience.PARTICIPANTS.value)
        known = audience in list(Audience)
        carrier = top.choice("for", list(Carrier), "")
        editions.append(
            Edition(
                name=path.stem,
                title=top.text("title"),
                audience=Audience(audience) if known else Audience.PARTICIPANTS,
                language=top.choice("language", LANGUAGES),
                paper=top.choice("paper", ["A4"], "A4"),
                chapters=_chosen(root, top, parts),
                accepted=tuple(_accepted(table) for table in top.tables("accepted")),
                cards=top.choice("cards", CARDS, "A4" if carrier else ""),
                carrier=Carrier(carrier) if carrier in list(Carrier) else None,
            )
        )
        top.finish()
    # The whole book first, then what is cut from it, and cards last.
    carriers = [*Carrier, None]
    return tuple(
        sorted(
            editions,
            key=lambda e: (
                bool(e.cards), carriers.index(e.carrier), e.audience, -len(e.chapters), e.name
            ),
        )
    )


def _chosen(root: Path, top: Table, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return the chapters an edition names, or those for its readers and the annexes, or all."""
    names = [chapter.name for part in parts for chapter in part.chapters]
    named = top.texts("chapters", tuple(names))
    for name in named:
        if name not in names:
            top.file.report_word(
                ("chapters",), name, f"The book has no chapter '{name}'.",
                f"write one of its chapters. {near_misses(name, names)}", "unknown-chapter",
            )
    if "readers" not in top:
        return tuple(name for name in names if name in named)
    readers = top.choices("readers", list(Role))
    if "chapters" in top:
        top.report(
            "readers", "This edition names both its chapters and its readers.",
            "take out one of the two: readers choose the chapters by their setting audience",
            "two-choices",
        )
    return tuple(
        chapter.name
        for part in parts
        for chapter in part.chapters
        if part.are_annexes or readers_of(root / f"{chapter.docname}.md").intersection(readers)
    )
