"""Rows below the last used one: tables, filters, formats, validations and names grow with them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from invoicing_xl.model.cells import Content
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.file import FileWorkbook
from tests.workbook import slow_reader
from tests.workbook.slow_reader import within

ROWS = [[Content("d"), Content(40.0)], [Content("e"), Content(50.0)]]


def build(path: Path, fill: Callable[[xlsxwriter.Workbook, Worksheet], object]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        fill(workbook, workbook.add_worksheet("Data"))
    return path


def append(path: Path, rows: list[list[Content]] = ROWS) -> Path:
    book = FileWorkbook(path)
    book.append("Data", rows)
    new = path.with_name("new.xlsx")
    book.save(new)
    return new


def part(path: Path, name: str = "xl/worksheets/sheet1.xml") -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(name))


def table_sheet(
    workbook: xlsxwriter.Workbook, sheet: Worksheet, *, total: bool = False, rows: int = 3
) -> None:
    """A table in A1:C4 whose third column is calculated, with things that apply to its rows."""
    money, bold = workbook.add_format({"num_format": "0.00"}), workbook.add_format({"bold": True})
    columns = [
        {"header": "Name"},
        {"header": "Net", "format": money},
        {"header": "Gross", "formula": "=Sales[[#This Row],[Net]]*2"},
    ]
    data = [["a", 10], ["b", 20], ["c", 30]][:rows]
    options = {"columns": columns, "data": data, "total_row": total, "name": "Sales"}
    sheet.add_table(0, 0, max(rows, 1) + total, 2, options)
    sheet.write_row("E1", ["side", "note"], bold)
    sheet.conditional_format("B2:B4", {"type": "cell", "criteria": ">", "value": 15, "format": bold})
    sheet.conditional_format("A1:A2", {"type": "no_blanks", "format": bold})
    sheet.conditional_format("C2:C4", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("F4", {"range": "Data!A4:B4"})
    sheet.data_validation("A2:A4", {"validate": "length", "criteria": "<", "value": 9})
    workbook.define_name("Net", "=Data!$B$2:$B$4")
    workbook.define_name("Table_with_header", "=Data!$A$1:$C$4")
    workbook.define_name("First_two", "=Data!$B$2:$B$3")
    workbook.define_name("Last_two", "=Data!$B$3:$B$4")
    workbook.define_name("Cell", "=Data!$B$4")


def test_a_table_grows_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    path = build(tmp_path / "a.xlsx", table_sheet)
    new = append(path)
    after = slow_reader.read(new)
    assert [after.values.get((row, 1)) for row in (5, 6)] == ["d", "e"]
    assert [after.values.get((row, 2)) for row in (5, 6)] == [40.0, 50.0]
    assert after.formulas[5, 3] == after.formulas[4, 3] == "=Sales[[#This Row],[Net]]*2"
    assert (5, 3) not in after.values
    assert after._cell_styles[6, 2] == after._cell_styles[4, 2]
    table = part(new, "xl/tables/table1.xml")
    assert (table.get("ref"), within(table, "autoFilter")[0].get("ref")) == ("A1:C6", "A1:C6")
    sheet = part(new)
    assert within(sheet, "dimension")[0].get("ref") == "A1:F6"
    assert [cf.get("sqref") for cf in within(sheet, "conditionalFormatting")] == ["B2:B6", "A1:A2", "C2:C6"]
    assert [dv.get("sqref") for dv in within(sheet, "dataValidations", "dataValidation")] == ["A2:A6"]
    extended = sheet.iter("{http://schemas.microsoft.com/office/excel/2006/main}sqref")
    assert sorted(str(element.text) for element in extended) == ["C2:C6", "F4"]
    names = {name: defined.value for name, defined in openpyxl.load_workbook(new).defined_names.items()}
    assert names == {
        "Net": "Data!$B$2:$B$6",
        "Table_with_header": "Data!$A$1:$C$6",
        "First_two": "Data!$B$2:$B$3",
        "Last_two": "Data!$B$3:$B$4",
        "Cell": "Data!$B$4",
    }
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(new) as other:
        assert {name for name in one.namelist() if one.read(name) != other.read(name)} == {
            "xl/worksheets/sheet1.xml",
            "xl/tables/table1.xml",
            "xl/workbook.xml",
        }


def test_a_value_given_for_a_calculated_column_stands(tmp_path: Path) -> None:
    new = append(build(tmp_path / "a.xlsx", table_sheet), [[Content("d"), Content(1.0), Content(7.0)]])
    after = slow_reader.read(new)
    assert (after.values[5, 3], (5, 3) in after.formulas) == (7.0, False)


def test_formulas_are_filled_down(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        columns = [{"header": "Name"}, {"header": "Net"}, {"header": "Gross", "formula": "=B2*2"}]
        sheet.add_table("A1:C2", {"columns": columns, "data": [["a", 1]]})

    after = slow_reader.read(append(build(tmp_path / "a.xlsx", fill)))
    assert [after.formulas[row, 3] for row in (2, 3, 4)] == ["=B2*2", "=B3*2", "=B4*2"]


def test_a_totals_row_is_refused(tmp_path: Path) -> None:
    path = build(tmp_path / "a.xlsx", lambda book, sheet: table_sheet(book, sheet, total=True))
    # An empty totals row is no used row, but a totals row all the same.
    with pytest.raises(ClerkMessage, match="totals row"):
        append(path)


def test_rows_of_an_empty_table_do_not_look_like_its_headings(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        bold = workbook.add_format({"bold": True})
        sheet.add_table("A1:B2", {"columns": [{"header": "x", "header_format": bold}, {"header": "y"}]})

    new = append(build(tmp_path / "a.xlsx", fill))
    after = slow_reader.read(new)
    assert [after.values[row, 1] for row in (2, 3)] == ["d", "e"]
    assert after._cell_styles[2, 1] == 0
    assert part(new, "xl/tables/table1.xml").get("ref") == "A1:B3"


def test_blank_rows_of_a_table_are_filled_first(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.add_table("A1:B9", {"data": [["a", 1]]})

    assert part(append(build(tmp_path / "a.xlsx", fill)), "xl/tables/table1.xml").get("ref") == "A1:B9"


def test_a_table_beside_the_rows_stays(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.add_table("A1:B3", {"data": [["a", 1], ["b", 2]]})
        sheet.add_table("D1:E3", {"data": [["a", 1], ["b", 2]]})

    new = append(build(tmp_path / "a.xlsx", fill))
    assert part(new, "xl/tables/table1.xml").get("ref") == "A1:B5"
    assert part(new, "xl/tables/table2.xml").get("ref") == "D1:E3"


def test_a_table_in_the_way_is_refused(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row("A1", ["a", "b"])
        sheet.add_table("A2:B4", {"header_row": False})

    with pytest.raises(ClerkMessage, match="in the way"):
        append(build(tmp_path / "a.xlsx", fill))


def test_a_plain_list_grows_with_its_filter_and_print_area(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        money = workbook.add_format({"num_format": "0.00", "bg_color": "yellow"})
        for row, values in enumerate([["Name", "Net"], ["a", 1], ["b", 2]]):
            sheet.write_row(row, 0, values, money if row else None)
        sheet.autofilter("A1:B3")
        sheet.print_area("A1:B3")
        sheet.data_validation("B2:B3", {"validate": "decimal", "criteria": ">", "value": 0})
        sheet.write_blank("C5", None, money)

    new = append(build(tmp_path / "a.xlsx", fill), [*ROWS, [Content(None), Content(None), Content("x")]])
    after = slow_reader.read(new)
    assert [after.values.get((row, 1)) for row in (4, 5)] == ["d", "e"]
    assert (after.values[6, 3], (6, 1) in after.values) == ("x", False)
    assert after._cell_styles[4, 1] == after._cell_styles[3, 1] != 0
    sheet = part(new)
    assert within(sheet, "autoFilter")[0].get("ref") == "A1:B6"
    assert [dv.get("sqref") for dv in within(sheet, "dataValidations", "dataValidation")] == ["B2:B6"]
    names = openpyxl.load_workbook(new)["Data"]
    assert (names.print_area, names.auto_filter.ref) == ("'Data'!$A$1:$B$6", "A1:B6")
    filtered = [
        e.text for e in part(new, "xl/workbook.xml").iter() if e.get("name") == "_xlnm._FilterDatabase"
    ]
    assert filtered == ["Data!$A$1:$B$6"]


def test_the_last_row_may_be_the_sheets_last(tmp_path: Path) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write(1_048_575 - 2, 0, "x")

    path = build(tmp_path / "a.xlsx", fill)
    assert slow_reader.read(append(path)).values[1_048_576, 1] == "e"
    with pytest.raises(ClerkMessage, match="no room"):
        append(path, [*ROWS, *ROWS])


def test_an_empty_sheet_begins_at_its_first_row(tmp_path: Path) -> None:
    new = append(build(tmp_path / "a.xlsx", lambda book, sheet: None))
    assert slow_reader.read(new).values == {(1, 1): "d", (1, 2): 40.0, (2, 1): "e", (2, 2): 50.0}


def test_rows_on_rows(tmp_path: Path) -> None:
    path = build(tmp_path / "a.xlsx", table_sheet)
    book = FileWorkbook(path)
    book.append("Data", ROWS[:1])
    book.append("Data", ROWS[1:])
    book.save(tmp_path / "two.xlsx")
    once, twice = append(path), tmp_path / "two.xlsx"
    with zipfile.ZipFile(once) as one, zipfile.ZipFile(twice) as two:
        assert {name: one.read(name) for name in one.namelist()} == {
            name: two.read(name) for name in two.namelist()
        }
