"""Snapshots of an open workbook: nothing is hidden, and nothing is what Excel's ``Value`` makes of it."""

import pytest

from invoicing_xl.model.cells import Area, Content, ErrorValue, Kind
from tests.workbook.live.fake_excel.books import sheet_of
from tests.workbook.live.fake_excel.loading import opened
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet, FakeTable, Value
from tests.workbook.live.scene import Scene


def one_sheet(sheet: FakeSheet) -> Scene:
    return Scene(*opened(sheet))


def test_values_as_they_are() -> None:
    raw: list[tuple[Value, str]] = [
        (0.123456789, '"$"#,##0.00'),  # ``Value`` would give 0.1235
        (46050.5, "yyyy-mm-dd hh:mm"),
        (True, "General"),
        (1.0, "General"),
        (-2146826246, "General"),
        (-2146826243, "General"),
        ("00123", "@"),
        ("a\ud83d", "General"),
    ]
    sheet = FakeSheet("S")
    for row, (value, code) in enumerate(raw, 1):
        sheet.cells[row, 1] = FakeCell(value, number_format=code)
    grid = one_sheet(sheet).live.read("S")
    assert [grid.content(row, 1) for row in range(1, len(raw) + 1)] == [
        Content(0.123456789, None, '"$"#,##0.00'),
        Content(46050.5, None, "yyyy-mm-dd hh:mm"),
        Content(True, None, "General"),
        Content(1.0, None, "General"),
        Content(ErrorValue("#N/A"), None, "General"),
        Content(ErrorValue("#SPILL!"), None, "General"),
        Content("00123", None, "@"),
        Content("a\ufffd", None, "General"),
    ]
    assert grid.value(3, 1) is True


def test_a_text_that_looks_like_a_formula_is_none() -> None:
    sheet = FakeSheet("S")
    sheet.cells = {
        (1, 1): FakeCell("=1+1", prefix=True),
        (2, 1): FakeCell(2.0, "=1+1"),
        (3, 1): FakeCell("", '=""'),
        (4, 1): FakeCell(""),
        (5, 1): FakeCell("end"),
    }
    grid = one_sheet(sheet).live.read("S")
    assert [grid.formula(row, 1) for row in range(1, 6)] == [None, "=1+1", '=""', None, None]
    assert [grid.value(row, 1) for row in range(1, 6)] == ["=1+1", 2.0, "", None, "end"]
    # The result of a formula may be no text at all; that is not "not calculated yet".
    assert [grid.kind(row, 1) for row in (3, 4)] == [Kind.TEXT, Kind.BLANK]


def test_a_sheet_that_does_not_begin_in_its_first_cell() -> None:
    sheet = FakeSheet("S", cells={(4, 3): FakeCell("x"), (6, 5): FakeCell(2.0, number_format="0.00")})
    sheet.cells[900, 9] = FakeCell(number_format="0.00")  # a format alone is no content
    grid = one_sheet(sheet).live.read("S")
    assert (grid.row_count, sorted(grid.columns)) == (6, [3, 5])
    assert (grid.value(4, 3), grid.content(6, 5)) == ("x", Content(2.0, None, "0.00"))
    assert len(grid.columns[3].kinds) == 6


def test_an_empty_sheet() -> None:
    grid = one_sheet(FakeSheet("S")).live.read("S")
    assert (grid.row_count, dict(grid.columns)) == (0, {})


def test_formats_that_change_within_a_column() -> None:
    codes = ["0.00", "0.00", "yyyy-mm-dd", "General", "0.00"] * 40
    sheet = FakeSheet("S")
    for row, code in enumerate(codes, 2):
        sheet.cells[row, 1] = FakeCell(row + 0.5, number_format=code)
        sheet.cells[row, 2] = FakeCell("text" if row % 7 else 5.0, number_format=codes[1 - row])
    sheet.cells[1, 1] = FakeCell("Amount")
    grid = one_sheet(sheet).live.read("S")
    assert [grid.number_format(row, 1) for row in range(2, len(codes) + 2)] == codes
    assert [grid.number_format(row, 2) for row in range(2, len(codes) + 2)] == [
        codes[1 - row] for row in range(2, len(codes) + 2)
    ]


def test_what_is_around_the_cells() -> None:
    sheet = sheet_of("S", [["Title"], ["A", "B"], *[[float(row), "x"] for row in range(3, 40)]])
    sheet.merged = [Area.parse("A1:B1"), Area.parse("A20:A22"), Area.parse("B21:B22")]
    sheet.hidden = {5, 6, 9, 39}
    sheet.tables = [FakeTable("T", Area.parse("A2:B39"))]
    sheet.protected = True
    grid = one_sheet(sheet).live.read("S")
    assert sorted(map(str, grid.merged)) == ["A1:B1", "A20:A22", "B21:B22"]
    assert grid.hidden is not None
    assert [int(row) + 1 for row in grid.hidden.nonzero()[0]] == [5, 6, 9, 39]
    assert [(t.name, str(t.area), t.columns) for t in grid.tables] == [("T", "A2:B39", ("A", "B"))]
    assert grid.protected


def test_days_are_counted_as_the_workbook_counts() -> None:
    now = one_sheet(sheet_of("S", [["x"]]))
    assert not now.live.read("S").date1904
    now.truth.held["Date1904"] = True
    assert now.live.read("S").date1904


def test_large_sheets_are_read_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invoicing_xl.workbook.live.reading.CELLS_IN_A_BLOCK", 7)
    sheet = sheet_of("S", [[f"r{row}", float(row), Content(5.0, f"=B{row}")] for row in range(1, 24)])
    now = one_sheet(sheet)
    grid = now.live.read("S")
    assert [grid.value(row, 1) for row in range(1, 24)] == [f"r{row}" for row in range(1, 24)]
    assert [grid.formula(row, 3) for row in range(1, 24)] == [f"=B{row}" for row in range(1, 24)]
    assert now.truth.excel.wire.log.count("Range.Value2") == 12


def test_formats_down_to_the_last_row_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invoicing_xl.workbook.live.reading.CELLS_IN_A_BLOCK", 10)
    sheet = sheet_of("S", [["a", 1.0], ["b", 2.0]])
    sheet.cells[60, 1] = FakeCell("far down")
    sheet.cells[61, 2] = FakeCell(0.0, "=B1-1")
    sheet.cells[900, 2] = FakeCell(number_format="0.00")
    now = one_sheet(sheet)
    grid = now.live.read("S")
    assert (grid.row_count, grid.value(60, 1), grid.formula(61, 2)) == (61, "far down", "=B1-1")
    assert now.truth.excel.wire.log.count("Range.Value2") == 180
    assert now.truth.excel.wire.log.count("Range.Formula2") == 3


def test_where_it_lies_and_what_is_selected() -> None:
    sheet = sheet_of("S", [["x"]])
    now = Scene(*opened(sheet, name="Book.xlsx", path="/home/clerk/Book.xlsx"))
    assert str(now.live.folder) == "/home/clerk"
    now.truth.path = "https://firm.example/Documents/Book.xlsx"
    assert now.live.folder is None
    now.truth.path = ""
    assert now.live.folder is None
    for where, said in (("$B$5", "S!B5"), ("$B$5:$C$9,$E$1", "S!B5:C9"), ("$A:$A", "S!A1:A1048576")):
        now.truth.excel.selected = ("S", where)
        assert now.live.selection == said
    now.truth.excel.selected = None
    assert now.live.selection == ""
