"""Addresses of cells: xlwings' and Excel's against LibreOffice's, which counts from 0."""

from __future__ import annotations

import re

from invoicing_xl.calc import bridge
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number

_CELLS = re.compile(r"[A-Za-z]{1,3}\d+(?::[A-Za-z]{1,3}\d+)?")
_COLUMNS = re.compile(r"([A-Za-z]{1,3}):([A-Za-z]{1,3})")
_ROWS = re.compile(r"(\d+):(\d+)")


def at_place(place: tuple[int, ...]) -> Area:
    """(row, column), or xlwings' own (row, column, rows, columns)."""
    if len(place) == 4:
        row, column, rows, columns = place
        return Area(row, column, row + rows - 1, column + columns - 1)
    row, column = place
    if 0 in place:
        raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
    return Area(row, column, row, column)


def from_text(text: str) -> Area | None:
    """ "A1:B3", "A:C" or "1:9", without dollar signs; None where it is no address."""
    if _CELLS.fullmatch(text):
        try:
            return Area.parse(text)
        except ValueError:  # "A0", and names such as "TAX2024"
            return None
    columns, rows = _COLUMNS.fullmatch(text), _ROWS.fullmatch(text)
    if columns:
        first, last = sorted((column_number(columns[1]), column_number(columns[2])))
        return Area(1, first, MAX_ROW, last)
    if rows:
        top, bottom = sorted((int(rows[1]), int(rows[2])))
        return Area(top, 1, bottom, MAX_COLUMN)
    return None


def to_text(area: Area, row_absolute: bool, column_absolute: bool) -> str:
    """As Excel writes it: "$A$1:$B$3", and "$A:$C" or "$1:$9" for whole columns and rows."""
    row, column = "$" if row_absolute else "", "$" if column_absolute else ""
    first, last = (f"{column}{column_letters(at)}" for at in (area.first_column, area.last_column))
    top, bottom = f"{row}{area.first_row}", f"{row}{area.last_row}"
    if (area.first_column, area.last_column) == (1, MAX_COLUMN):
        return f"{top}:{bottom}"
    if (area.first_row, area.last_row) == (1, MAX_ROW):
        return f"{first}:{last}"
    single = (area.first_row, area.first_column) == (area.last_row, area.last_column)
    return f"{first}{top}" if single else f"{first}{top}:{last}{bottom}"


def address_of(area: Area, sheet: int) -> UnoObject:
    """LibreOffice's CellRangeAddress on the sheet with that number, counted from 0."""
    return bridge.struct(
        "table.CellRangeAddress",
        Sheet=sheet,
        StartRow=area.first_row - 1,
        StartColumn=area.first_column - 1,
        EndRow=area.last_row - 1,
        EndColumn=area.last_column - 1,
    )


def area_of(place: UnoObject) -> Area:
    """LibreOffice's CellRangeAddress, which counts from 0."""
    return Area(place.StartRow + 1, place.StartColumn + 1, place.EndRow + 1, place.EndColumn + 1)
