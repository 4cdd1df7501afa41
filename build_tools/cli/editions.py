"""`handbook editions`: what can be built."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from build_tools.cli.project import project_root
from build_tools.load import load_book


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def editions(form: str) -> None:
    """List the editions of the book: name, language, audience, paper, chapters."""
    known = load_book(project_root()).editions
    if form == "json":
        facts = [asdict(edition) for edition in known]
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        return
    for edition in known:
        count = len(edition.chapters)
        chapters = f"{count} chapter{'' if count == 1 else 's'}"
        paper = f"cards of {edition.cards} on {edition.paper}" if edition.cards else edition.paper
        words = (edition.language, edition.audience, paper, chapters)
        click.echo(f"{edition.name:16} {edition.title} ({', '.join(words)})")
