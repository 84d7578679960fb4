# ruff: noqa: E501  (XML)
"""What a snapshot says of a sheet besides its cells, and sheets kept in unusual ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from invoicing_xl.model.cells import Content, ErrorValue
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid
from invoicing_xl.workbook.opc.formats import BUILT_IN
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.snapshot import snapshot
from tests.workbook.comparing import read_both
from tests.workbook.handmade import MAIN, STRICT, sheet_xml, write

ROWS = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4" hidden="1"><c r="B4" s="1"><v>2</v></c></row>'
TABLE = (
    f'<table xmlns="{MAIN}" id="1" name="t" displayName="Invoices" ref="A1:B4" totalsRowCount="1" headerRowCount="0">'
    '<autoFilter ref="A1:B3"/><tableColumns count="2"><tableColumn id="1" name="No_x000a_of invoice"/>'
    '<tableColumn id="2" name="Net &amp; tax"><calculatedColumnFormula>1</calculatedColumnFormula></tableColumn>'
    "</tableColumns></table>"
)


def test_merged_cells_and_protection(tmp_path: Path) -> None:
    after = (
        '<sheetProtection sheet="1" objects="1"/><autoFilter ref="A1:B4"/>'
        '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="C3:C9"/></mergeCells>'
    )
    grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS, after=after)))
    assert grid.protected
    assert [str(area) for area in grid.merged] == ["A1:B1", "C3:C9"]


def test_protection_that_is_off(tmp_path: Path) -> None:
    after = '<sheetProtection objects="1" sheet="0"/>'
    assert not read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS, after=after))).protected


def test_rows_hidden_unless_they_are_there(tmp_path: Path) -> None:
    before = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS, before=before)))
    assert grid.hidden is not None
    assert grid.hidden.tolist() == [False, True, True, True]


def test_nothing_hidden_is_none(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"/>'
    assert read_both(write(tmp_path / "a.xlsx", sheet_xml(rows))).hidden is None


def test_formats_of_cells_that_do_not_exist(tmp_path: Path) -> None:
    before = '<cols><col min="1" max="2" style="3"/><col min="4" max="16384" style="4"/></cols>'
    rows = ROWS + '<row r="6" s="2" customFormat="1"><c r="D6"><v>1</v></c></row>'
    grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(rows, before=before)))
    assert [grid.number_format(2, column) for column in (1, 2, 4)] == ["@", "@", "0%"]
    assert grid.number_format(6, 1) == '00000" no"'


def test_a_table(tmp_path: Path) -> None:
    (table,) = read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS), tables={"table7.xml": TABLE})).tables
    assert (table.name, str(table.area), table.header_rows, table.totals_rows) == ("Invoices", "A1:B4", 0, 1)
    assert table.columns == ("No\nof invoice", "Net & tax")


@pytest.mark.parametrize("size", [11, 1 << 20])
def test_strict_with_iso_dates_and_1904(size: int, tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" s="1" t="d"><v>1904-01-02</v></c><c r="B1" t="d"><v>06:00:00</v></c>'
        '<c r="C1" t="d"><v>2024-02-29T18:00:00</v></c><c r="D1" t="s"><v>0</v></c></row>'
    )
    path = write(
        tmp_path / "a.xlsx",
        sheet_xml(rows, space=STRICT),
        strings="<si><t>x</t></si>",
        space=STRICT,
        date1904=True,
        part="somewhere/else.xml",
    )
    grid = read_both(path, size)
    assert grid.date1904
    assert [grid.value(1, column) for column in (1, 2, 3)] == [1.0, 0.25, 43889.75]


@pytest.mark.parametrize("size", [3, 100, 1 << 20])
@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "iso-8859-1", "windows-1252", "utf-8-sig", "ascii"]
)
def test_encodings(encoding: str, size: int, tmp_path: Path) -> None:
    declared = encoding.removesuffix("-le").removesuffix("-sig")
    text = "Z&#252;rich" if encoding == "ascii" else "Zürich"
    xml = sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>')
    data = xml.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    grid = read_both(write(tmp_path / "a.xlsx", data), size)
    assert grid.value(1, 1) == "Zürich"


@pytest.mark.parametrize("size", [9, 1 << 20])
def test_comments_before_the_rows(size: int, tmp_path: Path) -> None:
    before = '<!-- <sheetData><row r="9"><c r="A9"><v>9</v></c></row></sheetData> --><?x <sheetData> ?>'
    assert read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS, before=before)), size).row_count == 4


def test_a_default_namespace_that_is_not_the_sheets(tmp_path: Path) -> None:
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns="urn:other"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v>'
        '<v>5</v></x:c><c r="B1"><v>3</v></c></x:row><row r="2"/></x:sheetData></x:worksheet>'
    )
    grid = snapshot(Package.open(write(tmp_path / "a.xlsx", xml)), "Sheet")
    assert (grid.row_count, list(grid.columns), grid.value(1, 1)) == (1, [1], 1.0)


def test_no_rows_at_all(tmp_path: Path) -> None:
    for number, data in enumerate(("<sheetData/>", "<sheetData />", "<sheetData></sheetData>", "")):
        xml = sheet_xml("").replace("<sheetData></sheetData>", data)
        grid = read_both(write(tmp_path / f"{number}.xlsx", xml))
        assert (grid.row_count, grid.columns, grid.last_column) == (0, {}, 0)


def test_no_styles(tmp_path: Path) -> None:
    grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS), styles=""))
    assert grid.number_format(1, 1) == "General"


def test_styles_counted_by_what_every_reader_understands(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    styles = (
        f'<numFmts><mc:AlternateContent {mc}><mc:Choice Requires="x"><numFmt numFmtId="170" formatCode="[$x]0"/>'
        '</mc:Choice><mc:Fallback><numFmt numFmtId="170" formatCode="0.000"/></mc:Fallback></mc:AlternateContent>'
        f'</numFmts><cellXfs><mc:AlternateContent {mc}><mc:Choice Requires="x"><xf numFmtId="9"/><xf numFmtId="9"/>'
        '</mc:Choice><mc:Fallback><xf numFmtId="2"/></mc:Fallback></mc:AlternateContent><xf numFmtId="170"/></cellXfs>'
    )
    grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS), styles=styles))
    assert (grid.number_format(1, 1), grid.number_format(4, 2)) == ("0.00", "0.000")


def test_built_in_formats_are_those_openpyxl_knows() -> None:
    for identity, code in BUILTIN_FORMATS.items():
        # Two follow the clerk's settings; openpyxl's 44 lacks semicolons, and its 47 a colon that Excel shows.
        if identity not in (14, 22, 44, 47):
            assert BUILT_IN[identity].replace("\\", "") == code.replace("\\", ""), identity


def test_a_snapshot_can_be_edited(tmp_path: Path) -> None:
    """Arrays that hold one item throughout share their memory; an edited copy has its own."""
    grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(ROWS)))
    assert grid.columns[1].texts.strides == (0,)
    assert np.array_equal(grid.columns[1].texts, [-1, -1, -1, -1])
    edited = grid.with_edits([Edit("Sheet", 4, 1, Content(), Content("new"))])
    assert (edited.value(4, 1), edited.value(1, 1), grid.value(4, 1)) == ("new", 1.0, None)


def test_one_cell_in_the_last_corner(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"><v>7</v></c></row>'
    )
    grid = snapshot(Package.open(write(tmp_path / "a.xlsx", sheet_xml(rows))), "Sheet")
    assert (grid.row_count, list(grid.columns)) == (1_048_576, [1, 16_384])
    assert (grid.value(1, 1), grid.value(1_048_576, 16_384)) == (1.0, 7.0)
    assert grid.number_format(1_048_576, 16_384) == "m/d/yyyy"


def test_a_million_empty_rows(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}" ht="15"/>' for row in range(2, 1_048_577))
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + rows)
    grid = snapshot(Package.open(write(tmp_path / "a.xlsx", xml)), "Sheet")
    assert (grid.row_count, list(grid.columns)) == (1, [1])


def test_more_columns_down_to_the_last_row_than_can_be_held(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{get_column_letter(column)}1"><v>1</v></c>' for column in range(1, 201))
    xml = sheet_xml(f'<row r="1">{cells}</row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    with pytest.raises(ClerkMessage, match="hold 200 columns down to row 1,048,576"):
        snapshot(Package.open(write(tmp_path / "a.xlsx", xml)), "Sheet")


def test_a_chart_sheet_has_no_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ClerkMessage, match=r"a.xlsx, sheet Chart: This is a chart sheet; it has no cells."):
        snapshot(Package.open(tmp_path / "a.xlsx"), "Chart")


def test_what_was_changed_in_the_package_is_read(tmp_path: Path) -> None:
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(ROWS)))
    package.replace(package.sheet("Sheet").part, sheet_xml(ROWS.replace(">2<", ">3<")).encode())
    assert snapshot(package, "sheet").value(4, 2) == 3.0


def test_a_grid_gives_content(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1" t="e" s="4"><f>NA()</f><v>#N/A</v></c></row>'
    grid: Grid = read_both(write(tmp_path / "a.xlsx", sheet_xml(rows)))
    content = grid.content(1, 1)
    assert (content.value, content.formula, content.number_format) == (ErrorValue("#N/A"), "=NA()", "0%")


def test_the_names_that_formulas_of_the_sheet_may_use(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("Rates")
    assert first is not None
    first["A1"] = 1
    book.defined_names["VAT"] = DefinedName("VAT", attr_text="Rates!$A$1")
    book.defined_names["Everywhere"] = DefinedName("Everywhere", attr_text="0.19")
    first.defined_names["vat"] = DefinedName("vat", attr_text="Sheet!$B$2")
    second.defined_names["Hidden"] = DefinedName("Hidden", attr_text="Rates!$C$3")
    book.save(tmp_path / "names.xlsx")
    package = Package.open(tmp_path / "names.xlsx")
    assert snapshot(package, first.title).names == {"vat": "Sheet!$B$2", "Everywhere": "0.19"}
    names = {"VAT": "Rates!$A$1", "Everywhere": "0.19", "Hidden": "Rates!$C$3"}
    assert snapshot(package, second.title).names == names
