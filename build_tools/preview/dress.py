"""What a page gets on its way to the browser; the page in its folder stays as the site has it."""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape

OWN = "/_preview"
"""Where the preview's own addresses begin; no page of a book has an underscore there."""
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def version_of(html: str) -> str:
    """Return a few signs that change with a page."""
    return hashlib.blake2b(html.encode(), digest_size=8).hexdigest()


def dressed(html: str, name: str, version: str) -> str:
    """Return a page with the preview's style and script, which know its name and version."""
    head = (
        f'<link rel="stylesheet" href="{OWN}/preview.css">\n'
        f'<script src="{OWN}/preview.js" defer data-page="{escape(name)}" '
        f'data-version="{version}"></script>\n'
    )
    # Before the site's own scripts: it notes the page as it was sent.
    before, found, after = html.partition('<script defer="defer"')
    if not found:
        before, found, after = html.partition("</head>")
    return f"{before}{head}{found}{after}"


def policy_for(html: str) -> str:
    """Return the Content-Security-Policy of a page: its own scripts and files, nothing else.

    Widths of columns stand in attributes, which can do no harm.
    """
    hashes = (hashlib.sha256(found[1].encode()).digest() for found in _SCRIPT.finditer(html))
    inline = " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in hashes)
    return (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        f"script-src 'self' {inline}; style-src 'self'; style-src-attr 'unsafe-inline'; "
        "font-src 'self'; img-src 'self' data:; connect-src 'self'"
    )


def waiting_page(language: str, title: str, words: str) -> str:
    """Return the page that is shown while there is none: the band says why."""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n"
        f'<main id="content" tabindex="-1">\n<h1>{escape(title)}</h1>\n<p>{escape(words)}</p>\n'
        "</main>\n</body>\n</html>\n"
    )
