"""Work in processes of its own: in order, the same for any number of them, and none left over."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from build_tools.errors import OutputError, PageNumberError
from build_tools.pdf.body import PageSlot
from build_tools.pdf.workers import no_more_than, results_in_order
from tests.pdf.tiny import printing_of, silent

NUMBERS = [0, 1, 2]


def square(number: int) -> int:
    return number * number


def refuse() -> int:
    raise PageNumberError("no such page")


def end_oneself() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


@pytest.mark.parametrize("workers", NUMBERS)
def test_results_come_in_the_order_of_the_calls(workers: int) -> None:
    calls = [partial(square, number) for number in range(5)]
    assert list(results_in_order(calls, workers, 2)) == [0, 1, 4, 9, 16]


@pytest.mark.parametrize("workers", NUMBERS)
def test_a_call_can_be_made_from_the_result_before_those_that_run(workers: int) -> None:
    known: list[int] = []

    def calls() -> Iterator[Callable[[], int]]:
        for number in range(6):
            yield partial(square, number + (known[number - 2] if number >= 2 else 0))

    for result in results_in_order(calls(), workers, 2):
        known.append(result)
    assert known[:4] == [0, 1, 4, 16]


def _note(folder: Path, number: int) -> int:
    """Say how many are at work at the same time, this one among them."""
    (folder / str(number)).touch()
    at_work = len(list(folder.iterdir()))
    time.sleep(0.02)
    (folder / str(number)).unlink()
    return at_work


def _most_at_work(folder: Path, first: int) -> None:
    calls = [partial(_note, folder, first + number) for number in range(5)]
    assert max(results_in_order(calls, 3, 9)) <= 2


def test_processes_that_share_places_have_no_more_workers_than_places(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    with no_more_than(2):
        both = [fork.Process(target=_most_at_work, args=(tmp_path, 10 * n)) for n in (1, 2)]
        for process in both:
            process.start()
        for process in both:
            process.join()
    assert [process.exitcode for process in both] == [0, 0]


@pytest.fixture
def _leaves_no_process() -> Iterator[None]:
    """Look for processes that were not there before: another test's may still be at work."""
    before = set(multiprocessing.active_children())
    yield
    assert set(multiprocessing.active_children()) <= before


@pytest.mark.usefixtures("_leaves_no_process")
@pytest.mark.parametrize("workers", NUMBERS)
def test_an_error_arrives_as_it_was_raised_and_leaves_no_process(workers: int) -> None:
    with pytest.raises(PageNumberError, match="no such page"):
        list(results_in_order([refuse, partial(square, 1), partial(square, 2)], workers, 9))


@pytest.mark.usefixtures("_leaves_no_process")
def test_a_killed_worker_is_told_in_a_sentence_and_leaves_no_process() -> None:
    with pytest.raises(OutputError, match=r"was ended from outside.*How to fix"):
        list(results_in_order([end_oneself, partial(square, 1)], 2, 9))


def test_the_file_is_the_same_for_any_number_of_workers() -> None:
    from build_tools.pdf.edition import print_edition

    printing = printing_of("<p>See", PageSlot("x"), "</p>", "<p>Words.</p>" * 90, '<p id="x">X</p>')
    assert len({print_edition(printing, silent, number).pdf for number in NUMBERS}) == 1


def _lay_out_much(folder: Path) -> bytes:
    (folder / f"{os.getpid()}").touch()
    time.sleep(0.3)
    return bytes(1_000_000)  # more than a pipe holds


def _begin_two(folder: Path) -> None:
    list(results_in_order([partial(_lay_out_much, folder)] * 2, 2, 2))


def test_workers_end_when_the_one_that_began_them_is_killed(tmp_path: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=_begin_two, args=(tmp_path,))
    process.start()
    while len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.01)
    process.kill()
    process.join()
    workers = [Path("/proc", path.name, "stat") for path in tmp_path.iterdir()]
    end = time.monotonic() + 20
    while any(_is_at_work(worker) for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_is_at_work(worker) for worker in workers)


def _is_at_work(worker: Path) -> bool:
    """Say whether a process is there and is not dead, waiting for somebody to take note of it."""
    return worker.exists() and worker.read_text().rpartition(")")[2].split()[0] != "Z"
