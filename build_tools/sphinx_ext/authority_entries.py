"""How an authority or a case is printed in a list: name, how far checked, where cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from docutils import nodes
from docutils.nodes import Node
from sphinx.locale import get_translation

from build_tools.citations import provision_order, provision_words
from build_tools.model import Authority, Case, Citation, Rank, Verification
from build_tools.sphinx_ext import cases, law
from build_tools.sphinx_ext.chapter_facts import long_date
from build_tools.sphinx_ext.citations_found import CitedAt

_ = get_translation("handbook")

GROUPS = ("national", "international", "guidance", "cases")
Places = Callable[[Iterable[CitedAt]], list[Node]]
"""How a list prints where something is cited."""


def hierarchy(authority: Authority) -> tuple[int, dt.date, str]:
    """Return what authorities are sorted by: rank, then date, then title."""
    rank = list(Rank).index(authority.rank)
    return rank, authority.date or dt.date.max, authority.title.en


def group_of(authority: Authority) -> str:
    """Return the group of a list that an authority stands in."""
    return {Rank.TREATY: "international", Rank.GUIDANCE: "guidance"}.get(authority.rank, "national")


def authority_entry(
    authority: Authority,
    cited: dict[str, list[CitedAt]],
    language: str,
    places: Places,
    *,
    marks_differing_only: bool = False,
) -> nodes.definition_list_item:
    """Write an authority: its name, its mark, and below it the provisions that are cited.

    With `marks_differing_only`, a provision checked as the whole authority was, and never amended,
    has no mark.
    """
    title = nodes.term("", authority.title.of(language), ids=[law.anchor_of(authority.name)])
    about = nodes.paragraph("", "")
    about += _checked(authority.verification, authority.checked_against, authority.checked_on)
    about += _amended(authority, "")
    if party := authority.party:
        about += [nodes.Text(f"{party.status} "), *_checked(party.verification)]
    about += places(cited.get("", ()))
    provisions = sorted((number for number in cited if number), key=provision_order)
    lines = []
    for number in provisions:
        line = _line(authority, number, language)
        if not (marks_differing_only and _is_as_the_whole(authority, number)):
            line += _mark_of(authority, number)
        line += places(cited[number])
        item_id = law.anchor_of(authority.name, number)
        lines.append(nodes.list_item("", line, ids=[item_id]))
    listed = [nodes.bullet_list("", *lines)] if lines else []
    return nodes.definition_list_item("", title, nodes.definition("", about, *listed))


def _line(authority: Authority, number: str, language: str) -> nodes.paragraph:
    """Write one provision: its number and subject."""
    (name,) = provision_words((Citation(authority.name, number),), authority, language)
    found = authority.provision(number)
    subject = f": {found.subject}. " if found and found.subject else ". "
    return nodes.paragraph("", "", nodes.strong("", name), nodes.Text(subject))


def _mark_of(authority: Authority, number: str) -> list[Node]:
    found = authority.provision(number)
    checked = _checked(
        authority.verification_of(number),
        found.checked_against if found else "",
        found.checked_on if found else None,
    )
    return [*checked, *_amended(authority, number)]


def _is_as_the_whole(authority: Authority, number: str) -> bool:
    found = authority.provision(number)
    own = found and (found.checked_against or found.checked_on)
    is_alike = authority.verification_of(number) is authority.verification
    return is_alike and not own and not authority.amendments_of(number)


def case_entry(case: Case, cited: Iterable[CitedAt], places: Places) -> nodes.definition_list_item:
    """Write a case: its name, court and date, its mark, and where it is cited."""
    title = nodes.term("", "", nodes.emphasis("", case.title), ids=[cases.anchor_of(case.name)])
    about = nodes.paragraph("", f"{cases.particulars(case)}. ")
    read = case.paragraphs_read and cases.paragraphs_in_words(case.paragraphs_read)
    about += [*_checked(case.verification, read), *places(cited)]
    return nodes.definition_list_item("", title, nodes.definition("", about))


def _amended(authority: Authority, number: str) -> list[Node]:
    """Say when a provision was last changed; a day that nobody has confirmed is not printed."""
    changes = authority.amendments_of(number)
    last = max(changes, key=lambda change: change.on or dt.date.min, default=None)
    if last is None:
        return []
    if last.on is None or last.verification is not Verification.VERIFIED:
        return _sentence(_("Amended; the day has not been confirmed."))
    return _sentence(_("Amended on %s.") % long_date(last.on.isoformat()))


def checked_mark(verification: Verification) -> nodes.inline:
    """Say in words how far something was checked."""
    words = {
        Verification.VERIFIED: _("Verified"),
        Verification.PARTLY: _("Partly verified"),
        Verification.UNVERIFIED: _("Unverified"),
    }[verification]
    return nodes.inline("", words, classes=["mark", f"mark-{verification}"])


def _checked(
    verification: Verification, against: str = "", on: dt.date | None = None
) -> list[Node]:
    """Say how far something was checked, in the text of which day, and against what."""
    text = _("text of %s") % long_date(on.isoformat()) if on else ""
    read = "; ".join(filter(None, (text, against)))
    return [checked_mark(verification), *_sentence(f": {read}." if read else ".")]


def _sentence(words: str) -> list[Node]:
    """Keep words apart from what follows: WeasyPrint would end lines between them too early.

    Where the space before a link does not fit, it breaks the text that the space belongs to.
    """
    return [nodes.inline("", words), nodes.Text(" ")]
