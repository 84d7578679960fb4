"""Laying cells of a generated sheet one row after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from invoicing_xl.model import looks
from invoicing_xl.model.cells import CellValue, column_letters
from invoicing_xl.model.dates import serial_of
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.model.plans import PLAIN, Look, PlanCell

_WIDEST_NAME = 60


class Canvas:
    """The cells so far, and the row that is being written.

    Rows are one line high, so text stands in their middle whatever its look says.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.cells: list[PlanCell] = []
        self.row = 1
        self._ledger = ledger
        self._date1904 = any(table.grid.date1904 for table in ledger.tables)

    def skip(self, rows: int = 1) -> int:
        """Go down; returns the row now being written."""
        self.row += rows
        return self.row

    def put(
        self, column: int, value: CellValue, look: Look = PLAIN, *, formula: str | None = None, link: str = ""
    ) -> None:
        """A cell of the current row."""
        self.cells.append(PlanCell(self.row, column, value, _centered(look), formula, link))

    def put_at(self, row: int, column: int, value: CellValue, look: Look) -> None:
        """A cell of any row."""
        self.cells.append(PlanCell(row, column, value, _centered(look)))

    def put_all(self, values: Iterable[CellValue], look: Look, first: int = 1) -> None:
        """Cells of the current row beside each other, all of one look."""
        for column, value in enumerate(values, first):
            self.put(column, value, look)

    def date(self, column: int, day: np.datetime64 | None, look: Look = looks.DATE) -> None:
        self.put(column, None if day is None else serial_of(day, date1904=self._date1904), look)

    def money(
        self, column: int, minor: int, currency: int, look: Look, *, formula: str | None = None
    ) -> None:
        """An amount of a currency of the ledger (its index), with the formula whose result it is."""
        self.money_at(self.row, column, minor, currency, look, formula=formula)

    def money_at(
        self, row: int, column: int, minor: int, currency: int, look: Look, *, formula: str | None = None
    ) -> None:
        value = float(self._ledger.amount(minor, currency))
        self.cells.append(PlanCell(row, column, value, _centered(look), formula))


@lru_cache(maxsize=256)
def _centered(look: Look) -> Look:
    return replace(look, valign="center")


def sparse(look: Look) -> Look:
    """An amount that shows a dash for zero, so that what is there stands out."""
    return replace(look, number_format=f'{look.number_format};"–"')


def down(first_row: int, last_row: int, column: int) -> str:
    """The cells of a column as a formula names them: "$G$12:$G$40"."""
    letters = column_letters(column)
    return f"${letters}${first_row}:${letters}${last_row}"


def rounded(expression: str, places: int) -> str:
    """The formula of an expression, rounded to the currency: a sum of doubles never shows as -0.00."""
    return f"=ROUND({expression},{places})"


def quoted(sheet: str) -> str:
    """The link to a sheet's first cell."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'!A1"


def amount_width(largest: int, places: int, *, least: float = 12.5) -> float:
    """A column width in which the largest amount (minor units) stands in full."""
    digits = len(f"{abs(largest):,}") + (places > 0) + 2
    return max(least, digits * 1.05)


def name_width(names: Iterable[str], *, least: float) -> float:
    """A column width in which the longest name stands in full, within reason."""
    return min(max(least, max(map(len, names), default=0) * 1.05 + 1), _WIDEST_NAME)


def fitted_name(name: str) -> str | None:
    """A name as it stands in a column of ``name_width``: what is cut off is seen to be."""
    most = int((_WIDEST_NAME - 1) / 1.05)
    return (name if len(name) <= most else name[: most - 1].rstrip() + "…") or None


def header_rows(canvas: Canvas, captions: Sequence[str], right: Iterable[int]) -> int:
    """The header row of a table, captions of the columns ``right`` to the right; returns its row."""
    to_right = frozenset(right)
    for column, caption in enumerate(captions, 1):
        canvas.put(column, caption, looks.HEADER_RIGHT if column in to_right else looks.HEADER)
    return canvas.row
