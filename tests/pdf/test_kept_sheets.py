"""Sheets that are kept make the same file, and are laid out again when anything changes."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build_tools.cache import Cache
from build_tools.pdf.body import PageSlot
from tests.pdf.tiny import ROOT, printing_of, silent

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="{}" height="9"/></svg>'
)
PIECES = (
    '<p>See', PageSlot("x"), '.<span class="footnote">A note.</span></p>',
    '<p><img src="square.svg" alt="A square" style="width: 2cm"></p>',
    "<p>Words of a paragraph.</p>" * 90, '<h2 id="x">There</h2><p><a href="#x">Here</a></p>',
)  # fmt: skip


class Laid:
    """Prints a book again and again with one cache, and knows which sheets were laid out."""

    def __init__(self, root: Path, kept: Path) -> None:
        self.kept = kept
        self.cache = Cache(kept)
        self.printing = printing_of(*PIECES, root=root)
        self.names: list[str] = []

    def out(self, cache: bool = True, workers: int = 0, **changes: Any) -> bytes:
        """Print the book, and forget which sheets were laid out before."""
        from build_tools.pdf.edition import print_edition

        self.names.clear()
        printing = replace(self.printing, **changes)
        return print_edition(printing, silent, workers, self.cache if cache else None).pdf


@pytest.fixture(scope="module")
def printed_once(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    """Return a book that was printed with a cache that was empty."""
    root = tmp_path_factory.mktemp("project")
    (root / "square.svg").write_text(SVG.format(9), encoding="utf-8")
    book = Laid(root, root / "kept")
    book.out()
    return book


@pytest.fixture
def project(printed_once: Laid) -> Iterator[Path]:
    """Return the folder of the project, which a test may change."""
    root = printed_once.printing.root
    yield root
    (root / "square.svg").write_text(SVG.format(9), encoding="utf-8")


@pytest.fixture
def laid(
    printed_once: Laid, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Laid:
    """Return a book that has been printed once, with a cache of its own."""
    from build_tools.pdf.sheets import Press

    book = Laid(project, Path(shutil.copytree(printed_once.kept, tmp_path / "kept")))
    own = Press.lay_out

    def lay_out(press: Press, name: str, html: str, first_label: int) -> Any:
        book.names.append(name)
        return own(press, name, html, first_label)

    monkeypatch.setattr(Press, "lay_out", lay_out)
    return book


def test_nothing_is_laid_out_twice_and_the_file_is_the_same(laid: Laid) -> None:
    plain = laid.out(cache=False)
    assert sorted(set(laid.names)) == ["blank", "contents", "cover", "one", "part-part", "title"]
    assert (laid.out(), laid.names) == (plain, [])


@pytest.mark.parametrize("workers", [1, 2])
def test_cold_and_warm_are_the_same_for_any_number_of_workers(laid: Laid, workers: int) -> None:
    kept = laid.out()
    shutil.rmtree(laid.kept)
    cold = laid.out(workers=workers)
    assert cold == kept
    assert (laid.out(workers=workers), laid.names) == (cold, [])


def test_a_chapter_that_changes_is_laid_out_alone(laid: Laid) -> None:
    body = laid.printing.bodies[0]
    changed = laid.out(bodies=(replace(body, fragments=(*body.fragments, "<p>More.</p>")),))
    assert laid.names == ["one"]
    assert changed != laid.out()


def _change_drawing(root: Path, other: Path) -> dict[str, Any]:
    (root / "square.svg").write_text(SVG.format(8), encoding="utf-8")
    return {}


def _take_drawing_away(root: Path, other: Path) -> dict[str, Any]:
    (root / "square.svg").unlink()
    return {}


def _change_colour(root: Path, other: Path) -> dict[str, Any]:
    return {"colours": {**printing_of().colours, "ink": "#123456"}}


def _change_style(root: Path, other: Path) -> dict[str, Any]:
    design = other / "design"
    shutil.copytree(ROOT / "handbook/design/print", design)
    with (design / "css/text.css").open("a", encoding="utf-8") as style:
        style.write("p { margin: 0 }")
    return {"design": design}


@pytest.mark.parametrize(
    "change", [_change_drawing, _take_drawing_away, _change_colour, _change_style]
)
def test_what_a_sheet_is_made_with_is_looked_at(
    laid: Laid, project: Path, tmp_path: Path, change: Callable[[Path, Path], dict[str, Any]]
) -> None:
    before = laid.out()
    changes = change(project, tmp_path)
    changed = laid.out(**changes)
    assert "one" in laid.names
    assert changed != before
    assert changed == laid.out(cache=False, **changes)


def test_complaints_are_told_again_when_a_sheet_was_kept(laid: Laid, project: Path) -> None:
    from build_tools.pdf.edition import print_edition

    (project / "square.svg").unlink()
    told = [print_edition(laid.printing, silent, 0, laid.cache).messages for _again in range(2)]
    assert told[0] == told[1]
    assert "square.svg" in told[0][0]


def test_a_font_that_changes_lays_out_all(
    laid: Laid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/new.ttf").write_bytes(b"another")
    fonts = ROOT / "handbook/design/fonts"
    told = f"<fontconfig><dir>{fonts}</dir><dir>{tmp_path / 'fonts'}</dir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(told, encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    laid.out()
    assert len(set(laid.names)) == 6


class _Harm:
    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (Path("harm"),))


def test_a_file_that_is_no_sheet_runs_nothing(
    laid: Laid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = laid.out()
    for name in _names(laid):
        laid.cache.keep(name, pickle.dumps(_Harm()))
    assert laid.out() == plain
    assert len(set(laid.names)) == 6
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("spoil", [b"", b"no cache of ours", None])
def test_a_spoilt_cache_costs_time_and_nothing_else(laid: Laid, spoil: bytes | None) -> None:
    plain = laid.out()
    for name in _names(laid):
        path = laid.kept / name
        path.write_bytes(path.read_bytes()[:-1] if spoil is None else spoil)
    assert laid.out() == plain
    assert len(set(laid.names)) == 6
    assert (laid.out(), laid.names) == (plain, [])


def _names(laid: Laid) -> list[str]:
    return [path.name for path in laid.kept.iterdir()]
