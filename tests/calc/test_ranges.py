"""xlwings' Range on Calc: places, looks, editing, what belongs to cells."""

from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw


@pytest.fixture
def sheet(calc: xw.App) -> xw.Sheet:
    sheet = calc.books.add().sheets[0]
    sheet["B2"].value = [["No", "Net"], ["a", 1], ["b", 2], ["c", 3]]
    return sheet


def test_places(sheet: xw.Sheet) -> None:
    cells = sheet["B2:C5"]
    assert (cells.row, cells.column, cells.shape, cells.size, len(cells)) == (2, 2, (4, 2), 8, 4 * 2)
    assert (cells.address, cells.get_address(False, False)) == ("$B$2:$C$5", "B2:C5")
    assert cells[0, 1].address == cells(1, 2).address == cells(2).address == "$C$2"
    assert [cell.address for cell in sheet["A1:B2"]] == ["$A$1", "$B$1", "$A$2", "$B$2"]
    assert (cells.rows[0].address, cells.columns[-1].address) == ("$B$2:$C$2", "$C$2:$C$5")
    assert cells.offset(1, 1).address == "$C$3:$D$6"
    assert cells.resize(1, 1).last_cell.address == "$B$2"
    assert (sheet["A:B"].address, sheet["2:3"].address) == ("$A:$B", "$2:$3")
    assert sheet.range((1, 1), (3, 2)).address == sheet.range("A1", "B3").address == "$A$1:$B$3"
    assert sheet["B2"].get_address(external=True) == f"[{sheet.book.name}]Sheet1!$B$2"
    sheet.name = "It's 1"
    assert sheet["B2"].get_address(external=True) == f"'[{sheet.book.name}]It''s 1'!$B$2"
    assert sheet.book.sheets[0].range("'It''s 1'!B3").value == "a"


@pytest.mark.parametrize("address", ["NoName", "A0", "Sheet9!A1"])
def test_places_that_are_not_there(sheet: xw.Sheet, address: str) -> None:
    with pytest.raises(xw.NoSuchObjectError):
        sheet[address]


def test_beyond_the_sheet(sheet: xw.Sheet) -> None:
    with pytest.raises(IndexError):
        sheet["XFD1048576"].offset(1, 0)


def test_ends_and_regions(sheet: xw.Sheet) -> None:
    """As Ctrl+arrow goes in Excel."""
    assert sheet["B2"].end("down").address == "$B$5"
    assert sheet["B5"].end("up").address == "$B$2"
    assert sheet["B2"].end("right").address == "$C$2"
    assert sheet["B1"].end("down").address == "$B$2"
    assert sheet["B5"].end("down").address == "$B$1048576"
    assert sheet["B2"].end("up").address == "$B$1"
    assert sheet["XFD2"].end("left").address == "$C$2"
    assert sheet["C3"].current_region.address == "$B$2:$C$5"
    assert sheet["B2"].expand().address == "$B$2:$C$5"
    assert sheet["B2"].expand("down").address == "$B$2:$B$5"
    assert sheet.used_range.address == "$B$2:$C$5"


def test_find(sheet: xw.Sheet) -> None:
    found = sheet["B2:C5"].find("b")
    assert found is not None and found.address == "$B$4"
    assert sheet["B2:C5"].find("nowhere") is None


def test_several_areas_look_alike(sheet: xw.Sheet) -> None:
    cells = sheet["B2:C2,E4,G:G"]
    assert cells.address == "$B$2:$C$2,$E$4,$G:$G"
    cells.color, cells.number_format = "#FF8800", "0.0"
    cells.font.bold = True
    cells.column_width = 20
    cells.borders.set("edge_bottom", line_style="continuous", weight="thin", color="#0000FF")
    for address in ("B2:C2", "E4", "G9"):
        part = sheet[address]
        assert (part.color, part.number_format, part.font.bold) == ((255, 136, 0), "0.0", True)
        assert part.column_width == pytest.approx(20, abs=0.2)
    assert sheet["E4"].borders["edge_bottom"].color == (0, 0, 255)
    assert sheet["D4"].color is None and sheet["D4"].number_format == "General"


def test_colors(sheet: xw.Sheet) -> None:
    cell = sheet["B2"]
    for color in ((1, 2, 3), "#010203", 0x030201):
        cell.color = color
        assert cell.color == (1, 2, 3)
    cell.color = None
    assert cell.color is None
    sheet["B2"].color = (9, 9, 9)
    assert sheet["B2:B3"].color is None  # as upstream where cells differ


def test_fonts(sheet: xw.Sheet) -> None:
    font = sheet["B2:B3"].font
    font.bold, font.italic, font.size, font.name, font.color = True, True, 13, "Liberation Serif", "#112233"
    assert (font.bold, font.italic, font.size, font.name) == (True, True, 13, "Liberation Serif")
    assert font.color == (0x11, 0x22, 0x33)
    font = sheet["B3:B4"].font
    assert (font.bold, font.italic, font.size, font.name, font.color) == (None,) * 5
    assert sheet["B4"].font.color == (0, 0, 0)


def test_borders(sheet: xw.Sheet) -> None:
    borders = sheet["B2:C3"].borders
    assert (borders.line_style, borders["edge_top"].weight, borders["edge_top"].color) == ("none", None, None)
    borders.set("all", line_style="continuous", weight="medium", color="#00FF00")
    assert (borders.line_style, borders.weight, borders.color) == ("continuous", "medium", (0, 255, 0))
    borders["edge_bottom"].line_style = "double"
    assert sheet["C3"].borders["edge_bottom"].line_style == "double"
    assert borders.line_style is None
    borders.clear()
    assert borders.line_style == "none"
    sheet["E5"].borders["edge_left"].color = (255, 0, 0)
    assert sheet["E5"].borders["edge_left"].line_style == "continuous"
    assert sheet["E5"].borders["edge_right"].line_style == "none"


def test_alignment_and_wrap(sheet: xw.Sheet) -> None:
    cell = sheet["B2"]
    assert (cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text) == (
        "general",
        "bottom",
        False,
    )
    cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text = "center", "top", True
    assert (cell.horizontal_alignment, cell.vertical_alignment, cell.wrap_text) == ("center", "top", True)
    assert sheet["B2:B3"].horizontal_alignment is None
    cell.adjust_indent(2)
    assert cell.horizontal_alignment == "center"


def test_sizes(sheet: xw.Sheet) -> None:
    """Widths in digits of Excel's normal font, heights in points."""
    sheet["A:B"].column_width = 12.5
    sheet["2:2"].row_height = 30
    assert sheet["A1"].column_width == pytest.approx(12.5, abs=0.1)
    assert sheet["A1:C1"].column_width is None
    assert sheet["A2"].row_height == pytest.approx(30, abs=0.1)
    assert sheet["A1:A2"].row_height is None
    assert sheet["C3"].left == pytest.approx(2 * sheet["A1"].width, abs=0.1)
    assert sheet["C3"].top == pytest.approx(sheet["A1"].height + 30, abs=0.2)
    narrow = sheet["B2"].width
    sheet["B3"].value = "a rather long text that needs its room"
    sheet["B:B"].autofit()
    assert sheet["B2"].width > narrow


def test_hidden_rows_and_columns(sheet: xw.Sheet) -> None:
    sheet["3:4"].rows.hidden = True
    sheet["C:C"].columns.hidden = True
    assert [sheet[f"{row}:{row}"].rows.hidden for row in (2, 3, 4, 5)] == [False, True, True, False]
    assert sheet["2:3"].rows.hidden is None
    assert sheet["C1"].columns.hidden
    sheet["3:3"].rows.hidden = False
    assert not sheet["3:3"].rows.hidden


def test_clearing(sheet: xw.Sheet) -> None:
    sheet["B2"].color = (1, 2, 3)
    sheet["B2"].clear_contents()
    assert (sheet["B2"].value, sheet["B2"].color) == (None, (1, 2, 3))
    sheet["B2"].value = "x"
    sheet["B2"].clear_formats()
    assert (sheet["B2"].value, sheet["B2"].color) == ("x", None)
    sheet["B2:C5"].clear()
    assert sheet["B2:C5"].value == [[None, None]] * 4


def test_inserting_and_deleting(sheet: xw.Sheet) -> None:
    sheet["E1"].formula = "=SUM(C3:C5)"
    sheet["3:3"].insert("down")
    assert (sheet["B4"].value, sheet["E1"].formula) == ("a", "=SUM(C4:C6)")
    sheet["A:A"].delete("left")
    assert (sheet["A4"].value, sheet["D1"].formula) == ("a", "=SUM(B4:B6)")
    sheet["A4"].delete("up")
    assert sheet["A4:B4"].value == ["b", 1]
    sheet["A4"].insert("right")
    assert sheet["A4:C4"].value == [None, "b", 1]


def test_copying_and_moving(sheet: xw.Sheet) -> None:
    sheet["B3"].number_format = "@"
    sheet["B3"].color = (1, 2, 3)
    sheet["B2:C5"].copy(sheet["F2"])
    assert sheet["F2:G5"].value == sheet["B2:C5"].value
    assert sheet["F3"].color == (1, 2, 3)
    sheet["J3"].value = "stays"
    sheet["J3"].copy_from(sheet["B3"], copy_type="formats")
    assert (sheet["J3"].value, sheet["J3"].color, sheet["J3"].number_format) == ("stays", (1, 2, 3), "@")
    sheet["K3"].copy_from(sheet["B3"], copy_type="values")
    assert (sheet["K3"].value, sheet["K3"].color) == ("a", None)
    sheet["E1"].formula = "=C3"
    sheet["C3"].move(sheet["C9"])
    assert (sheet["C3"].value, sheet["E1"].formula) == (None, "=C9")
    with pytest.raises(NotImplementedError):
        sheet["B2"].copy()


def test_filling_and_sorting(sheet: xw.Sheet) -> None:
    sheet["E1:E2"].options(transpose=True).value = [1, 2]
    sheet["E1:E2"].autofill(sheet["E1:E5"])
    assert sheet["E1:E5"].value == [1, 2, 3, 4, 5]
    sheet["B2:C5"].sort(2, ascending=False, has_headers=True)
    assert sheet["B2:B5"].value == ["No", "c", "b", "a"]


def test_merged_cells(sheet: xw.Sheet) -> None:
    sheet["E2:F3"].merge()
    sheet["H1:I2"].merge(across=True)
    assert (sheet["E2:F3"].merge_cells, sheet["E2"].merge_cells, sheet["F3"].merge_cells) == (True,) * 3
    assert (sheet["E1:F3"].merge_cells, sheet["A1:B2"].merge_cells) == (None, False)
    assert sheet["H1:I2"].merge_cells
    assert (sheet["F3"].merge_area.address, sheet["A1"].merge_area.address) == ("$E$2:$F$3", "$A$1")
    assert sheet["I2"].merge_area.address == "$H$2:$I$2"
    sheet["E2:F3"].unmerge()
    assert not sheet["E2:F3"].merge_cells


def test_notes(sheet: xw.Sheet) -> None:
    assert sheet["B2"].note is None
    sheet["B2"].add_note("look here")
    assert sheet["B2"].note.text == "look here"
    sheet["B2"].note.text = "and there"
    assert [(note.text, note.location.address) for note in sheet.notes] == [("and there", "$B$2")]
    sheet["B2"].note.delete()
    assert len(sheet.notes) == 0


def test_links(sheet: xw.Sheet, calc: xw.App, tmp_path: Path) -> None:
    sheet["B3"].add_hyperlink("https://invoices.example/?a=1#top", "web")
    sheet["B4"].add_hyperlink("#'Sheet1'!C5", "here")
    assert (sheet["B3"].value, sheet["B3"].hyperlink) == ("web", "https://invoices.example/?a=1#top")
    assert (sheet["B4"].value, sheet["B4"].hyperlink) == ("here", "#'Sheet1'!C5")
    with pytest.raises(Exception, match="doesn't seem to contain a hyperlink"):  # as upstream on Windows
        _ = sheet["B2"].hyperlink
    with xlsxwriter.Workbook(tmp_path / "Links.xlsx") as writing:
        writing.add_worksheet("My page").write_url("A1", "internal:'My page'!B2", string="go")
    opened = calc.books.open(tmp_path / "Links.xlsx").sheets[0]["A1"]
    assert (opened.value, opened.hyperlink) == ("go", "#'My page'!B2")


def test_validations(sheet: xw.Sheet) -> None:
    rule = sheet["E1:E5"].data_validation
    assert rule.type == "none"
    rule.set_list(["x", "a b", 'qu"ote'])
    assert (rule.type, sheet["E2:E3"].data_validation.source) == ("list", 'x,a b,qu"ote')
    rule.set_list(sheet["$B$3:$B$5"])
    assert rule.source == "=Sheet1!$B$3:$B$5"
    assert sheet["E5:E6"].data_validation.type == "inconsistent"
    rule.delete()
    assert rule.type == "none"
    other = sheet["F1:F2"].data_validation
    other.set_whole_number("between", 1, 9)
    assert (other.type, other.operator) == ("whole_number", "between")
    assert (other.formula1, other.formula2) == ("=1", "=9")


def test_conditional_formats(sheet: xw.Sheet) -> None:
    cells = sheet["C3:C5"]
    cells.conditional_formats.add_custom("=$C3>1", fill_color="#FF0000", font_bold=True)
    cells.conditional_formats.add_cell_value("between", 1, 2, font_color=(0, 0, 255))
    custom, value = cells.conditional_formats
    assert (custom.type, custom.formula, custom.fill_color, custom.font_bold) == (
        "custom",
        "=$C3>1",
        (255, 0, 0),
        True,
    )
    assert (value.type, value.operator, value.formula1, value.formula2) == (
        "cell_value",
        "between",
        "=1",
        "=2",
    )
    assert value.font_color == (0, 0, 255)
    assert len(sheet["C5:C9"].conditional_formats) == 2 and len(sheet["E1"].conditional_formats) == 0
    custom.delete()
    assert len(cells.conditional_formats) == 1
    cells.conditional_formats.clear()
    assert len(cells.conditional_formats) == 0


def test_filters(sheet: xw.Sheet) -> None:
    cells = sheet["B2:C5"]

    def shown() -> list[int]:
        return [row for row in range(2, 6) if not sheet[f"{row}:{row}"].rows.hidden]

    assert [one.type for one in cells.autofilter.criteria] == ["none", "none"]
    cells.autofilter.apply_values(1, ["a", "c"])
    assert shown() == [2, 3, 5]
    first, second = cells.autofilter.criteria
    assert (first.type, list(first.values), second.type) == ("values", ["a", "c"], "none")
    cells.autofilter.apply_comparison(2, "greater_than", 1)
    assert shown() == [2, 5]
    cells.autofilter.clear(1)
    assert shown() == [2, 4, 5]
    cells.autofilter.clear()
    assert shown() == [2, 3, 4, 5]
    with pytest.raises(ValueError, match="already has an AutoFilter on a different range"):  # as upstream
        sheet["B2:B5"].autofilter.apply_values(1, ["a"])
