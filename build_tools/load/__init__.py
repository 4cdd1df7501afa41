"""The only reader of `handbook/*.toml`: files in, cross-checked dataclasses out.

Read in this order: toml_file (one file, key by key), book, design, law.
"""

from build_tools.errors import near_misses
from build_tools.load.book import load_book
from build_tools.load.design import load_design

__all__ = ["load_book", "load_design", "near_misses"]
