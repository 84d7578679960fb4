"""Snapshots of what other programs write, held against the slow reader and, as far as they go, others."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from invoicing_xl.model.cells import ErrorValue, Kind
from invoicing_xl.model.grid import Grid
from tests.benchmarks.sheets import write_invoices
from tests.workbook.comparing import read_both

SIZES = (1_000, 1 << 20)


def by_openpyxl(path: Path, *, iso_dates: bool = False) -> Path:
    book = openpyxl.Workbook(iso_dates=iso_dates)
    sheet = book.active
    assert sheet is not None
    sheet.append(["Invoice", "Date", "Net", "Paid", "Remark", "Total"])
    for row in range(2, 60):
        date = dt.datetime(2024, 1, 1) + dt.timedelta(days=row)
        sheet.append([f"INV-{row}", date, row * 0.1, row % 2 == 0, " edge ", f"=C{row}*1.2"])
    sheet.append([None, dt.date(2024, 2, 29), dt.time(12, 30), "#N/A", "a & b <c>\n\"d\" 'e' Zoë 東京", None])
    sheet.append([1e300, -0.1, 123456789.123456789, dt.timedelta(hours=30), "_x000D_", "=1/0"])
    sheet["H3"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold "), " end")
    sheet["J3"] = ArrayFormula("J3:K4", "=A3:B4")
    sheet["J8"] = DataTableFormula(ref="J8:K9", dt2D=True, r1="A1", r2="A2")
    sheet["C5"].number_format = '#,##0.00 "€"'
    sheet["D9"].number_format = "@"
    sheet.row_dimensions[7].hidden = True
    sheet.merge_cells("H10:I11")
    sheet.protection.sheet = True
    sheet.add_table(Table(displayName="Open", ref="A1:F59"))
    book.save(path)
    return path


def by_xlsxwriter(path: Path, *, constant_memory: bool = False) -> Path:
    book = xlsxwriter.Workbook(path, {"constant_memory": constant_memory, "date_1904": constant_memory})
    sheet = book.add_worksheet("Öffnen")
    day, text = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "@"})
    sheet.set_column(2, 9, None, text)
    sheet.set_row(5, 0)
    for row in range(50):
        sheet.write_string(row, 0, f"R-{row:03} & <{row}>" if row % 3 else "  spaces  ")
        sheet.write_datetime(row, 1, dt.datetime(2024, 1, 1, 8, 30) + dt.timedelta(days=row), day)
        sheet.write_number(row, 2, row / 7)
        sheet.write_boolean(row, 3, row % 2 == 0)
        sheet.write_formula(row, 4, f'=IF(C{row + 1}>1,"more","less")', None, "more" if row > 7 else "less")
        sheet.write_formula(row, 5, f"=C{row + 1}/0", None, "#DIV/0!")
        sheet.write_blank(row, 6, None, day)
    sheet.write_rich_string(50, 0, "one ", book.add_format({"bold": True}), "two", " three")
    sheet.write_array_formula("H51:I52", "{=A51:B52}", None, 1)
    sheet.write_dynamic_array_formula("J52", "=UNIQUE(A1:A9)", None, 1)
    if not constant_memory:
        sheet.merge_range("L1:M2", "merged")
        sheet.add_table("O1:P5", {"columns": [{"header": "Line"}, {"header": "Amount"}], "total_row": True})
    sheet.protect()
    book.close()
    return path


def by_libreoffice(path: Path) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    source = by_openpyxl(path.with_name("source.xlsx"))
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    for _ in range(2):  # with a new profile it may end once without having done anything
        subprocess.run([*command, str(path.parent / "out"), str(source)], capture_output=True, timeout=120)
        if (made := path.parent / "out" / "source.xlsx").exists():
            return made.rename(path)
    pytest.fail("LibreOffice did not convert the workbook")


WRITERS: dict[str, Callable[[Path], Path]] = {
    "openpyxl": by_openpyxl,
    "openpyxl with ISO dates": lambda path: by_openpyxl(path, iso_dates=True),
    "XlsxWriter": by_xlsxwriter,
    "XlsxWriter in constant memory, 1904": lambda path: by_xlsxwriter(path, constant_memory=True),
    "LibreOffice": by_libreoffice,
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS.keys())
def test_what_other_programs_write(writer: Callable[[Path], Path], tmp_path: Path) -> None:
    path = writer(tmp_path / "book.xlsx")
    for size in SIZES:
        grid = read_both(path, size)
        agree_with_calamine(path, grid)
        agree_with_openpyxl(path, grid)


@pytest.mark.parametrize("shared_strings", [False, True])
@pytest.mark.parametrize("formulas", [False, True])
def test_a_sheet_of_invoices(formulas: bool, shared_strings: bool, tmp_path: Path) -> None:
    path = tmp_path / "invoices.xlsx"
    wrong = write_invoices(path, 400, formulas=formulas, shared_strings=shared_strings, wrong_every=20)
    assert wrong
    grid = read_both(path, 20_000)
    agree_with_calamine(path, grid)
    assert (grid.row_count, grid.last_column) == (401, 12)
    assert (grid.formula(2, 11) is not None) == (formulas and 2 not in wrong)


def agree_with_calamine(path: Path, grid: Grid) -> None:
    """In numbers, booleans and texts; it hides errors and turns dates and durations into other things."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for column in grid.columns:
        for row in range(1, grid.row_count + 1):
            value = grid.value(row, column)
            theirs = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[0]) else ""
            if isinstance(theirs, dt.date | dt.time | dt.timedelta):
                assert grid.kind(row, column) is Kind.NUMBER
            elif isinstance(value, ErrorValue) or value is None:
                assert theirs == "", (row, column)
            elif value != theirs:
                # Of escapes it resolves only some; openpyxl leaves them all.
                assert isinstance(theirs, str) and "_x" in theirs, (row, column)


def agree_with_openpyxl(path: Path, grid: Grid) -> None:
    """In formulas, kinds, and whether a format shows a date."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    for column in grid.columns:
        for row in range(1, grid.row_count + 1):
            theirs = sheet.cell(row, column)
            formula = grid.formula(row, column)
            if theirs.data_type == "f" and isinstance(theirs.value, str):
                assert formula == theirs.value, (row, column)
            elif isinstance(theirs.value, ArrayFormula):
                assert formula == f"={str(theirs.value.text).removeprefix('=')}"
            elif theirs.data_type == "n" and theirs.value is not None:
                assert grid.value(row, column) == theirs.value
            elif theirs.data_type == "b":
                assert grid.value(row, column) is theirs.value
            elif theirs.data_type == "e":
                assert grid.value(row, column) == ErrorValue(theirs.value)
    assert len(grid.tables) == len(sheet.tables)
    assert sorted(str(area) for area in grid.merged) == sorted(
        str(area) for area in sheet.merged_cells.ranges
    )
