"""Sheets for the fake Excel: from rows of values, and from what another adapter reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from invoicing_xl.model.cells import CellValue, Content, ErrorValue
from invoicing_xl.model.grid import Grid
from tests.workbook.live.fake_excel.arithmetic import Unknown, calculate
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet, FakeTable, Value
from tests.workbook.live.fake_excel.typed import error_code


def sheet_of(name: str, rows: Iterable[Sequence[CellValue | Content]]) -> FakeSheet:
    """A sheet with these rows from A1 on; a formula's result is calculated where that can be done here."""
    sheet = FakeSheet(name)
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            content = value if isinstance(value, Content) else Content(value)
            if content.value is not None or content.formula:
                sheet.cells[row, column] = cell_of(content)
    for cell in sheet.cells.values():
        if cell.formula and cell.value is None:
            try:
                cell.value = calculate(cell.formula, lambda r, c: sheet.at((r, c)).value)
            except Unknown:
                cell.value = 0.0
    return sheet


def sheet_like(grid: Grid) -> FakeSheet:
    """A sheet that holds what another adapter has read, formulas with their results as they stand."""
    sheet = FakeSheet(grid.sheet, protected=grid.protected, merged=list(grid.merged))
    for column in grid.columns:
        for row in range(1, grid.row_count + 1):
            content = grid.content(row, column)
            if content != Content(number_format="General"):
                sheet.cells[row, column] = cell_of(content)
    if grid.hidden is not None:
        sheet.hidden = {int(row) + 1 for row in grid.hidden.nonzero()[0]}
    sheet.tables = [
        FakeTable(table.name, table.area, bool(table.header_rows), bool(table.totals_rows))
        for table in grid.tables
    ]
    return sheet


def cell_of(content: Content) -> FakeCell:
    return FakeCell(_raw(content.value), content.formula, content.number_format or "General")


def _raw(value: CellValue) -> Value:
    if isinstance(value, ErrorValue):
        return error_code(value.code)
    return float(value) if type(value) is int else value
