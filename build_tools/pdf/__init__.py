"""An edition's pages: HTML bodies in, one tagged and conforming PDF out.

Read in this order: body (what comes in), fonts and fetch (what WeasyPrint may use), templates,
sheets (layout), page_numbers (every printed number and the gate), book_index, structure (tags),
conformance (PDF/A-2a and PDF/UA-1), edition (the whole way).
"""
