"""What a simple formula gives: + - * / over cells of its sheet, SUM and ROUND. Anything else is not known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from invoicing_xl.checks.cells.relative_formula import TOKENS
from invoicing_xl.model.cells import Area, parse_address
from invoicing_xl.model.grid import Grid

_MOST_CELLS = 1_000
_THIS_ROW = re.compile(r"\w*\[(?:@|\[#This Row\],)\[?([^\[\]@#]+)\]?\]", re.IGNORECASE)


def formula_result(formula: str, grid: Grid, row: int) -> Decimal | None:
    """The result of a formula (with its ``=``) in a sheet row; None where it is not that simple."""
    try:
        return _Reckoning(formula, grid, row).result()
    except (_NotSimpleError, DecimalException):
        return None


class _NotSimpleError(Exception):
    """The formula does more than is reckoned here, or meets text or an error."""


class _Reckoning:
    def __init__(self, formula: str, grid: Grid, row: int) -> None:
        tokens = TOKENS.finditer(formula.removeprefix("="))
        self._tokens = [token for token in tokens if not token[0].isspace()]
        self._grid, self._row, self._at = grid, row, 0

    def result(self) -> Decimal:
        value = self._sum()
        if self._at < len(self._tokens):
            raise _NotSimpleError
        return value

    def _sum(self) -> Decimal:
        value = self._product()
        while self._next() in ("+", "-"):
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._factor()
        while self._next() in ("*", "/"):
            value = value * self._factor() if self._take() == "*" else value / self._factor()
        return value

    def _factor(self) -> Decimal:
        sign = self._next()
        if sign in ("+", "-"):
            self._take()
            return self._factor() if sign == "+" else -self._factor()
        value = self._single()
        while self._next() == "%":
            self._take()
            value /= 100
        return value

    def _single(self) -> Decimal:
        if self._at == len(self._tokens):
            raise _NotSimpleError
        token = self._tokens[self._at]
        self._at += 1
        if token["number"]:
            return Decimal(token[0])
        if token["column"]:
            return self._number(*parse_address(token[0]))
        if token["field"]:
            return self._number(self._row, self._column_of(token[0]))
        if token["function"] and token[0].upper() in ("SUM", "ROUND"):
            self._expect("(")
            return self._total() if token[0].upper() == "SUM" else self._rounded()
        if token[0] != "(":
            raise _NotSimpleError
        value = self._sum()
        self._expect(")")
        return value

    def _rounded(self) -> Decimal:
        value = self._sum()
        self._expect(",")
        digits = self._sum()
        self._expect(")")
        return value.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP)

    def _total(self) -> Decimal:
        total = Decimal(0)
        while True:
            total += sum(self._summed(), Decimal(0))
            mark = self._take()
            if mark == ")":
                return total
            if mark != ",":
                raise _NotSimpleError

    def _summed(self) -> Iterator[Decimal]:
        """One argument of SUM: a range, or a single value."""
        token, later = self._tokens[self._at], self._tokens[self._at + 1 : self._at + 3]
        if not (token["column"] and len(later) == 2 and later[0][0] == ":" and later[1]["column"]):
            yield self._sum()
            return
        self._at += 3
        area = Area.parse(f"{token[0]}:{later[1][0]}".replace("$", ""))
        rows = range(area.first_row, area.last_row + 1)
        columns = range(area.first_column, area.last_column + 1)
        if len(rows) * len(columns) > _MOST_CELLS:
            raise _NotSimpleError
        for row in rows:
            for column in columns:
                # SUM passes over texts in ranges.
                if not isinstance(self._grid.value(row, column), str):
                    yield self._number(row, column)

    def _number(self, row: int, column: int) -> Decimal:
        value = self._grid.value(row, column)
        if value is None:
            return Decimal(0)
        if not isinstance(value, float):
            raise _NotSimpleError
        return Decimal(f"{value:.15g}")

    def _column_of(self, reference: str) -> int:
        """The sheet column of ``[@Net]`` or ``Table1[[#This Row],[Net]]``."""
        named = _THIS_ROW.fullmatch(reference)
        for table in self._grid.tables:
            if (
                named
                and table.area.first_row <= self._row <= table.area.last_row
                and named[1] in table.columns
            ):
                return table.area.first_column + table.columns.index(named[1])
        raise _NotSimpleError

    def _next(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._next()
        self._at += 1
        return token

    def _expect(self, sign: str) -> None:
        if self._take() != sign:
            raise _NotSimpleError
