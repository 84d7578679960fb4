"""Sheets from lists of rows, for tests of what is seen in them."""

from collections.abc import Sequence
from datetime import date

from invoicing_xl.model.cells import Area, CellValue, Content
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.workbook.grids import grid_of

Cell = CellValue | date | Content | int
EPOCH = date(1899, 12, 30)


def sheet(
    name: str,
    rows: Sequence[Sequence[Cell]],
    *,
    first_row: int = 1,
    first_column: int = 1,
    tables: tuple[SheetTable, ...] = (),
    merged: tuple[Area, ...] = (),
    hidden: frozenset[int] = frozenset(),
) -> Grid:
    """A sheet whose rows begin at ``first_row`` and ``first_column``; dates get a date format."""
    cells = {
        (first_row + down, first_column + right): content(cell)
        for down, row in enumerate(rows)
        for right, cell in enumerate(row)
        if cell is not None
    }
    return grid_of(name, cells, tables=tables, merged=merged, hidden=hidden)


def content(cell: Cell) -> Content:
    if isinstance(cell, Content):
        return cell
    if isinstance(cell, date):
        return Content(float((cell - EPOCH).days), number_format="dd/mm/yyyy")
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Content(float(cell), number_format="General")
    return Content(cell, number_format="General")
