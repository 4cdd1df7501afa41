"""`handbook/concordance.toml`: national law beside each element of the Trafficking Protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from build_tools.citations import CitationError, parse_citations, provisions_of
from build_tools.errors import BookDataError, near_misses
from build_tools.load.toml_file import Table, TomlFile
from build_tools.model import (
    Authority,
    Citation,
    Comparison,
    Concordance,
    Element,
    Finding,
    Gap,
    Match,
    Verification,
)

ELEMENTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # What an element is, where the Protocol or its Convention has it, and its names in order.
    (
        "Act", "palermo 3(a)",
        ("recruitment", "transportation", "transfer", "harbouring", "receipt"),
    ),
    (
        "Means", "palermo 3(a)",
        (
            "force or its threat", "other forms of coercion", "abduction", "fraud", "deception",
            "abuse of power", "abuse of a position of vulnerability",
            "payment to a person in control",
        ),
    ),
    (
        "Purpose", "palermo 3(a)",
        (
            "prostitution of others", "other sexual exploitation", "forced labour or services",
            "slavery", "practices similar to slavery", "servitude", "removal of organs",
        ),
    ),
    ("Consent", "palermo 3(b)", ("consent irrelevant once a means was used",)),
    ("Child", "palermo 3(c), 3(d)", ("act and purpose suffice", "person under eighteen")),
    ("Duty to punish", "palermo 5", ("attempt", "participation", "organising and directing")),
    ("Legal persons", "untoc 10", ("liability of legal persons",)),
)
_GAP = re.compile(r"G-\d+")


def load_concordance(root: Path, authorities: Iterable[Authority]) -> Concordance:
    """Read `handbook/concordance.toml` and check it against the registry of authorities.

    :raises BookDataError: with every mistake found, each with file, line and what to write.
    """
    problems: list[Finding] = []
    known = {authority.name: authority for authority in authorities}
    elements = {element.name: element for element in _elements(known)}
    top = TomlFile(root, "handbook/concordance.toml", problems).root_table()
    gaps = tuple(_gap(table, known) for table in top.tables("gap"))
    tables = top.tables("element")
    comparisons = tuple(_comparison(table, elements, gaps, known) for table in tables)
    top.finish()
    if not problems:
        _report_missing(top, [gap.name for gap in gaps], [c.element.name for c in comparisons])
    if problems:
        raise BookDataError(tuple(sorted(problems)))
    return Concordance(comparisons, gaps)


def _elements(known: Mapping[str, Authority]) -> Iterable[Element]:
    for group, protocol, names in ELEMENTS:
        citations = parse_citations(protocol, known)
        yield from (Element(name, group, citations) for name in names)


def _gap(table: Table, known: Mapping[str, Authority]) -> Gap:
    gap = Gap(table.text("name"), table.text("words"), _cited(table, "basis", known))
    if gap.name and not _GAP.fullmatch(gap.name):
        table.report("name", f"'{gap.name}' is not the name of a gap.", 'write "G-1"', "bad-gap")
    table.finish()
    return gap


def _comparison(
    table: Table,
    elements: Mapping[str, Element],
    gaps: tuple[Gap, ...],
    known: Mapping[str, Authority],
) -> Comparison:
    name = table.choice("name", elements)
    element = elements.get(name, next(iter(elements.values())))
    national = _cited(table, "national", known, ())
    match = table.choice("match", list(Match))
    comparison = Comparison(
        element=element,
        national=national,
        match=Match(match) if match in list(Match) else Match.GAP,
        words=table.text("words"),
        missing=table.text("missing", ""),
        gap=table.text("gap", ""),
        rests_on_unverified=any(_is_unverified(c, known) for c in (*element.protocol, *national)),
    )
    table.finish()
    names = [gap.name for gap in gaps]
    if comparison.gap and comparison.gap not in names:
        fix = near_misses(comparison.gap, names)
        table.report("gap", f"There is no gap '{comparison.gap}' below.", fix, "unknown-gap")
    if match in list(Match):
        _report_unfounded(table, comparison)
    return comparison


def _report_unfounded(table: Table, comparison: Comparison) -> None:
    """Report a match that its own row does not bear out."""
    said = f"The match of '{comparison.element.name}' is {comparison.match}"
    if comparison.match is not Match.GAP and not comparison.national:
        table.report(
            "match", f"{said}, but no national provision stands beside it.",
            'write national = ["…"], or match = "gap" and what is missing', "unfounded-match",
        )
    if comparison.match is not Match.FULL and not comparison.missing:
        table.report(
            "match", f"{said}, but it does not say what is missing.",
            'write missing = "…"', "unfounded-match",
        )
    if comparison.match is Match.FULL and (comparison.missing or comparison.gap):
        table.report(
            "match", f"{said}, but something is said to be missing.",
            'write match = "partly", or take out what is missing', "unfounded-match",
        )
    if comparison.match is Match.FULL and comparison.rests_on_unverified:
        table.report(
            "match", f"{said}, but it rests on a provision that nobody has read.",
            'write match = "partly", and in missing = "…" what has to be read', "unfounded-match",
        )


def _report_missing(top: Table, gaps: list[str], elements: list[str]) -> None:
    """Report each element that is left out, out of order or there twice, and gaps likewise."""
    wanted = [name for _group, _protocol, names in ELEMENTS for name in names]
    for key, found, whole in (
        ("element", elements, wanted),
        ("gap", gaps, [f"G-{number}" for number in range(1, len(gaps) + 1)]),
    ):
        for name in whole:
            if name not in found:
                top.file.report(
                    (), f"The {key} '{name}' is missing.",
                    f'add [[{key}]] with name = "{name}"', "missing-row",
                )
        if not set(whole) - set(found) and found != whole:
            position = next(n for n, name in enumerate(found) if whole[n : n + 1] != [name])
            top.file.report(
                (key, position, "name"), f"The {key} '{found[position]}' stands out of order.",
                f"put '{whole[position]}' here" if position < len(whole) else "take it out",
                "misplaced-row",
            )


def _cited(
    table: Table, key: str, known: Mapping[str, Authority], default: tuple[str, ...] | None = None
) -> tuple[Citation, ...]:
    """Return the citations of a list, each written as in {law}; a wrong one is reported."""
    cited: list[Citation] = []
    for typed in table.texts(key, default):
        try:
            cited += parse_citations(typed, known)
        except CitationError as error:
            path = (*table.path, key)
            table.file.report_word(path, typed, error.sentence, error.fix, "citation")
    return tuple(cited)


def _is_unverified(citation: Citation, known: Mapping[str, Authority]) -> bool:
    authority = known[citation.authority]
    return any(
        authority.verification_of(number) is Verification.UNVERIFIED
        for number in provisions_of(citation, authority)
    )
