"""The same layout in less time: what WeasyPrint 70 works out again and again is kept.

Nothing is decided here. Each function stands in the place of one of WeasyPrint's and returns what
that would return, to the last bit; what it does not know it leaves to that one. See `FITS` in
`structure` for the version whose inside this module knows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from functools import lru_cache
from operator import itemgetter
from typing import Any

from weasyprint.css import PHYSICAL_FUNCTIONS, ComputedStyle, StyleFor
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.draw import text as drawn_text
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import background, percent
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import font_features

from build_tools.pdf.quick_lines import Widths, first_line

_SHAPES = itemgetter(
    "font_style", "font_stretch", "font_weight", "font_size", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override", "lang",
    "direction", "word_spacing", "letter_spacing", "overflow_wrap",
)  # fmt: skip
"""What shapes and places of glyphs follow from, besides the families of type and lines on them."""
_BREAKS = itemgetter(
    "white_space", "hyphens", "hyphenate_limit_chars", "hyphenate_character",
    "hyphenate_limit_zone", "word_break",
)  # fmt: skip
"""What else the end of a line follows from."""
_TO_TEXT_END = 0xFFFFFFFF
"""`PANGO_ATTR_INDEX_TO_TEXT_END`."""


@contextmanager
def quick_layout(widths: Widths) -> Iterator[None]:
    """Let WeasyPrint lay out and paint what it would, in less time."""
    with ExitStack() as changes:
        changes.enter_context(_kept_texts(widths))
        for change in (_kept_sizes, _kept_styles, _kept_runs, _short_ways):
            changes.enter_context(change())
        yield


@contextmanager
def _instead(own: Callable[..., Any], other: Callable[..., Any]) -> Iterator[None]:
    """Put a function in the place of one of WeasyPrint's, wherever that was imported."""
    modules = [m for name, m in sys.modules.items() if name.startswith("weasyprint")]
    holders = [m for m in modules if vars(m).get(own.__name__) is own]
    for holder in holders:
        setattr(holder, own.__name__, other)
    try:
        yield
    finally:
        for holder in holders:
            setattr(holder, own.__name__, own)


@contextmanager
def _kept_texts(widths: Widths) -> Iterator[None]:
    with ExitStack() as changes:
        layouts = _Layouts()
        changes.enter_context(layouts.kept())
        changes.enter_context(
            _instead(line_break.split_first_line, _lines_kept(line_break.split_first_line, widths))
        )
        for own in (
            line_break.can_break_text,
            line_break.get_next_break_point_from_text,
            line_break.get_next_word_boundaries,
        ):
            changes.enter_context(_instead(own, lru_cache(maxsize=None)(own)))
        yield


def _lines_kept(own: Callable[..., Any], widths: Widths) -> Callable[..., Any]:
    """Keep where the first line of a text ends: columns and tables are laid out several times."""
    known: dict[Any, Any] = {}
    fonts: dict[Any, Any] = {}

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        width: float | None,
        spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        key = (
            text, width, spacing, is_line_start, minimum, _shapes(style), _BREAKS(style),
        )  # fmt: skip
        if (found := known.get(key)) is None:
            shapes = key[5]
            if shapes not in fonts:
                fonts[shapes] = widths.of(shapes[1:])
            known[key] = found = first_line(
                fonts[shapes], text, style, context, width, spacing
            ) or own(text, style, context, width, spacing, is_line_start, minimum)
        layout, *place = found
        return (copy(layout), *place)

    return split_first_line


def _shapes(style: Any) -> tuple[Any, ...]:
    """Return what the shapes and places of glyphs follow from."""
    lines = style["text_decoration_line"]
    return (
        id(style.font_config), tuple(style["font_family"]),
        lines if isinstance(lines, str) else frozenset(lines), _SHAPES(style),
    )  # fmt: skip


class _Layouts:
    """Keeps Pango's layouts for the next text of the same style.

    WeasyPrint makes a context, a description of the font, a list of attributes and a layout for
    each text that it measures or draws, and throws all away.
    """

    def __init__(self) -> None:
        self._makings: dict[Any, _Making] = {}
        own = line_break.Layout
        self._own = (own.setup, own.set_text, own.deactivate)

    @contextmanager
    def kept(self) -> Iterator[None]:
        def setup(layout: Any, style: Any) -> None:
            self._set_up(layout, style)

        def set_text(layout: Any, text: str, justify: bool = False) -> None:
            self._set_text(layout, text, justify)

        def deactivate(layout: Any) -> None:
            self._deactivate(layout)

        layout = line_break.Layout
        layout.setup, layout.set_text, layout.deactivate = setup, set_text, deactivate
        try:
            yield
        finally:
            layout.setup, layout.set_text, layout.deactivate = self._own

    def _set_up(self, layout: Any, style: Any) -> None:
        key = _shapes(style)
        making = self._makings.get(key)
        if making is None:
            making = self._makings[key] = _Making(style)
        layout.making = making
        layout.style = style
        layout.first_line_direction = 0
        if making.free:
            layout.__dict__.update(making.free.pop())
        else:
            self._own[0](layout, style)
            making.prepare(layout.layout)

    def _set_text(self, layout: Any, text: str, justify: bool) -> None:
        making = layout.making
        if not making.is_even or (justify and layout.justification_spacing) or "\t" in text:
            making.prepare_unevenly(layout.layout)
            self._own[1](layout, text, justify)
            return
        index = text.find("\n")
        if index != -1:
            text = text[: index + 2]
        layout.text = text
        pango.pango_layout_set_text(layout.layout, text.encode().replace(b"\0", b""), -1)

    def _deactivate(self, layout: Any) -> None:
        del layout.style
        making = layout.__dict__.pop("making")
        kept = {name: layout.__dict__.pop(name) for name in ("layout", "language")}
        making.take_back(kept | {n: v for n, v in vars(layout).items() if n in _METRICS})


_METRICS = (
    "ascent", "underline_position", "strikethrough_position", "underline_thickness",
    "strikethrough_thickness",
)  # fmt: skip


class _Making:
    """How the layouts of one style are made, and those that are free."""

    def __init__(self, style: Any) -> None:
        self.free: list[dict[str, Any]] = []
        features = font_features(
            style["font_kerning"], style["font_variant_ligatures"],
            style["font_variant_position"], style["font_variant_caps"],
            style["font_variant_numeric"], style["font_variant_alternates"],
            style["font_variant_east_asian"], style["font_feature_settings"],
        )  # fmt: skip
        self._features = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        self._breaks_words = style["overflow_wrap"] in ("anywhere", "break-word")
        self.is_even = not style["word_spacing"] and style["letter_spacing"] in ("normal", 0)
        """Whether its attributes are the same for every text."""
        self._even = self._attributes()
        if self._breaks_words:
            hyphens = pango.pango_attr_insert_hyphens_new(False)
            hyphens.start_index, hyphens.end_index = 0, _TO_TEXT_END
            pango.pango_attr_list_change(self._even, hyphens)

    def _attributes(self) -> Any:
        made = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        if self._features:
            attribute = pango.pango_attr_font_features_new(self._features)
            pango.pango_attr_list_insert(made, attribute)
        return made

    def prepare(self, layout: Any) -> None:
        """Give a layout the attributes that fit every text."""
        if self.is_even:
            pango.pango_layout_set_attributes(layout, self._even)

    def prepare_unevenly(self, layout: Any) -> None:
        """Give a layout attributes that may be added to."""
        pango.pango_layout_set_attributes(layout, self._attributes())

    def take_back(self, kept: dict[str, Any]) -> None:
        """Keep a layout as it was when it was made."""
        layout = kept["layout"]
        pango.pango_layout_set_width(layout, -1)
        pango.pango_layout_set_wrap(layout, pango.PANGO_WRAP_WORD)
        pango.pango_layout_set_single_paragraph_mode(layout, False)
        pango.pango_layout_set_ellipsize(layout, pango.PANGO_ELLIPSIZE_NONE)
        self.prepare(layout)
        self.free.append(kept)


def _kept_sizes() -> Any:
    return _instead(percent.resolve_percentages, _sizes_kept(percent.resolve_percentages))


_LENGTHS = (
    "margin_left", "margin_right", "margin_top", "margin_bottom", "padding_left", "padding_right",
    "padding_top", "padding_bottom", "width", "min_width", "max_width", "height", "min_height",
    "max_height",
)  # fmt: skip
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def _sizes_kept(own: Callable[..., Any]) -> Callable[..., Any]:
    """Keep the sizes of a style that has no percentage in it."""

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        try:
            used = style.used_sizes
        except AttributeError:
            used = style.used_sizes = _sizes(style)
        if used is None:
            own(box, containing_block)
        else:
            box.__dict__.update(used)

    return resolve_percentages


def _sizes(style: Any) -> dict[str, Any] | None:
    """Return the sizes of a box of this style, None if they follow from what is around it."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    used = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in ("min_width", "min_height") else "auto"
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used | {name: style[name] for name in _BORDERS}


_OTHERWISE = {"page", "position", "float", "display", "anchor"}
"""Properties whose values follow from more than a rule and the parent."""
_SIMPLE = {n for n in INITIAL_VALUES if n not in _OTHERWISE and n[:16] != "text_decoration_"}
_INITIAL = _SIMPLE - set(INHERITED) - set(INITIAL_NOT_COMPUTED)
_PASSED_ON = _SIMPLE & set(INHERITED)
_LOGICAL = {
    name(block="ttb", inline=inline)
    for name in PHYSICAL_FUNCTIONS.values()
    for inline in ("ltr", "rtl")
}


def _has_logical(style: Any) -> bool:
    """Say whether a rule gives a side by the way of the writing, as `margin-inline-start`."""
    try:
        known: bool = style.has_logical
    except AttributeError:
        known = style.has_logical = not _LOGICAL.isdisjoint(style.cascaded)
    return known


@contextmanager
def _kept_styles() -> Iterator[None]:
    """Work out once what the styles of elements have in common that have addresses of their own.

    WeasyPrint does so for elements without an `id`; here each paragraph has one.
    """
    own, own_init = StyleFor.set_computed_styles, StyleFor.__init__
    own_missing = ComputedStyle.__missing__
    models: dict[Any, Any] = {}

    def begun(self: Any, *given: Any) -> None:
        models.clear()
        try:
            own_init(self, *given)
        finally:
            models.clear()
            self.is_ready = True

    def missing(self: Any, key: str) -> Any:
        model = self.__dict__.get("model")
        if model is not None and key != "anchor":
            value = self[key] = model[key]
            return value
        if key in self.cascaded or (key in PHYSICAL_FUNCTIONS and _has_logical(self)):
            return own_missing(self, key)
        if key in _INITIAL:
            value = self[key] = INITIAL_VALUES[key]
            return value
        if key in _PASSED_ON and self.parent_style is not None:
            value = self.parent_style[key]
            if not check_math(value):
                self[key] = value
                return value
        return own_missing(self, key)

    def set_computed_styles(
        self: Any, element: Any, parent: Any, root: Any = None, pseudo_type: Any = None,
        base_url: Any = None, target_collector: Any = None,
    ) -> None:  # fmt: skip
        if parent is None or hasattr(self, "is_ready"):
            own(self, element, parent, root, pseudo_type, base_url, target_collector)
            return
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        parent_style = self._computed_styles[parent, None]
        computed = ComputedStyle(
            parent_style, cascaded, pseudo_type, self._computed_styles[root, None], base_url,
            self.font_config, self.initial_page_sizes,
        )  # fmt: skip
        if pseudo_type not in _SELDOM:
            declared = [(n, id(value), w) for n, (value, w) in cascaded.items() if n != "anchor"]
            key = (id(getattr(parent_style, "model", parent_style)), pseudo_type, tuple(declared))
            model = models.setdefault(key, computed)
            # The two boxes of a table share out the values of its style between them.
            if model is not computed and not any("table" in word for word in model["display"]):
                computed.model, computed.specified = model, model.specified
                computed.anonymous_style = model.anonymous_style
        self._computed_styles[element, pseudo_type] = computed
        if target_collector and "anchor" in cascaded and computed["anchor"]:
            target_collector.collect_anchor(computed["anchor"])

    StyleFor.set_computed_styles, StyleFor.__init__ = set_computed_styles, begun
    ComputedStyle.__missing__ = missing
    try:
        yield
    finally:
        StyleFor.set_computed_styles, StyleFor.__init__ = own, own_init
        ComputedStyle.__missing__ = own_missing


_SELDOM = ("footnote-call", "footnote-marker")
"""Pseudo-elements that every element has and few show."""


@contextmanager
def _kept_runs() -> Iterator[None]:
    """Keep the operands that show a word: words are drawn many times."""
    with _instead(drawn_text.draw_first_line, _runs_kept()):
        yield


_PER_GLYPH = 5
"""Whole numbers of a `PangoGlyphInfo`: glyph, width, two offsets, marks."""
_BYTES = 4
_HIGHEST_GLYPH = 0xFFFF


def _runs_kept() -> Callable[..., Any]:
    own = drawn_text.draw_first_line

    def draw_first_line(
        stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> Any:
        if text_overflow == "ellipsis" or block_ellipsis != "none" or not textbox.text.strip():
            return own(stream, textbox, text_overflow, block_ellipsis, matrix)
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        line, _index = layout.get_first_line()
        shown: list[Any] = []
        before = None
        run = line.runs[0]
        while run != ffi.NULL:
            item, run = run.data, run.next
            if item.item.analysis.font != before:
                before = item.item.analysis.font
                font, size = stream.add_font(before)
                if font.png or font.svg or font.colr or font.bitmap or size < 1e-6:
                    return own(stream, textbox, text_overflow, block_ellipsis, matrix)
                shown.append((font, size, []))
            operands = _operands(item, font, size, layout.text, stream)
            if operands is None:
                return own(stream, textbox, text_overflow, block_ellipsis, matrix)
            shown[-1][2].append(operands)
        stream.set_text_matrix(*matrix.values)
        for number, (font, size, strings) in enumerate(shown):
            stream.set_font_size(font.hash, size)
            string = "".join(strings)
            if string or number == len(shown) - 1:
                stream.show_text(string)
        return []

    return draw_first_line


def _operands(item: Any, font: Any, size: float, text: str, stream: Any) -> str | None:
    """Return what shows a run of glyphs, None if it is no plain run."""
    glyphs = item.glyphs
    count = glyphs.num_glyphs
    data = bytes(ffi.buffer(glyphs.glyphs, count * _PER_GLYPH * _BYTES))
    try:
        known = font.runs
    except AttributeError:
        known = font.runs = {}
    if (found := known.get((data, size))) is None:
        values = memoryview(data).cast("i")
        if item.item.analysis.level % 2 or any(values[3::_PER_GLYPH]):
            return None
        ids = values[::_PER_GLYPH]
        if any(glyph > _HIGHEST_GLYPH for glyph in ids):
            return None
        clusters = glyphs.log_clusters
        encoded = b""
        string = "<"
        for number, glyph in enumerate(ids):
            if glyph not in font.to_unicode:
                encoded = encoded or text.encode()
                start = item.item.offset
                last = number == count - 1
                end = start + (item.item.length if last else clusters[number + 1])
                font.to_unicode[glyph] = encoded[start + clusters[number] : end].decode()
            width, shift = values[_PER_GLYPH * number + 1 : _PER_GLYPH * number + 3]
            offset = shift / size
            if offset:
                string += f">{-offset}<"
            string += f"{glyph:04x}"
            if (own_width := font.widths.get(glyph)) is None:
                pango.pango_font_get_glyph_extents(
                    item.item.analysis.font, glyph, stream.ink_rect, stream.logical_rect
                )
                own_width = font.widths[glyph] = round(
                    stream.logical_rect.width * 1000 * FROM_UNITS / size
                )
            kerning = own_width + offset - width * 1000 * FROM_UNITS / size
            if kerning:
                string += f">{int(kerning)}<"
        known[data, size] = found = string[:-1] if string[-1] == "<" else string + ">"
    return str(found)


@contextmanager
def _short_ways() -> Iterator[None]:
    own_flow = Box.is_in_normal_flow
    Box.is_in_normal_flow = _is_in_normal_flow
    try:
        with (
            _instead(line_break.strut, _struts_kept(line_break.strut)),
            _instead(background.layout_box_backgrounds, _backgrounds_passed_by()),
        ):
            yield
    finally:
        Box.is_in_normal_flow = own_flow


def _is_in_normal_flow(box: Any) -> bool:
    style = box.style
    return style["position"] in ("static", "relative") and style["float"] == "none"


def _struts_kept(own: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[Any, Any] = {}

    def strut(style: Any) -> Any:
        key = (_shapes(style), style["line_height"])
        if (found := known.get(key)) is None:
            found = known[key] = own(style)
        return found

    return strut


_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_SQUARE: dict[str, Any] = {f"border_{corner}_radius": (0, 0) for corner in _CORNERS}


def _backgrounds_passed_by() -> Callable[..., Any]:
    """Pass by boxes that have no background, as nearly all have none."""
    own = background.layout_box_backgrounds

    def layout_box_backgrounds(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if style is not None or box is page or not layout_children or not _is_bare(box.style):
            own(page, box, get_image, layout_children, style)
            return
        getattr(box, "_box", box).__dict__.update(_SQUARE)  # not a placeholder's
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)
        box.background = None

    return layout_box_backgrounds


def _is_bare(style: Any) -> bool:
    """Say whether a box of this style has no background, no shadow and square corners."""
    try:
        known: bool = style.is_bare
    except AttributeError:
        known = style.is_bare = (
            style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and style["visibility"] != "hidden"
            and all(kind == "none" for kind, _image in style["background_image"])
            and style["background_color"] != "currentcolor"
            and style["background_color"].alpha == 0
            and not style["box_shadow"]
            and all((0, "px") in style[corner] for corner in _SQUARE)
        )
    return known
