"""Painted sheets joined into one file: pages, links, bookmarks, fonts and one structure tree.

WeasyPrint's own writer makes the file from the painted pages: it is given pages that are already
painted, fonts that hold what all sheets used, and a structure tree in the place of its own
(`weasyprint.pdf.add_tags`, see decision 0012).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint import DEFAULT_OPTIONS
from weasyprint.document import Document
from weasyprint.pdf import VARIANTS, generate_pdf
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key

from build_tools.errors import HandbookError
from build_tools.pdf.painting import COLOUR_PROFILE, Face, Gap, Painted, PaintedPage
from build_tools.pdf.structure import Link, Node
from build_tools.pdf.writing import LEVEL, written

_VARIANT = "pdf/a-2a"


def joined(
    sheets: Sequence[Painted],
    title: str,
    language: str,
    finish: Callable[[Any, Any], None],
) -> bytes:
    """Write the file that these sheets make; `finish(document, pdf)` is called at its end."""
    configuration = FontConfiguration()
    document = Document(
        [
            _Written(page, label)
            for sheet in sheets
            for label, page in enumerate(sheet.pages, sheet.first_label)
        ],
        DocumentMetadata(title=title, lang=language),
        None,
        configuration,
        {},
        "srgb",
    )
    document.fonts.update(_fonts(sheets, configuration))

    _function, wanted = VARIANTS[_VARIANT]
    options = {**DEFAULT_OPTIONS, "pdf_variant": _VARIANT, "uncompressed_pdf": True}
    options = {k: wanted.get(k) if value is None else value for k, value in options.items()}
    with _structure_of(sheets):
        pdf = generate_pdf(document, None, 1, **options)
    _add_resources(pdf, document, sheets)
    finish(document, pdf)
    return written(pdf)


class _Written:
    """A painted page in the place of one that WeasyPrint would paint."""

    def __init__(self, page: PaintedPage, label: int) -> None:
        self._page = page
        self._label = label

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, _scale: float) -> None:
        """Put in what was painted, the digits in their gaps."""
        for gap in self._page.gaps:
            if gap.anchor is None:
                gap.digits = str(self._label)
        pieces = (p.content if isinstance(p, Gap) else p for p in self._page.content)
        stream.stream[:] = [zlib.compress(b"\n".join(pieces), LEVEL)]
        stream.compress = False
        stream.extra["Filter"] = "/FlateDecode"


def _fonts(sheets: Sequence[Painted], configuration: Any) -> dict[str, Any]:
    """Return the fonts of the file, each with all that any sheet used of it."""
    fonts: dict[str, Any] = {}
    for sheet in sheets:
        for name, face in sheet.faces.items():
            if name not in fonts:
                fonts[name] = _font(name, face, configuration)
            fonts[name].widths.update(face.widths)
            for glyph, letters in face.letters.items():
                fonts[name].to_unicode.setdefault(glyph, letters)
    return fonts


def _font(name: str, face: Face, configuration: Any) -> Any:
    """Find the font that a sheet used.

    :raises HandbookError: if another is found in its place.
    """
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    family = ffi.new("char[]", face.family.encode())
    pango.pango_font_description_set_family(wanted, family)
    pango.pango_font_description_set_style(wanted, face.style)
    pango.pango_font_description_set_weight(wanted, face.weight)
    pango.pango_font_description_set_absolute_size(wanted, face.size * TO_UNITS)
    fonts = configuration.font_map
    context = ffi.gc(pango.pango_font_map_create_context(fonts), gobject.g_object_unref)
    found = ffi.gc(pango.pango_font_map_load_font(fonts, context, wanted), gobject.g_object_unref)
    _key, description, size = get_pango_font_key(found)
    font = Font(found, description, size)
    if font.hash != name:
        raise HandbookError(f"The typeface {face.family} of a page was not found again.")
    return font


def _add_resources(pdf: Any, document: Any, sheets: Sequence[Painted]) -> None:
    """Give the pages of each sheet the states, drawings and patterns they were painted with."""
    pages = iter(pdf.page_references)
    profile = document.color_profiles["srgb"].pdf_reference
    if profile != COLOUR_PROFILE:
        raise HandbookError(f"The colour profile is object {profile!r} of the file.")
    images: dict[bytes, bytes] = {}
    for sheet in sheets:
        own = None
        for _page in sheet.pages:
            page = pdf.objects[int(next(pages).split()[0])]
            common = pdf.objects[int(page["Resources"].split()[0])]
            if own is None:
                own = _referenced(pdf, sheet.resources, common, images)
            page["Resources"] = own


def _referenced(pdf: Any, resources: Any, common: Any, images: dict[bytes, bytes]) -> Any:
    """Write resources and all they hold, and return where they stand; equal images once."""
    for name, drawing in resources["XObject"].items():
        if "Resources" in drawing.extra:
            drawing.extra["Resources"] = _referenced(
                pdf, drawing.extra["Resources"], common, images
            )
            pdf.add_object(drawing)
            resources["XObject"][name] = drawing.reference
        else:
            resources["XObject"][name] = _image(pdf, drawing, images)
    for name, pattern in resources["Pattern"].items():
        if "Resources" in pattern.extra:
            pattern.extra["Resources"] = _referenced(
                pdf, pattern.extra["Resources"], common, images
            )
        pdf.add_object(pattern)
        resources["Pattern"][name] = pattern.reference
    for name, shading in resources["Shading"].items():
        pdf.add_object(shading)
        resources["Shading"][name] = shading.reference
    for state in resources["ExtGState"].values():
        if "SMask" in state and "G" in state["SMask"]:
            state["SMask"]["G"] = resources["XObject"][state["SMask"]["G"]]
    resources["ColorSpace"] = common["ColorSpace"]
    resources["Font"] = common["Font"]
    pdf.add_object(resources)
    return resources.reference


def _image(pdf: Any, image: Any, images: dict[bytes, bytes]) -> bytes:
    """Write an image, unless one like it is there, and return where it stands."""
    mask = image.extra.pop("SMask", None)
    looks = sha256(image.data + (mask.data if mask else b"")).digest()
    if looks not in images:
        if mask:
            pdf.add_object(mask)
            image.extra["SMask"] = mask.reference
        pdf.add_object(image)
        images[looks] = image.reference
    return images[looks]


@contextmanager
def _structure_of(sheets: Sequence[Painted]) -> Iterator[None]:
    """Let WeasyPrint write the structure of these sheets while a file is made."""

    def add_structure(pdf: Any, document: Any, _version: Any, _streams: Any) -> None:
        _StructureWriter(pdf).write(sheets)
        pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        pdf.catalog["Lang"] = pydyf.String(document.metadata.lang)

    own = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = add_structure
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = own


class _Element:
    """An object of the file, written at once: a book has tens of thousands of elements."""

    free = "n"
    number = 0
    data = b""


class _StructureWriter:
    """Writes the elements of all sheets below one, and the map from marks to elements."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references
        self._owners: list[dict[int, bytes]] = [{} for _page in self._pages]
        self._annotations: list[tuple[bytes, Any]] = []
        self._notes = 0
        self._first_page = 0

    def write(self, sheets: Sequence[Painted]) -> None:
        """Write the structure tree (ISO 32000-1, 14.7.2)."""
        parents = pydyf.Dictionary({"Nums": pydyf.Array()})
        root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document"})
        for item in (parents, root, document):
            self._pdf.add_object(item)
        document["P"] = root.reference
        document["K"] = pydyf.Array()
        for sheet in sheets:
            for node in sheet.structure.kids:
                document["K"].append(self._element(node, document.reference))
            self._first_page += len(sheet.pages)
        root["K"] = pydyf.Array([document.reference])
        root["ParentTree"] = parents.reference
        for number, owner in enumerate(self._owners):
            marks = range(max(owner, default=-1) + 1)
            parents["Nums"] += [number, pydyf.Array(owner.get(mark, "null") for mark in marks)]
        for number, (element, annotation) in enumerate(self._annotations, len(self._owners)):
            parents["Nums"] += [number, element]
            annotation["StructParent"] = number
        root["ParentTreeNextKey"] = len(self._owners) + len(self._annotations)
        self._pdf.catalog["StructTreeRoot"] = root.reference

    def _element(self, node: Node, parent: bytes) -> bytes:
        """Write a node and what is below it, and return where it stands."""
        element = _Element()
        self._pdf.add_object(element)
        reference = b"%d 0 R" % element.number
        facts = [b"/Type /StructElem /S /%b /P %b" % (node.tag.encode(), parent)]
        own_page = next((kid[0] for kid in node.kids if isinstance(kid, tuple)), None)
        if own_page is not None:
            facts.append(b"/Pg " + self._pages[self._first_page + own_page])
        kids: list[bytes] = []
        for kid in node.kids:
            if isinstance(kid, Node):
                kids.append(self._element(kid, reference))
                continue
            page, content = kid
            if isinstance(content, Link):
                if content.link_annotation is not None:
                    kids.append(self._link(content, page, reference))
                continue
            self._owners[self._first_page + page][content] = reference
            kids.append(b"%d" % content if page == own_page else self._mark(content, page))
        facts.append(b"/K [%b]" % b" ".join(kids))
        more = dict(node.extra)
        if node.attributes:
            more["A"] = pydyf.Dictionary(node.attributes)
        if node.tag == "Note":
            self._notes += 1
            more["ID"] = pydyf.String(f"note-{self._notes}")
        element.data = b"<<%b%b" % (b" ".join(facts), pydyf.Dictionary(more).data[2:])
        return reference

    def _mark(self, mark: int, page: int) -> bytes:
        where = self._pages[self._first_page + page]
        return b"<</Type /MCR /Pg %b /MCID %d>>" % (where, mark)

    def _link(self, link: Link, page: int, element: bytes) -> bytes:
        annotation = link.link_annotation
        annotation["Contents"] = pydyf.String(link.words)
        self._annotations.append((element, annotation))
        where = self._pages[self._first_page + page]
        return b"<</Type /OBJR /Obj %b /Pg %b>>" % (annotation.reference, where)
