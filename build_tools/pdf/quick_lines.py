"""Where lines end, from the widths of words: each word is measured once for each style.

WeasyPrint 70 has Pango shape a text about five times for each of its lines. A line is as wide as
its words and the spaces between them (the typefaces' kerning knows what stands on both sides of a
space); so where it ends can be told from their widths, if nothing out of the ordinary is in it.
Wherever the answer hangs on how Pango counts (a space at the end of a line, a break inside a
word), no answer is given, and WeasyPrint's own function finds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import inf
from typing import Any, NamedTuple

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key

_RATIO = 4
"""WeasyPrint looks at this many letters for each that would fit, if all were squares."""
_ORDINARY = re.compile("[ -~\xa0-\xac\xae-\u036f\u2010-\u2027\u2030-\u205e\u2116]*")
"""Latin letters and the signs that stand with them. A sign is shaped by the script before it: in a
text of two scripts the width of a word would hang on the words before."""
_LETTER = re.compile("[A-Za-z\xc0-\u02b8]")
_SOME = "n"
_WIDEST = 2**21


class _Word(NamedTuple):
    """What is known of a word in a style."""

    width: int
    """In Pango's units."""
    look: tuple[Any, ...]
    """The one font of all its glyphs, the height of its line and where the baseline is."""
    is_whole: bool
    """Whether no line may end in it."""


Measured = dict[Any, dict[Any, Any]]
"""What was measured, by the style: of words, and of spaces by the letters at their sides."""


class Widths:
    """The widths of words and of the spaces between them, by the style."""

    def __init__(self) -> None:
        self._known: Measured = {}
        self._new: Measured = {}

    def of(self, shapes: Any) -> _Widths:
        """Return the widths in a style."""
        return _Widths(self._known.setdefault(shapes, {}), self._new.setdefault(shapes, {}))

    def learn(self, measured: Mapping[Any, Mapping[Any, Any]]) -> None:
        """Take over what another process has measured."""
        for shapes, widths in measured.items():
            self._known.setdefault(shapes, {}).update(widths)

    def taken(self) -> Measured:
        """Return what was measured since this was last asked."""
        new, self._new = self._new, {}
        return new


class _Widths:
    """The widths of words in one style, and of the spaces between them."""

    def __init__(self, known: dict[Any, Any], new: dict[Any, Any]) -> None:
        self._known, self._new = known, new

    def word(self, word: str, style: Any) -> _Word | None:
        """Return what is known of a word; None if it is no plain run of glyphs."""
        if word not in self._known:
            self._known[word] = self._new[word] = self._measured_word(word, style)
        known: _Word | None = self._known[word]
        return known

    def _measured_word(self, word: str, style: Any) -> _Word | None:
        alone = _measured(word, style)
        if alone is None or not word.strip() or _LETTER.search(word):
            return alone
        # Signs alone have no script; between words they have that of the words.
        among = _measured(f"{_SOME} {word} {_SOME}", style)
        letter = self.word(_SOME, style)
        spaces = self.space(_SOME, word[0], style), self.space(word[-1], _SOME, style)
        if among is None or letter is None or None in spaces:
            return None
        rest = among.width - 2 * letter.width - sum(space or 0 for space in spaces)
        return alone if rest == alone.width else None

    def space(self, before: str, after: str, style: Any) -> int | None:
        """Return the width of a space between two letters; None if no line may end there."""
        key = (before, after)
        if key not in self._known:
            self._known[key] = self._new[key] = self._measured_space(before, after, style)
        width: int | None = self._known[key]
        return width

    def _measured_space(self, before: str, after: str, style: Any) -> int | None:
        if before and after and not _LETTER.search(before + after):
            return self._measured_between_signs(before, after, style)
        return self._room(f"{before} {after}", len(before) + 1, before, after, style)

    def _measured_between_signs(self, before: str, after: str, style: Any) -> int | None:
        spaces = self.space(_SOME, before, style), self.space(after, _SOME, style)
        start = f"{_SOME} {before} "
        signs = (_SOME, before, after, _SOME)
        room = self._room(f"{start}{after} {_SOME}", len(start), *signs, style)
        return None if room is None or None in spaces else room - sum(s or 0 for s in spaces)

    def _room(self, text: str, ends_after: int, *given: Any) -> int | None:
        """Return the width of what stands between letters; None if no line may end there."""
        *letters, style = given
        apart = [_measured(letter, style) for letter in letters if letter]
        together = _measured(text, style, ends_after)
        if together is None or None in apart or (all(letters) and together.is_whole):
            return None
        return together.width - sum(word.width for word in apart if word is not None)


def _measured(text: str, style: Any, ends_after: int | None = None) -> _Word | None:
    """Measure a text; `ends_after` is where a line may end in it, if anywhere is asked about."""
    layout = line_break.Layout(style)
    layout.set_text(text)
    line, _index = layout.get_first_line()
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
    fonts = set()
    is_plain = True
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        fonts.add(get_pango_font_key(item.item.analysis.font)[0])
        glyphs = item.glyphs
        is_plain &= item.item.analysis.level % 2 == 0 and not any(
            glyph.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG
            for glyph in glyphs.glyphs[0 : glyphs.num_glyphs]
        )
    marks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    places = range(1, len(text)) if ends_after is None else (ends_after,)
    is_whole = not any(marks[place].is_line_break for place in places)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    look = (*fonts, extents.height * FROM_UNITS, baseline)
    layout.deactivate()
    return _Word(extents.width, look, is_whole) if is_plain and len(fonts) == 1 else None


def first_line(
    widths: _Widths, text: str, style: Any, context: Any, width: float | None, spacing: float
) -> Any:
    """Return what WeasyPrint's `split_first_line` would, or None where only that can tell."""
    size = style["font_size"]
    if (
        width is None or width == inf or width >= _WIDEST or not size or size * _RATIO > width
        or style["white_space"] != "normal" or style["word_break"] != "normal"
        or style["word_spacing"] or style["letter_spacing"] not in ("normal", 0)
        or style["text_decoration_line"] != "none" or style["direction"] != "ltr"
    ):  # fmt: skip
        return None
    head = text[: int(width / size * _RATIO)]
    if not head or _ORDINARY.fullmatch(head) is None:
        return None
    words = head.split(" ")
    if len(head) < len(text):
        # The last word may be cut, and what follows the one before it is not seen.
        words = words[: -1 if words[-1] else -2]
    most = int(max(0, width) * TO_UNITS)
    return _broken(_Line(widths, style, most), words, text, head, context, width, spacing)


class _Line:
    """A line that words are added to."""

    def __init__(self, widths: _Widths, style: Any, most: int) -> None:
        self._widths, self.style, self.most = widths, style, most
        self.width = 0
        self.last = ""
        self.look: tuple[Any, ...] | None = None

    def with_word(self, word: str, is_first: bool) -> tuple[int, _Word] | None:
        """Return how wide the line would be with a word more, and the word; None if unknown."""
        known = self._widths.word(word, self.style)
        if known is None or (self.look is not None and known.look != self.look):
            return None
        if is_first:
            return known.width, known
        space = self._widths.space(self.last, word[0], self.style)
        return None if space is None else (self.width + space + known.width, known)

    def end_space(self) -> int | None:
        """Return how wide a space at the end is, if the word before it stands as without it."""
        own = self._widths.word(" ", self.style)
        space = self._widths.space(self.last, "", self.style)
        return space if own is not None and space == own.width else None

    def add(self, word: str, width: int, known: _Word) -> None:
        self.width, self.last, self.look = width, word[-1], known.look


def _broken(
    line: _Line, words: list[str], text: str, head: str, context: Any, width: float, spacing: float
) -> Any:
    is_all = len(head) == len(text)
    for number, word in enumerate(words):
        if not word:
            if number == 0 and len(words) > 1 and words[1]:
                continue  # A space before the first word.
            if is_all and number == len(words) - 1 and line.look is not None:
                space = line.end_space()
                if space is None or line.width + space > line.most:
                    return None
                line.width += space
                break
            return None
        added = line.with_word(word, number == 0)
        if added is None:
            return None
        if added[0] > line.most:
            if line.look is None or not added[1].is_whole:
                return None
            return _ended(line, " ".join(words[:number]), word, text, context, width, spacing)
        line.add(word, *added)
    if not is_all or line.look is None:
        return None
    return _made(line, text, None, line.width, width, spacing, len(text.encode()))


def _ended(
    line: _Line, words: str, next_word: str, text: str, context: Any, width: float, spacing: float
) -> Any:
    """Return a line that ends before a word, or in it."""
    space = line.end_space()
    if space is None or line.width + space > line.most:
        return None  # Whether the space counts makes a difference here.
    style = line.style
    resume_at = len(words.encode()) + 1
    if style["hyphens"] == "auto" and style["lang"]:
        lang = line_break.pyphen.language_fallback(style["lang"])
        for part in _parts(next_word, lang, line.width, style, context, width) if lang else ():
            added = line.with_word(part + style["hyphenate_character"], False)
            if added is None:
                return None
            if added[0] <= line.most:
                shown = f"{words} {part}"
                length = len(shown.encode())
                shown += style["hyphenate_character"]
                return _made(line, shown, length, added[0], width, spacing, length)
    return _made(line, words, resume_at, line.width, width, spacing, len(words.encode()))


def _parts(
    next_word: str, lang: str, line_width: int, style: Any, context: Any, width: float
) -> list[str]:
    """Return the beginnings of a word that a hyphen may follow, the longest first."""
    total, left, right = style["hyphenate_limit_chars"]
    begun, rest = 0, next_word
    while rest and (bounds := line_break.get_next_word_boundaries(rest, lang)):
        start, stop = bounds
        room = width - line_width * FROM_UNITS
        if stop - start >= total and (
            room > percentage(style["hyphenate_limit_zone"], style, width) or room < 0
        ):
            key = (lang, left, right, total)
            if key not in context.dictionaries:
                context.dictionaries[key] = line_break.pyphen.Pyphen(
                    lang=lang, left=left, right=right
                )
            before = next_word[: begun + start]
            word = rest[start:stop]
            return [before + first for first, _ in context.dictionaries[key].iterate(word)]
        rest, begun = rest[stop:], begun + stop
    return []


def _made(
    line: _Line, shown: str, resume_at: int | None, units: int, width: float, spacing: float,
    length: int,
) -> Any:  # fmt: skip
    """Return a line as WeasyPrint's function does, with a layout that was put away."""
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.justification_spacing, layout.max_width = spacing, width
    layout.first_line_direction = 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.text = shown
    _font, height, baseline = line.look or ()
    return layout, length, resume_at, units * FROM_UNITS, height, baseline
