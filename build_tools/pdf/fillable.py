"""A form as a file of its own that can be filled in: PDF/UA-1 with named fields.

Fields cannot stand in the book: they need their whole typeface, which PDF/A wants cut down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import weasyprint

from build_tools.errors import OutputError
from build_tools.pdf.fetch import ProjectFetcher
from build_tools.pdf.templates import page_templates, stylesheet


@dataclass(frozen=True)
class FillableForm:
    """A form: its name, its words as HTML with fields, and where it stands in the book."""

    name: str
    title: str
    place: str
    """The paragraph before it, in words."""
    address: str
    html: str


def fillable(
    form: FillableForm,
    root: Path,
    design: Path,
    colours: Mapping[str, str],
    words: Mapping[str, str],
    language: str,
) -> bytes:
    """Return the form as a PDF/UA-1 file (ISO 14289-1, 7.18: each field has a name to be read).

    :raises OutputError: if the form asks for something outside the project.
    """
    template = page_templates(design).get_template("form.html")
    style = stylesheet(design / "css", colours)
    html = template.render(form=form, words=words, language=language)
    fetcher = ProjectFetcher(root, colours)
    document = weasyprint.HTML(string=html, base_url=root.as_uri() + "/", url_fetcher=fetcher)
    sheet = weasyprint.CSS(string=style, base_url=root.as_uri() + "/", url_fetcher=fetcher)
    made: bytes = document.write_pdf(
        stylesheets=[sheet], pdf_variant="pdf/ua-1", pdf_forms=True, pdf_identifier=b"form"
    )
    if fetcher.refused:
        raise OutputError(fetcher.refused[0])
    return made
