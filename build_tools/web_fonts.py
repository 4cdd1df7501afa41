"""Cut the site's fonts out of the book's: `python -m build_tools.web_fonts`.

Run it after a change of fonts. It reads handbook/design/fonts/*.ttf and writes
handbook/design/web/static/fonts/*.woff2, one file for each face and script, so that a page in
English loads no Cyrillic. The licence of Source Sans reserves the name "Source": what is cut
out gets the site's own names. The same input gives the same bytes.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from build_tools.files import write_if_changed
from build_tools.load import load_design
from build_tools.model import Design

SCRIPTS = {
    "latin": (
        "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B7,U+00BB,U+00D7,U+00E9,U+02BB-02BC,U+2002,"
        "U+2009,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026,U+202F,U+2192,U+2212"
    ),
    "latin-ext": (
        "U+00A1-00A6,U+00A8,U+00AA,U+00AC-00B6,U+00B8-00BA,U+00BC-00D6,U+00D8-00E8,U+00EA-017F,"
        "U+0218-021B,U+0259,U+2010-2012,U+2015,U+201A,U+201E,U+2020-2021,U+2030,U+2032-2033,"
        "U+2039-203A,U+20AC,U+2190-2191,U+2193,U+2248,U+2260,U+2264-2265"
    ),
    "cyrillic": (
        "U+0401,U+040E,U+0410-044F,U+0451,U+045E,U+0492-0493,U+049A-049B,U+04B2-04B3,U+2116"
    ),
}
"""The letters of each file; handbook/design/web/css/fonts.css names the same ranges."""

FACES = {
    "serif-regular": "SourceSerif4_400Regular",
    "serif-italic": "SourceSerif4_400Regular_Italic",
    "sans-regular": "SourceSans3_400Regular",
    "sans-semibold": "SourceSans3_600SemiBold",
}
POINTS = "U+0430-0438,U+043A-043C"
"""The letters of points in the codes: all the Cyrillic that most pages in English hold.

Only in the sans, and only for pages in Latin script: letters of two files do not kern.
"""
_FEATURES = {"serif-regular": ["kern", "onum", "pnum"], "serif-italic": ["onum"]}
"""Old-style figures are for running text; the sans has lining tabular ones by default. The
italic is for names and single words, where kerning is not worth a fifth of the file."""
_COPYRIGHT, _FAMILY, _STYLE, _UNIQUE, _FULL, _POSTSCRIPT, _LICENCE, _ADDRESS = (
    0,
    1,
    2,
    3,
    4,
    6,
    13,
    14,
)
_NAMES = [_COPYRIGHT, _FAMILY, _STYLE, _UNIQUE, _FULL, _POSTSCRIPT, _LICENCE, _ADDRESS]


def write_web_fonts(root: Path) -> None:
    """Write every file of the site's fonts, and their licences beside them."""
    source = root / "handbook/design/fonts"
    target = root / "handbook/design/web/static/fonts"
    target.mkdir(parents=True, exist_ok=True)
    design = load_design(root)
    for face, name in FACES.items():
        points = {"points": POINTS} if face.startswith("sans") else {}
        for script, letters in (SCRIPTS | points).items():
            font = _cut_out(source / f"{name}.ttf", letters, _FEATURES.get(face, ["kern"]))
            family = _family_of(design, face)
            _rename(font, f"{family} Points" if script == "points" else family, face)
            written = BytesIO()
            font.save(written)
            write_if_changed(target / f"{face}-{script}.woff2", written.getvalue())
    for licence in sorted(source.glob("*-OFL.txt")):
        write_if_changed(target / licence.name, licence.read_bytes().replace(b"\r\n", b"\n"))


def _family_of(design: Design, face: str) -> str:
    return design.site_serif if face.startswith("serif") else design.site_sans


def _cut_out(path: Path, letters: str, features: list[str]) -> TTFont:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = features
    options.hinting = False
    options.name_IDs = _NAMES
    font = TTFont(path, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(letters))
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def _rename(font: TTFont, family: str, face: str) -> None:
    style = face.partition("-")[2].capitalize()
    names = {
        _FAMILY: family,
        _STYLE: style,
        _UNIQUE: f"{family} {style}",
        _FULL: f"{family} {style}",
        _POSTSCRIPT: f"{family.replace(' ', '')}-{style}",
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(
                names[record.nameID],
                record.nameID,
                record.platformID,
                record.platEncID,
                record.langID,
            )


if __name__ == "__main__":
    write_web_fonts(Path(__file__).parents[1])
