"""The letters of English, Russian and both scripts of Uzbek, as pieces of patterns."""

SPACE = "[ \u00a0\u2009\u202f]"
"""A space of any width within a line."""

CAPITAL = "[A-ZА-ЯЁЎҚҒҲ]"

APOSTROPHE = "[ʻʼ'’‘`]"
"""What people type in oʻ, gʻ and between letters."""

SMALL = "[a-zа-яёўқғҳʻʼ'’‘`-]"
