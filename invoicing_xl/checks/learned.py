"""Which equations a sheet lives by.

Sheets differ: a freight column may be part of net or come on top of it, a discount may be taken off the
price already. Of several ways to reckon, the one that fits most rows is the sheet's. Where none fits
most rows, a column was misread or one is missing, and nothing is said about any row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.checks.equations import LineOf, Sheet, SheetEquation, SumOf, TaxOf, differences
from invoicing_xl.model.columns import Decimals, Mask

FEW_ROWS = 20
MOST_WRONG_OF_FEW = 0.5
MOST_WRONG = 0.2
_CLEARLY_FITS = 0.02
_PLACES_OF_QUANTITY = 3
_PLACES_OF_PRICE = (2, 4)

_Option = TypeVar("_Option")


@dataclass(frozen=True)
class Asked:
    """An equation asked of all rows: ``more`` is what the result exceeds the expected by, in minor units."""

    code: str
    equation: SheetEquation
    more: NDArray[np.int64]
    known: Mask

    @property
    def broken(self) -> Mask:
        result: Mask = self.more != 0
        return result

    def excusing(self, rows: Mask) -> Asked:
        """Nothing is said about these rows."""
        return replace(self, more=np.where(rows, 0, self.more), known=self.known & ~rows)


def learned(
    code: str, ways: Iterable[SheetEquation], sheet: Sheet, excused: Mask, *, tolerance: int = 0
) -> Asked | None:
    """The way that fits most rows, as asked of all; None where none does. A row fits where it differs by no
    more than ``tolerance`` minor units."""
    best: Asked | None = None
    least = 1.0
    for way in ways:
        more, known = differences(way, sheet)
        asked = Asked(code, way, more, known).excusing(excused)
        wrong = _share_wrong(asked, tolerance)
        if wrong < least:
            best, least = asked, wrong
        if least <= _CLEARLY_FITS:
            break
    if best is None:
        return None
    few = np.count_nonzero(best.known) < FEW_ROWS
    return best if least <= (MOST_WRONG_OF_FEW if few else MOST_WRONG) else None


def _share_wrong(asked: Asked, tolerance: int) -> float:
    known = np.count_nonzero(asked.known)
    return float(np.count_nonzero(np.abs(asked.more) > tolerance) / known) if known else 1.0


def ways_to_add(
    result: str, first: tuple[tuple[int, str], ...], beside: Iterable[tuple[int, str]]
) -> Iterator[SumOf]:
    """``first`` with all, some or none of ``beside``; the fullest ways first."""
    yield from (SumOf(result, (*first, *more)) for more in _choices(tuple(beside)))


def ways_to_tax(beside: Iterable[tuple[int, str]]) -> Iterator[TaxOf]:
    """Tax on net with all, some or none of ``beside``."""
    yield from (TaxOf(beside=more) for more in _choices(tuple(beside)))


def ways_to_price(sheet: Sheet) -> Iterator[LineOf]:
    """How a line's amount may follow from its quantity and unit price."""
    table = sheet.table
    result = "net" if table.has("net") else "gross"
    if not table.has("quantity", "unit_price", result) or (result == "gross" and table.has("tax")):
        return
    common = LineOf(
        result,
        quantity_places=min(_most_places(sheet.number("quantity")), _PLACES_OF_QUANTITY),
        price_places=int(np.clip(_most_places(sheet.number("unit_price")), *_PLACES_OF_PRICE)),
    )
    base = ("price_base",) if table.has("price_base") else ()
    optional = [name for name in ("discount_rate", "discount", "charge") if table.has(name)]
    for terms in _choices(tuple(optional)):
        # A discount both as a rate and as an amount is one discount.
        if not {"discount_rate", "discount"} <= set(terms):
            yield replace(common, terms=(*base, *terms))


def _choices(options: tuple[_Option, ...]) -> Iterator[tuple[_Option, ...]]:
    """All of them, then with one fewer, and so on down to none."""
    return chain.from_iterable(combinations(options, size) for size in range(len(options), -1, -1))


def _most_places(numbers: Decimals) -> int:
    return int(numbers.scale[numbers.known].max(initial=0))
