import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from build_tools.errors import OutputError
from build_tools.files import write_if_changed, write_whole

LENGTH = 300_000
REWRITE = """
import sys
from itertools import cycle
from pathlib import Path
from build_tools.files import write_whole
for letter in cycle((b"a", b"b")):
    write_whole(Path(sys.argv[1]), letter * int(sys.argv[2]))
"""


@contextmanager
def longest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root, for whom no folder is read-only."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    write_whole(path, b"a" * LENGTH)
    moments = random.Random(7)
    for _ in range(20):
        writer = subprocess.Popen([sys.executable, "-c", REWRITE, str(path), str(LENGTH)])
        time.sleep(moments.uniform(0.05, 0.3))
        writer.kill()
        writer.wait()
        content = path.read_bytes()
        assert content in (b"a" * LENGTH, b"b" * LENGTH)
    assert writer.returncode == -9


def test_a_full_disk_is_one_sentence_and_the_last_good_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    write_whole(path, b"good")
    with longest_file(1000), pytest.raises(OutputError) as told:
        write_whole(path, b"x" * 5000)
    assert f"'{path}' cannot be written: the disk is full. How to fix: " in str(told.value)
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_folder_is_one_sentence_that_names_the_file(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    path = tmp_path / "book.pdf"
    with as_nobody(), pytest.raises(OutputError) as told:
        write_whole(path, b"x")
    assert f"'{path}' cannot be written: " in str(told.value)
    assert "make its folder writable" in str(told.value)


def test_a_file_that_is_open_elsewhere_is_to_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="How to fix: close it"):
        write_whole(tmp_path / "book.pdf", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "pdf").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "pdf/book.pdf", b"x")


def test_an_unchanged_file_keeps_its_date(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_if_changed(path, b"same")
    os.utime(path, (1, 1))
    write_if_changed(path, b"same")
    assert path.stat().st_mtime == 1
    write_if_changed(path, b"other")
    assert path.read_bytes() == b"other"
