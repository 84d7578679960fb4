"""A rectangle of cells of an open document: values and formulas with Excel's meaning, in few calls.

Traps of LibreOffice 7.4 that this knows: ``None`` in ``setDataArray`` can end it (a blank is ""); whole
numbers and booleans are refused there; an error comes back as ``None``; that a number is a boolean or a date
only its format tells; boolean constants of a file are formulas (``=TRUE()``), and so they are here.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from invoicing_xl.calc import error_values, formula_columns, formulas, typed_text
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.document import Document
from invoicing_xl.calc.number_formats import GENERAL, FormatKind
from invoicing_xl.calc.places import Look, Place, common, runs, within
from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area

Value = None | bool | int | float | str | dt.datetime | dt.date | dt.time | Decimal
"""What Excel hands over: a whole number is the code of an error value."""
Rows = list[list[Value]]

_FORMULA = 16  # com.sun.star.sheet.CellFlags
_CONSTANTS = {"=TRUE()": True, "=FALSE()": False}
_ERROR_CONSTANTS = {f"={text}": number for text, number in error_values.NUMBERS.items()}
_MANY = 200_000
_MORE_THAN_WORDS = re.compile(r"^[^A-Za-z]|\d|^(?:true|false)$", re.IGNORECASE)
"""Texts that LibreOffice might take for something else."""


class Cells:
    """The cells of ``area`` on a sheet. ``uno`` is LibreOffice's range."""

    def __init__(self, document: Document, sheet: UnoObject, area: Area) -> None:
        if area.last_row > MAX_ROW or area.last_column > MAX_COLUMN:
            raise IndexError(f"beyond the sheet: row {area.last_row}, column {area.last_column}")
        self.document, self.sheet, self.area = document, sheet, area

    @cached_property
    def uno(self) -> UnoObject:
        area = self.area
        return self.sheet.getCellRangeByPosition(
            area.first_column - 1, area.first_row - 1, area.last_column - 1, area.last_row - 1
        )

    @property
    def shape(self) -> tuple[int, int]:
        area = self.area
        return area.last_row - area.first_row + 1, area.last_column - area.first_column + 1

    def part(self, row: int, column: int, rows: int = 1, columns: int = 1) -> Cells:
        """A rectangle that begins at (row, column) of this one, counted from 0."""
        first_row, first_column = self.area.first_row + row, self.area.first_column + column
        area = Area(first_row, first_column, first_row + rows - 1, first_column + columns - 1)
        return Cells(self.document, self.sheet, area)

    # --- reading

    def values2(self) -> Rows:
        """As Excel's ``Range.Value2``: dates and currencies are floats."""
        return self._read({FormatKind.BOOLEAN: _truth})

    def values(self) -> Rows:
        """As Excel's ``Range.Value``: dates as date and time, currencies as decimals of four places."""
        return self._read(
            {
                FormatKind.BOOLEAN: _truth,
                FormatKind.DATE: self._moment,
                FormatKind.CURRENCY: _decimal,
            }
        )

    def formulas(self) -> list[list[str]]:
        """As Excel's ``Range.Formula``: the formula, or the constant as text."""
        return [
            [_formula_of(text, value) for text, value in zip(*row, strict=True)]
            for row in zip(self.uno.getFormulaArray(), self.uno.getDataArray(), strict=True)
        ]

    def contents(self) -> tuple[tuple[UnoObject, ...], tuple[UnoObject, ...]]:
        """What stands there in LibreOffice's own words, to be put back by ``put_contents``."""
        return self.uno.getDataArray(), self.uno.getFormulaArray()

    def _filled(self) -> Cells | None:
        """What of a very large area can hold anything; None where nothing of it does."""
        rows, columns = self.shape
        if rows * columns <= _MANY:
            return self
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        used = cursor.RangeAddress
        rows = min(rows, used.EndRow + 2 - self.area.first_row)
        columns = min(columns, used.EndColumn + 2 - self.area.first_column)
        return self.part(0, 0, rows, columns) if rows > 0 and columns > 0 else None

    def _read(self, meanings: Mapping[FormatKind, Callable[[float], Value]]) -> Rows:
        """Numbers get the meaning of their format; what is not used is not asked for."""
        rows, columns = self.shape
        seen = self._filled()
        if seen is None:
            return [[None] * columns for _ in range(rows)]
        values = seen._meant(meanings)
        missing = columns - seen.shape[1]
        values = [row + [None] * missing for row in values] if missing else values
        return values + [[None] * columns for _ in range(rows - len(values))]

    def _meant(self, meanings: Mapping[FormatKind, Callable[[float], Value]]) -> Rows:
        data = self.uno.getDataArray()
        values: Rows = [list(row) for row in data]
        # Only these may be more than they look like, and only in formulas.
        doubtful = any(None in row or "" in row or 0.0 in row or 1.0 in row for row in data)
        if doubtful and self.uno.queryContentCells(_FORMULA).Count:
            self._see_formulas(values)
        for look in self.looks():
            meaning = meanings.get(look.kind)
            # A date that LibreOffice sees in a formula without a format is a number in Excel.
            if meaning and not (
                look.kind is FormatKind.DATE and self.document.format_of(look.cells) == GENERAL
            ):
                self._change(values, look.places, meaning)
        for row in values:
            for at, value in enumerate(row):
                if value == "":
                    row[at] = None
                elif value is _EMPTY_TEXT:
                    row[at] = ""
        return values

    def _see_formulas(self, values: Rows) -> None:
        """Constants that Calc keeps as formulas, error values, and texts without a letter."""
        for at_row, texts in enumerate(self.uno.getFormulaArray()):
            row = values[at_row]
            for at, text in enumerate(texts):
                if not text.startswith(("=", "{")):
                    continue
                if text in _CONSTANTS:
                    row[at] = _CONSTANTS[text]
                elif row[at] is None:
                    row[at] = _ERROR_CONSTANTS.get(text) or self._error(at_row, at)
                elif row[at] == "":
                    row[at] = _EMPTY_TEXT

    def _error(self, row: int, column: int) -> int:
        number: int = self.uno.getCellByPosition(column, row).getError()
        return error_values.of_calc(number)

    def looks(self) -> list[Look]:
        """The cells by their look."""
        top, left = self.area.first_row - 1, self.area.first_column - 1
        alike = self.uno.getUniqueCellFormatRanges()
        return [
            Look(self.document, cells, top, left)
            for cells in (alike.getByIndex(at) for at in range(alike.Count))
        ]

    @staticmethod
    def _change(values: Rows, places: Sequence[Place], change: Callable[[float], Value]) -> None:
        for top, left, bottom, right in places:
            for row in values[top : bottom + 1]:
                for at in range(left, min(right + 1, len(row))):
                    value = row[at]
                    if isinstance(value, float):
                        row[at] = change(value)

    def _moment(self, serial: float) -> dt.datetime | float:
        """Excel hands dates over to the second."""
        try:
            return self.document.epoch + dt.timedelta(seconds=round(serial * 86400))
        except OverflowError:
            return serial

    # --- writing

    def write(self, rows: Sequence[Sequence[Value]]) -> None:
        """As Excel takes ``Range.Value``: a text is read as if it were typed, except into a cell of texts.

        ``rows`` are as many as this area has, or fewer or more: they begin at its first cell.
        """
        target = self.part(0, 0, len(rows), len(rows[0]))
        looks = target.looks()
        texts = [place for look in looks if look.kind is FormatKind.TEXT for place in look.places]
        data: list[list[float | str]] = []
        found: dict[tuple[int, int], str] = {}
        codes: dict[str, list[tuple[int, int]]] = {}
        for at_row, row in enumerate(rows):
            line: list[float | str] = []
            for at, value in enumerate(row):
                entry = self._entry(value, text_cell=bool(texts) and within(texts, at_row, at))
                if entry.formula is not None:
                    found[at_row, at] = entry.formula
                if entry.number_format:
                    codes.setdefault(entry.number_format, []).append((at_row, at))
                line.append(entry.constant)
            data.append(line)
        target.put(data, looks)
        target.write_formulas(found)
        for code, places in codes.items():
            target._format_where_general(code, places)

    def put(self, data: Sequence[Sequence[float | str]], looks: Sequence[Look] | None = None) -> None:
        """Constants exactly as they are; "" is a blank. The number formats stay (``looks``, if known)."""
        before = []
        for look in self.looks() if looks is None else looks:
            key = look.key
            if look.kind is FormatKind.BOOLEAN:  # else 1 would be TRUE from now on
                look.cells.NumberFormat = key = self.document.formats.key(GENERAL)
            before.append((key, look.places))
        self.uno.setDataArray(tuple(tuple(line) for line in data))
        if not any(
            isinstance(value, str) and _MORE_THAN_WORDS.search(value) for line in data for value in line
        ):
            return
        # Calc gives a text that looks like a number the format "@"; Excel does not.
        for look in self.looks():
            if look.kind is FormatKind.TEXT:
                for key, places in before:
                    for changed in (common(one, other) for one in look.places for other in places):
                        if changed and key != look.key:
                            top, left, bottom, right = changed
                            cells = self.part(top, left, bottom - top + 1, right - left + 1)
                            cells.uno.NumberFormat = key

    def put_contents(self, data: tuple[UnoObject, ...], texts: tuple[UnoObject, ...]) -> None:
        calculated = {
            (row, at): text
            for row, (values, line) in enumerate(zip(data, texts, strict=True))
            for at, (value, text) in enumerate(zip(values, line, strict=True))
            if text.startswith("=") and text != value
        }
        self.put(
            [
                ["" if (row, at) in calculated or value is None else value for at, value in enumerate(values)]
                for row, values in enumerate(data)
            ]
        )
        self.write_formulas(calculated)

    def write_formulas(self, found: dict[tuple[int, int], str]) -> None:
        """Formulas in LibreOffice's words, by their place counted from 0."""
        for row, column, count in runs(found):
            texts = [found[at, column] for at in range(row, row + count)]
            formula_columns.write(self.part(row, column, count).uno, texts, self.area.first_row + row)

    def fill_formula(self, formula: str) -> None:
        """One of Excel's formulas for all cells: it stands in the first, its references move along."""
        rows, columns = self.shape
        own = formulas.to_calc(formula)
        for column in range(columns):
            moved = [formula_columns.moved(own, row, column) for row in range(rows)]
            formula_columns.write(self.part(0, column, rows).uno, moved, self.area.first_row)

    def _entry(self, value: Value, *, text_cell: bool = False) -> typed_text.Entry:
        if isinstance(value, str):
            return typed_text.read(value, self.document, text_cell=text_cell)
        if isinstance(value, bool):
            return typed_text.Entry(formula=f"={str(value).upper()}()")
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return typed_text.Entry("")
        if isinstance(value, Decimal):
            return typed_text.Entry(float(round(value, 4)), number_format=typed_text.CURRENCY)
        if isinstance(value, dt.datetime):
            days = (value.replace(tzinfo=None) - self.document.epoch) / dt.timedelta(days=1)
            return typed_text.Entry(
                days, number_format=typed_text.DATE if days % 1 == 0 else typed_text.MOMENT
            )
        if isinstance(value, dt.date):
            return self._entry(dt.datetime(value.year, value.month, value.day))
        if isinstance(value, dt.time):
            seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
            return typed_text.Entry(seconds / 86400, number_format=typed_text.TIME)
        return typed_text.Entry(float(value))

    def _format_where_general(self, code: str, places: Iterable[tuple[int, int]]) -> None:
        key = self.document.formats.key(code)
        for row, column, count in runs(places):
            cells = self.part(row, column, count)
            for at in range(count) if self.document.format_of(cells.uno) is None else (None,):
                one = cells if at is None else cells.part(at, 0)
                if self.document.format_of(one.uno) == GENERAL:
                    one.uno.NumberFormat = key


class _EmptyText(str):
    """The result of a formula that is a text without a letter, while blanks are still ""."""


_EMPTY_TEXT = _EmptyText("\0")


def _formula_of(text: str, value: object) -> str:
    if isinstance(value, str) and text in (value, f"'{value}"):
        return value  # a text, with Calc's sign for it where it could be taken for something else
    if text in _CONSTANTS or text in _ERROR_CONSTANTS:
        return text[1:].removesuffix("()")
    if text.startswith(("=", "{=")):
        return formulas.to_excel(text)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return text


def _truth(value: float) -> bool | float:
    return bool(value) if value in (0.0, 1.0) else value


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.0001")).normalize()
