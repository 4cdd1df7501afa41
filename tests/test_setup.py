"""The two commands of README.md: what they promise, and the set-up behind them."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
LOCKS = {name: (TOP / f"requirements/{name}.txt").read_text("utf-8") for name in ("book", "test")}

THERE = 'printf "install ok installed"'

# Name of a tool -> the script that stands in for it: an ordinary user, nothing amiss.
TOOLS = {
    "python3": 'case "$*" in *executable*) echo "$0" ;; *ensurepip*) exit 1 ;; esac',
    "uv": 'case "$1" in pip) echo "uv $*" >>calls ;; venv) mkdir -p .venv ;; esac',
    "dpkg-query": THERE,
    "apt-get": 'echo "apt-get $*" >>calls',
    "sudo": "exit 1",
    "id": "echo 1000",
}


def all_there_but(package: str) -> dict[str, str]:
    return {"dpkg-query": f'case "$*" in *{package}*) exit 1 ;; *) {THERE} ;; esac'}


def lines_of(file: str) -> list[str]:
    return (TOP / file).read_text("utf-8").splitlines()


def targets_of_the_makefile() -> set[str]:
    phony = [line for line in lines_of("Makefile") if line.startswith(".PHONY:")]
    return set(phony[0].split()[1:])


def names_pinned(lock: str) -> set[str]:
    return {name.lower() for name in re.findall(r"^([\w.-]+)==", LOCKS[lock], re.MULTILINE)}


def names_asked(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", each, maxsplit=1)[0].lower() for each in requirements}


def test_every_make_command_of_the_readme_exists():
    readme = "\n".join(lines_of("README.md"))
    commands = set(re.findall(r"(?:^|`)make ([a-z]+)", readme, re.MULTILINE))
    assert {"book", "test"} <= commands <= targets_of_the_makefile()


def test_ci_calls_the_test_command_of_the_readme():
    assert [line for line in lines_of(".ci/run") if "make" in line] == ["make test"]
    assert os.access(TOP / ".ci/run", os.X_OK)


def test_make_alone_lists_every_target():
    # A make above this one would hand down its own settings.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    listed = subprocess.run(
        ["make"], cwd=TOP, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"^make ([a-z]+) +\S", listed, re.MULTILINE)) == targets_of_the_makefile()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_place(lock):
    told = r"://|(?<!\S)/|--(?:extra-)?index-url|--find-links|--trusted-host"
    assert not re.search(told, LOCKS[lock])


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_version_and_hashes(lock):
    entries = re.findall(r"^[^#\s].*\n(?: .*\n)*", LOCKS[lock], re.MULTILINE)
    whole = re.compile(r"[\w.-]+==[\w.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")
    assert entries
    assert [each for each in entries if not whole.fullmatch(each)] == []


def modules_imported_by(file: Path) -> set[str]:
    statements = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    plain = {
        name.name for each in statements if isinstance(each, ast.Import) for name in each.names
    }
    named = {each.module for each in statements if isinstance(each, ast.ImportFrom)}
    return {module.partition(".")[0] for module in plain | named if module}


def test_what_the_program_imports_is_asked_for_by_name():
    files = [TOP / "conf.py", *TOP.glob("build_tools/**/*.py")]
    modules = set().union(*map(modules_imported_by, files)) - {
        "build_tools",
        *sys.stdlib_module_names,
    }
    names = packages_distributions()
    asked = names_asked(PROJECT["project"]["dependencies"])
    assert {each for each in modules if not asked & {name.lower() for name in names[each]}} == set()


def test_everything_the_program_needs_is_locked():
    assert names_asked(PROJECT["project"]["dependencies"]) <= names_pinned("book")
    assert names_asked(PROJECT["dependency-groups"]["install"]) <= names_pinned("book")
    assert names_asked(PROJECT["dependency-groups"]["test"]) <= names_pinned("test")


def test_tests_run_with_the_versions_that_the_book_is_built_with():
    pins = re.compile(r"^\S+==\S+", re.MULTILINE)
    assert set(pins.findall(LOCKS["book"])) <= set(pins.findall(LOCKS["test"]))


def test_windows_installs_from_the_same_lock_with_hashes():
    install = [line for line in lines_of("make.bat") if "--requirement" in line]
    assert len(install) == 1
    assert "--require-hashes" in install[0]
    assert r"requirements\book.txt" in install[0]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project folder with a name that scripts trip over, and a machine of stand-ins beside it."""
    tree = tmp_path / "книга с пробелом"
    shutil.copytree(TOP / "requirements", tree / "requirements")
    shutil.copy(TOP / "pyproject.toml", tree)
    (tmp_path / "bin").mkdir()
    for tool, script in TOOLS.items():
        (tmp_path / "bin" / tool).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / "bin" / tool).chmod(0o755)
    return tree


def set_up(tree: Path, purpose: str, **tools: str) -> subprocess.CompletedProcess[str]:
    for tool, script in (TOOLS | tools).items():
        (tree.parent / "bin" / tool).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (tree / "calls").unlink(missing_ok=True)
    return subprocess.run(
        ["sh", "requirements/install.sh", purpose],
        cwd=tree,
        env={"PATH": f"{tree.parent / 'bin'}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def calls(tree: Path) -> str:
    log = tree / "calls"
    return log.read_text("utf-8") if log.exists() else ""


def test_a_second_set_up_does_nothing(tree):
    assert set_up(tree, "book").returncode == 0
    assert "--require-hashes" in calls(tree)
    again = set_up(tree, "book")
    assert (again.returncode, again.stderr, calls(tree)) == (0, "", "")


def test_set_up_for_tests_serves_the_book_too(tree):
    set_up(tree, "test")
    set_up(tree, "book")
    assert calls(tree) == ""


def test_set_up_for_the_book_does_not_serve_tests(tree):
    set_up(tree, "book")
    set_up(tree, "test")
    assert "requirements/test.txt" in calls(tree)


@pytest.mark.parametrize(
    "changed", ["requirements/book.txt", "pyproject.toml", "requirements/install.sh"]
)
def test_a_change_sets_up_again(tree, changed):
    set_up(tree, "book")
    with (tree / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    set_up(tree, "book")
    assert "requirements/book.txt" in calls(tree)


def test_a_moved_folder_is_set_up_again(tree):
    set_up(tree, "book")
    moved = tree.rename(tree.with_name("moved"))
    set_up(moved, "book")
    assert "requirements/book.txt" in calls(moved)


def test_a_failed_set_up_is_done_again(tree):
    set_up(tree, "book")
    (tree / "requirements/book.txt").write_text("# newer\n", "utf-8")
    failed = set_up(tree, "book", uv='case "$1" in pip) exit 2 ;; esac')
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("The Python packages could not be installed")
    set_up(tree, "book")
    assert "requirements/book.txt" in calls(tree)


def test_an_old_python_is_named(tree):
    old = {f"python3{minor}": "exit 1" for minor in ("", ".11", ".12", ".13", ".14")} | {
        "python": "exit 1"
    }
    for tool in old:
        (tree.parent / "bin" / tool).touch(mode=0o755)
    told = set_up(tree, "book", **old)
    assert (told.returncode, told.stderr) == (
        1,
        "This needs Python 3.11 or newer: install it, then run `make book` again.\n",
    )


def test_without_leave_to_install_libraries_the_site_is_still_set_up(tree):
    told = set_up(tree, "book", **{"dpkg-query": "exit 1"})
    assert told.returncode == 0
    assert told.stderr.splitlines()[0] == (
        "System packages are missing: run `sudo apt-get install --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`, then `make book` again."
    )
    assert "requirements/book.txt" in calls(tree)


def test_without_leave_to_install_a_browser_tests_stop(tree):
    told = set_up(tree, "test", **all_there_but("chromium"))
    assert (told.returncode, calls(tree)) == (1, "")
    assert told.stderr == (
        "System packages are missing: run `sudo apt-get install --no-install-recommends chromium`, "
        "then `make test` again.\n"
    )


def test_root_installs_what_is_missing_and_nothing_more(tree):
    set_up(tree, "book", id="echo 0", **all_there_but("pango-1"))
    installed = calls(tree).splitlines()[0].partition("--no-install-recommends ")[2]
    assert installed == "libpango-1.0-0"
