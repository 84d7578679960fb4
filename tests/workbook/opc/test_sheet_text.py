"""Sheet parts in odd spellings and encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

from invoicing_xl.model.cells import Content
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc import container, sheet_text
from invoicing_xl.workbook.opc.cell_edits import apply_edits
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.sheet_text import SheetText, attributes, masked
from tests.workbook import slow_reader
from tests.workbook.handmade import MAIN, sheet_xml, write

PART = "xl/worksheets/sheet1.xml"
ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>Zoë &amp; Søn</t></is></c></row><row r="3"/>'


def edited(path: Path) -> bytes:
    """A2 := "Ünï", A1 replaced."""
    package = Package.open(path)
    edits = [
        Edit("Sheet", 1, 1, Content("Zoë & Søn"), Content("Ä")),
        Edit("Sheet", 2, 1, Content(None), Content("Ünï")),
    ]
    apply_edits(package, package.sheet("Sheet"), edits)
    with path.with_name("new.xlsx").open("wb") as file:
        package.write(file)
    assert slow_reader.read(path.with_name("new.xlsx")).values == {(1, 1): "Ä", (2, 1): "Ünï"}
    return package.read(PART)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    stated = encoding.removesuffix("-sig")
    xml = sheet_xml(ROWS).replace('encoding="UTF-8"', f'encoding="{stated}"')
    new = edited(write(tmp_path / "a.xlsx", xml.encode(encoding)))
    if stated != "utf-8":
        assert b'encoding="UTF-8"' in new


def test_what_is_not_in_its_encoding_is_damaged(tmp_path: Path) -> None:
    xml = sheet_xml(ROWS).replace('encoding="UTF-8"', 'encoding="utf-16"').encode()
    with pytest.raises(ClerkMessage, match="damaged"):
        edited(write(tmp_path / "a.xlsx", b"\xff\xfe" + xml[:-1]))


@pytest.mark.parametrize(
    "sheet_data",
    [
        f"<sheetData>{ROWS}</sheetData>",
        f"<sheetData >{ROWS}</sheetData\n>",
        f"<!-- <sheetData> --><sheetData>{ROWS}<!-- </sheetData> --></sheetData>",
        f"<?note <sheetData>?><sheetData><!--{ROWS}-->{ROWS}</sheetData>",
        "<sheetData>" + ROWS.replace("</row>", "<!-- </row><row/> --></row  >", 1) + "</sheetData>",
        f"<sheetData>{ROWS.replace('Zoë &amp; Søn', '<![CDATA[Zoë & Søn]]>')}</sheetData>",
    ],
)
def test_asides_are_not_taken_for_rows(tmp_path: Path, sheet_data: str) -> None:
    xml = sheet_xml("").replace("<sheetData></sheetData>", sheet_data)
    edited(write(tmp_path / "a.xlsx", xml))


def test_an_empty_sheet_of_one_tag_opens_up(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", sheet_xml("").replace("<sheetData></sheetData>", "<sheetData />"))
    package = Package.open(path)
    apply_edits(package, package.sheet("Sheet"), [Edit("Sheet", 2, 2, Content(None), Content(1.0))])
    assert b'<sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData>' in package.read(PART)


def test_two_spellings_in_one_part_are_refused(tmp_path: Path) -> None:
    xml = sheet_xml(ROWS + '<x:row r="4"/>').replace("<worksheet ", f'<worksheet xmlns:x="{MAIN}" ')
    with pytest.raises(ClerkMessage, match="cannot be changed safely"):
        edited(write(tmp_path / "a.xlsx", xml))


@pytest.mark.parametrize(
    "xml", ["", "<a/>", "<worksheet", "<sheetData>", "<!-- never ends", '<c r="<sheetData>"']
)
def test_what_is_no_sheet_is_damaged(tmp_path: Path, xml: str) -> None:
    with pytest.raises(ClerkMessage, match="damaged"):
        edited(write(tmp_path / "a.xlsx", xml))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    xml = sheet_xml(ROWS).replace("<worksheet ", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet ')
    with pytest.raises(ClerkMessage, match="document type"):
        edited(write(tmp_path / "a.xlsx", xml))


def test_blocks_are_whole_rows_and_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 500))
    path = write(tmp_path / "a.xlsx", sheet_xml(rows, after="<pageMargins/>"))
    for size in (1, 300, 1 << 20):
        monkeypatch.setattr(sheet_text, "BLOCK", size)
        package = Package.open(path)
        monkeypatch.setattr(container, "PIECE", 97)
        text = SheetText(package, PART)
        blocks = [block.text for block in text.blocks()]
        assert all(block.startswith(b"<row") and block.endswith(b"</row>") for block in blocks)
        assert text.head + b"".join(blocks) + text.tail == package.read(PART)
        assert (len(blocks) > 100) == (size == 1)


def test_a_row_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_text, "_MAX_HELD", 1 << 16)
    monkeypatch.setattr(sheet_text, "BLOCK", 1 << 10)
    rows = '<row r="1">' + '<c r="A1"/>' * 100_000
    with pytest.raises(ClerkMessage, match="too large"):
        for _ in SheetText(Package.open(write(tmp_path / "a.xlsx", sheet_xml(rows))), PART).blocks():
            pass


def test_attributes_and_masks() -> None:
    assert attributes(b'<c a=\'1 b="2"\' x:b = "3\'"\n\tc="" >') == {
        b"a": b'1 b="2"',
        b"x:b": b"3'",
        b"c": b"",
    }
    text = b"a<!-- <row> -->b<![CDATA[<row>]]>c<?x?><!-- open"
    assert masked(text).replace(b"\0", b"") == b"abc"
    assert len(masked(text)) == len(text)
    plain = b"! ? 1"
    assert masked(plain) is plain
