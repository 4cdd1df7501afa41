"""An edition's pages: HTML bodies in, one tagged and conforming PDF out.

Read in this order: body (what comes in), fonts and fetch (what WeasyPrint may use), templates,
layout and in_sight (what is mended in its layout), quick_lines and quick (the same layout in less
time), sheets (layout), structure (tags), painting (a sheet without its boxes), compared (a sheet
in both ways), imposing (several pages on one paper), workers (sheets side by side), kept_sheets
(what was painted in an earlier build), page_numbers (every printed number and the gate),
book_index, joining (one file), writing (its bytes), conformance (PDF/A-2a and PDF/UA-1), pieces
(the way of any HTML to a file), edition (the whole way of a book), cards.
"""
