"""The builder `handbook-forms`: each form of the book as a file that can be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Set
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import get_translation
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from build_tools.files import write_if_changed
from build_tools.model import Chapter
from build_tools.sphinx_ext.book import chapters_of_edition
from build_tools.sphinx_ext.boxes import box_name
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date
from build_tools.sphinx_ext.print_builder import PrintBuilder, Printed

_ = get_translation("handbook")
_logger = logging.getLogger(__name__)
_ROWS = 3
"""Lines that a field has in a file for each line it has on paper: type is closer than a hand."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder."""
    app.add_builder(FormsBuilder)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class FormsBuilder(PrintBuilder):
    """Write one PDF for each form, in the folder of its kind; the file's name is the form's id."""

    name = "handbook-forms"
    epilog = "The forms are in %(outdir)s; the name of each is its id."

    def write_documents(self, _docnames: Set[str]) -> None:
        """Write the files."""
        root = Path(self.srcdir)
        design = root / "handbook/design"
        notice = _("Review draft: no institution has approved this form.")
        words = {"notice": "" if self.config.handbook_final else str(notice)}
        with self.layout_engine():
            from build_tools.pdf.fillable import FillableForm, fillable

            for folder, name, title, place, address, html in self._forms():
                form = FillableForm(name, title, place, address, html)
                colours = self.config.handbook_design.light
                pdf = fillable(
                    form, root, design / "print", colours, words, self.config.language
                )
                path = Path(self.outdir) / folder / f"{name}.pdf"
                path.parent.mkdir(exist_ok=True)
                write_if_changed(path, pdf)
                self.tell_progress("layout", 1)

    def _forms(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Yield the folder, id, title, place, address and words of each form."""
        for chapter in chapters_of_edition(self.config):
            doctree = self.resolved(chapter)
            number = ""
            for node in doctree.findall(nodes.Element):
                if isinstance(node, nodes.paragraph):
                    number = node.get("number", number)
                elif isinstance(node, nodes.container) and "box-form" in node["classes"]:
                    name = node["ids"][0].rpartition("form-")[2]
                    place, address = self._place(chapter, number)
                    html = self._fields(node, chapter, doctree)
                    yield node["folder"], name, box_name(node) or name, place, address, html

    def _place(self, chapter: Chapter, number: str) -> tuple[str, str]:
        facts = chapter_facts(self.env, chapter.docname)
        where = _("para.\u00a0%s") % number if number else _("ch.\u00a0%s") % chapter.number
        law = _("law as at %s") % long_date(facts.law_as_at)
        address = f"{self.book.address}/{chapter.docname}.html{number and f'#p{number}'}"
        return f"{self.book.short_title}, {where}; {law}", address

    def _fields(self, box: nodes.container, chapter: Chapter, doctree: nodes.document) -> str:
        """Return the words of a form with fields in the places of squares and lines."""
        self.point(box, chapter, Printed())
        for link in list(box.findall(nodes.reference)):  # A label that is read aloud has no links.
            link.replace_self(nodes.inline("", "", *link.children))
        made = []
        count = 0
        for node in box.children[1:]:
            if not (isinstance(node, nodes.container) and "field-group" in node["classes"]):
                made.append(self.html_of([node], doctree))
                continue
            for field in node.children:
                count += 1
                made.append(self._field(field, f"f{count}", doctree))
        return "\n".join(made)

    def _field(self, field: nodes.Node, name: str, doctree: nodes.document) -> str:
        label, *rules = field.children
        words = self.html_of(label.children, doctree)
        said = escape(label.astext(), quote=True)
        kinds = field["classes"] if isinstance(field, nodes.Element) else []
        title = f'id="{name}" name="{name}" title="{said}"'
        tag = f'<label for="{name}">{words}</label>'
        if "field-tick" in kinds:
            field_tag = f'<input type="checkbox" {title}>'
            return f'<div class="field field-tick">{field_tag}{tag}</div>'
        if len(rules) > 1:
            area = f'<textarea {title} rows="{_ROWS * len(rules) // 2}"></textarea>'
            return f'<div class="field">{tag}{area}</div>'
        return f'<div class="field">{tag}<input type="text" {title}></div>'
