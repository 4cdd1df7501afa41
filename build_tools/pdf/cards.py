"""Cards: checklists laid out on small pages, several on a sheet of A4, to be cut apart."""

from __future__ import annotations

from collections.abc import Callable

from build_tools.cache import Cache
from build_tools.pdf.edition import Printing, metadata_of
from build_tools.pdf.imposing import CARDS_ON_A4
from build_tools.pdf.kept_sheets import Piece
from build_tools.pdf.pieces import Printed, press_of, print_pieces
from build_tools.pdf.templates import page_templates, qr_code


def print_cards(
    printing: Printing,
    progress: Callable[[str, int], None],
    workers: int | None = None,
    cache: Cache | None = None,
) -> Printed:
    """Lay out the cards of an edition and return one PDF/A-2a and PDF/UA-1 file.

    All cards are one piece, so that those on one sheet of paper share what they are painted with.
    """
    sheet = "card-sheet.html" if printing.edition.cards == "A4" else "cards.html"
    template = page_templates(printing.design).get_template(sheet)
    codes = [qr_code(card.address) for card in printing.cards]
    html = template.render(**printing.values, cards=zip(printing.cards, codes, strict=True))
    piece = Piece("cards", html, CARDS_ON_A4[printing.edition.cards])
    press = press_of(printing.root, printing.design, printing.colours, printing.way)
    return print_pieces([piece], metadata_of(printing), press, progress, workers, cache)
