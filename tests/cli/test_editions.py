"""The command `handbook editions`, and where each edition is put."""

import json

from tests.cli.conftest import write


def test_editions_are_listed_in_words(handbook):
    told = handbook("editions").stdout
    assert told.startswith("handbook         Handbook (en, participants, A4, 2 chapters)")
    assert "Pocket cards (en, participants, cards of A6 on A4, 2 chapters)" in told


def test_editions_are_listed_for_machines(handbook):
    edition, *_others = json.loads(handbook("editions", "--format", "json").stdout)
    assert edition["name"] == "handbook"
    assert edition["chapters"] == ["first", "second"]
    assert edition["reads"] == "en-participants"


def test_each_edition_is_made_by_the_command_that_its_row_names(handbook, project):
    rows = json.loads(handbook("editions", "--format", "json").stdout)
    row = next(row for row in rows if row["name"] == "trainer")
    assert row["reads"] == "en-trainers"
    _handbook, *words = row["command"].split()
    assert handbook(*words).returncode == 0
    assert (project / row["makes"]).is_file()


def test_every_edition_is_made_by_one_command(handbook, project):
    steps = ":::{checklist} Steps\n:for: first-responders, investigators, prosecutors, judges\n\n"
    write(project, "first", f"# First\n\nWords.\n\n{steps}- Take one.\n:::\n")
    made = handbook("build", "--edition", "all", "--jobs", "2")
    assert (made.returncode, made.stderr) == (0, "")
    rows = json.loads(handbook("editions", "--format", "json").stdout)
    assert {r["name"] for r in rows if (project / r["makes"]).is_file()} == {
        row["name"] for row in rows if row["chapters"]
    }
    lines = [line.split() for line in made.stdout.splitlines() if line.endswith(" s")]
    assert [words[0] for words in lines].count("trainer.pdf") == 1
    assert "The edition 'prosecutors' holds no chapter yet; it is left out." in made.stdout
    page = (project / "_build/en/html/downloads.html").read_text("utf-8")
    assert 'href="downloads/pocket-cards.pdf"' in page
    assert "trainer.pdf" not in page


def test_an_edition_that_cannot_be_made_does_not_keep_the_others_back(handbook, project):
    made = handbook("build", "pdf", "--edition", "all", "--jobs", "1")
    assert made.returncode == 1
    assert "holds no checklist. How to fix: " in made.stderr
    assert (project / "_build/en/pdf/handbook.pdf").is_file()
    assert (project / "_build/en/trainer/pdf/trainer.pdf").is_file()


def test_a_person_named_in_one_part_stops_all_and_keeps_its_exit_code(handbook, project):
    write(project, "first", "# First\n\nCall +998 90 123 45 67.\n")
    made = handbook("build", "pdf", "--edition", "all", "--jobs", "2")
    assert made.returncode == 4
    assert "chapters/foundations/first.md" in made.stderr
    assert "Traceback" not in made.stderr


def test_what_trainers_get_lies_in_a_tree_of_its_own(handbook, project):
    write(project, "first", "# First\n\nWords.\n\n:::{trainer} Hint\nA hint.\n:::\n")
    assert handbook("build", "html").returncode == 0
    made = handbook("build", "--edition", "trainer")
    assert (made.returncode, made.stderr) == (0, "")
    trainers = project / "_build/en/trainer"
    assert (trainers / "pdf/trainer.pdf").is_file()
    page = "html/chapters/foundations/first.html"
    assert "A hint" in (trainers / page).read_text(encoding="utf-8")
    assert "For trainers only" in (trainers / page).read_text(encoding="utf-8")
    site = [path.read_bytes() for path in project.glob("_build/en/html/**/*.html")]
    assert site
    assert not any(b"trainer.pdf" in page or b"/trainer/" in page for page in site)


def test_editions_for_participants_share_one_reading(handbook, project):
    write(project, "first", "# First\n\nWords.\n\n:::{checklist} Steps\n- Take one.\n:::\n")
    assert handbook("build", "pdf", "--edition", "pocket-cards").returncode == 0
    made = handbook("build", "pdf", "--edition", "judges")
    assert made.returncode == 0
    assert "Reading" not in made.stdout
    assert {path.name for path in (project / "_build/en/pdf").iterdir()} == {
        "judges.pdf", "pocket-cards.pdf",
    }  # fmt: skip


def test_cards_of_chapters_without_a_checklist_are_refused_in_a_sentence(handbook):
    made = handbook("build", "pdf", "--edition", "bench-cards")
    assert made.returncode == 1
    assert "holds no checklist. How to fix: " in made.stderr
    assert "Traceback" not in made.stderr


def test_an_edition_without_a_chapter_is_refused_in_a_sentence(handbook):
    made = handbook("build", "pdf", "--edition", "prosecutors")
    assert made.returncode == 1
    assert "The edition 'prosecutors' holds no chapter. How to fix: " in made.stderr
