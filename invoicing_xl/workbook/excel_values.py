"""Values as Excel hands them over (of a range, or to a function), as columns.

A number is a double, never a whole number: whole numbers are the codes of error values. A date is its
serial, or a date and time where the cell was asked for its ``Value``; a currency is then a decimal.
Dates and times become serials of the 1900 system.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, compress, repeat, zip_longest

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import ErrorValue, Kind
from invoicing_xl.model.columns import texts_of
from invoicing_xl.model.grid import NO_CODE, Grid, GridColumn

_CODES = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_BASE = -2_146_828_288
ERRORS: dict[int, ErrorValue] = {_BASE + code: ErrorValue(text) for code, text in _CODES.items()}
"""Excel's error values by the whole numbers that stand for them."""

_OTHER = 255
_KINDS: dict[type, int] = {
    type(None): Kind.BLANK,
    float: Kind.NUMBER,
    str: Kind.TEXT,
    bool: Kind.BOOLEAN,
    ErrorValue: Kind.ERROR,
}


@dataclass(frozen=True)
class Cells:
    """A rectangle of cells; the arrays have its shape (rows, columns).

    kinds    uint8, a ``Kind`` for each cell; an empty text is a blank
    numbers  float64; the number or serial, 0/1 for a boolean, NaN elsewhere
    texts    int32; index into ``pool`` for TEXT and ERROR (the error's code), else -1
    """

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    texts: NDArray[np.int32]
    pool: pa.StringArray

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.kinds.shape
        return rows, columns

    @classmethod
    def of(cls, value: object) -> Cells:
        """A value, a row of values, or rows of them; rows that are too short end in blanks, and nothing at
        all is a blank cell. ``TypeError`` where anything in it is no value of a cell.
        """
        columns = list(zip_longest(*_rows(value))) or [(None,)]
        shape = len(columns), len(columns[0])
        flat = list(chain.from_iterable(columns))
        kinds = np.fromiter(map(_KINDS.get, map(type, flat), repeat(_OTHER)), np.uint8, len(flat))
        for place in np.flatnonzero(kinds == _OTHER).tolist():
            flat[place] = _plain(flat[place])
            kinds[place] = _KINDS[type(flat[place])]
        numeric = (kinds == Kind.NUMBER) | (kinds == Kind.BOOLEAN)
        numbers = np.full(len(flat), np.nan)
        numbers[numeric] = list(compress(flat, numeric))
        said = (kinds == Kind.TEXT) | (kinds == Kind.ERROR)
        codes, pool = _encoded([str(one) for one in compress(flat, said)])
        texts = np.full(len(flat), NO_CODE, np.int32)
        texts[said] = codes
        kinds[said & (texts == NO_CODE)] = Kind.BLANK
        return cls(kinds.reshape(shape).T, numbers.reshape(shape).T, texts.reshape(shape).T, pool)

    def grid(self, sheet: str) -> Grid:
        """The cells as the snapshot of a sheet that holds nothing else: without formats and formulas."""
        rows, _ = self.shape
        none, general = np.full(rows, NO_CODE, np.int32), np.zeros(rows, np.int32)
        filled = np.flatnonzero((self.kinds != Kind.BLANK).any(axis=0)).tolist()
        return Grid(
            sheet,
            rows,
            {
                at + 1: GridColumn(
                    self.kinds[:, at], self.numbers[:, at], self.texts[:, at], formulas=none, styles=general
                )
                for at in filled
            },
            self.pool,
        )


def _rows(value: object) -> Sequence[Iterable[object]]:
    if not isinstance(value, list | tuple):
        return [[value]]
    if any(isinstance(row, list | tuple) for row in value):
        return [row if isinstance(row, list | tuple) else [row] for row in value]
    return [value]


def _encoded(texts: Sequence[str]) -> tuple[NDArray[np.int32], pa.StringArray]:
    """Codes and pool; half a character, which Excel can hold, becomes the sign for "cannot be shown"."""
    try:
        column = texts_of(list(texts))
    except UnicodeEncodeError:
        whole = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for text in texts]
        column = texts_of(list(whole))
    return column.codes, column.values


def _plain(value: object) -> float | str | ErrorValue:
    """Whatever COM and its converters make of a cell, as the value it is."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and value in ERRORS:
        return ERRORS[value]
    if isinstance(value, int | float | Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return _serial(value.replace(tzinfo=None))
    if isinstance(value, dt.date):
        return _serial(dt.datetime(value.year, value.month, value.day))
    raise TypeError(f"no value of a cell: {type(value).__name__}")


def _serial(moment: dt.datetime) -> float:
    """In the 1900 system, which counts a 29 February 1900 that never was."""
    serial = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    return serial if serial >= 61 else serial - 1
