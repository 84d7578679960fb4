"""What a worksheet function gives back, and how one that answers cell by cell is spread over ranges.

An error value goes out as its code behind a mark that no cell's text begins with; the add-in's VBA makes
the error value of it. In the arguments of a function

    an error value           is the answer, where the answer depends on it
    a blank first argument   is a blank row: the answer is ""
    another blank            #N/A: what is needed is not there
    what is no number, date  #VALUE!
    what can be two things   #N/A: 1.234 and 03/04/2026 are never guessed
    what no sheet can hold   #NUM!
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model import dates, money, numbers
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Amounts, Decimals, Mask, Texts, merged_texts
from invoicing_xl.workbook.excel_values import Cells

Answer = Sequence[Sequence[object]]
Days = NDArray[np.datetime64]

MARK = "\x01"
LONGEST_TEXT = 32_767
BLANK = Cells.of(None)
"""The default of an optional parameter."""


class NoValue(Exception):
    """The answer is an error value: ``code`` is "#N/A", "#VALUE!" or "#NUM!"."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def failure(code: str) -> list[list[object]]:
    """An error value as the answer."""
    return [[MARK + code]]


def as_cells(answer: Answer) -> list[list[object]]:
    """A full rectangle of what Excel takes: what is missing is an empty text, long texts are cut."""
    width = max(map(len, answer), default=0)
    if not width:
        return [[""]]
    return [[*map(_cell, row), *[""] * (width - len(row))] for row in answer]


def _cell(value: object) -> object:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return value


class Cellwise:
    """The rows of a function that answers cell by cell.

    Arguments are spread over each other as Excel does it: one cell, row or column is repeated, and where
    an argument has no cell the answer is #N/A. ``answer`` fills in what was not settled before.
    """

    def __init__(self, *arguments: Cells) -> None:
        self._shape = tuple(max(one.shape[axis] for one in arguments) for axis in (0, 1))
        self._arguments = [self._spread(one) for one in arguments]
        count = self._shape[0] * self._shape[1]
        self.unsettled: Mask = np.ones(count, bool)
        self._settled = np.full(count, "", object)
        for cells, beyond in self._arguments:
            self._settle_errors(cells)
            self.settle(beyond, "#N/A")
        self.settle(self._arguments[0][0].kinds == Kind.BLANK, "", mark="")

    def __len__(self) -> int:
        return len(self._settled)

    def settle(self, where: Mask, code: str, mark: str = MARK) -> None:
        """The error value ``code`` is the answer in these rows, if nothing was settled before."""
        now = where & self.unsettled
        self._settled[now] = mark + code
        self.unsettled &= ~now

    def answer(self, values: Sequence[object]) -> Answer:
        """The answers, in rows."""
        filled = list(values)
        for at in np.flatnonzero(~self.unsettled).tolist():
            filled[at] = self._settled[at]
        width = self._shape[1]
        return [filled[first : first + width] for first in range(0, len(filled), width)]

    # The arguments as typed columns ---------------------------------------------------------------

    def blank(self, argument: int) -> Mask:
        result: Mask = self._arguments[argument][0].kinds == Kind.BLANK
        return result

    def texts(self, argument: int) -> Texts:
        """What the cells show; blank cells are not settled."""
        cells, _ = self._arguments[argument]
        codes = np.where(cells.kinds == Kind.TEXT, cells.texts, np.int32(-1))
        result = Texts(codes, cells.pool)
        numeric = cells.kinds == Kind.NUMBER
        if numeric.any():
            count = int(numeric.sum())
            shown = numbers.shown(cells.numbers[numeric], np.zeros(count, np.int32), ["General"])
            result = merged_texts(result, numeric, shown)
        return result

    def decimals(self, argument: int, grammar: numbers.Grammar | None = None) -> Decimals:
        """Numbers, and texts that surely are one; everything else is settled."""
        cells, _ = self._arguments[argument]
        typed = money.decimals_of(cells.numbers, cells.kinds == Kind.NUMBER)
        texts = Texts(np.where(cells.kinds == Kind.TEXT, cells.texts, np.int32(-1)), cells.pool)
        self.settle(self.blank(argument), "#N/A")
        self.settle((cells.kinds == Kind.NUMBER) & ~typed.known, "#NUM!")
        if texts.known.any():
            ambiguous = np.append(numbers.parse(texts.values, grammar).ambiguous, False)[texts.codes]
            self.settle(ambiguous, "#N/A")
            typed = numbers.with_texts(typed, texts, grammar)
        self.settle(~typed.known, "#VALUE!")
        return typed

    def places(self, argument: int) -> NDArray[np.uint8]:
        """Decimals of currency codes; a code that ISO 4217 does not know is settled."""
        codes = self.texts(argument).map(lambda texts: texts)
        known = codes.lookup(
            {text: 1 for text in codes.values.to_pylist() if text.strip().upper() in money.PLACES}
        )
        self.settle(known < 0, "#N/A")
        return money.places_of(codes)

    def days(self, argument: int, order: dates.Order | None = None) -> Days:
        """Serials as days, and texts that surely are one; everything else is settled."""
        cells, _ = self._arguments[argument]
        numeric = cells.kinds == Kind.NUMBER
        days = dates.days_of(np.where(numeric, cells.numbers, np.nan), date1904=False)
        texts = Texts(np.where(cells.kinds == Kind.TEXT, cells.texts, np.int32(-1)), cells.pool)
        self.settle(self.blank(argument), "#N/A")
        self.settle(numeric & np.isnat(days), "#NUM!")
        if texts.known.any():
            read = dates.with_texts(days, texts, order)
            self.settle(read.ambiguous, "#N/A")
            days = read.days
        self.settle(np.isnat(days), "#VALUE!")
        return days

    # ----------------------------------------------------------------------------------------------

    def _spread(self, cells: Cells) -> tuple[Cells, Mask]:
        """The argument as one column over all rows, and where it has no cell."""
        places = [
            np.zeros(size, np.int64) if own == 1 else np.arange(size)
            for own, size in zip(cells.shape, self._shape, strict=True)
        ]
        beyond = [place >= own for place, own in zip(places, cells.shape, strict=True)]
        row, column = (np.minimum(place, own - 1) for place, own in zip(places, cells.shape, strict=True))
        at = np.ix_(row, column)
        column_of = Cells(
            cells.kinds[at].ravel(), cells.numbers[at].ravel(), cells.texts[at].ravel(), cells.pool
        )
        return column_of, (beyond[0][:, None] | beyond[1][None, :]).ravel()

    def _settle_errors(self, cells: Cells) -> None:
        errors = cells.kinds == Kind.ERROR
        for code in np.unique(cells.texts[errors]).tolist():
            self.settle(errors & (cells.texts == code), str(cells.pool[code]))


def doubles(amounts: Amounts) -> list[float]:
    """Amounts as the doubles nearest to them; NaN where not known."""
    # Both are exact, so that the quotient is the nearest double, up to 2**53 minor units.
    nearest: list[float] = (np.where(amounts.known, amounts.minor, np.nan) / 10.0**amounts.places).tolist()
    return nearest
