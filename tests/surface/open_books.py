"""Workbooks as they stand open before a clerk, in memory."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.grid import Grid
from invoicing_xl.tasks.setup import setup
from invoicing_xl.workbook.file import FileWorkbook
from invoicing_xl.workbook.memory import MemorySheet, MemoryWorkbook
from invoicing_xl.workbook.port import Workbook

DEMO = Path(__file__).resolve().parents[2] / "workbooks" / "demo.xlsx"
AS_OF = "2026-06-30"


class PrintingWorkbook(MemoryWorkbook):
    """A workbook whose program prints; a PDF says which sheet it is of."""

    def export_pdf(self, sheet: str, path: Path) -> None:
        path.write_bytes(b"%PDF " + sheet.encode())


def demo_book() -> PrintingWorkbook:
    """The demo workbook, its cells without their looks."""
    return _book_of(_demo_sheets())


def month_end_book() -> PrintingWorkbook:
    """The same, and on its Invoicing setup the month end as the day to stand on."""
    return _book_of(_month_end_sheets())


def _book_of(sheets: list[MemorySheet]) -> PrintingWorkbook:
    copies = [replace(sheet, cells=dict(sheet.cells)) for sheet in sheets]
    return PrintingWorkbook(*copies, name="demo.xlsx")


@cache
def _month_end_sheets() -> list[MemorySheet]:
    book = demo_book()
    setup(book, write=True)
    page = book.read("Invoicing setup")
    [row] = [row for row in range(1, page.row_count + 1) if page.value(row, 1) == "Day to stand on"]
    write(book, "Invoicing setup", row, 3, AS_OF)
    return [book.sheet(sheet.name) for sheet in book.sheets()]


@cache
def _demo_sheets() -> list[MemorySheet]:
    file = FileWorkbook(DEMO)
    return [_sheet(file.read(sheet.name)) for sheet in file.sheets()]


def _sheet(grid: Grid) -> MemorySheet:
    cells = {
        (int(row) + 1, number): grid.content(int(row) + 1, number)
        for number, column in grid.columns.items()
        for row in np.flatnonzero((column.kinds > 0) | (column.formulas >= 0))
    }
    return MemorySheet(grid.sheet, cells, tables=grid.tables, merged=grid.merged)


def write(book: Workbook, sheet: str, row: int, column: int, value: str | float | None) -> None:
    """What a clerk types into a cell."""
    before = book.read(sheet).content(row, column)
    book.apply(ChangeSet((Edit(sheet, row, column, before=before, after=Content(value)),)))


def contents(book: Workbook) -> dict[str, dict[str, Content]]:
    """Every filled cell of every sheet."""
    return {sheet.name: _cells(book.read(sheet.name)) for sheet in book.sheets() if sheet.readable}


def _cells(grid: Grid) -> dict[str, Content]:
    return {
        f"{row},{number}": grid.content(row, number)
        for number in grid.columns
        for row in range(1, grid.row_count + 1)
        if grid.content(row, number).value is not None or grid.formula(row, number)
    }
