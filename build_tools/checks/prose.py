"""The words of a chapter that are its authors' own: all that wording rules may look at."""

from __future__ import annotations

import re

_LINES = r"(?:[^{}\n]|\n(?!\s*\n)){{1,600}}"
"""Words over several lines of one paragraph, up to a closing mark."""
_NOT_PROSE = re.compile(rf"""
    \A---\n[\s\S]*?\n---$                           # settings at the top
  | ^\ *(`{{3,}}|~{{3,}})(?!\{{).*(?:\n(?!\ *\1).*)*     # code as it is typed
  | ^\ *(?::{{3,}}|`{{3,}})\{{[\w-]+\}}                   # the head of a box; its title is prose
  | ^\ *:(?!alt:|caption:)[\w-]+:.*                 # a setting of a box
  | ^\ *>.*(?:\n(?!\ *\n).+)*                       # a block quotation
  | ^%.*|<!--[\s\S]*?-->                            # a comment
  | \{{[\w:-]+\}}`[^`]*`                              # a mark such as {{law}}, its title too
  | (`+)(?!`).+?\2                                  # code inside a line
  | \[[^\]\n]*\]\{{[^}}\n]*\}}                         # words in another language, quoted as a term
  | \]\([^)\n]*\)|https?://\S+                      # an address
  | “{_LINES.format("”")}”|«{_LINES.format("»")}»|„{_LINES.format("“”")}[“”]  # what others say
  | "[^"\n]{{1,600}}"                                 # a statute, a witness
    """, re.VERBOSE | re.MULTILINE)
_WITHIN_LINE = re.compile(r"[^\n]")


def own_words(text: str) -> str:
    """Return a chapter with blanks in the place of all that is not its authors' own prose.

    Quotations of law are among it: the wording of a statute is never corrected. Every letter that
    is left keeps its place.
    """
    return _NOT_PROSE.sub(_blanks, text)


def _blanks(found: re.Match[str]) -> str:
    return _WITHIN_LINE.sub(" ", found[0])
