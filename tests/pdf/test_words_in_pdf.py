import io

import pikepdf
import pytest
from pikepdf import AttachedFileSpec, Dictionary, Name, OutlineItem, Stream
from PIL import Image

from build_tools.checks.privacy import privacy_findings
from build_tools.model import EmbeddedFile, OutputText
from build_tools.pdf.words_in_pdf import words_in_pdf


@pytest.fixture
def pdf() -> pikepdf.Pdf:
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(400, 200))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    text = b"BT /F1 12 Tf 20 100 Td [(AA12) -20 (34567)] TJ 0 -20 Td (below) Tj ET"
    page.Contents = Stream(made, text)
    return made


def read(pdf: pikepdf.Pdf) -> list[OutputText | EmbeddedFile]:
    out = io.BytesIO()
    pdf.save(out)
    return list(words_in_pdf(out.getvalue()))


def words(pdf: pikepdf.Pdf) -> str:
    return "\n".join(found.text for found in read(pdf) if isinstance(found, OutputText))


def test_words_of_a_page_are_joined(pdf: pikepdf.Pdf) -> None:
    page = read(pdf)[0]
    assert page == OutputText("page 1", "AA1234567\nbelow")


def test_bookmarks_and_metadata_are_read(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Глава о Дилнозе", 0))
    with pdf.open_metadata() as metadata:
        metadata["dc:description"] = "In the packet"
    pdf.docinfo["/Author"] = "Somebody"
    assert {"Глава о Дилнозе", "Somebody"} < set(words(pdf).splitlines())
    assert "In the packet" in words(pdf)


def test_bookmarks_beside_each_other_make_no_name(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        titles = ("The suspect may be a victim", "Self-test", "Exercises", "A victim", "Old Road")
        for title in titles:
            outline.root.append(OutlineItem(title, 0))
    assert "full-name" not in {found.code for found in privacy_findings("x", words(pdf), ())}


def test_descriptions_deep_in_the_file_are_read(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Contents=pikepdf.String("A note"))
    note.A = Dictionary(S=Name.URI, URI=pikepdf.String("https://t.me/somebody"))
    pdf.pages[0].Annots = pikepdf.Array([note])
    assert {"A note", "https://t.me/somebody"} < set(words(pdf).splitlines())


def test_attachments_are_files_with_a_name(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["list.txt"] = AttachedFileSpec(pdf, b"names", description="Of whom")
    assert EmbeddedFile("list.txt", b"names") in read(pdf)
    assert "list.txt\nOf whom" in words(pdf)


def test_a_photograph_keeps_the_notes_of_its_camera(pdf: pikepdf.Pdf) -> None:
    photograph = io.BytesIO()
    Image.new("RGB", (2, 2)).save(photograph, "JPEG", comment=b"taken at home")
    picture = Stream(pdf, photograph.getvalue(), Subtype=Name.Image, Filter=Name.DCTDecode)
    pdf.pages[0].Resources.XObject = Dictionary(P=picture)
    pictures = [found for found in read(pdf) if isinstance(found, EmbeddedFile)]
    assert [b"taken at home" in found.content for found in pictures] == [True]


def test_the_digest_of_a_file_is_no_word(pdf: pikepdf.Pdf) -> None:
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with pikepdf.open(io.BytesIO(out.getvalue())) as saved:
        digest = str(saved.trailer.ID[0])
    texts = [found.text for found in words_in_pdf(out.getvalue()) if isinstance(found, OutputText)]
    assert not [text for text in texts if digest in text]
