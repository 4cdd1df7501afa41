"""The builder `handbook-forms`: each form as a PDF to fill in."""

from __future__ import annotations

import pikepdf
import pytest

from build_tools.pdf.fillable import FillableForm, fillable
from tests.sphinx_ext.conftest import ROOT
from tests.verapdf import PDF_UA_1, broken_rules

FORM = """A.

:::{form} log
:title: Decision log

**Frame**
- Decided by {law}`uz-cpc 36`
- [ ] Prosecutor told
- Reasons (4 lines)
:::
"""


@pytest.fixture
def pdf(build):
    return build(FORM, "handbook-forms").out / "log.pdf"


def test_a_form_has_a_field_for_each_line_and_square(pdf):
    with pikepdf.open(pdf) as read:
        fields = [(str(f.FT), str(f.TU)) for f in read.Root.AcroForm.Fields]
    assert fields == [
        ("/Tx", "Decided by Criminal Procedure Code, art.\xa036"),
        ("/Btn", "Prosecutor told"),
        ("/Tx", "Reasons"),
    ]


def test_a_form_lies_in_the_folder_of_what_it_is_filled_in_for(build):
    out = build(FORM.replace("\n\n**", "\n:folder: court\n\n**"), "handbook-forms").out
    assert [path.name for path in (out / "court").iterdir()] == ["log.pdf"]


def test_a_form_can_be_read_aloud(pdf):
    assert broken_rules(pdf, PDF_UA_1) == ()


def test_a_field_has_every_letter_of_russian_and_uzbek(pdf):
    with pikepdf.open(pdf) as read:
        font_name = str(read.Root.AcroForm.Fields[0].DA).split("/")[-1].split()[0]
        known = read.Root.AcroForm.DR.Font[f"/{font_name}"].ToUnicode.read_bytes().decode().lower()
    assert all(f"<{ord(letter):04x}>" in known for letter in "ДжёЎғқҳʻʼЯ")


def test_a_form_says_where_it_stands_and_that_it_is_a_draft(build):
    from build_tools.pdf.words_in_pdf import words_in_pdf

    content = (build(FORM, "handbook-forms").out / "log.pdf").read_bytes()
    words = " ".join(next(iter(words_in_pdf(content))).text.split())
    assert "para. 1.1; law as at 24 December 2025" in words
    assert "no institution has approved this form" in words


def test_the_same_form_gives_the_same_bytes(build):
    first = (build(FORM, "handbook-forms").out / "log.pdf").read_bytes()
    (build(FORM, "handbook-forms").out / "log.pdf").unlink()
    assert (build(FORM, "handbook-forms").out / "log.pdf").read_bytes() == first


def test_a_form_asks_for_nothing_outside_the_project(tmp_path):
    form = FillableForm("x", "X", "para. 1", "https://x.example", '<img src="/etc/hosts" alt="">')
    design = ROOT / "handbook/design/print"
    with pytest.raises(Exception, match="not a file of this project"):
        fillable(form, tmp_path, design, {}, {"notice": ""}, "en")
