"""A build of what has not changed says again what it said; of anything else it is made anew."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from build_tools.cache import Cache
from build_tools.cli.last_build import LastBuild, Report
from tests.cli.conftest import write

TOP = Path(__file__).parents[2]
ASKED = ("pdf", None, "handbook", None, False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a project that was built: a site of two files and a PDF."""
    for name in ("conf.py", "index.md", "chapters/one.md", "chapters/figures/a.svg"):
        _write(tmp_path / name)
    for name in ("handbook/book.toml", "handbook/design/fonts/serif.ttf", "handbook/en.po"):
        _write(tmp_path / name)
    for name in ("html/index.html", "html/one.html", "pdf/handbook.pdf"):
        _write(tmp_path / "_build" / name)
    last = LastBuild(tmp_path, ASKED)
    report = Report(quiet=True)
    report.complain("A mistake.")
    report.say_made(Path("index.html"), "site", tmp_path / "_build/html")
    report.say_made(Path("handbook.pdf"), "2 pages", tmp_path / "_build/pdf/handbook.pdf")
    last.keep(report, 1)
    return tmp_path


def _write(path: Path, text: str = "words") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def again(root: Path, *asked: object) -> int | None:
    return LastBuild(root, asked or ASKED).said_again(quiet=True)


def test_nothing_changed_says_it_all_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert LastBuild(root, ASKED).said_again(quiet=False) == 1
    told = capsys.readouterr()
    assert told.err == "A mistake.\n"
    assert told.out == "index.html  site\nhandbook.pdf  2 pages\n"


def _change(name: str) -> Callable[[Path], None]:
    """Write other words of the same length, with the dates that stood there."""

    def change(root: Path) -> None:
        dates = (root / name).stat()
        _write(root / name, "other")
        os.utime(root / name, ns=(dates.st_atime_ns, dates.st_mtime_ns))

    return change


def _add(name: str) -> Callable[[Path], None]:
    return lambda root: _write(root / name)


def _delete(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


def _rename(root: Path) -> None:
    (root / "chapters/one.md").rename(root / "chapters/two.md")


@pytest.mark.parametrize(
    "change",
    [
        *map(_change, ("chapters/one.md", "chapters/figures/a.svg", "handbook/book.toml")),
        *map(_change, ("handbook/design/fonts/serif.ttf", "handbook/en.po", "conf.py")),
        *map(_change, ("index.md", "_build/html/one.html", "_build/pdf/handbook.pdf")),
        *map(_add, ("chapters/two.md", "handbook/design/new.css", "_build/html/new.html")),
        *map(_delete, ("chapters/one.md", "handbook/en.po")),
        *map(_delete, ("_build/html/one.html", "_build/pdf/handbook.pdf")),
        _rename,
        lambda root: shutil.rmtree(root / "_build/html"),
        lambda root: shutil.rmtree(root / "_build/.builds"),
        lambda root: shutil.rmtree(root / "_build"),
    ],
)
def test_any_change_is_seen(root: Path, change: Callable[[Path], None]) -> None:
    assert again(root) == 1
    change(root)
    assert again(root) is None


def test_a_file_that_was_only_touched_is_the_same(root: Path) -> None:
    (root / "chapters/one.md").touch()
    assert again(root) == 1


def test_the_files_beside_a_pdf_do_not_matter(root: Path) -> None:
    _write(root / "_build/pdf/judges.pdf")
    assert again(root) == 1


@pytest.mark.parametrize(
    "asked",
    [
        ("html", None, "handbook", None, False),
        ("pdf", None, "judges", None, False),
        ("pdf", None, "handbook", "ru", False),
        ("pdf", None, "handbook", None, True),
    ],
)
def test_another_build_is_not_this_one(root: Path, asked: tuple[object, ...]) -> None:
    assert again(root, *asked) is None


def test_another_day_package_or_library_is_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("build_tools.cli.last_build.machine", lambda: ("another day",))
    assert again(root) is None


def test_a_source_that_changes_during_the_build_is_seen_by_the_next(root: Path) -> None:
    shutil.rmtree(root / "_build/.builds")
    last = LastBuild(root, ASKED)
    _write(root / "chapters/one.md", "other words")
    last.keep(Report(quiet=True), 0)
    assert again(root) is None


@pytest.mark.parametrize("spoil", [b"", b"{}", b"nothing of ours"])
def test_a_spoilt_record_is_none(root: Path, spoil: bytes) -> None:
    for path in (root / "_build/.builds").glob("[!.]*"):
        path.write_bytes(spoil)
    assert again(root) is None


def _lie(root: Path, later: int) -> None:
    """Write a wrong digest of a chapter into the record, as if it were of a later moment."""
    (path,) = (root / "_build/.builds").glob("[!.]*")
    cache = Cache(path.parent)
    record = json.loads(bytes(cache.read(path.name) or b""))
    record["files"][str(root / "chapters/one.md")][1] = "a lie"
    cache.keep(path.name, json.dumps({**record, "moment": record["moment"] + later}).encode())


def test_a_file_is_read_again_if_it_changed_just_before_it_was_read(root: Path) -> None:
    _lie(root, later=0)
    assert again(root) is None
    _lie(root, later=3_000_000_000)  # then it lay there for a while, and is not read
    assert again(root) == 1


def test_code_that_changes_is_seen(root: Path) -> None:
    code = Path(shutil.copytree(TOP / "build_tools", root / "code/build_tools")).parent
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from build_tools.cli.last_build import LastBuild, Report\n"
        f"last = LastBuild(Path({str(root)!r}), ('code',))\n"
        "print(last.said_again(True))\nlast.keep(Report(True), 0)\n"
    )

    def run() -> str:
        command = [sys.executable, "-c", script]
        environment = {**os.environ, "PYTHONPATH": str(code)}
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert (run(), run()) == ("None", "0")
    with (code / "build_tools/pdf/layout.py").open("a") as module:
        module.write("# changed\n")
    assert (run(), run()) == ("None", "0")


@pytest.fixture
def without_sphinx(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which nothing large can be imported."""
    folder = tmp_path / "nothing"
    for name in ("sphinx", "docutils", "myst_parser", "weasyprint", "markdown_it"):
        _write(folder / f"{name}.py", "raise AssertionError('this was to stay away')")
    return {"PYTHONPATH": f"{folder}:{TOP}"}


def test_the_command_says_it_again_without_importing_sphinx(
    project: Path, handbook: Callable[..., subprocess.CompletedProcess[str]],
    without_sphinx: dict[str, str],
) -> None:  # fmt: skip
    write(project, "first", "# First\n\nSee {para}`first#nowhere`.\n")
    first = handbook("build", "html")
    again = handbook("build", "html", env=without_sphinx)
    assert (again.returncode, again.stderr) == (1, first.stderr)
    assert again.stdout.splitlines() == first.stdout.splitlines()[-2:]
    quiet = handbook("build", "html", "--quiet", env=without_sphinx)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (1, "", first.stderr)
    write(project, "first", "# First\n\nWords.\n")
    assert "this was to stay away" in handbook("build", "html", env=without_sphinx).stderr
    assert (handbook("build", "html").returncode, handbook("build", "html").returncode) == (0, 0)


def test_a_refused_final_build_is_refused_again(
    project: Path, handbook: Callable[..., subprocess.CompletedProcess[str]],
    without_sphinx: dict[str, str],
) -> None:  # fmt: skip
    first = handbook("build", "html", "--final")
    again = handbook("build", "html", "--final", env=without_sphinx)
    assert (again.returncode, again.stderr) == (first.returncode, first.stderr) != (0, "")
