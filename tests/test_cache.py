"""The cache gives back what was kept, whole or not at all, and never stands in the way."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import time
from pathlib import Path

import pytest

from build_tools.cache import Cache

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Return the one file of a cache that keeps `CONTENT` under the name `a`."""
    Cache(tmp_path).keep("a", CONTENT)
    return tmp_path / "a"


def test_what_is_kept_is_read_again(kept: Path) -> None:
    assert Cache(kept.parent).read("a") == CONTENT
    assert Cache(kept.parent).read("b") is None


@pytest.mark.parametrize("place", [0, 16, 20, 48, 49, 5000, -1])
def test_a_flipped_byte_is_seen_and_the_file_is_gone(kept: Path, place: int) -> None:
    whole = bytearray(kept.read_bytes())
    whole[place] ^= 1
    kept.write_bytes(whole)
    assert Cache(kept.parent).read("a") is None
    assert not kept.exists()


@pytest.mark.parametrize("length", [0, 1, 17, 48, 49, 5000, -1])
def test_a_file_cut_short_is_not_read(kept: Path, length: int) -> None:
    kept.write_bytes(kept.read_bytes()[:length])
    assert Cache(kept.parent).read("a") is None


def test_a_file_of_another_version_is_not_read(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes().replace(b"cache 1", b"cache 0", 1))
    assert Cache(kept.parent).read("a") is None


def _keep_with_little_room(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    Cache(folder).keep("a", CONTENT)


def test_a_full_disk_keeps_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=_keep_with_little_room, args=(tmp_path,)
    )
    process.start()
    process.join()
    assert process.exitcode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / "file/folder")
    cache.keep("a", CONTENT)
    cache.trim()
    assert cache.read("a") is None


def _keep_for_ever(folder: Path) -> None:
    while True:
        for name in "abc":
            Cache(folder).keep(name, name.encode() * 100_000)


def test_builds_at_once_and_killed_ones_leave_only_whole_files(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    for moment in range(10):
        writers = [fork.Process(target=_keep_for_ever, args=(tmp_path,)) for _ in range(2)]
        for writer in writers:
            writer.start()
        time.sleep(0.01 + moment / 500)
        for writer in writers:
            os.kill(writer.pid or 0, signal.SIGKILL)
            writer.join()
        for name in "abc":
            assert Cache(tmp_path).read(name) in (None, name.encode() * 100_000)
    assert any((tmp_path / name).exists() for name in "abc")


def test_the_least_recently_used_go_when_there_is_no_room(tmp_path: Path) -> None:
    cache = Cache(tmp_path, room=25_000)
    for age, name in enumerate("abc"):
        cache.keep(name, CONTENT)
        os.utime(tmp_path / name, (1000 + age, 1000 + age))
    cache.read("a")
    cache.trim()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]


def test_what_a_killed_build_left_half_written_goes_after_an_hour(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.old", tmp_path / ".a.new"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    Cache(tmp_path).trim()
    assert (old.exists(), new.exists()) == (False, True)
