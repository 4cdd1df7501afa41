"""Text such as `uz-cc 135(2)(zh); palermo 3(b)` into citations, and citations into words.

A citation is a source (the name of its file in `handbook/authorities`) and, unless the whole
of it is meant, its provisions: `135`, `121-1`, `135(2)(ж)`, `s8`, or a run `121-1..121-4`.
Letters of points may be typed in Latin or Cyrillic; the source says which script it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from build_tools.errors import HandbookError, near_misses
from build_tools.model import Authority, Citation, Provision, Verification, stands_in

PROVISION = re.compile(r"s?\d+(-\d+)?(\((\d+(-\d+)?|[a-zа-яё]{1,4})\))*")

# Later spellings win on the way back, so ж is written j in Latin, as the Uzbek text has it.
_CYRILLIC = {
    "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "e": "е", "zh": "ж", "j": "ж", "z": "з",
    "i": "и", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п",
}
_LATIN = {cyrillic: latin for latin, cyrillic in _CYRILLIC.items()}
_LOOK_ALIKES = str.maketrans("аеос", "aeoc")
_RAISED = str.maketrans({raised: f"-{n}" for n, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})


class CitationError(HandbookError):
    """A citation that names nothing in the registry, and what to write instead."""

    def __init__(self, sentence: str, fix: str) -> None:
        super().__init__(f"{sentence} How to fix: {fix}")
        self.sentence = sentence
        self.fix = fix


@dataclass(frozen=True)
class LawMark:
    """A mark `{law}` as it stands in the text of a chapter."""

    typed: str
    """What names the law: `uz-cc 135(2)(zh)`; a title of the author's own is left out."""
    line: int
    column: int


_FENCE = re.compile(r"^[ >*+-]*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$", re.MULTILINE)
_MARK = re.compile(
    r"""
    \A---\n[\s\S]*?\n---$                                  # settings at the top
  | <!--[\s\S]*?-->|^%.*                                   # a comment
  | (?<!\\)\{law\}(?P<ticks>`+)(?P<typed>(?:[^`\n]|\n(?!\s*\n))+)(?P=ticks)
  | (?<![\\`])(?P<code>`+)(?!`)(?:[^\n]|\n(?!\s*\n))+?(?<!`)(?P=code)(?!`)  # code in a line
    """,
    re.VERBOSE | re.MULTILINE,
)
_TITLED = re.compile(r".*<([^<]*)>\Z", re.DOTALL)


@dataclass(frozen=True)
class _Words:
    """How a language calls a provision: what stands before one, before several, after each."""

    one: str = ""
    several: str = ""
    after: str = ""


PROVISION_WORDS: dict[str, dict[str, _Words]] = {
    "article": {
        "en": _Words("art.", "arts."), "ru": _Words("ст.", "ст."), "uz": _Words(after="-modda"),
    },
    "section": {
        "en": _Words("section", "sections"), "ru": _Words("раздел", "разделы"),
        "uz": _Words(after="-boʻlim"),
    },
    "principle": {
        "en": _Words("principle", "principles"), "ru": _Words("принцип", "принципы"),
        "uz": _Words(after="-prinsip"),
    },
    "recommendation": {
        "en": _Words("recommendation", "recommendations"),
        "ru": _Words("рекомендация", "рекомендации"), "uz": _Words(after="-tavsiya"),
    },
    "module": {
        "en": _Words("module", "modules"), "ru": _Words("модуль", "модули"),
        "uz": _Words(after="-modul"),
    },
}


def parse_citations(text: str, authorities: Mapping[str, Authority]) -> tuple[Citation, ...]:
    """Read the citations in the text of a `{law}` mark.

    :raises CitationError: when a source, an article or a part is not in the registry, or stands
        there so that nobody cites it: repealed, or looked for and not found.
    """
    citations = named_provisions(text, authorities)
    for citation in citations:
        _refuse(citation, authorities[citation.authority])
    return citations


def named_provisions(text: str, authorities: Mapping[str, Authority]) -> tuple[Citation, ...]:
    """Read citations of whatever stands in the registry, be it repealed or not found.

    :raises CitationError: when a source, an article or a part is not in the registry.
    """
    citations: list[Citation] = []
    for piece in text.split(";"):
        name, _, provisions = piece.strip().partition(" ")
        authority = authorities.get(name)
        if authority is None:
            citable = [known for known in authorities.values() if not _is_absent(known)]
            raise CitationError(
                f"There is no authority '{name}'.",
                f"{near_misses(name, [known.name for known in citable])} "
                f"Or add handbook/authorities/{name}.toml.",
            )
        if provisions.strip():
            citations += [_citation(authority, typed) for typed in provisions.split(",")]
        else:
            citations.append(Citation(name))
    return tuple(citations)


def law_marks(text: str) -> Iterator[LawMark]:
    """Yield the marks `{law}` of a chapter, those in boxes for trainers too."""
    line, start = 1, 0
    text = _without_fences(text)
    for found in _MARK.finditer(text):
        if found["typed"] is None:
            continue
        line += text.count("\n", start, found.start())
        start = found.start()
        titled = _TITLED.match(found["typed"])
        typed = " ".join((titled[1] if titled else found["typed"]).split())
        yield LawMark(typed, line, start - text.rfind("\n", 0, start))


def _without_fences(text: str) -> str:
    """Blank what is shown as code, and the fences of boxes, which look like code in a line."""
    if not _FENCE.search(text):
        return text
    lines = text.split("\n")
    boxes: list[str] = []
    code = ""
    for number, line in enumerate(lines):
        fence = _FENCE.match(line)
        marks, info = (fence["marks"], fence["info"].strip()) if fence else ("", "")
        if code:
            code = "" if marks.startswith(code) and not info else code
        elif info.startswith("{") and not info.startswith("{code"):
            boxes.append(marks)
        elif boxes and marks.startswith(boxes[-1]) and not info:
            boxes.pop()
        elif marks:
            code = marks
        else:
            continue
        lines[number] = " " * len(line)
    return "\n".join(lines)


def _refuse(citation: Citation, authority: Authority) -> None:
    """Keep what is repealed or was never found out of every text.

    :raises CitationError: with what to write instead.
    """
    for refused in authority.not_citable:
        number = ""
        if isinstance(refused, Provision):
            if not any(stands_in(n, refused.number) for n in provisions_of(citation, authority)):
                continue
            number = f", {refused.number},"
        what = (
            f"was repealed on {refused.repealed_on}"
            if refused.repealed_on
            else "was looked for and not found"
        )
        raise CitationError(
            f"{authority.short_title.en}{number} {what}.", f"write {refused.instead}"
        )


def _is_absent(listed: Authority | Provision) -> bool:
    return listed.verification is Verification.ABSENT


def _citation(authority: Authority, typed: str) -> Citation:
    first, run, last = typed.partition("..")
    citation = Citation(
        authority.name, _known(first, authority), _known(last, authority) if run else ""
    )
    if run and citation.first.startswith("s") != citation.last.startswith("s"):
        raise CitationError(
            f"The run '{typed.strip()}' goes from an article to a section.", "cite them one by one"
        )
    if run and provision_order(citation.first) >= provision_order(citation.last):
        raise CitationError(
            f"The run '{typed.strip()}' does not go forward.", "write the lower number first"
        )
    return citation


def _known(typed: str, authority: Authority) -> str:
    """Return a provision as the registry writes it, or say why it is not there."""
    number = _in_script_of(authority, "".join(typed.split()).translate(_RAISED))
    source = authority.short_title.en
    if not PROVISION.fullmatch(number):
        raise CitationError(
            f"'{typed.strip()}' is not a provision of {source}.",
            "write it like 135, 121-1, 135(2)(zh) or 121-1..121-4",
        )
    if not authority.provisions:
        raise CitationError(
            f"{source} is cited whole: no article of it has been read.", f"write {authority.name}"
        )
    listed = authority.by_number
    article, opening, _ = number.partition("(")
    parts = [one for one in listed if one.startswith(f"{article}(")] if opening else []
    if number not in listed and (parts or article not in listed):
        raise CitationError(
            f"{source} has no provision {number} in the registry.",
            f"{near_misses(number, parts or listed)} If you have checked it against the text of "
            f"the law, add it to handbook/authorities/{authority.name}.toml.",
        )
    return number


def _in_script_of(authority: Authority, number: str) -> str:
    if authority.letters == "cyrillic":
        return re.sub(r"(?<=\()[a-z]+", lambda found: _CYRILLIC.get(found[0], found[0]), number)
    return number.translate(_LOOK_ALIKES)


def in_latin(number: str) -> str:
    """Write the letters of a provision in Latin, as the Uzbek text has them."""
    return "".join(_LATIN.get(letter, letter) for letter in number)


def provision_order(number: str) -> tuple[tuple[int, str], ...]:
    """Return what provisions are sorted by: 9, 121, 121(1), 121(1)(а), 121-1, s8."""
    after_every_number = 10_000
    return tuple(
        (int(piece), "") if piece.isdigit() else (-1 if piece == "(" else after_every_number, piece)
        for piece in re.findall(r"\(|\d+|[^\W\d_]+", number)
    )


def provisions_of(citation: Citation, authority: Authority) -> tuple[str, ...]:
    """Return the numbers a citation covers; of a run, every article the registry lists."""
    if not citation.last:
        return (citation.first,)
    low, high = provision_order(citation.first), provision_order(citation.last)
    depth = citation.first.count("(")
    return tuple(
        provision.number
        for provision in authority.provisions
        if low <= provision_order(provision.number) <= high and provision.number.count("(") == depth
    )


def by_source(citations: Iterable[Citation]) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Yield neighbouring citations of one source together: they share its name when printed.

    The whole of a source is named for itself, even beside provisions of it.
    """
    shared = groupby(citations, key=lambda citation: (citation.authority, bool(citation.first)))
    for (name, has_provisions), same in shared:
        if has_provisions:
            yield name, tuple(same)
        else:
            yield from ((name, (whole,)) for whole in same)


def words(
    citations: tuple[Citation, ...], authority: Authority, language: str
) -> tuple[str, ...]:
    """Print citations of one authority, a piece for each: join the pieces with commas."""
    title = authority.short_title.of(language)
    first, *others = provision_words(citations, authority, language)
    return (f"{title}, {first}" if first else title, *others)


def provision_names(authority: Authority, numbers: Iterable[str], language: str) -> str:
    """Print provisions in one line without the authority's name; nothing for the whole of it."""
    cited = tuple(Citation(authority.name, number) for number in numbers)
    return ", ".join(provision_words(cited, authority, language)).replace("\u00a0", " ")


def provision_words(
    citations: tuple[Citation, ...], authority: Authority, language: str
) -> tuple[str, ...]:
    """Print the provisions without the authority's name: "arts. 135(1)", "135(3)(е)"."""
    kinds = ["section" if c.first.startswith("s") else authority.provision_word for c in citations]
    pieces: list[str] = []
    for citation, kind, before in zip(citations, kinds, ["", *kinds], strict=False):
        if not citation.first:
            pieces.append("")
            continue
        called = PROVISION_WORDS[kind].get(language[:2]) or PROVISION_WORDS[kind]["en"]
        several = kinds.count(kind) > 1 or citation.last
        lead = "" if kind == before else called.several if several else called.one
        number = _number_in(language, citation) + called.after
        pieces.append(f"{lead}\u00a0{number}" if lead else number)
    return tuple(pieces)


def _number_in(language: str, citation: Citation) -> str:
    run = " to " if language.startswith("en") else "–"
    number = citation.first + (run + citation.last if citation.last else "")
    number = number.replace("s", "") if number.startswith("s") else number
    return in_latin(number) if language.startswith("uz") else number
