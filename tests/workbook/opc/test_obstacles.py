"""What must not be changed is refused, with the cell and the reason, and nothing has happened then."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoicing_xl.model.cells import Content, ErrorValue
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.cell_edits import append_rows, apply_edits
from invoicing_xl.workbook.opc.package import Package
from tests.workbook.handmade import MAIN, sheet_xml, write

ROWS = (
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c><c r="C1" t="b"><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="array" ref="A2:B3">TRANSPOSE(A1:B1)</f><v>1</v></c>'
    '<c r="B2"><v>1</v></c></row>'
    '<row r="3"><c r="A3" t="str"><v>x</v></c></row>'
    '<row r="4"><c r="A4" cm="1"><f t="array" ref="A4">SUM(A1)</f><v>1</v></c></row>'
    '<row r="5"><c r="A5"><f t="dataTable" ref="A5:A6" dt2D="0" dtr="0" r1="C1"/><v>1</v></c>'
    '<c r="C5"><f t="dataTable" ref="C5" dt2D="0" dtr="0" r1="C1"/><v>1</v></c></row>'
    '<row r="6"><c r="D6" cm="1"><f t="array" ref="D6:D8">_xlfn._xlws.SORT(A1:A3)</f><v>1</v></c></row>'
    '<row r="7"><c r="A7" t="e" vm="1"><v>#VALUE!</v></c></row>'
    '<row r="8"><c r="A8" s="2" t="inlineStr"><is><t>x</t></is></c></row>'
)
TOTALS = f'<table xmlns="{MAIN}" displayName="U" ref="O1:P3" totalsRowCount="1"/>'
COLUMNS = '<tableColumns><tableColumn name="a"/></tableColumns>'
TABLE = f'<table xmlns="{MAIN}" displayName="T" ref="E1:F3">{COLUMNS}</table>'


def edit(cell: str, before: Content, after: Content = Content("new"), fill: str | None = None) -> Edit:  # noqa: B008
    column, row = ord(cell[0]) - 64, int(cell[1:])
    return Edit("Sheet", row, column, before, after, fill)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    after = '<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>'
    sheet = sheet_xml(ROWS, after=after)
    package = Package.open(
        write(tmp_path / "a.xlsx", sheet, tables={"table1.xml": TABLE, "table2.xml": TOTALS})
    )
    pivot = f'<pivotTableDefinition xmlns="{MAIN}"><location ref="K1:L9"/></pivotTableDefinition>'
    package.add("xl/pivot.xml", pivot.encode(), "")
    package.relate("xl/worksheets/sheet1.xml", f"{package.links}/pivotTable", "xl/pivot.xml")
    return package


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (edit("B1", Content(2.0)), "holds the formula =A1\\*2, not “2.0”"),
        (edit("B1", Content(2.0, "=A1*3")), "holds the formula"),
        (edit("A1", Content("1")), "holds “1.0”, not “1” as when it was read"),
        (edit("A1", Content(1.5)), "holds “1.0”, not “1.5”"),
        (edit("C1", Content(1.0)), "holds “True”"),
        (edit("A1", Content(None)), "not nothing"),
        (edit("D1", Content("gone")), "holds nothing"),
        (edit("A1", Content(1.0, number_format="0.00")), "number format General, not the number format 0.00"),
        (edit("A2", Content(1.0, "=TRANSPOSE(A1:B1)")), "array formula or data table in A2:B3"),
        (edit("B2", Content(1.0, "=TRANSPOSE(A1:B1)")), "array formula or data table in A2:B3"),
        (edit("B3", Content(None)), "array formula or data table in A2:B3"),
        (edit("A4", Content(1.0)), "holds the formula =SUM"),
        (edit("A4", Content(1.0, "=SUM(A2)")), "holds the formula =SUM"),
        (edit("C5", Content(1.0, "=TABLE(,C1)")), "array formula or data table in C5"),
        (edit("D6", Content(1.0, "=_xlfn._xlws.SORT(A1:A3)")), "array formula or data table in D6:D8"),
        (edit("D7", Content(None)), "array formula or data table in D6:D8"),
        (edit("A6", Content(None)), "array formula or data table in A5:A6"),
        (edit("A7", Content(ErrorValue("#VALUE!"))), "picture or a linked data type"),
        (edit("H2", Content(None)), "covered by merged cells"),
        (edit("I1", Content(None)), "covered by merged cells"),
        (edit("F1", Content(None)), "table's header"),
        (edit("P3", Content(None)), "totals row"),
        (edit("L9", Content(None)), "pivot table in K1:L9"),
        (edit("A1", Content(1.0), Content("x" * 32_768)), "longer than the 32,767"),
        (edit("A1", Content(1.0), Content("😀" * 16_384)), "longer than the 32,767"),
        (edit("A1", Content(1.0), Content("\ud83d")), "half a character"),
        (edit("A1", Content(1.0), Content(1.0, "=" + "1+" * 4_096 + "1")), "longer than the 8,192"),
    ],
)
def test_refused(package: Package, made: Edit, words: str) -> None:
    before = {name: package.read(name) for name in package.names}
    good = edit("A8", Content("x"))
    with pytest.raises(ClerkMessage, match=words) as caught, package.all_or_nothing():
        apply_edits(package, package.sheet("Sheet"), [good, made])
    assert caught.value.where == f"Sheet!{made.cell}"
    assert {name: package.read(name) for name in package.names} == before


@pytest.mark.parametrize(
    "made",
    [
        edit("B1", Content(2.0, "=A1*2")),
        edit("H1", Content(None)),
        edit("F2", Content(None)),
        edit("A8", Content("x", number_format='00000" no"')),
        edit("A4", Content(1.0, "=SUM(A1)")),
        edit("A4", Content(1.0, "=SUM(A1)"), Content(2.0, "=SUM(A2)")),
        edit("A2", Content(1.0, "=TRANSPOSE(A1:B1)"), Content(1.0, "=TRANSPOSE(A1:B1)"), "FFEB9C"),
        edit("B2", Content(1.0, "=TRANSPOSE(A1:B1)"), Content(1.0, "=TRANSPOSE(A1:B1)"), "FFEB9C"),
        edit("A7", Content(ErrorValue("#VALUE!")), Content(ErrorValue("#VALUE!"), number_format="0")),
        edit("D9", Content(None, number_format="0.00")),
        edit("A1", Content(1.0), Content("x" * 32_767)),
        edit("A1", Content(1.0), Content("")),
    ],
)
def test_allowed(package: Package, made: Edit) -> None:
    apply_edits(package, package.sheet("Sheet"), [made])
    assert package.changed


def test_a_protected_sheet_is_left_alone(tmp_path: Path) -> None:
    sheet = sheet_xml(ROWS, after='<sheetProtection sheet="1"/>')
    package = Package.open(write(tmp_path / "a.xlsx", sheet))
    with pytest.raises(ClerkMessage, match="protected"):
        apply_edits(package, package.sheet("Sheet"), [edit("A1", Content(1.0))])
    with pytest.raises(ClerkMessage, match="protected"):
        append_rows(package, package.sheet("Sheet"), [[Content(1.0)]], None)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"/><c r="A1"/></row>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="B2"/></row>',
        '<row r="1"><c r="??"/></row>',
        '<row r="1"/><row r="1"/>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="A1"/></row><row r="1"><c r="B1"/></row>',
        '<row r="x"><c r="A1"/></row>',
        '<row r="1"><c r="A1"><v>1</v>',
        '<row r="1"><c r="A1"><v>&nothing;</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1" t="n"><v>seven</v></c></row>',
        '<row r="1"><c r="A1"><f t="shared" ref="A1:?" si="0">1</f></c></row>',
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="">1</f></c></row>',
        '<row r="1"><mc:AlternateContent><mc:Choice><c r="A1"/></mc:Choice></mc:AlternateContent></row>',
    ],
)
def test_what_is_damaged_is_not_made_worse(tmp_path: Path, rows: str) -> None:
    package = Package.open(write(tmp_path / "a.xlsx", sheet_xml(rows)))
    before = package.read("xl/worksheets/sheet1.xml")
    with pytest.raises(ClerkMessage), package.all_or_nothing():
        apply_edits(
            package,
            package.sheet("Sheet"),
            [edit("A1", Content(None)), edit("B1", Content(None)), edit("A2", Content(None))],
        )
    assert package.read("xl/worksheets/sheet1.xml") == before
