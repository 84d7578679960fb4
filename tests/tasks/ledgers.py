"""A small ledger as a clerk keeps it, with mistakes that are put in by name."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from invoicing_xl.model.cells import CellValue, Content
from invoicing_xl.workbook.memory import MemorySheet

EPOCH = date(1899, 12, 30)
START = date(2026, 1, 5)
CAPTIONS = tuple(
    "Invoice No, Invoice Date, Customer ID, Customer, Net, Tax, Total, Due Date, Terms, Tax Rate".split(", ")
)
NAMES = ("Alder & Sons", "Birch Trading", "Cedar Works", "Dogwood Foods")


def day(when: date) -> Content:
    return Content(float((when - EPOCH).days), number_format="yyyy-mm-dd")


def money(amount: float) -> Content:
    return Content(round(amount, 2), number_format="#,##0.00")


def invoice_rows(count: int = 24) -> list[list[CellValue | Content]]:
    """Right in every respect."""
    rows: list[list[CellValue | Content]] = []
    for at in range(count):
        when = START + timedelta(days=2 * at)
        net = 120.5 + 31.25 * at + (at * at) % 7
        rows.append(
            [
                str(5001 + at),
                day(when),
                f"K{at % 4 + 1:03}",
                NAMES[at % 4],
                money(net),
                money(net * 0.2),
                money(round(net, 2) + round(net * 0.2, 2)),
                day(when + timedelta(days=30)),
                30.0,
                Content(0.2, number_format="0%"),
            ]
        )
    return rows


def wrong_rows() -> list[list[CellValue | Content]]:
    """A number kept as text in G5, and a total in G17 that net and tax contradict."""
    rows = invoice_rows()
    rows[3][6] = Content("259.50 ", number_format="General")
    rows[15][6] = Content(17.0, number_format="#,##0.00")
    return rows


def ledger(rows: list[list[CellValue | Content]], name: str = "Invoices") -> MemorySheet:
    return MemorySheet.of(name, [CAPTIONS, *rows])


def ledger_file(path: Path, rows: list[list[CellValue | Content]]) -> Path:
    """The same as a workbook file."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Invoices"
    sheet.append(CAPTIONS)
    for row, cells in enumerate(rows, 2):
        for column, cell in enumerate(cells, 1):
            content = cell if isinstance(cell, Content) else Content(cell)
            sheet.cell(row, column).value = content.value  # type: ignore[assignment]
            sheet.cell(row, column).number_format = content.number_format or "General"
            sheet.cell(row, column).font = Font(name="Courier New")
    workbook.save(path)
    return path
