"""Putting values into cells, with all that Excel does about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from invoicing_xl.model.cells import Area
from tests.workbook.live.fake_excel.arithmetic import Unknown, calculate
from tests.workbook.live.fake_excel.com import ComError
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet, FakeTable, Place, Value
from tests.workbook.live.fake_excel.typed import error_text, read_as

LONGEST = 32_767
LONGEST_IN_A_BLOCK = 8_203

_DATES = re.compile(r"[dy]|mmm", re.I)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


def is_text_format(code: str) -> bool:
    return code == "@"


def is_date_format(code: str) -> bool:
    return code != "General" and bool(_DATES.search(re.sub(r'"[^"]*"|\[[^\]]*\]', "", code)))


def is_currency_format(code: str) -> bool:
    return "$" in code or "€" in code or code.startswith("_(")


def general(number: float) -> str:
    """A number as the General format shows it, unabridged."""
    return f"{number:.15g}"


class Entering:
    """Enters values into the cells of one sheet as a program's assignment does.

    expand, fill   AutoCorrect's settings for tables
    results        results of formulas that the little calculator does not know
    """

    def __init__(
        self,
        sheet: FakeSheet,
        *,
        expand: bool,
        fill: bool,
        results: Callable[[str], Value],
    ) -> None:
        self.sheet = sheet
        self.expand = expand
        self.fill = fill
        self.results = results

    def block(self, area: Area, value: Any) -> None:
        """A value for all cells, or rows of values. Nothing is checked for the whole before it begins."""
        places = [
            (row, column)
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
        ]
        many = isinstance(value, list | tuple)
        self._refuse(places, area)
        rows_hidden = self.sheet.filter_mode and any(row in self.sheet.hidden for row, _ in places)
        for row, column in places:
            if rows_hidden and len(places) > 1:
                # What a filter does to a block: the first value goes into every row that is shown.
                if row not in self.sheet.hidden:
                    self.enter((row, column), value[0][column - area.first_column] if many else value, many)
                continue
            one = value[row - area.first_row][column - area.first_column] if many else value
            self.enter((row, column), one, many and len(places) > 1)

    def _refuse(self, places: list[Place], area: Area) -> None:
        if self.sheet.protected and any(self.sheet.at(place).locked for place in places):
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")
        if any(":" in self.sheet.at(place).array for place in places):
            raise ComError("You can't change part of an array.")
        for merged in self.sheet.merged:
            inside = [place for place in places if merged.contains(*place)]
            if inside and len(places) > 1 and not all(area.contains(r, c) for r, c in _corners(merged)):
                raise ComError("We can't do that to a merged cell.")

    def enter(self, place: Place, value: Any, in_block: bool) -> None:
        cell = self.sheet.cell(place)
        if isinstance(value, str):
            self._text(place, cell, value, in_block)
        elif value is None:
            _put(cell, None)
        elif isinstance(value, bool):
            _put(cell, value)
        elif isinstance(value, Decimal):
            _put(cell, float(round(value, 4)))
            if cell.number_format == "General":
                cell.number_format = '"$"#,##0.00'
        elif isinstance(value, dt.datetime):
            _put(cell, (value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1))
            if cell.number_format == "General":
                cell.number_format = "m/d/yyyy"
        elif type(value) in (int, float):
            _put(cell, general(float(value)) if is_text_format(cell.number_format) else float(value))
        else:
            raise TypeError(f"COM has no {type(value)}")
        if self.expand:
            self._expand(place)

    def _text(self, place: Place, cell: FakeCell, text: str, in_block: bool) -> None:
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if units > LONGEST or (in_block and units > LONGEST_IN_A_BLOCK):
            raise ComError("Not enough memory, or text too long")
        if is_text_format(cell.number_format):
            _put(cell, text or None)
        elif text.startswith("'"):
            _put(cell, text[1:])
            cell.prefix = True
        elif text == "":
            _put(cell, None)
        elif text[0] in "=+-@" and not isinstance(read_as(text)[0], float):
            self._formula(place, cell, text if text[0] == "=" else f"={text}")
        else:
            value, code = read_as(text)
            _put(cell, value)
            if code and cell.number_format == "General":
                cell.number_format = code

    def _formula(self, place: Place, cell: FakeCell, formula: str) -> None:
        if len(formula) < 2 or formula.count("(") != formula.count(")") or "|" in formula:
            raise ComError("There's a problem with this formula.")
        _put(cell, self._result(formula))
        cell.formula = formula
        if cell.number_format == "General":
            reference = _REFERENCE.search(formula)
            if reference:
                first = Area.parse(reference[0].replace("$", ""))
                seen = self.sheet.at((first.first_row, first.first_column)).number_format
                if is_date_format(seen) or is_currency_format(seen):
                    cell.number_format = seen
        if self.fill:
            self._fill_column(place, formula)

    def _result(self, formula: str) -> Value:
        try:
            return calculate(formula, lambda row, column: self.sheet.at((row, column)).value)
        except Unknown:
            return self.results(formula)

    def _fill_column(self, place: Place, formula: str) -> None:
        for table in self.sheet.tables:
            if table.area.contains(*place):
                for row in range(table.area.first_row + int(table.headed), table.area.last_row + 1):
                    _put(self.sheet.cell((row, place[1])), self._result(formula))
                    self.sheet.cell((row, place[1])).formula = formula

    def _expand(self, place: Place) -> None:
        for table in self.sheet.tables:
            area = table.area
            if place[0] == area.last_row + 1 and area.first_column <= place[1] <= area.last_column:
                table.area = Area(area.first_row, area.first_column, place[0], area.last_column)


def filled_down(sheet: FakeSheet, table: FakeTable, old_last: int) -> None:
    """Calculated columns of a table that has grown: a column that holds one formula in all its rows."""
    for column in range(table.area.first_column, table.area.last_column + 1):
        rows = range(table.area.first_row + int(table.headed), old_last + 1)
        formulas = {sheet.at((row, column)).formula for row in rows}
        if formulas and None not in formulas:
            for row in range(old_last + 1, table.area.last_row + 1):
                above = sheet.at((old_last, column))
                new = sheet.cell((row, column))
                moved = re.sub(rf"(?<=[A-Z]){old_last}\b", str(row), above.formula or "")
                new.value, new.formula, new.number_format = 0.0, moved, above.number_format


def shown_formula(cell: FakeCell) -> str:
    """``Formula``: of a constant its text as it would be typed."""
    if cell.formula is not None:
        return cell.formula
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return general(value)
    return error_text(value) if isinstance(value, int) else value


def value_of(cell: FakeCell) -> Any:
    """``Value``: amounts as decimals of four places, days as dates."""
    if type(cell.value) is float and is_currency_format(cell.number_format):
        return Decimal(repr(cell.value)).quantize(Decimal("0.0001"))
    if type(cell.value) is float and is_date_format(cell.number_format):
        return dt.datetime(1899, 12, 30) + dt.timedelta(days=cell.value)
    return cell.value


def _put(cell: FakeCell, value: Value) -> None:
    cell.value, cell.formula, cell.prefix, cell.array = value, None, False, ""


def _corners(area: Area) -> tuple[Place, Place]:
    return (area.first_row, area.first_column), (area.last_row, area.last_column)
