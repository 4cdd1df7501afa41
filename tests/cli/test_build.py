"""The command `handbook build`, as an editor meets it."""

from __future__ import annotations

import resource
import shutil
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import write

EMPTY = "# First\n\nA paragraph.\n\n:::{checklist} Empty\nNo steps.\n:::\n"
NO_PANGO = "raise OSError('cannot load library libpango-1.0-0')"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_one_command_gives_the_site_and_the_pdf(project, handbook):
    done = handbook("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / "_build/en/html/index.html").is_file()
    assert (project / "_build/en/pdf/handbook.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_the_last_lines_name_each_file_with_pages_and_size(handbook):
    lines = handbook("build").stdout.splitlines()
    assert lines[-2].startswith("_build/en/html/index.html  site, ")
    assert lines[-1].startswith("_build/en/pdf/handbook.pdf  PDF, ")
    assert all(line.endswith("B") for line in lines[-2:])


def test_stages_are_told_with_their_times(handbook):
    told = handbook("build").stdout
    for stage in ("Reading (3 chapters)", "Laying out (", "Drawing the pages"):
        assert stage in told


def test_a_build_says_that_its_layout_is_weasyprints_own(handbook):
    done = handbook("build", "pdf", "--verify-layout")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Each line of the PDF stands where WeasyPrint's own code puts it." in done.stdout


def test_a_quiet_build_says_nothing(handbook):
    done = handbook("build", "html", "--quiet")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_the_downloads_page_offers_the_pdf_that_was_built(project, handbook):
    handbook("build")
    page = (project / "_build/en/html/downloads.html").read_text("utf-8")
    offered = project / "_build/en/html/downloads/handbook.pdf"
    assert 'href="downloads/handbook.pdf"' in page
    assert offered.read_bytes() == (project / "_build/en/pdf/handbook.pdf").read_bytes()


def test_a_second_build_writes_nothing_anew(project, handbook):
    handbook("build")
    times = {path: path.stat().st_mtime_ns for path in (project / "_build/en").rglob("*.html")}
    times[project / "_build/en/pdf/handbook.pdf"] = 0
    shutil.rmtree(project / "_build/.builds")
    assert "Writing the site" in handbook("build").stdout
    pages = [path for path in times if ".work" not in path.parts and times[path]]
    assert pages
    assert [path for path in pages if path.stat().st_mtime_ns != times[path]] == []


def test_a_mistake_is_told_with_its_place_and_the_book_is_built_all_the_same(project, handbook):
    write(project, "first", "# First\n\nA paragraph.\n\nSee {para}`first#nowhere`.\n")
    done = handbook("build", "html")
    assert done.returncode == 1
    assert "chapters/foundations/first.md:12:5  Nothing in the book is labelled" in done.stderr
    assert "    12 | See {para}`first#nowhere`." in done.stderr
    assert "See" in (project / "_build/en/html/chapters/foundations/first.html").read_text("utf-8")


def test_a_mistake_is_told_until_it_is_mended(project, handbook):
    write(project, "first", EMPTY)
    assert handbook("build", "html").returncode == 1
    again = handbook("build", "html")
    assert again.returncode == 1
    assert "This checklist has no steps." in again.stderr
    write(project, "first", EMPTY.replace("No steps", "- A step"))
    assert handbook("build", "html").returncode == 0


def test_a_mistake_counts_once_however_many_outputs_tell_it(project, handbook):
    write(project, "first", EMPTY)
    told = handbook("build").stderr
    assert told.count("This checklist has no steps.") == 1
    assert "1 mistake to mend." in told


def test_a_final_edition_is_refused_while_a_mistake_is_left(project, handbook):
    handbook("build")
    before = contents(project / "_build/en/html") | contents(project / "_build/en/pdf")
    write(project, "first", EMPTY)
    done = handbook("build", "--final")
    assert done.returncode == 1
    assert "the final edition was not put in its place" in done.stderr
    assert contents(project / "_build/en/html") | contents(project / "_build/en/pdf") == before


def test_a_final_edition_is_refused_while_a_chapter_is_not_signed(handbook):
    done = handbook("build", "html", "--final")
    assert done.returncode == 1
    assert "chapters/foundations/first.md:4:1  This chapter is not signed" in done.stderr


def test_a_signed_book_is_final_and_says_draft_nowhere(project, handbook):
    for path in (project / "chapters").glob("*/*.md"):
        signed = "status: signed\nsigned-by: [A. Lawyer]\nsigned-on: 2026-11-24"
        path.write_text(path.read_text("utf-8").replace("status: draft", signed), encoding="utf-8")
    assert (handbook("build", "--final").stderr, handbook("build", "--final").returncode) == ("", 0)
    page = (project / "_build/en/html/chapters/foundations/first.html").read_text("utf-8")
    assert "draft-notice" not in page
    pdf = pypdfium2.PdfDocument(project / "_build/en/pdf/handbook.pdf")
    assert not any("Review draft of" in p.get_textpage().get_text_range() for p in pdf)


def test_without_pango_there_is_a_site_and_one_sentence(project, handbook, tmp_path):
    (tmp_path / "weasyprint.py").write_text(NO_PANGO)
    done = handbook("build", env={"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}"})
    assert done.returncode == 3
    assert "needs the library Pango" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "_build/en/html/index.html").is_file()


def test_a_full_disk_leaves_the_last_good_files(project, handbook):
    handbook("build")
    before = contents(project / "_build/en/pdf")
    write(project, "first", "# First\n\nA changed paragraph.\n")
    limit = 100_000
    done = handbook(
        "build",
        "pdf",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 3
    assert "cannot be written: the disk is full" in done.stderr
    assert contents(project / "_build/en/pdf") == before


def test_a_full_disk_is_told_of_the_site_as_well(project, handbook):
    done = handbook(
        "build",
        "html",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 3
    assert "cannot be written: the disk is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named(project, handbook):
    (project / "_build").write_text("a file where a folder should be")
    done = handbook("build", "html")
    assert done.returncode == 3
    assert "_build" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["build", "word"], "'word' is not one of 'html', 'pdf', 'forms', 'all'"),
        (["build", "--edition", "handbok"], "Did you mean 'handbook'?"),
        (["build", "--language", "fr"], "write --language en"),
        (["bild"], "No such command 'bild'"),
    ],
)
def test_a_wrong_command_ends_with_2_and_says_what_to_type(handbook, arguments, told):
    done = handbook(*arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_outside_the_project_the_command_says_where_to_go(handbook, tmp_path):
    done = handbook("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "go to the folder of the handbook first" in done.stderr


def test_a_chapter_may_be_named_in_any_letters(project, handbook):
    write(project, "опрос", "# First\n\nA paragraph.\n")
    (project / "chapters/foundations/first.md").unlink()
    write(project, "second", "# Second\n\nSee {para}`опрос#опрос`.\n")
    book = project / "handbook/book.toml"
    text = book.read_text("utf-8").replace('"first"', '"опрос"')
    book.write_text(text, encoding="utf-8")
    assert handbook("build").returncode == 0
    page = (project / "_build/en/html/chapters/foundations/second.html").read_text("utf-8")
    assert "para.\xa01.1" in page


def test_a_mistake_in_the_books_data_is_told_with_its_line(project, handbook):
    book = project / "handbook/book.toml"
    book.write_text(book.read_text("utf-8").replace("subtitle", "subtitel"), encoding="utf-8")
    done = handbook("build")
    assert done.returncode == 1
    assert "handbook/book.toml:5:1  The key 'subtitel' is not known here." in done.stderr


def test_a_mistake_in_the_registry_is_told_with_its_line(project, handbook):
    law = project / "handbook/authorities/palermo.toml"
    law.write_text(law.read_text("utf-8").replace("rank = ", "rang = "), encoding="utf-8")
    done = handbook("build")
    assert done.returncode == 1
    assert "The key 'rang' is not known here." in done.stderr
    assert "Traceback" not in done.stderr


def test_two_builds_do_not_work_in_one_folder(project, handbook):
    import filelock

    work = project / "_build/en/.work"
    work.mkdir(parents=True)
    with filelock.FileLock(work / "lock"):
        done = handbook("build", "html")
    assert done.returncode == 3
    assert "Another build is at work in _build/en." in done.stderr


def test_a_book_that_lacks_a_listed_chapter_is_built_all_the_same_as_a_draft(project, handbook):
    book = project / "handbook/book.toml"
    book.write_text(book.read_text("utf-8").replace('"second"]', '"secnd"]'), encoding="utf-8")
    done = handbook("build", "html", "--quiet")
    assert done.returncode == 1
    assert "handbook/book.toml" in done.stderr.partition("[missing-chapter]")[0]
    assert "1 mistake to mend." in done.stderr
    assert (project / "_build/en/html/chapters/foundations/first.html").is_file()
    final = handbook("build", "html", "--quiet", "--final")
    assert final.returncode == 1
    assert "so the final edition was not put in its place" in final.stderr
