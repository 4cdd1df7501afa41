"""The book's own fonts and no others: a glyph they lack is an error, never a system font."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

from build_tools.errors import OutputError
from build_tools.files import write_if_changed

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""

_PLAIN = {"\u2010": "-", "\u2011": "-", "\u00ad": "-", "\u00a0": " "}
_QUOTE_OF_LETTER = {"ʻ": "‘", "ʼ": "’"}


def use_only(fonts: Path, cache: Path) -> None:
    """Let fontconfig see one folder of fonts; call it before WeasyPrint is first imported."""
    configuration = cache / "fonts.conf"
    text = _CONFIGURATION.format(fonts=escape(str(fonts)), cache=escape(str(cache)))
    write_if_changed(configuration, text.encode())
    os.environ["FONTCONFIG_FILE"] = str(configuration)


def require_layout_engine() -> None:
    """Make sure that WeasyPrint finds the libraries it draws text with.

    :raises OutputError: with the command that installs them.
    """
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise OutputError(
            "The PDF needs the library Pango, which is not on this machine. "
            "How to fix: on Debian or Ubuntu type  sudo apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error


def letters_read_from(language: str) -> dict[str, str]:
    """Map each sign to the one that a drawing of both reads as, in a text of this language.

    Source Serif 4 draws the Uzbek letters ʻ and ʼ and the quotation marks ‘ and ’ with the same
    two glyphs, and every hyphen with one: a PDF can say of a glyph only that it reads as one sign.
    """
    if language.startswith("uz"):
        return _PLAIN | {quote: letter for letter, quote in _QUOTE_OF_LETTER.items()}
    return _PLAIN | _QUOTE_OF_LETTER


def reads_otherwise(words: str, language: str) -> bool:
    """Say whether words hold a letter that their glyphs read differently, as in soʻroq."""
    read = letters_read_from(language)
    return any(sign in read and sign not in _PLAIN for sign in words)
