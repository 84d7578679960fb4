"""Which fill a cell of a file has."""

from pathlib import Path

import openpyxl
from openpyxl.styles import Color, GradientFill, PatternFill

from invoicing_xl.workbook.file import FileWorkbook


def test_only_a_plain_colour_has_a_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    fills = [
        PatternFill("solid", fgColor="FF12ab34"),
        PatternFill("solid", fgColor=Color(theme=4, tint=0.4)),
        PatternFill("lightGrid", fgColor="FF112233"),
        GradientFill(stop=("FF000000", "FFFFFFFF")),
        PatternFill("none"),
    ]
    for row, fill in enumerate(fills, 1):
        sheet.cell(row, 1, row).fill = fill
    sheet.cell(6, 2, "without a fill")
    book.save(tmp_path / "fills.xlsx")
    told = FileWorkbook(tmp_path / "fills.xlsx").fills(sheet.title, [(row, 1) for row in range(1, 8)])
    assert list(told) == ["12AB34", None, None, None, "", "", ""]
