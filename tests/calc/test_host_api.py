"""What the live adapter asks of LibreOffice beyond xlwings."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings as xw

from invoicing_xl.calc import engine
from invoicing_xl.model.cells import Area
from invoicing_xl.model.plans import PrintSetup
from invoicing_xl.workbook.live.host import HostApi, Link, Tab

MARK = "_ixl"


@pytest.fixture
def api(app: xw.App) -> HostApi:
    host_api: HostApi = app.engine.impl.host_api
    return host_api


@pytest.fixture
def sheet(calc: xw.App) -> xw.Sheet:
    sheet = calc.books.add().sheets[0]
    sheet.name = "Rows"
    sheet["A1"].value = [["No", "Net"], ["a", 1], ["b", 2], ["c", 3]]
    return sheet


def area(address: str) -> Area:
    return Area.parse(address)


# --- the workbook


def test_tabs_and_marks(api: HostApi, sheet: xw.Sheet) -> None:
    book = sheet.book
    other = api.add_sheet(book)
    assert book.sheets.active.name == "Rows"
    api.set_mark(sheet, MARK, 'findings|"Q3"|é')
    other.visible = False
    other.api.protect("")
    assert api.tabs(book, MARK) == [
        Tab("Rows", mark='findings|"Q3"|é'),
        Tab(other.name, visible=False, protected=True),
    ]
    api.set_mark(sheet, MARK, "new")
    assert [tab.mark for tab in api.tabs(book, MARK)] == ["new", None]
    sheet.names.add("cells", "=Rows!$A$1")
    assert api.tabs(book, "cells")[0].mark is None  # not a constant


def test_a_mark_outlives_a_file(api: HostApi, calc: xw.App, sheet: xw.Sheet, tmp_path: Path) -> None:
    api.set_mark(sheet, MARK, "aging|")
    api.save_copy(sheet.book, tmp_path / "Copy.xlsx")
    assert [tab.mark for tab in api.tabs(calc.books.open(tmp_path / "Copy.xlsx"), MARK)] == ["aging|"]


def test_access_and_place(api: HostApi, calc: xw.App, sheet: xw.Sheet, tmp_path: Path) -> None:
    book = sheet.book
    assert not api.access(book).read_only and not api.access(book).structure_locked
    assert api.location(book) == book.name
    book.api.protect("")
    assert api.access(book).structure_locked
    book.api.unprotect("")
    api.save_copy(book, tmp_path / "Copy.xlsx")
    assert api.location(book) == book.name
    copy = calc.books.open(tmp_path / "Copy.xlsx")
    assert api.location(copy) == str(tmp_path / "Copy.xlsx")
    assert copy.sheets[0]["A1:B4"].value == sheet["A1:B4"].value
    assert not api.date1904(copy)


def test_deleting_all_or_none(api: HostApi, sheet: xw.Sheet) -> None:
    other = api.add_sheet(sheet.book)
    with pytest.raises(KeyError):
        api.delete_sheets(sheet.book, [other.name, "Nowhere"])
    assert len(sheet.book.sheets) == 2
    api.delete_sheets(sheet.book, [other.name])
    assert [one.name for one in sheet.book.sheets] == ["Rows"]


# --- a sheet


def test_a_sheet_that_was_wiped_is_put_back_from_its_duplicate(api: HostApi, sheet: xw.Sheet) -> None:
    other = api.add_sheet(sheet.book)
    other["A1"].formula = "=SUM(Rows!B:B)"
    sheet["A2:A3"].merge()
    sheet["B2"].number_format, sheet["B2"].color = "0.00", (1, 2, 3)
    sheet["C:C"].column_width, sheet["3:3"].row_height = 30, 40
    sheet["E:E"].columns.hidden = True
    sheet["D1:D3"].data_validation.set_list(["x"])
    sheet["B2:B4"].conditional_formats.add_custom("=$B2>1", fill_color="#FF0000")
    sheet["A1:B4"].autofilter.apply_values(1, ["a"])
    sheet.charts.add(source=sheet["B2:B4"], chart_type="column_clustered")
    copy = api.duplicate(sheet)
    assert (copy.index, sheet.index, sheet.book.sheets.active.name) == (1, 2, "Rows")

    api.wipe(sheet)
    assert sheet["A1:B4"].value == [[None, None]] * 4
    assert (sheet["A2:A3"].merge_cells, sheet["B2"].color, sheet["B2"].number_format) == (
        False,
        None,
        "General",
    )
    assert sheet["C1"].column_width == sheet["Z1"].column_width
    assert sheet["A3"].row_height == sheet["A9"].row_height
    assert not sheet["E1"].columns.hidden and not sheet["2:9"].rows.hidden
    assert sheet["D1"].data_validation.type == "none"
    assert (len(sheet["B2"].conditional_formats), len(sheet.charts), api.filtered(sheet)) == (0, 0, [])
    assert (other["A1"].formula, other["A1"].value) == ("=SUM(Rows!B:B)", 0)

    api.copy_cells(copy, sheet)
    assert sheet["A1:B4"].value == copy["A1:B4"].value
    assert (sheet["A2:A3"].merge_cells, sheet["B2"].color, sheet["B2"].number_format) == (
        True,
        (1, 2, 3),
        "0.00",
    )
    assert sheet["C1"].column_width == pytest.approx(30, abs=0.1)
    assert sheet["A3"].row_height == pytest.approx(40, abs=0.1)
    assert sheet["E1"].columns.hidden
    assert sheet["D1"].data_validation.type == "list"
    assert [one.formula for one in sheet["B2:B4"].conditional_formats] == ["=$B2>1"]
    assert len(sheet.charts) == 1
    assert other["A1"].value == 6


def test_what_only_a_clerk_puts_there(api: HostApi, sheet: xw.Sheet) -> None:
    assert not api.has_more(sheet)
    sheet.charts.add(source=sheet["B2:B4"])
    assert not api.has_more(sheet)
    sheet["A1"].add_note("mine")
    assert api.has_more(sheet)
    other = api.add_sheet(sheet.book)
    other["A1"].value = [["No"], [1]]
    other.tables.add(other["A1:A2"])
    assert api.has_more(other)


def test_tables_and_filters(api: HostApi, sheet: xw.Sheet) -> None:
    table = sheet.tables.add(sheet["A1:B4"], name="Lines")
    (told,) = api.tables(sheet)
    assert (told.name, told.area, told.header_rows, told.totals_rows, told.columns) == (
        "Lines",
        area("A1:B4"),
        1,
        0,
        ("No", "Net"),
    )
    api.resize_table(sheet, "Lines", area("A1:B6"))
    assert table.range.address == "$A$1:$B$6"
    assert api.filtered(sheet) == []
    table.autofilter.apply_values(1, ["b"])
    assert api.filtered(sheet) == [area("A1:B6")]
    sheet["H1"].value = [["x"], [1], [2]]
    api.add_filter(sheet["H1:H3"])
    assert api.filtered(sheet) == [area("A1:B6")]
    sheet["H1:H3"].autofilter.apply_comparison(1, "greater_than", 1)
    assert set(api.filtered(sheet)) == {area("A1:B6"), area("H1:H3")}
    assert api.pivots(sheet) == []


def test_links_to_places(api: HostApi, sheet: xw.Sheet) -> None:
    api.link(sheet, [Link(2, 1, "'Rows'!B3", "a"), Link(2, 2, "Rows!A1", "1")])
    assert (sheet["A2"].value, sheet["A2"].hyperlink) == ("a", "#'Rows'!B3")
    assert sheet["B2"].value == 1  # LibreOffice has no links on numbers
    assert api.formulas(sheet["A2"]) == [["a"]]


def test_panes_leave_the_active_sheet(api: HostApi, sheet: xw.Sheet) -> None:
    other = api.add_sheet(sheet.book)
    api.freeze(other, (3, 2), gridlines=False)
    assert sheet.book.sheets.active.name == "Rows"
    controller = sheet.book.api.CurrentController
    assert not controller.hasFrozenPanes()
    other.activate()
    assert (controller.getSplitColumn(), controller.getSplitRow()) == (1, 2)
    api.freeze(other, None, gridlines=True)
    other.activate()
    assert not controller.hasFrozenPanes()


@pytest.mark.parametrize(
    "setup",
    [
        PrintSetup(),
        PrintSetup(
            area("A1:F40"), True, "Letter", (1, 3), "&LTom && Co&CStatement", "&LA&CPage &P of &N&R&D"
        ),
        PrintSetup(paper="A4", repeat_rows=(2, 2), footer="&R&D"),
    ],
)
def test_print_settings_are_read_as_they_were_set(api: HostApi, sheet: xw.Sheet, setup: PrintSetup) -> None:
    other = api.add_sheet(sheet.book)
    before = api.print_setup(other)
    api.set_print_setup(sheet, setup)
    assert api.print_setup(sheet) == setup
    assert api.print_setup(other) == before
    api.set_print_setup(api.duplicate(sheet), PrintSetup(landscape=not setup.landscape))
    assert api.print_setup(sheet) == setup


def test_print_settings_reach_a_file(api: HostApi, sheet: xw.Sheet, tmp_path: Path) -> None:
    api.set_print_setup(
        sheet, PrintSetup(area("A1:B4"), True, "A4", (1, 1), "&CTom && Co", "&RPage &P of &N")
    )
    api.set_tab_color(sheet, "1F4E79")
    api.save_copy(sheet.book, tmp_path / "Copy.xlsx")
    page = openpyxl.load_workbook(tmp_path / "Copy.xlsx")["Rows"]
    assert page.print_area.replace("$", "").endswith("A1:B4")
    assert page.print_title_rows.replace("$", "") == "1:1"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert str(page.oddHeader.center.text).endswith("Tom && Co")
    assert str(page.oddFooter.right.text).endswith("Page &P of &N")
    assert page.sheet_properties.tabColor.rgb.endswith("1F4E79")
    api.set_tab_color(sheet, "")
    assert sheet.api.TabColor == -1


# --- cells


def test_values_and_formulas(api: HostApi, sheet: xw.Sheet) -> None:
    sheet["B2"].number_format = "$#,##0.00"
    sheet["C1:C4"].formula = [["=B2*2"], ["'=text"], ["=1/0"], ["#N/A"]]
    sheet["D1:D2"].formula = [['=""'], [True]]
    cells = sheet["A1:D4"]
    assert api.values(cells) == [
        ["No", "Net", 2.0, ""],
        ["a", 1.0, "=text", True],
        ["b", 2.0, -2146826281, None],
        ["c", 3.0, -2146826246, None],
    ]
    assert api.formulas(cells) == [
        ["No", "Net", "=B2*2", '=""'],
        ["a", "1", "=text", "TRUE"],
        ["b", "2", "=1/0", ""],
        ["c", "3", "#N/A", ""],
    ]
    assert (api.values(sheet["A1"]), api.formulas(sheet["A1"])) == ([["No"]], [["No"]])


def test_number_formats_by_areas(api: HostApi, sheet: xw.Sheet) -> None:
    sheet["B2:B3"].number_format = "0.00"
    sheet["A4"].number_format = "@"
    areas = [area("A1:A4"), area("B1:B3"), area("D9")]
    told: dict[tuple[int, int], str] = {}
    for part, code in api.number_formats(sheet, areas):
        for row in range(part.first_row, part.last_row + 1):
            for column in range(part.first_column, part.last_column + 1):
                assert (row, column) not in told
                told[row, column] = code
    assert told == {
        (1, 1): "General",
        (2, 1): "General",
        (3, 1): "General",
        (4, 1): "@",
        (1, 2): "General",
        (2, 2): "0.00",
        (3, 2): "0.00",
        (9, 4): "General",
    }


def test_hidden_rows(api: HostApi, sheet: xw.Sheet) -> None:
    assert api.hidden_rows(sheet["A1:B4"]) == []
    sheet["2:2"].rows.hidden = True
    sheet["4:6"].rows.hidden = True
    sheet["A:A"].columns.hidden = True
    assert api.hidden_rows(sheet["A1:B8"]) == [(2, 2), (4, 6)]
    assert api.hidden_rows(sheet["A4:B5"]) == [(4, 5)]


def test_merged_areas(api: HostApi, calc: xw.App, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "Merged.xlsx") as writing:
        page = writing.add_worksheet()
        for row in range(4):
            page.merge_range(row, 1, row, 2, "")
        page.merge_range("E2:F9", "wide", writing.add_format({"bg_color": "#FF0000"}))
    sheet = calc.books.open(tmp_path / "Merged.xlsx").sheets[0]
    rows = {area(f"B{row}:C{row}") for row in range(1, 5)}
    assert set(api.merged(sheet["A1:F9"])) == rows | {area("E2:F9")}
    assert set(api.merged(sheet["F5:F5"])) == {area("E2:F9")}
    assert api.merged(sheet["A1:A9"]) == []
    assert set(api.merged(sheet["C2:D3"])) == {area("B2:C2"), area("B3:C3")}


def test_arrays_and_fills(api: HostApi, sheet: xw.Sheet) -> None:
    sheet["D1:D2"].formula_array = "=B2:B3*2"
    assert api.in_arrays(sheet["C1:D1"]) and not api.in_arrays(sheet["A1:C4"])
    assert api.fill(sheet["A1:B4"]) == ""
    sheet["A1"].color = (0, 0, 0)
    assert (api.fill(sheet["A1"]), api.fill(sheet["A1:A2"])) == ("000000", None)


def test_offers(api: HostApi, calc: xw.App, sheet: xw.Sheet, tmp_path: Path) -> None:
    api.offer(sheet["C2:C4"], ("x", "a b"), None)
    api.offer(sheet["D2:D4"], (), area("A2:A4"))
    api.save_copy(sheet.book, tmp_path / "Copy.xlsx")
    rules = openpyxl.load_workbook(tmp_path / "Copy.xlsx")["Rows"].data_validations.dataValidation
    told = {str(rule.sqref): rule.formula1.replace("Rows!", "") for rule in rules}
    assert told == {"C2:C4": '"x,a b"', "D2:D4": "$A$2:$A$4"}


def test_highlights_are_seen_from_the_first_cell(api: HostApi, sheet: xw.Sheet, tmp_path: Path) -> None:
    api.highlight(sheet["A3:B4"], "=$B3>A3", "FFEB9C", "9C0006")
    api.save_copy(sheet.book, tmp_path / "Copy.xlsx")
    (found,) = openpyxl.load_workbook(tmp_path / "Copy.xlsx")["Rows"].conditional_formatting
    (rule,) = found.rules
    assert (str(found.sqref), rule.type, rule.formula) == ("A3:B4", "expression", ["$B3>A3"])
    assert rule.dxf.font.color.rgb.endswith("9C0006")
    assert "FFEB9C" in {rule.dxf.fill.bgColor.rgb[-6:], rule.dxf.fill.fgColor.rgb[-6:]}


@pytest.mark.parametrize("rows", [1, 2, 5, 8])
def test_rows_below_look_like_the_one_above(api: HostApi, sheet: xw.Sheet, rows: int) -> None:
    sheet["A4"].number_format, sheet["A4"].color = "@", (1, 2, 3)
    sheet["B4"].data_validation.set_list(["1", "2"])
    sheet["A5:B5"].formula = [["'kept", "=B4+1"]]
    below = sheet["A5"].resize(rows, 2)
    api.extend_look(sheet["A4:B4"], below)
    assert (below.columns[0].number_format, below.columns[0].color) == ("@", (1, 2, 3))
    assert below.columns[1].data_validation.type == "list"
    assert (sheet["A5:B5"].value, sheet["B5"].formula) == (["kept", 4], "=B4+1")
    assert sheet["A6:B12"].value == [[None, None]] * 7
    assert (sheet["A4:B4"].value, sheet["A13"].offset(rows - 8, 0).color) == (["c", 3], None)


def test_indents_and_locks(api: HostApi, sheet: xw.Sheet) -> None:
    cells = sheet["A1:A2,B4"]
    api.indent(cells, 2)
    api.unlock(cells)
    assert not sheet["B4"].api.CellProtection.IsLocked and sheet["B3"].api.CellProtection.IsLocked
    assert sheet["B4"].api.ParaIndent == sheet["A2"].api.ParaIndent > 0
    assert sheet["B4"].horizontal_alignment == "left"


def test_a_program_that_is_gone_is_told_in_the_clerks_words(api: HostApi, libreoffice: None) -> None:
    other = engine.app()
    sheet = other.books.add().sheets[0]
    other.kill()
    with pytest.raises(xw.XlwingsError) as gone:
        sheet["A1"].value = 1
    told = api.sentence(gone.value)
    assert told is not None and "LibreOffice was closed" in str(told)
    assert api.sentence(ValueError("ours")) is None
    assert not api.interrupted(other) and list(api.settings(other)) == []
