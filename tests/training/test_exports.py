"""What learning platforms get: complete, escaped, and the same bytes every time."""

from __future__ import annotations

import io
import re
import time
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from build_tools.training.bank import Bank
from build_tools.training.exports import Format, exports
from build_tools.training.parcel import packed

PACKAGES = (Format.QTI, Format.CARTRIDGE, Format.SCORM)


def written(bank: Bank, root: Path, form: Format) -> bytes:
    (made,) = exports(bank, root, [form])
    return made.content


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def gift(bank: Bank, root: Path) -> str:
    return written(bank, root, Format.GIFT).decode()


def moodle(bank: Bank, root: Path) -> list[ElementTree.Element]:
    tree = ElementTree.fromstring(written(bank, root, Format.MOODLE))
    return [question for question in tree if question.get("type") != "category"]


def test_gift_escapes_what_it_needs_for_itself(bank: Bank, root: Path) -> None:
    assert r"~Consent \~ \= \# \{ \} \: \\#No (Criminal Code, art. 135(1))." in gift(bank, root)


def test_gift_has_the_wrong_feedback_of_true_or_false_first(bank: Bank, root: Path) -> None:
    assert "{\nFALSE#Not so.#So it is.\n}" in gift(bank, root)


def test_weights_of_several_right_choices_add_up(bank: Bank, root: Path) -> None:
    weights = re.findall(r"~%(-?[\d.]+)%", gift(bank, root))
    assert weights == ["50", "-100", "50"]
    fractions = [answer.get("fraction") for answer in moodle(bank, root)[4].iter("answer")]
    assert fractions == ["50", "-100", "50"]


def test_an_arrow_in_a_match_does_not_divide_it(bank: Bank, root: Path) -> None:
    assert "=Threat → fear -> Part 3" in gift(bank, root)


@pytest.mark.parametrize("form", list(Format))
def test_letters_of_all_languages_survive(bank: Bank, root: Path, form: Format) -> None:
    content = written(bank, root, form)
    whole = b"".join(members(content).values()) if form in PACKAGES else content
    assert "сўроқ" in whole.decode()
    assert "oʻ" in whole.decode()


def test_moodle_has_each_kind_with_ids_and_tags(bank: Bank, root: Path) -> None:
    questions = moodle(bank, root)
    assert [question.get("type") for question in questions] == [
        "multichoice", "truefalse", "matching", "essay", "multichoice",
    ]
    assert questions[0].findtext("idnumber") == "question-elements-1"
    tags = [tag.findtext("text") for tag in questions[0].iter("tag")]
    assert tags == ["objective-elements-1", "remember"]


def test_moodle_tells_what_each_test_drew(bank: Bank, root: Path) -> None:
    drawn = replace(bank, pre=bank.questions[:1], post=bank.questions[1:2])
    tags = [[tag.findtext("text") for tag in q.iter("tag")] for q in moodle(drawn, root)]
    assert [tag[-1] for tag in tags[:2]] == ["pre-test", "post-test"]


@pytest.mark.parametrize("form", PACKAGES)
def test_a_manifest_names_every_file_of_its_package(
    bank: Bank, root: Path, form: Format
) -> None:
    files = members(written(bank, root, form))
    manifest = ElementTree.fromstring(files.pop("imsmanifest.xml"))
    named = [e.get("href") for e in manifest.iter() if e.tag.endswith("}file")]
    assert sorted(named) == sorted(files)
    ids = {e.get("identifier") for e in manifest.iter() if e.tag.endswith("}resource")}
    wanted = {e.get("identifierref") for e in manifest.iter() if e.get("identifierref")}
    assert wanted <= ids


@pytest.mark.parametrize("form", PACKAGES)
def test_every_xml_file_of_a_package_is_well_formed(bank: Bank, root: Path, form: Format) -> None:
    files = members(written(bank, root, form))
    assert all(ElementTree.fromstring(c) is not None for n, c in files.items() if ".xml" in n)


@pytest.mark.parametrize("form", list(Format))
def test_the_same_bank_gives_the_same_bytes(bank: Bank, root: Path, form: Format) -> None:
    assert written(bank, root, form) == written(bank, root, form)


def test_a_zip_holds_no_date_and_no_owner() -> None:
    with ZipFile(io.BytesIO(packed({"a/b.txt": b"x"}))) as archive:
        (member,) = archive.infolist()
    assert (member.date_time, member.create_system) == ((1980, 1, 1, 0, 0, 0), 3)


def test_qti_hides_the_model_answer_from_candidates(bank: Bank, root: Path) -> None:
    item = members(written(bank, root, Format.QTI))["items/question-elements-4.xml"].decode()
    assert '<rubricBlock view="scorer tutor"><p>Because. Say so.</p></rubricBlock>' in item


def test_qti_maps_each_pair_to_its_share(bank: Bank, root: Path) -> None:
    item = members(written(bank, root, Format.QTI))["items/question-elements-3.xml"].decode()
    assert item.count('mappedValue="0.25"') == 4
    assert item.count("<simpleAssociableChoice") == 4 + 3  # two facts have the same place


def test_a_cartridge_asks_each_row_of_a_match_by_itself(bank: Bank, root: Path) -> None:
    paper = members(written(bank, root, Format.CARTRIDGE))["practice/assessment.xml"].decode()
    assert re.findall(r'ident="question-elements-3-(\d)"', paper) == ["1", "2", "3", "4"]
    assert "cc.multiple_response.v0p1" in paper


def test_a_cartridge_says_of_each_answer_what_follows(bank: Bank, root: Path) -> None:
    paper = members(written(bank, root, Format.CARTRIDGE))["practice/assessment.xml"].decode()
    processed = re.findall(r"<resprocessing>(.*?)</resprocessing>", paper, re.DOTALL)
    assert len(processed) == paper.count("<item ")
    assert all("<respcondition" in each for each in processed)  # The schema wants one at least.


def test_a_self_test_shows_no_question_of_the_tests(bank: Bank, root: Path) -> None:
    drawn = replace(bank, pre=bank.questions[:1], post=bank.questions[1:2])
    page = members(written(drawn, root, Format.SCORM))["index.html"].decode()
    ids = re.findall(r'id="question-elements-(\d+)"', page)
    assert ids == ["3", "4", "5"]
    assert "belongs in the learning platform" in page


def test_two_hundred_questions_take_less_than_a_second(bank: Bank, root: Path) -> None:
    many = [
        replace(question, name=f"{question.name}-{n}")
        for n in range(40)
        for question in bank.questions
    ]
    started = time.process_time()
    assert len(list(exports(replace(bank, questions=tuple(many)), root))) == 5
    assert time.process_time() - started < 1
