"""What a save must notice before it puts a file in place: whatever is not what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.cell_edits import append_rows, apply_edits
from invoicing_xl.workbook.opc.meant import Meant
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.verify import NotAsMeant, verify
from tests.workbook.handmade import STYLES, sheet_xml, write

PART = "xl/worksheets/sheet1.xml"
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" s="1"><v>1.5</v></c><c r="B2"><v>2</v></c>'
    '<c r="C2"><f>A2*2</f><v>2</v></c></row>'
    '<row r="3"><c r="A3"><v>5</v></c><c r="B3"><v>6</v></c></row>'
    '<row r="4"><c r="A4"><f t="shared" ref="A4:A6" si="0">A3*2</f><v>10</v></c></row>'
    '<row r="5"><c r="A5"><f t="shared" si="0"/><v>20</v></c><c r="B5"><v>7</v></c></row>'
    '<row r="6"><c r="A6"><f t="shared" si="0"/><v>40</v></c></row>'
)
MERGED = '<mergeCells count="1"><mergeCell ref="H1:I2"/></mergeCells>'
EDITS = [
    Edit("Sheet", 2, 2, Content(2.0), Content("new")),
    Edit("Sheet", 2, 1, Content(1.5), Content(1.5), "FFEB9C"),
    Edit("Sheet", 4, 1, Content(10.0, "=A3*2"), Content(11.0)),
    Edit("Sheet", 9, 1, Content(None), Content(True)),
]
APPENDED = [[Content("below"), Content(3.0)], [Content(None), Content(4.0)]]


@pytest.fixture
def package(tmp_path: Path) -> Package:
    strings = "<si><t>Invoice</t></si><si><t>Net</t></si>"
    sheet = sheet_xml(ROWS, before='<dimension ref="A1:C6"/>', after=MERGED)
    return Package.open(write(tmp_path / "book.xlsx", sheet, strings=strings, styles=STYLES))


def changed(package: Package) -> Meant:
    """Cells edited, rows appended, and a cell edited again."""
    sheet = package.sheet("Sheet")
    meant = Meant().then(apply_edits(package, sheet, EDITS))
    meant = meant.then(append_rows(package, sheet, APPENDED, Area(1, 1, 9, 3)))
    return meant.then(apply_edits(package, sheet, [Edit("Sheet", 2, 2, Content("new"), Content("newer"))]))


def check(package: Package, meant: Meant) -> None:
    written = package.path.with_name("new.xlsx")
    with written.open("wb") as file:
        package.write(file)
    verify(written, package, {PART: meant})


def test_what_was_meant_passes(package: Package) -> None:
    check(package, changed(package))


TAMPERED = {
    "a row lost": ('<row r="3"><c r="A3"><v>5</v></c><c r="B3"><v>6</v></c></row>', ""),
    "a row twice": ("</row></sheetData>", '</row><row r="12"/></sheetData>'),
    "a cell of another row": ("<v>6</v>", "<v>8</v>"),
    "a cell lost": ('<c r="C2"><f>A2*2</f><v>2</v></c>', ""),
    "a cell more": ("<f>A2*2</f><v>2</v></c>", '<f>A2*2</f><v>2</v></c><c r="D2"/>'),
    "a cell beside an edited one": ("<f>A2*2</f><v>2</v>", "<f>A2*2</f><v>3</v>"),
    "a formula beside an edited one": ("A2*2", "A2*3"),
    "the look beside an edited one": ('<c r="C2"', '<c r="C2" s="2"'),
    "a text beside a formula handed over": ("<v>7</v>", "<v>8</v>"),
    "an edited value": ("newer", "new"),
    "an edited value gone": ("<is><t>newer</t></is>", ""),
    "an edited number": ("<v>11</v>", "<v>10</v>"),
    "the value of a cell that got a look": ("<v>1.5</v>", "<v>2.5</v>"),
    "an appended value": ("below", "above"),
    "a row shown": (' hidden="1"', ""),
    "merged cells": (MERGED, ""),
    "what is no longer XML": ("</mergeCells>", ""),
    "a cell at another place": ('<c r="B5">', '<c r="C5">'),
}


@pytest.mark.parametrize(("old", "new"), TAMPERED.values(), ids=TAMPERED.keys())
def test_what_is_not_as_meant_is_noticed(package: Package, old: str, new: str) -> None:
    meant = changed(package)
    part = package.read(PART)
    assert part.count(old.encode()) == 1, part
    package.replace(PART, part.replace(old.encode(), new.encode()))
    with pytest.raises(NotAsMeant):
        check(package, meant)


def test_a_row_that_was_damaged_before_is_told(tmp_path: Path) -> None:
    """Nobody reads the cells beside an edited one before: the file is as damaged as it was."""
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="n"><v>seven</v></c></row>'
    package = Package.open(write(tmp_path / "book.xlsx", sheet_xml(rows)))
    meant = apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 1, 1, Content(1.0), Content(2.0))])
    with pytest.raises(ClerkMessage, match=r"^book\.xlsx: The workbook is damaged"):
        check(package, meant)


def test_an_edit_that_was_not_made_is_noticed(package: Package) -> None:
    meant = changed(package)
    package.replace(PART, package.container.read(PART))
    with pytest.raises(NotAsMeant):
        check(package, meant)


def test_a_style_that_went_is_noticed(package: Package) -> None:
    meant = changed(package)
    assert package.styles
    package.replace(package.styles, package.read(package.styles).replace(b'<xf numFmtId="9"/>', b""))
    with pytest.raises(NotAsMeant):
        check(package, meant)


def test_a_part_that_is_no_longer_xml_is_noticed(package: Package) -> None:
    package.replace(package.main, package.read(package.main).replace(b"</sheets>", b"</sheet>"))
    with pytest.raises(Exception, match="damaged"):
        check(package, Meant())
