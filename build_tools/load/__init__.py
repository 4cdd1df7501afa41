"""The only reader of `handbook/*.toml`: files in, cross-checked dataclasses out.

Read in this order: toml_file (one file, key by key), book, settings, numbers, design, law, terms,
concordance, charts, clock, worked, treaty_bases, wording, allowed, courses, verbs, explained (of
the machine itself), listing (which adds a chapter).
"""

from build_tools.errors import near_misses
from build_tools.load.allowed import load_allowed
from build_tools.load.book import load_book
from build_tools.load.charts import load_chart
from build_tools.load.clock import load_clock
from build_tools.load.concordance import load_concordance
from build_tools.load.courses import load_courses
from build_tools.load.design import load_design
from build_tools.load.law import load_authorities, load_cases
from build_tools.load.numbers import load_frozen
from build_tools.load.terms import load_terms
from build_tools.load.treaty_bases import load_treaty_bases
from build_tools.load.verbs import load_verbs
from build_tools.load.wording import load_wording
from build_tools.load.worked import load_worked

__all__ = [
    "load_allowed",
    "load_authorities",
    "load_book",
    "load_cases",
    "load_chart",
    "load_clock",
    "load_concordance",
    "load_courses",
    "load_design",
    "load_frozen",
    "load_terms",
    "load_treaty_bases",
    "load_verbs",
    "load_wording",
    "load_worked",
    "near_misses",
]
