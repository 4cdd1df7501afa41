"""The book's own fonts and no others: a glyph they lack is an error, never a system font."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

from build_tools.errors import OutputError

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def use_only(fonts: Path, cache: Path) -> None:
    """Let fontconfig see one folder of fonts; call it before WeasyPrint is first imported."""
    cache.mkdir(parents=True, exist_ok=True)
    configuration = cache / "fonts.conf"
    text = _CONFIGURATION.format(fonts=escape(str(fonts)), cache=escape(str(cache)))
    if not configuration.is_file() or configuration.read_text(encoding="utf-8") != text:
        beside = configuration.with_suffix(f".{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(configuration)
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
