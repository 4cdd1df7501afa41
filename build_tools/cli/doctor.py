"""`handbook doctor`: whether this machine can build the book, and what to type where it cannot."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click
from packaging.requirements import Requirement

from build_tools.cli.machine import library, version_of
from build_tools.cli.project import project_root
from build_tools.errors import OutputError

_OLDEST_PYTHON = (3, 11)
_OLDEST_PANGO = (1, 44)
"""What WeasyPrint 70 asks for."""
_ROOM = 500_000_000
_LONGEST_PATH = 200
_LOCK = "requirements/book.txt"
_FONTS = "handbook/design/fonts"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge")
"""Those that Python finds only where there is a screen."""
_INSTALL_PANGO = {
    "linux": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
    "win32": "wsl make book  (on Windows itself the site is built without it)",
}


@dataclass(frozen=True)
class Answer:
    """What one look at the machine found."""

    what: str
    is_fine: bool = True
    fix: str = ""
    """What to type."""
    is_needed: bool = True
    """Whether the book cannot be built without it."""

    def __str__(self) -> str:
        """Write it as a line, with what to type below it."""
        word = "fine" if self.is_fine else "mend" if self.is_needed else "note"
        return f"{word:6}{self.what}" + (f"\n      Type: {self.fix}" if self.fix else "")


@click.command()
def doctor() -> int:
    """Look at this machine: Python, packages, Pango, fonts, disk, path, browser.

    Each line says fine, or what to type. Ends with 3 if something that a build needs is missing.
    """
    answers = [answer for look in LOOKS for answer in look(project_root())]
    for answer in answers:
        click.echo(str(answer))
    missing = any(not answer.is_fine and answer.is_needed for answer in answers)
    return OutputError.exit_code if missing else 0


def python(root: Path) -> Iterator[Answer]:
    """Look at Python's version."""
    found = sys.version_info[:2]
    what = f"Python {sys.version.split()[0]}"
    is_fine = found >= _OLDEST_PYTHON
    fix = "" if is_fine else "sudo apt-get install python3.11, then make book"
    yield Answer(what, is_fine, fix)


def packages(root: Path) -> Iterator[Answer]:
    """Hold the installed packages to those that are pinned."""
    try:
        pinned = pinned_in((root / _LOCK).read_text(encoding="utf-8"))
    except OSError:
        yield Answer(f"{_LOCK} is not there: the packages cannot be compared", is_needed=False,
                     is_fine=False, fix=f"git checkout {_LOCK}")
        return
    wrong = [text for name, version in pinned.items() if (text := _difference(name, version))]
    if wrong:
        yield Answer(f"Packages: {'; '.join(wrong)}", False, "make book")
    else:
        yield Answer(f"Packages: {len(pinned)}, as {_LOCK} has them")


def pinned_in(lock: str) -> dict[str, str]:
    """Return the version of each package that a lock asks for on this machine."""
    pinned = {}
    for line in lock.splitlines():
        if line[:1].isalnum():
            asked = Requirement(line.rstrip(" \\"))
            if asked.marker is None or asked.marker.evaluate():
                pinned[asked.name] = str(asked.specifier).removeprefix("==")
    return pinned


def _difference(name: str, version: str) -> str:
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is missing"
    return "" if found == version else f"{name} is {found}, not {version}"


def pango(root: Path) -> Iterator[Answer]:
    """Look for the libraries that the PDF is drawn with."""
    fix = _INSTALL_PANGO.get(sys.platform, _INSTALL_PANGO["linux"])
    if library("pango-1.0") is None:
        yield Answer("Pango is missing: the site can be built, the PDF cannot", False, fix)
        return
    version = version_of("pango-1.0", "pango_version_string")
    is_fine = tuple(map(int, version.split(".")[:2])) >= _OLDEST_PANGO
    oldest = ".".join(map(str, _OLDEST_PANGO))
    yield Answer(f"Pango {version}" + ("" if is_fine else f", older than {oldest}"), is_fine,
                 "" if is_fine else fix)
    if library("harfbuzz-subset") is None:
        yield Answer("HarfBuzz (subset) is missing: fonts cannot be embedded", False, fix)


def fonts(root: Path) -> Iterator[Answer]:
    """Hold the book's own fonts to their checksums; no font of the system is used."""
    folder = root / _FONTS
    try:
        listed = [line.split() for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    except OSError:
        listed = []
    wrong = [name for sum_, name in listed if _checksum(folder / name.lstrip("*")) != sum_]
    fix = f"git checkout {_FONTS}"
    if not listed or wrong:
        yield Answer(f"Fonts: {', '.join(wrong) or 'they'} are missing or changed", False, fix)
    else:
        yield Answer(f"Fonts: {len(listed)} files, unchanged")


def _checksum(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def disk(root: Path) -> Iterator[Answer]:
    """Look for room on the disk."""
    free = shutil.disk_usage(root).free
    what = f"Disk: {free / 1e9:.1f} GB free"
    if free >= _ROOM:
        yield Answer(what)
    else:
        yield Answer(f"{what}, and a build needs {_ROOM / 1e9:.1f}", False,
                     "make clean, or empty the wastebasket")


def path(root: Path) -> Iterator[Answer]:
    """Try to write where a build writes; letters and spaces of any kind are fine there."""
    try:
        (root / "_build").mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root / "_build", suffix="-ў қ"):
            pass
    except OSError as error:
        yield Answer(f"Folder: {root} cannot be written to ({error.strerror})", False,
                     "copy the folder to a place of your own, and call the command there")
        return
    if sys.platform == "win32" and len(str(root)) > _LONGEST_PATH:
        yield Answer(f"Folder: its name has {len(str(root))} letters, too many for Windows", False,
                     "move it, such as to C:\\handbook")
        return
    yield Answer(f"Folder: {root}")


def browser(root: Path) -> Iterator[Answer]:
    """Look for a browser to see the site in; a build does without."""
    try:
        name = webbrowser.get().name
    except (webbrowser.Error, AttributeError):
        name = next(filter(None, map(shutil.which, _BROWSERS)), "")
    if not name:
        yield Answer("Browser: none was found; the site can be built and not be looked at here",
                     False, "copy _build/en/html to a machine that has one", is_needed=False)
        return
    yield Answer(f"Browser: {Path(name).name}")


def network(root: Path) -> Iterator[Answer]:
    """Say that none is needed: nothing is fetched in a build."""
    yield Answer("Network: not needed")


LOOKS: tuple[Callable[[Path], Iterator[Answer]], ...] = (
    python, packages, pango, fonts, disk, path, browser, network,
)
"""Every look at the machine, in the order in which they are told."""
