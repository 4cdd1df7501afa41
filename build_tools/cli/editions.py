"""`handbook editions`: what can be built."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from build_tools.cli.project import project_root
from build_tools.folders import outputs_folder
from build_tools.load import load_book
from build_tools.model import Edition


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def editions(form: str) -> None:
    """List the editions of the book: name, language, audience, paper, chapters.

    As JSON, each row says as well with which command its PDF is made and where that stands: rows
    can be built on machines of their own. Those with the same `reads` share one reading.
    """
    known = load_book(project_root()).editions
    if form == "json":
        facts = [_row(edition) for edition in known]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        return
    for edition in known:
        count = len(edition.chapters)
        chapters = f"{count} chapter{'' if count == 1 else 's'}"
        paper = edition.paper
        if edition.cards not in ("", paper):
            paper = f"cards of {edition.cards} on {paper}"
        words = (edition.language, edition.audience, paper, chapters)
        click.echo(f"{edition.name:16} {edition.title} ({', '.join(words)})")


def _row(edition: Edition) -> dict[str, Any]:
    """Return what an edition is and what it needs, so that it can be built by itself."""
    folder = outputs_folder(Path(), edition.language, edition.audience)
    return {
        **asdict(edition),
        "reads": f"{edition.language}-{edition.audience}",
        "command": f"handbook build pdf --edition {edition.name} --language {edition.language}",
        "makes": f"{folder.as_posix()}/pdf/{edition.name}.pdf",
    }
