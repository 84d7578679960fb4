"""Where the printed pages of a sheet end, so that a chart is not cut in two.

An estimate: Excel reckons a column in whole pixels, LibreOffice takes it up to a twelfth wider and therefore
has more and smaller rows on a page that is one page wide. So a page ends somewhere between two rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

from invoicing_xl.model.plans import PrintSetup

_SHORT_AND_LONG = {"A4": (595.0, 842.0), "Letter": (612.0, 792.0)}  # points, as are the next ones
_MARGINS_BESIDE, _MARGINS_ABOVE_AND_BELOW = 101.0, 108.0
_ROW, _DIGIT, _PADDING = 15.0, 5.25, 3.75
_WIDER = 13 / 12
_DISTANCE = 2

Between = tuple[float, float]


def rows_on_a_page(widths: Iterable[float], printing: PrintSetup) -> Between:
    """The least and the most rows of usual height on a page that is as wide as columns of these widths."""
    short, long = _SHORT_AND_LONG[printing.paper]
    width, height = (long, short) if printing.landscape else (short, long)
    needed = sum(digits * _DIGIT + _PADDING for digits in widths)
    least, most = (
        (height - _MARGINS_ABOVE_AND_BELOW) / _ROW * max(1.0, needed * wider / (width - _MARGINS_BESIDE))
        for wider in (1.0, _WIDER)
    )
    return least, most


def uncut(row: int, rows: int, on_a_page: Between, repeated: int = 1) -> int:
    """The first row from ``row`` on from which ``rows`` rows surely stand on one page; ``row`` where that
    cannot be said. ``repeated`` rows stand again at the head of every page but the first."""
    least, most = on_a_page
    if least - repeated <= rows:
        return row
    pages = range(ceil((row + rows) / (least - repeated)) + 1)
    ends = [
        (least + page * (least - repeated) - _DISTANCE, most + page * (most - repeated) + _DISTANCE)
        for page in pages
    ]
    starts = [row, *(floor(latest) + 1 for _, latest in ends if latest >= row)]
    return next((start for start in starts if _is_whole(start, rows, ends)), row)


def _is_whole(start: int, rows: int, ends: Iterable[Between]) -> bool:
    return all(latest < start or start + rows - 1 <= earliest for earliest, latest in ends)
