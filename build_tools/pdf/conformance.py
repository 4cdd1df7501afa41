"""The finished file: PDF/A-2a and PDF/UA-1 at once, page labels, small and reproducible.

Rules: ISO 19005-2 (PDF/A-2, 6.6.2 metadata, 6.6.2.3.3 extension schemas), ISO 14289-1 (PDF/UA-1,
clause 5: the identification schema), ISO 32000-1, 12.4.2 (page labels).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pydyf

from build_tools.model import Book
from build_tools.pdf.fonts import letters_read_from


@dataclass(frozen=True)
class Metadata:
    """What the file says of itself."""

    title: str
    author: str
    subject: str
    language: str
    created: str
    """An ISO date."""

    @classmethod
    def of(cls, book: Book, title: str, language: str) -> Metadata:
        """Return what a file of a book says of itself."""
        return cls(
            title=title,
            author=", ".join(book.authors) or book.publisher,
            subject=book.subtitle,
            language=language,
            created=book.date.isoformat(),
        )


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creator}<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>
</dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{created}T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>{created}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def finisher(metadata: Metadata, front_pages: int) -> Callable[[Any, Any], None]:
    """Return the function WeasyPrint calls before it writes the file.

    Roman page labels for `front_pages` pages, if there are any, Arabic from 1 after them.
    """

    def finish(document: Any, pdf: Any) -> None:
        number = int(str(pdf.catalog["Metadata"].decode()).split()[0])
        stream = pdf.objects[number]
        stream.stream = [_xmp(metadata, pdf).encode()]
        stream.compress = False
        if metadata.author:
            pdf.info["Author"] = pydyf.String(metadata.author)
        pdf.info["Subject"] = pydyf.String(metadata.subject)
        for key in ("CreationDate", "ModDate"):
            pdf.info[key] = pydyf.String(f"D:{metadata.created.replace('-', '')}000000Z")
        front = [0, pydyf.Dictionary({"S": "/r"})] if front_pages else []
        labels = pydyf.Array([*front, front_pages, pydyf.Dictionary({"S": "/D"})])
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})
        pdf.catalog["PageMode"] = "/UseOutlines"
        _set_letters_of_glyphs(pdf, letters_read_from(metadata.language))

    return finish


def _set_letters_of_glyphs(pdf: Any, letters: Mapping[str, str]) -> None:
    """Let a glyph that signs share read as one of them, not as the first that was printed.

    ISO 32000-1, 9.10.3: each line of a font's ToUnicode map is `<glyph> <letters in UTF-16>`.
    """
    codes = {
        f"<{ord(sign):04x}>".encode(): f"<{ord(to):04x}>".encode() for sign, to in letters.items()
    }
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and b"begincmap" in item.stream:
            pairs = [line.partition(b" ") for line in item.stream]
            item.stream = [glyph + space + codes.get(code, code) for glyph, space, code in pairs]


def _xmp(metadata: Metadata, pdf: Any) -> str:
    creator = (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(metadata.author)}</rdf:li></rdf:Seq></dc:creator>\n"
        if metadata.author
        else ""
    )
    return _XMP.format(
        title=escape(metadata.title),
        creator=creator,
        subject=escape(metadata.subject),
        language=metadata.language,
        created=metadata.created,
        producer=escape(str(pdf.info["Producer"].string)),
    )
