import base64
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from PIL import Image

from build_tools.checks.texts_of_outputs import output_findings, texts_of
from build_tools.model import EmbeddedFile, Finding, OutputText

SECRET = "AA1234567"
INVENTORY = b"# Sphinx inventory version 2\n# zlib.\n"
HTML = "<!doctype html>\n<title>A</title>\n<p>Text.</p>\n"


def found_in(name: str, content: bytes, folder: Path) -> list[Finding]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return list(output_findings(folder, (), no_pdf))


def no_pdf(content: bytes) -> Iterator[OutputText | EmbeddedFile]:
    yield OutputText("page 12", content.decode())
    yield EmbeddedFile("form.txt", f"Also {SECRET}".encode())


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def picture(kind: str, **notes: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, kind, **notes)
    return out.getvalue()


def exif(**notes: object) -> Image.Exif:
    made = Image.Exif()
    made[0x010E] = notes.get("description", "")
    if "place" in notes:
        made[0x8825] = notes["place"]
    return made


def archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def font() -> bytes:
    made, out = FontBuilder(1000), io.BytesIO()
    made.setupGlyphOrder([".notdef"])
    made.setupCharacterMap({})
    made.setupNameTable({"familyName": "Test", "designer": f"made by {SECRET}"})
    made.save(out)
    return out.getvalue()


def xmp() -> bytes:
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", f"<p>Her card {SECRET}</p>".encode()),
        ("a.html", f"<p>Her card AA<b>12345</b>67{SECRET[9:]}</p>".encode()),
        ("a.html", b"<p>Her card AA&#49;234567</p>"),
        ("a.html", f"<img alt='Card {SECRET}'>".encode()),
        ("a.html", f"<a href='x.html?card={SECRET[:2]}%20' title='{SECRET}'>x</a>".encode()),
        ("a.html", f"<!-- {SECRET} -->".encode()),
        ("a.html", f"<script>var card = '{SECRET}'</script>".encode()),
        ("a.svg", f"<svg><title>{SECRET}</title></svg>".encode()),
        ("searchindex.js", f'Search.setIndex({{"titles":["{SECRET}"]}})'.encode()),
        ("searchindex.js", b'Search.setIndex({"titles":["@ishbor_dubai"]})'),
        ("a.js", f"var x = '{SECRET}'".encode()),
        ("searchindex.js", f'["{escaped("Каримова Дилноза Рустамовна")}"]'.encode()),
        ("a.html", b"<a href='mailto:dilnoza%40mail.example'>x</a>"),
        ("a.html", f"<img src='data:text/plain;base64,{coded(SECRET)}'>".encode()),
        ("a.css", f"/* {SECRET} */".encode()),
        ("a.json", f'{{"a": "{SECRET}"}}'.encode()),
        ("a.txt", SECRET.encode()),
        ("a.txt", ("\ufeff" + SECRET).encode("utf-16-le")),
        ("objects.inv", INVENTORY + zlib.compress(SECRET.encode())),
        ("sitemap.xml.gz", gzip.compress(SECRET.encode())),
        ("site.zip", archive("a.txt", SECRET.encode())),
        ("site.zip", archive("b/site.zip", archive("a.html", f"<p>{SECRET}".encode()))),
        ("site.zip", archive(f"{SECRET}.txt", b"")),
        ("book.epub", archive("a.xhtml", f"<p>{SECRET}</p>".encode())),
        ("Karimova_Dilnoza_Rustam_qizi.txt", b""),
        (f"files/{SECRET}.txt", b""),
        ("a.jpg", picture("JPEG", exif=exif(description=SECRET))),
        ("a.jpg", picture("JPEG", comment=SECRET.encode())),
        ("a.jpg", picture("JPEG", xmp=xmp())),
        ("a.png", picture("PNG", exif=exif(description=SECRET))),
        ("a.webp", picture("WEBP", exif=exif(description=SECRET))),
        ("a.tiff", picture("TIFF", exif=exif(description=SECRET))),
        ("font.ttf", font()),
        ("a.bin", b"\xff\xfe\x00\x81 " + SECRET.encode() + b" \xff"),
    ],
)
def test_an_identifier_is_found_in_every_kind_of_file(
    name: str, content: bytes, tmp_path: Path
) -> None:
    assert found_in(name, content, tmp_path)


def test_the_place_where_a_picture_was_taken_is_found(tmp_path: Path) -> None:
    place = {1: "N", 2: (41.0, 18.0, 39.0), 3: "E", 4: (69.0, 14.0, 24.0)}
    findings = found_in("a.jpg", picture("JPEG", exif=exif(place=place)), tmp_path)
    assert [f.code for f in findings] == ["coordinates"]


def test_a_pdf_is_read_by_whoever_can_and_so_are_its_files(tmp_path: Path) -> None:
    findings = found_in("book.pdf", f"%PDF-1.7 {SECRET}".encode(), tmp_path)
    assert [f.path for f in findings] == ["book.pdf, page 12", "book.pdf, form.txt"]


def test_a_finding_in_a_page_names_its_line(tmp_path: Path) -> None:
    (finding,) = found_in("a.html", f"{HTML}<p>One.\n\nTwo {SECRET}</p>".encode(), tmp_path)
    assert (finding.path, finding.line) == ("a.html", 6)


def test_cells_of_a_table_are_not_read_as_one(tmp_path: Path) -> None:
    row = "<table><tr><td>90</td><td>123-45</td><td>67</td></tr></table>"
    assert found_in("a.html", row.encode(), tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", "<svg><path d='M41.31115,69.27974 L12.34567,13.45678'/></svg>"),
        ("a.html", "<link href='_static/styles.css?v=01a123bc'><style>@media print {}</style>"),
        ("a.css", "@media print { a { color: red } } @page :first { margin: 0 }"),
        ("a.js", "/** @param {string} value\n * @return {number} */"),
        ("a.html", HTML),
    ],
)
def test_what_only_machines_read_is_no_identifier(name: str, content: str, tmp_path: Path) -> None:
    assert found_in(name, content.encode(), tmp_path) == []


def test_texts_name_where_they_stand() -> None:
    texts = texts_of("a.zip", archive("b.html", b"<p title='x'>y</p>"), no_pdf)
    places = [text.where for text in texts]
    assert places[-2:] == ["a.zip, b.html", "a.zip, b.html, labels and links"]
