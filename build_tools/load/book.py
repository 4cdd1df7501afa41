"""`handbook/book.toml` and `handbook/editions`, checked against the chapter files."""

from __future__ import annotations

from pathlib import Path

from build_tools.errors import BookDataError, near_misses
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import Audience, Book, Chapter, Edition, Finding, Part


def load_book(root: Path) -> Book:
    """Read `handbook/book.toml` and the editions, and check them against the chapter files.

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
        language=top.text("language"),
        address=top.text("address").rstrip("/"),
        publisher=top.text("publisher", ""),
        authors=top.texts("authors", ()),
        reviewers=top.texts("reviewers", ()),
        text_licence=top.text("text-licence"),
        draft_notice=top.text("draft-notice"),
        parts=parts,
        editions=_editions(root, chapters, problems),
    )
    top.finish()
    _report_unlisted(root, file, chapters)
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return book


def _parts(root: Path, file: TomlFile, top: Table) -> tuple[Part, ...]:
    parts: list[Part] = []
    seen: dict[str, str] = {}
    number = 0
    for table in top.tables("part"):
        name, title = table.text("name"), table.text("title")
        chapters: list[Chapter] = []
        for chapter in table.texts("chapters"):
            path = f"chapters/{name}/{chapter}.md"
            where = (*table.path, "chapters")
            if chapter in seen:
                file.report_word(
                    where, chapter, f"The chapter '{chapter}' is listed twice.",
                    f"take it out here or in part '{seen[chapter]}'", "chapter-twice",
                )
                continue
            seen[chapter] = name
            if not (root / path).is_file():
                known = [p.stem for p in (root / "chapters").glob("*/*.md")]
                file.report_word(
                    where, chapter, f"The chapter '{chapter}' has no file {path}.",
                    f"create {path} or take the name out. {near_misses(chapter, known)}",
                    "missing-chapter",
                )
                continue
            number += 1
            chapters.append(Chapter(chapter, path.removesuffix(".md"), number))
        table.finish()
        parts.append(Part(name, title, tuple(chapters)))
    return tuple(parts)


def _report_unlisted(root: Path, file: TomlFile, chapters: tuple[Chapter, ...]) -> None:
    listed = {chapter.docname for chapter in chapters}
    for path in sorted((root / "chapters").glob("*/*.md")):
        docname = path.relative_to(root).as_posix().removesuffix(".md")
        mistyped = any(f.code == "missing-chapter" for f in file.problems)
        if docname not in listed and not mistyped:
            file.report(
                ("part",), f"The file {docname}.md is in no part of the book.",
                f'add "{path.stem}" to the chapters of the part \'{path.parent.name}\'',
                "unlisted-chapter",
            )


def _editions(
    root: Path, chapters: tuple[Chapter, ...], problems: list[Finding]
) -> tuple[Edition, ...]:
    editions = []
    names = [chapter.name for chapter in chapters]
    for path in sorted((root / "handbook/editions").glob("*.toml")):
        file = TomlFile(root, path.relative_to(root).as_posix(), problems)
        top = file.root_table()
        chosen = top.texts("chapters", tuple(names))
        audience = top.choice("audience", list(Audience), Audience.PARTICIPANTS.value)
        known = audience in list(Audience)
        for name in chosen:
            if name not in names:
                file.report_word(
                    ("chapters",), name, f"The book has no chapter '{name}'.",
                    near_misses(name, names), "unknown-chapter",
                )
        editions.append(
            Edition(
                name=path.stem,
                title=top.text("title"),
                audience=Audience(audience) if known else Audience.PARTICIPANTS,
                language=top.text("language"),
                paper=top.choice("paper", ["A4"], "A4"),
                chapters=tuple(name for name in names if name in chosen),
            )
        )
        top.finish()
    return tuple(editions)
