"""Annexes made from the book itself: `{register} treaties`, and other things it can list.

treaties, cases, changes come from the registry; law, checklists, carried (checklists by who
carries them), forms and (for trainers) answers from the chapters; `repeat` shows a table of
another chapter again. Nothing in them is typed twice, and nothing goes stale.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.nodes import Node
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from build_tools.citations import provision_names
from build_tools.model import (
    Amendment,
    Authority,
    Book,
    Carrier,
    Case,
    Chapter,
    FormFolder,
    Rank,
    Stage,
    Verification,
)
from build_tools.sphinx_ext.authority_entries import checked_mark
from build_tools.sphinx_ext.book import book_of, chapters_of_edition
from build_tools.sphinx_ext.boxes import box_name
from build_tools.sphinx_ext.by_document import ByDocument
from build_tools.sphinx_ext.cases import cases_of, particulars
from build_tools.sphinx_ext.chapter_facts import chapter_facts, long_date, readers
from build_tools.sphinx_ext.law import authorities_of, mark_points
from build_tools.sphinx_ext.made_tables import group_row, parsed, row_of, table_of
from build_tools.sphinx_ext.withheld import is_for_trainers
from build_tools.training.taught import read_taught

_ = get_translation("handbook")
_REGISTERS = ("treaties", "cases", "changes", "law", "checklists", "carried", "forms", "answers")
Cells = Iterable[Iterable[Node]]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the boxes, what fills them, and what tells that a list has changed."""
    app.add_node(register_place)
    app.add_directive("register", Register)
    app.add_directive("repeat", Repeat)
    app.add_post_transform(FilledRegistersOfEdition)
    app.add_post_transform(FilledRegisters)
    app.add_domain(BoxesFound)
    app.connect("doctree-read", _note_boxes, priority=710)
    app.connect("handbook-printed", _what_registers_print)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class register_place(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The place of a register that is filled when pages are written."""


class Register(SphinxDirective):
    """Print one of the registers."""

    required_arguments = 1
    choices: ClassVar = _REGISTERS

    def run(self) -> list[Node]:
        """Leave the place of the register."""
        kind = self.arguments[0]
        if kind not in _REGISTERS:
            return []
        if kind == "answers":
            return self._answers() if is_for_trainers(self.config) else []
        _boxes(self.env).pages[self.env.docname] = True
        return [register_place("", kind=kind)]

    def _answers(self) -> list[Node]:
        """List the right answer of each self-test question, and why: for trainers only."""
        book: Book = self.config.handbook_book
        rows: list[nodes.row] = []
        for chapter in _without_annexes(book, book.chapters):
            path = f"{chapter.docname}.md"
            self.env.note_dependency(path)
            text = (Path(self.env.srcdir) / path).read_text("utf-8-sig", "replace")
            taught = read_taught(chapter, text)
            items = [item for item in taught.items if not item.is_for_tests]
            if items:
                rows.append(group_row([nodes.Text(f"{chapter.number}\u2002{taught.title}")], 3))
            for item in items:
                right = [(o.words, o.feedback) for o in item.options if o.is_right]
                right += [(f"{left} – {place}", "") for left, place in item.pairs]
                rows.append(
                    row_of(
                        [
                            [nodes.paragraph("", f"{chapter.number}.{item.number}")],
                            [nodes.paragraph("", "", *parsed(self, w)) for w, _why in right],
                            [nodes.paragraph("", "", *parsed(self, y)) for _w, y in right if y],
                        ]
                    )
                )
        heads = [str(head) for head in (_("Question"), _("Right answer"), _("Why, and where"))]
        return [table_of(heads, (12, 44, 44), rows)] if rows else []


class Repeat(SphinxDirective):
    """Show a table of another chapter again, by its label."""

    required_arguments = 1

    def run(self) -> list[Node]:
        """Leave the place of the table, under a line that names it and leads to it."""
        label = self.arguments[0]
        link, messages = self.parse_inline(f"{{numref}}`{label}`", lineno=self.lineno)
        _boxes(self.env).pages[self.env.docname] = True
        place = register_place("", kind="repeat", label=label)
        return [nodes.paragraph("", "", *link, *messages), place]


@dataclass(frozen=True)
class BoxAt:
    """A checklist or a form, and the paragraph before it."""

    kind: str
    anchor: str
    title: str
    paragraph: str
    carriers: tuple[Carrier, ...]
    stage: Stage
    """The stage of the case at which a checklist is carried."""
    folder: str
    """What a form is filled in for."""


class BoxesFound(ByDocument):
    """The checklists and forms of each document, and the documents that hold a register."""

    name = "handbook-registers"
    label = "Registers"
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"found": {}, "pages": {}}

    @property
    def pages(self) -> dict[str, bool]:
        """The documents that hold a register."""
        return cast("dict[str, bool]", self.data["pages"])

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        super().clear_doc(docname)
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: Any, otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader found in its documents."""
        super().merge_domaindata(docnames, otherdata)
        self.pages.update({n: True for n in otherdata["pages"] if n in docnames})


def _boxes(env: BuildEnvironment) -> BoxesFound:
    return cast("BoxesFound", env.get_domain(BoxesFound.name))


def _note_boxes(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the checklists and forms of a chapter, each with the paragraph before it."""
    paragraph, found = "", []
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.paragraph):
            paragraph = node.get("number", paragraph)
        elif isinstance(node, nodes.container) and node["ids"]:
            for kind in ("checklist", "form"):
                if f"box-{kind}" in node["classes"]:
                    found.append(
                        BoxAt(
                            kind,
                            node["ids"][0],
                            box_name(node),
                            paragraph,
                            tuple(node.get("carriers", ())),
                            node.get("stage", Stage.REPORT),
                            node.get("folder", ""),
                        )
                    )
    _boxes(app.env).found[app.env.current_document.docname] = tuple(found)


def _what_registers_print(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    """Return what the registers print, for each page that holds one."""
    chapters = book_of(app).chapters
    found = _boxes(env)
    facts = [(c.docname, chapter_facts(env, c.docname)) for c in chapters]
    words = repr((facts, [found.found.get(chapter.docname) for chapter in chapters]))
    return dict.fromkeys(found.pages, words)


class FilledRegisters(SphinxPostTransform):
    """Fill each register, before references are resolved (10)."""

    default_priority: ClassVar[int] = 5

    def run(self, **kwargs: Any) -> None:
        """Put the table in the place of each register."""
        made: dict[str, Callable[[], nodes.table]] = {
            "treaties": self._treaties,
            "cases": self._cases,
            "changes": self._changes,
            "law": self._law,
            "checklists": self._checklists,
            "carried": self._carried,
            "forms": self._forms,
        }
        for place in list(self.document.findall(register_place)):
            if place["kind"] == "repeat":
                place.replace_self(self._repeated(place["label"]))
            else:
                place.replace_self(made[place["kind"]]())

    def _repeated(self, label: str) -> list[Node]:
        """Copy a table without its number and names, and without the links of its citations."""
        docname, anchor = self.env.domains.standard_domain.anonlabels.get(label, ("", ""))
        if not docname:
            return []  # The link above is told to lead nowhere.
        tables = self.env.get_doctree(docname).findall(nodes.table)
        table = next((table for table in tables if anchor in table["ids"]), None)
        if table is None:
            return []
        copy = table.deepcopy()
        mark_points(copy)
        for title in list(copy.findall(nodes.title)):
            title.parent.remove(title)
        for node in list(copy.findall(nodes.Element)):
            node["ids"], node["names"] = [], []
            if isinstance(node, addnodes.pending_xref):
                node["refdoc"] = self.env.current_document.docname
            elif isinstance(node, nodes.reference):  # to the list of its own chapter
                node.replace_self(nodes.inline("", "", *node.children))
        copy["classes"].append("made")
        return [copy]

    def _held(self) -> tuple[Chapter, ...]:
        """Return the chapters that are looked at, and the annexes."""
        return cast("Book", self.config.handbook_book).chapters

    def _chapters(self) -> tuple[Chapter, ...]:
        """Return the chapters that are listed, annexes aside."""
        return _without_annexes(self.config.handbook_book, self._held())

    def _treaties(self) -> nodes.table:
        known = authorities_of(self.config).values()
        treaties = sorted(
            (one for one in known if one.rank is Rank.TREATY),
            key=lambda one: (one.date or dt.date.max, one.title.en),
        )
        heads = (_("Instrument"), _("Date"), _("Uzbekistan"), _("Text"))
        rows = (row_of(_in_paragraphs(self._treaty(one))) for one in treaties)
        return _table(heads, (34, 16, 34, 16), rows)

    def _treaty(self, treaty: Authority) -> Cells:
        yield [nodes.Text(treaty.title.of(self.config.language))]
        yield [nodes.Text(long_date(treaty.date.isoformat()) if treaty.date else "–")]
        if party := treaty.party:
            absent = party.verification is Verification.ABSENT
            mark = [] if absent else [checked_mark(party.verification)]
            yield [nodes.Text(f"{party.status} "), *mark]
        else:
            yield [nodes.Text(_("status not checked"))]
        if treaty.verification is Verification.ABSENT:
            yield [nodes.Text(_("Looked for and not found"))]
        else:
            yield [checked_mark(treaty.verification)]

    def _cases(self) -> nodes.table:
        cases = sorted(cases_of(self.config).values(), key=lambda case: case.title)
        heads = (_("Case"), _("What it decides"), _("Force"), _("Checked"))
        rows = (row_of(_in_paragraphs(self._case(case))) for case in cases)
        return _table(heads, (36, 38, 13, 13), rows)

    def _case(self, case: Case) -> Cells:
        yield [nodes.emphasis("", case.title), nodes.Text(f". {particulars(case)}.")]
        yield [nodes.Text(case.point)]
        yield [nodes.Text(_(case.standing.value))]
        yield [checked_mark(case.verification)]

    def _changes(self) -> nodes.table:
        known = authorities_of(self.config)
        changes = [(one, change) for one in known.values() for change in one.amendments]
        changes.sort(key=lambda pair: (pair[1].on or dt.date.min, pair[0].name), reverse=True)
        heads = (_("Day"), _("Law"), _("What changed"), _("Checked"))
        rows = (row_of(_in_paragraphs(self._change(*pair))) for pair in changes)
        return _table(heads, (15, 30, 41, 14), rows)

    def _change(self, authority: Authority, change: Amendment) -> Cells:
        language = self.config.language
        named = provision_names(authority, change.provisions, language)
        title = authority.short_title.of(language)
        yield [nodes.Text(long_date(change.on.isoformat()) if change.on else _("not confirmed"))]
        yield [nodes.Text(f"{title}, {named}" if named else title)]
        yield [nodes.Text(change.what)]
        yield [checked_mark(change.verification)]

    def _law(self) -> nodes.table:
        heads = (_("Chapter"), _("For"), _("Law as at"), _("Status"))
        rows = (row_of(_in_paragraphs(self._facts(c))) for c in self._chapters())
        return _table(heads, (46, 24, 18, 12), rows)

    def _facts(self, chapter: Chapter) -> Cells:
        facts = chapter_facts(self.env, chapter.docname)
        status = _("draft") if facts.status == "draft" else _(facts.status)
        yield [nodes.Text(f"{chapter.number}\u2002{self.env.titles[chapter.docname].astext()}")]
        yield [nodes.Text(readers(facts))]
        yield [nodes.Text(long_date(facts.law_as_at))]
        yield [nodes.Text(status)]

    def _found(self, kind: str) -> Iterator[tuple[Chapter, BoxAt]]:
        for chapter in self._held():
            for box in _boxes(self.env).found[chapter.docname]:
                if box.kind == kind:
                    yield chapter, box

    def _grouped(
        self, groups: Iterable[tuple[str, Iterable[tuple[Chapter, BoxAt]]]]
    ) -> nodes.table:
        """List boxes under the heads of their groups; a group of none is left out."""
        rows: list[nodes.row] = []
        for head, members in groups:
            listed = [row_of(_in_paragraphs(self._box(*member))) for member in members]
            rows += [group_row([nodes.Text(head)], 2), *listed] if listed else []
        return _table((_("Title"), _("After")), (76, 24), rows)

    def _checklists(self) -> nodes.table:
        found = list(self._found("checklist"))
        return self._grouped(
            (self._head_of(chapter), [each for each in found if each[0] is chapter])
            for chapter in self._chapters()
        )

    def _head_of(self, chapter: Chapter) -> str:
        for_whom = readers(chapter_facts(self.env, chapter.docname))
        return f"{chapter.number}\u2002{self.env.titles[chapter.docname].astext()} ({for_whom})"

    def _carried(self) -> nodes.table:
        order = list(Stage)
        found = sorted(self._found("checklist"), key=lambda each: order.index(each[1].stage))
        return self._grouped(
            (head, [each for each in found if carrier in each[1].carriers])
            for carrier, head in (
                (Carrier.FIRST_RESPONDERS, str(_("First responder"))),
                (Carrier.INVESTIGATORS, str(_("Investigator"))),
                (Carrier.PROSECUTORS, str(_("Prosecutor"))),
                (Carrier.JUDGES, str(_("Judge"))),
            )
        )

    def _forms(self) -> nodes.table:
        found = list(self._found("form"))
        return self._grouped(
            (head, [each for each in found if each[1].folder == folder])
            for folder, head in (
                (FormFolder.PEOPLE, str(_("People: identification, protection, interview"))),
                (FormFolder.INVESTIGATION, str(_("Investigation"))),
                (FormFolder.PROSECUTION, str(_("Prosecution and cooperation"))),
                (FormFolder.COURT, str(_("Court"))),
                ("", str(_("Others"))),
            )
        )

    def _box(self, chapter: Chapter, box: BoxAt) -> Cells:
        yield [self._link(chapter, box.anchor, box.title or _("Untitled"))]
        if box.paragraph:
            words = _("para.\u00a0%s") % box.paragraph
            yield [self._link(chapter, f"p{box.paragraph}", words)]
        else:
            yield [nodes.Text("–")]

    def _link(self, chapter: Chapter, anchor: str, words: str) -> Node:
        return addnodes.pending_xref(
            "", nodes.inline("", words), refdomain="handbook", reftype="place",
            reftarget=f"{chapter.docname}#{anchor}", refdoc=self.env.current_document.docname,
            refexplicit=True,
        )


class FilledRegistersOfEdition(FilledRegisters):
    """Fill each register of a printed edition from its own chapters."""

    default_priority: ClassVar[int] = 4
    formats = ("print",)

    def _held(self) -> tuple[Chapter, ...]:
        return chapters_of_edition(self.config)


def _without_annexes(book: Book, chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    return tuple(chapter for chapter in chapters if not book.part_of(chapter).are_annexes)


def _in_paragraphs(cells: Cells) -> Iterator[list[Node]]:
    for cell in cells:
        yield [nodes.paragraph("", "", *cell)]


def _table(
    heads: Iterable[str], widths: tuple[int, ...], rows: Iterable[nodes.row]
) -> nodes.table:
    """Make a table without a title: the heading names it, and numbers were given before."""
    return table_of([str(head) for head in heads], widths, rows)
