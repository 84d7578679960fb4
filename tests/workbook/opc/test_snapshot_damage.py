# ruff: noqa: E501  (XML)
"""Damaged sheets: a sentence that names the sheet, never a traceback, never a hang, never another value."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.snapshot import snapshot
from tests.workbook.comparing import assert_same
from tests.workbook.handmade import sheet_xml, write
from tests.workbook.slow_reader import read

STRINGS = "<si><t>one</t></si><si><t>two &amp; three</t></si><si><r><t>rich</t></r></si>"

DAMAGED = {
    "not closed": '<row r="1"><c r="A1"><v>1</v></c>',
    "wrongly closed": '<row r="1"><c r="A1"><v>1</w></c></row>',
    "an end too many": '<row r="1"><c r="A1"><v>1</v></v></c></row>',
    "a bare ampersand": '<row r="1"><c r="A1" t="str"><v>a & b</v></c></row>',
    "an entity over two texts": '<row r="1"><c r="A1" t="str"><v>a &amp</v></c><c r="B1" t="str"><v>; b</v></c></row>',
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>a &nbsp; b</v></c></row>',
    "a forbidden reference": '<row r="1"><c r="A1" t="str"><v>a &#11; b</v></c></row>',
    "a control character": '<row r="1"><c r="A1" t="str"><v>a \x0b b</v></c></row>',
    "an attribute twice": '<row r="1"><c r="A1" s="1" s="1"><v>1</v></c></row>',
    "an attribute without quotes": '<row r="1"><c r="A1" s=1><v>1</v></c></row>',
    "no number": '<row r="1"><c r="A1"><v>1,5</v></c></row>',
    "not a number": '<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>inf</v></c></row>',
    "too large a number": '<row r="1"><c r="A1"><v>1e999</v></c></row>',
    "a string that is not there": '<row r="1"><c r="A1" t="s"><v>3</v></c></row>',
    "a string that cannot be": '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    "half a string": '<row r="1"><c r="A1" t="s"><v>0.5</v></c></row>',
    "neither true nor false": '<row r="1"><c r="A1" t="b"><v>2</v></c></row>',
    "an unknown kind": '<row r="1"><c r="A1" t="x"><v>2</v></c></row>',
    "row 0": '<row r="0"><c><v>2</v></c></row>',
    "a row too far": '<row r="1048577"><c><v>2</v></c></row>',
    "one row too many": '<row r="1048576"><c><v>2</v></c></row><row><c><v>2</v></c></row>',
    "a column too far": '<row r="1"><c r="XFE1"><v>2</v></c></row>',
    "no reference": '<row r="1"><c r="1"><v>2</v></c></row>',
    "a cell in another row": '<row r="1"><c r="A2"><v>2</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>2</v></c><c r="A1"><v>3</v></c></row>',
    "a row twice": '<row r="1"><c r="A1"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>',
    "a cell twice far apart": '<row r="1"><c r="A1"><v>2</v></c></row>'
    + "".join(f'<row r="{row}"><c r="A{row}"><v>2</v></c></row>' for row in range(2, 200))
    + '<row r="1"><c r="A1"><v>3</v></c></row>',
    "arrays over nothing": '<row r="1"><c r="A1"><f t="array" ref="A1:ZZZ9">1</f><v>2</v></c></row>',
}  # fmt: skip


@pytest.mark.parametrize("size", [3, 300, 1 << 20])
@pytest.mark.parametrize("rows", DAMAGED.values(), ids=DAMAGED.keys())
def test_a_damaged_row_is_told(rows: str, size: int, tmp_path: Path) -> None:
    path = write(tmp_path / "ledger.xlsx", sheet_xml(rows), strings=STRINGS)
    with pytest.raises(
        ClerkMessage, match=r"^ledger.xlsx, sheet Sheet: The sheet's data are damaged: .+\. Open "
    ):
        snapshot(Package.open(path), "Sheet", size=size)


PARTS = {
    "nothing": b"",
    "no XML": b"hello",
    "another root": b"<html><body/></html>",
    "cut off": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').encode()[:-20],
    "cut off in a row": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').encode()[:-50],
    "cut off in a comment": sheet_xml('<row r="1"/>').encode().replace(b"</sheetData>", b"<!-- "),
    "a document type": b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml("").encode()[56:],
    "no such encoding": sheet_xml("").replace("UTF-8", "UTF-77").encode(),
    "not UTF-8": sheet_xml('<row r="1"><c r="A1" t="str"><v>Z\u00fcrich</v></c></row>').encode("latin-1"),
    "half a character": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').encode("utf-16")[:-1],
    "merged nowhere": sheet_xml("", after='<mergeCells><mergeCell ref="A0"/></mergeCells>').encode(),
    "columns without number": sheet_xml("", before='<cols><col min="1" max="x"/></cols>').encode(),
}


@pytest.mark.parametrize("size", [7, 1 << 20])
@pytest.mark.parametrize("data", PARTS.values(), ids=PARTS.keys())
def test_a_damaged_part_is_told(data: bytes, size: int, tmp_path: Path) -> None:
    path = write(tmp_path / "ledger.xlsx", data)
    with pytest.raises(ClerkMessage, match="sheet Sheet: The sheet's data are damaged"):
        snapshot(Package.open(path), "Sheet", size=size)


@pytest.mark.parametrize(
    "strings", ["<si><t>a</si>", "<si><t>a & b</t></si>", "</sst>", "<si><t>\x01</t></si>"]
)
def test_damaged_shared_strings_are_told(strings: str, tmp_path: Path) -> None:
    path = write(tmp_path / "ledger.xlsx", sheet_xml(""), strings=strings)
    with pytest.raises(ClerkMessage, match="the texts that all sheets share cannot be read"):
        snapshot(Package.open(path), "Sheet")


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "ledger.xlsx", sheet_xml(""), tables={"t.xml": '<table displayName="Open" ref="?"/>'}
    )
    with pytest.raises(ClerkMessage, match="its table Open cannot be read"):
        snapshot(Package.open(path), "Sheet")


GOOD = sheet_xml(
    "".join(
        f'<row r="{row}" spans="1:6"><c r="A{row}" s="1" t="s"><v>{row % 3}</v></c><c r="B{row}"><v>{row}.25</v></c>'
        f'<c r="C{row}" t="inlineStr"><is><t>INV &amp; {row}</t></is></c><c r="D{row}" t="b"><v>1</v></c>'
        f'<c r="E{row}" t="str"><f>A{row}&amp;"x"</f><v>{row}x</v></c><c r="F{row}"><f t="shared" si="0" ref="F1:F9">'
        f"A{row}</f><v>3</v></c></row>"
        for row in range(1, 12)
    )
).encode()


def test_random_damage_is_told_or_harmless(tmp_path: Path) -> None:
    """Bytes changed, lost, doubled or moved: what an XML parser would not read is refused, all else agrees."""
    chance = random.Random(20)
    told = agreed = 0
    for number in range(400):
        data = _damaged(GOOD, chance)
        path = write(tmp_path / f"{number % 8}.xlsx", data, strings=STRINGS)
        try:
            grid = snapshot(Package.open(path), "Sheet", size=chance.choice([50, 700, 1 << 20]))
        except ClerkMessage as message:
            assert "Sheet" in str(message)
            told += 1
        else:
            assert_same(grid, read(path))
            agreed += 1
        path.unlink()
    assert told > 200
    assert agreed > 15


def _damaged(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        place = chance.randrange(len(damaged))
        match chance.randrange(5):
            case 0:
                damaged[place] = chance.randrange(256)
            case 1:
                damaged[place] = ord(chance.choice("<>/\"'=& 01ARcvrst"))
            case 2:
                del damaged[place : place + chance.choice([1, 1, 3, 40])]
            case 3:
                damaged[place:place] = damaged[place : place + chance.choice([1, 5, 40])]
            case 4:
                other = chance.randrange(len(damaged))
                damaged[place : place + 4], damaged[other : other + 4] = (
                    damaged[other : other + 4],
                    damaged[place : place + 4],
                )
    return bytes(damaged)
