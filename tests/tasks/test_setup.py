"""The setup task on a workbook: written, changed by the clerk, obeyed, and written again."""

from pathlib import Path

import openpyxl

from invoicing_xl.model.cells import CellValue
from invoicing_xl.tasks.setup import Sight, setup
from invoicing_xl.workbook.file import FileWorkbook

HEADER = ["Invoice no", "Date", "Customer", "Net", "VAT", "Total", "Ref 2"]


def a_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Bob's list"
    sheet.append(["Invoices of Acme"])
    sheet.append([])
    sheet.append(HEADER)
    for number in range(20):
        net = 100 + number
        sheet.append([f"R-{number:03}", 46_000 + number, "Ann", net, net / 5, net * 1.2, f"A{number}"])
    book.create_sheet("Notes").append(["call Ann"])
    book.save(path)
    return path


def written(path: Path) -> Sight:
    book = FileWorkbook(path)
    sight = setup(book, write=True)
    book.save()
    return sight


def change(path: Path, label: str, value: CellValue) -> None:
    """As the clerk does it: by hand, on the sheet."""
    book = openpyxl.load_workbook(path)
    sheet = book["Invoicing setup"]
    (row,) = [
        row
        for row in range(1, sheet.max_row + 1)
        if label in (sheet.cell(row, 1).value, sheet.cell(row, 2).value)
    ]
    sheet.cell(row, 3).value = value
    book.save(path)


def fields(sight: Sight) -> dict[int, str | None]:
    return {column.column: column.field for column in sight.seen[0].columns}


def test_a_clerks_choice_is_obeyed_and_survives_being_written_again(tmp_path: Path) -> None:
    path = a_book(tmp_path / "book.xlsx")
    before = fields(written(path))
    assert before[7] is None
    change(path, "Ref 2", "Purchase order or reference")
    change(path, "Books closed to", "2025-12-31")
    for _ in range(2):
        assert fields(written(path)) == before | {7: "purchase_order"}
        book = FileWorkbook(path)
        assert [(sheet.name, sheet.kind, sheet.edited) for sheet in book.sheets()][-1] == (
            "Invoicing setup", "setup", False,
        )  # fmt: skip
        assert len(book.sheets()) == 3


def test_without_write_the_workbook_stays_as_it_is(tmp_path: Path) -> None:
    book = FileWorkbook(a_book(tmp_path / "book.xlsx"))
    assert [table.kind for table in setup(book).tables] == ["invoices"]
    assert [sheet.name for sheet in book.sheets()] == ["Bob's list", "Notes"]
