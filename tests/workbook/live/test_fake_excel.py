"""The fake is as impolite as Excel: who writes without care, writes wrong things."""

from decimal import Decimal

import pytest

from invoicing_xl.model.cells import Area, Content
from tests.workbook.live.fake_excel.books import sheet_of
from tests.workbook.live.fake_excel.com import ComError
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeSheet, FakeTable


def test_text_is_read_as_if_typed() -> None:
    sheet = FakeSheet("S")
    book, _ = opened(sheet)
    book.sheets["S"]["A1:F1"].value = ["001", "1-2", "TRUE", "=1+1", "'007", "words"]
    assert [sheet.at((1, column)).value for column in range(1, 7)] == [
        1.0,
        46024.0,
        True,
        2.0,
        "007",
        "words",
    ]
    assert (sheet.at((1, 2)).number_format, sheet.at((1, 4)).formula) == ("m/d/yyyy", "=1+1")


def test_a_text_format_makes_texts_of_numbers() -> None:
    sheet = FakeSheet("S")
    book, _ = opened(sheet)
    book.sheets["S"]["A1:A2"].number_format = "@"
    book.sheets["S"]["A1:A2"].value = [[5.0], ["=1+1"]]
    assert [sheet.at((row, 1)).value for row in (1, 2)] == ["5", "=1+1"]


def test_amounts_are_decimals_and_some_errors_whole_numbers() -> None:
    sheet = sheet_of("S", [[0.123456]])
    sheet.cells[1, 1].number_format = '"$"#,##0.00'
    sheet.cell((1, 2)).value = -2146826246
    sheet.cell((1, 3)).value = -2146826243
    book, _ = opened(sheet)
    assert book.sheets["S"]["A1:C1"].value == [Decimal("0.1235"), None, -2146826243]


def test_a_filter_spoils_blocks() -> None:
    sheet = sheet_of("S", [["Head"], ["a"], ["b"], ["c"], ["d"]])
    sheet.filter, sheet.filter_mode, sheet.hidden = Area.parse("A1:A5"), True, {3}
    book, _ = opened(sheet)
    book.sheets["S"]["A2:A5"].value = [["w"], ["x"], ["y"], ["z"]]
    assert [sheet.at((row, 1)).value for row in range(2, 6)] == ["w", "b", "w", "w"]


def test_tables_fill_and_grow_by_themselves() -> None:
    sheet = sheet_of("S", [["A", "B"], [1.0, 2.0], [3.0, 4.0]])
    sheet.tables = [FakeTable("T", Area.parse("A1:B3"))]
    book, _ = opened(sheet)
    book.sheets["S"]["B2"].value = "=A2"
    book.sheets["S"]["A4"].value = "below"
    assert sheet.at((3, 2)).formula == "=A2"
    assert str(sheet.tables[0].area) == "A1:B4"


def test_addresses_and_names_have_limits() -> None:
    book, _ = opened(sheet_of("S", [["x"]]))
    with pytest.raises(ComError):
        book.sheets["S"].range(",".join(f"A{row}" for row in range(1, 90)))
    with pytest.raises(ComError):
        book.sheets["S"].name = "a:b"


def test_what_is_protected_merged_or_an_array_raises() -> None:
    sheet = sheet_of("S", [["a", "b"], ["c", "d"]])
    book, _ = opened(sheet)
    cells = book.sheets["S"]["A1:B1"]
    sheet.merged = [Area.parse("B1:B2")]
    with pytest.raises(ComError):
        cells.value = ["x", "y"]
    sheet.merged = []
    sheet.cell((1, 2)).array = "B1:B2"
    with pytest.raises(ComError):
        cells.value = ["x", "y"]
    sheet.cell((1, 2)).array, sheet.protected = "", True
    with pytest.raises(ComError):
        cells.value = ["x", "y"]


def test_formulas_of_constants_read_like_the_constants() -> None:
    rows = [[1.5, "=text", True, Content(2.0, "=1+1")]]
    book, _ = opened(sheet_of("S", rows))
    assert book.sheets["S"]["A1:D1"].formula2 == (("1.5", "=text", "TRUE", "=1+1"),)
