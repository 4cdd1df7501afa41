"""`handbook doctor`: each line says fine, or what to type."""

from __future__ import annotations

import shutil
import sys
from importlib import metadata
from pathlib import Path

import pytest

from build_tools.cli import doctor
from tests.cli.conftest import TOP


def test_a_sound_machine_is_told_to_be_so(handbook, project):
    shutil.copytree(TOP / "requirements", project / "requirements")
    done = handbook("doctor")
    words = [line.split()[0] for line in done.stdout.splitlines() if line[0] != " "]
    assert set(words) <= {"fine", "note"}, done.stdout
    assert done.returncode == 0
    assert "Network: not needed" in done.stdout


def test_what_is_missing_ends_with_3_and_says_what_to_type(handbook, project):
    shutil.copytree(TOP / "requirements", project / "requirements")
    (project / "handbook/design/fonts/SourceSans3_400Regular.ttf").unlink()
    done = handbook("doctor")
    assert done.returncode == 3
    assert "mend  Fonts: SourceSans3_400Regular" in done.stdout
    assert "      Type: git checkout handbook/design/fonts" in done.stdout


def test_packages_are_held_to_the_lock(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    here = metadata.version("click")
    lock = f"click=={here} \\\n    --hash=sha256:0\nrich==0.1\nno-such-thing==1\n"
    (tmp_path / "requirements/book.txt").write_text(lock)
    (answer,) = doctor.packages(tmp_path)
    assert not answer.is_fine
    assert "no-such-thing is missing" in answer.what
    assert ("rich is" in answer.what, "click" in answer.what) == (True, False)


def test_a_package_for_another_system_is_not_missed() -> None:
    lock = "colorama==0.4.6 ; sys_platform == 'nowhere' \\\nclick==8.5.1 \\\n"
    assert doctor.pinned_in(lock) == {"click": "8.5.1"}


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 1000))
    (answer,) = doctor.disk(tmp_path)
    assert (answer.is_fine, bool(answer.fix)) == (False, True)


def test_a_folder_with_cyrillic_letters_and_spaces_is_fine(tmp_path: Path) -> None:
    root = tmp_path / "Мои документы ў"
    root.mkdir()
    (answer,) = doctor.path(root)
    assert answer.is_fine


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "_build").write_text("a file in the way")
    (answer,) = doctor.path(tmp_path)
    assert (answer.is_fine, bool(answer.fix)) == (False, True)


def test_an_old_python_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1, "final", 0))
    (answer,) = doctor.python(tmp_path)
    assert not answer.is_fine


def test_a_machine_without_pango_still_builds_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_name: str) -> None:
        raise OSError

    monkeypatch.setattr("ctypes.CDLL", nothing)
    (answer,) = doctor.pango(tmp_path)
    assert "the site can be built" in answer.what
    assert (answer.is_fine, bool(answer.fix)) == (False, True)
