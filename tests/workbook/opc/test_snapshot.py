# ruff: noqa: E501  (XML)
"""A snapshot says of every cell what the slow reader says, whatever the XML looks like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.workbook.comparing import read_both
from tests.workbook.handmade import sheet_xml, write

SIZES = (5, 90, 1 << 20)

STRINGS = (
    "<si><t>plain</t></si>"
    '<si><t xml:space="preserve">  kept  </t></si>'
    "<si><t>  trimmed </t></si>"
    "<si><r><t>rich </t></r><r><rPr><b/></rPr><t xml:space='preserve'> bold</t></r></si>"
    "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/></si>"
    "<si><t>a_x000B_b _x005F_x000B_ _x0041</t></si>"
    "<si><t>&lt;&amp;&gt; &#65;&#x20AC; &quot;&apos;</t></si>"
    "<si><t/></si><si/><si><t></t></si>"
    "<si><t>two\r\nlines\rthree&#13;</t></si>"
    "<si>\n  <t>spread</t>\n</si>"
    "<si><t>&#9;tab&#10;</t></si>"
)

# One row each, as <c> elements or whole rows; what they are about is their name.
ROWS = {
    "numbers": "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>-0.1</v></c><c r='C1'><v>1E-7</v></c></row>",
    "canonical numbers": '<row r="1"><c r="A1"><v>9128.620000000001</v></c><c r="B1"><v>-0.0</v></c>'
    '<c r="C1"><v>1.7976931348623157E+308</v></c><c r="D1"><v>5E-324</v></c><c r="E1"><v>0.1</v></c>'
    '<c r="F1"><v>123456789012345678901234567890</v></c><c r="G1"><v>2.2250738585072011e-308</v></c></row>',
    "odd numbers": '<row r="1"><c r="A1"><v>+5</v></c><c r="B1"><v> 7 </v></c><c r="C1"><v>.5</v></c>'
    '<c r="D1"><v>5.</v></c><c r="E1"><v>\n</v></c></row>',
    "number and blanks": '<row r="1"><c r="A1" t="n"><v>3</v></c><c r="B1" s="1"/><c r="C1" s="2"></c>'
    '<c r="D1"><v></v></c><c r="E1"><v/></c><c r="F1"><v /></c></row>',
    "booleans": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c></row>',
    "booleans in words": '<row r="1"><c r="A1" t="b"><v>true</v></c><c r="B1" t="b"><v>false</v></c></row>',
    "errors": '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>',
    "shared strings": '<row r="1">'
    + "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABCDEFGHIJKLM"))
    + "</row>",
    "inline": '<row r="1"><c r="A1" t="inlineStr"><is><t>a &amp; b</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> c </t></is></c>'
    '<c r="C1" t="inlineStr"><is><t> d </t></is></c><c r="D1" t="inlineStr"><is><t/></is></c>'
    '<c r="E1" t="inlineStr"><is></is></c><c r="F1" t="inlineStr"><is><t>x_x000D_y</t></is></c></row>',
    "rich inline": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>one</t></r><r><rPr><i/></rPr>'
    '<t xml:space="preserve"> two</t></r><rPh sb="0" eb="1"><t>no</t></rPh></is></c><c r="B1"><v>1</v></c></row>',
    "inline without type": '<row r="1"><c r="A1"><is><t>text</t></is></c></row>',
    "value as inline": '<row r="1"><c r="A1" t="inlineStr"><v>text</v></c></row>',
    "formula text": '<row r="1"><c r="A1" t="str"><f>B1&amp;"&lt;"</f><v>x&lt;y</v></c>'
    '<c r="B1" t="str"><f>""</f><v></v></c><c r="C1" t="str"><f>""</f><v/></c>'
    '<c r="D1" t="str"><v>  no formula  </v></c>'
    '<c r="E1" t="str"><f>TEXT(1,"  0")</f><v xml:space="preserve">  1</v></c></row>',
    "formula without result": '<row r="1"><c r="A1"><f>SUM(1,2)</f></c><c r="B1"><f>1+1</f><v></v></c>'
    '<c r="C1"><f>1+2</f><v/></c><c r="D1"><f>1+3</f><v /></c></row>',
    "formula attributes": '<row r="1"><c r="A1"><f aca="false">IF(B1&gt;1,"a>b",2)</f><v>2</v></c>'
    '<c r="B1"><f ca="1">NOW()</f><v>45000.5</v></c><c r="C1"><f/><v>3</v></c><c r="D1"><f></f><v>3</v></c></row>',
    "shared formulas": '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+$C$1+Sheet!D1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3" t="str"><f t="shared" si="0"></f><v>2</v></c>'
    '<c r="B3"><f t="shared" si="7"/><v>9</v></c></row>',
    "a group begun anew": '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" ref="A3:B3" si="0">C3*2</f><v>2</v></c>'
    '<c r="B3"><f t="shared" si="0"/><v>9</v></c></row>',
    "group in an odd row": '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="3">B1</f><v>1</v></c></row>'
    "<row r='2'><c r='A2'><f t='shared' ref='A2:A3' si='3'>C2</f><v>2</v></c></row>"
    '<row r="3"><c r="A3"><f t="shared" si="3"/><v>2</v></c><c r="B3"><v>1</v></c></row>',
    "arrays": '<row r="1"><c r="A1"><f t="array" ref="A1:B2">C1:D2*2</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"><f t="array" ref="C2">SUM(A1:A2)</f><v>4</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c></row>',
    "dynamic array": '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A3">_xlfn.UNIQUE(C1:C3)</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>3</v></c></row>',
    "data table": '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><f t="dataTable" ref="B2:C3" dt2D="1" '
    'dtr="1" r1="A1" r2="A2"/><v>1</v></c><c r="C2"><v>2</v></c></row><row r="3"><c r="B3"><v>1</v></c>'
    '<c r="C3"><f t="dataTable" ref="C3" r1="A1"/><v>2</v></c></row>',
    "iso dates": '<row r="1"><c r="A1" s="1" t="d"><v>2024-02-29</v></c><c r="B1" t="d"><v>2024-02-29T12:34:56.789</v></c>'
    '<c r="C1" t="d"><v>1900-02-28</v></c><c r="D1" t="d"><v>1900-03-01T00:00:00Z</v></c>'
    '<c r="E1" t="d"><v>12:00:00</v></c><c r="F1" t="d"><v>someday</v></c></row>',
    "beyond dates": '<row r="1"><c r="A1" s="1"><v>3000000</v></c><c r="B1" s="1"><v>60</v></c><c r="C1" s="1"><v>-1</v></c></row>',
    "styles": '<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1" s="2"><v>1</v></c><c r="C1" s=""><v>1</v></c>'
    '<c r="D1" s="99"><v>1</v></c></row>',
    "row styles": '<row r="1" s="3" customFormat="1"><c r="B1" s="4"><v>1</v></c></row>'
    '<row r="2" s="3"><c r="A2"><v>1</v></c></row>',
    "hidden rows": '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
    '<row r="3" hidden="true"/><row r="4" ht="0" customHeight="1"/><row r="5" hidden="0"><c r="A5"><v>1</v></c></row>'
    '<row r="9" hidden="1"/>',
    "blank columns": '<row r="1"><c r="A1" s="1"/><c r="B1"><v>1</v></c><c r="XFD1" s="2"/></row>'
    '<row r="2"><c r="C2" s="1"/></row><row r="3"><c r="C3" t="s"><v>0</v></c></row><row r="8"><c r="A8" s="1"/></row>',
    "without references": '<row><c><v>1</v></c><c s="1"/><c t="s"><v>0</v></c></row><row><c t="b"><v>1</v></c></row>'
    '<row r="7"><c><v>1</v></c></row><row><c><v>2</v></c></row>',
    "rows without numbers": '<row><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row><row spans="1:2"><c r="B2"><v>1</v></c></row>',
    "some references": '<row r="1"><c r="B1"><v>1</v></c><c><v>2</v></c><c r="F1"><v>3</v></c><c><v>4</v></c></row>',
    "rows without numbers that skip": '<row><c r="A3"><v>1</v></c></row><row><c r="A9"><v>1</v></c></row>',
    "single quotes": "<row r='1' spans='1:2'><c r='A1' s='1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>x</t></is></c></row>",
    "other order": '<row spans="1:1" r="1"><c s="1" r="A1"><v>1</v></c></row><row r="2"><c t="s" s="2" r="A2"><v>1</v></c></row>',
    "attributes of Excel": '<row r="1" spans="1:3" ht="15.75" thickBot="1" x14ac:dyDescent="0.3"><c r="A1" s="1" vm="1"><v>1</v></c>'
    '<c r="B1" ph="1" t="s"><v>4</v></c><c r="C1" s = "2" ><v>4</v></c></row >',
    "pretty printed": '\n  <row r="1">\n    <c r="A1">\n      <v>1</v>\n    </c>\n    <c r="B1" t="inlineStr">\n      <is>\n'
    "        <t>x</t>\n      </is>\n    </c>\n  </row>\n  <row r=\"2\">\n  </row>\n",
    "comments": '<row r="1"><c r="A1"><v>1</v></c></row><!-- <row r="2"><c r="A2"><v>8</v></c></row> -->'
    '<row r="3"><c r="A3"><v>1<!-- no -->2</v></c></row><?x <row r="4"/> ?><row r="5"><c r="B5"><v>7</v></c></row>',
    "cdata": '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[a <b> & c]]></t></is></c><c r="B1"><v>1</v></c></row>',
    "extensions": '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"><y xmlns="z"><v>5</v></y></ext></extLst></c></row>'
    '<row r="2"><c r="A2"><v>1</v></c><extLst/></row>',
    "far away": '<row r="1"><c r="A1"><v>1</v></c></row><row r="70"><c r="AZ70"><v>1</v></c><c r="XFD70"><v>2</v></c></row>',
    "rows out of order": '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a row twice": '<row r="2"><c r="A2"><v>3</v></c></row><row r="2"><c r="B2"><v>1</v></c></row>',
    "empty rows": '<row r="1"/><row r="2"></row><row r="3"/><row r="4"><c r="A4"/></row>',
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_every_shape_of_row(rows: str, size: int, tmp_path: Path) -> None:
    read_both(write(tmp_path / "book.xlsx", sheet_xml(rows), strings=STRINGS), size)


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_every_shape_of_row_between_usual_rows(rows: str, tmp_path: Path) -> None:
    def usual(first: int) -> str:
        return "".join(
            f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="D{row}" t="s"><v>1</v></c></row>'
            for row in range(first, first + 40)
        )

    sheet = sheet_xml(usual(1001) + rows + usual(2001) if "<row>" not in rows else rows + usual(2001))
    read_both(write(tmp_path / "book.xlsx", sheet, strings=STRINGS), 700)


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_the_xml_parser_alone_says_the_same(rows: str, tmp_path: Path) -> None:
    """A comment first makes the parser read all rows."""
    read_both(write(tmp_path / "book.xlsx", sheet_xml("<!-- -->" + rows), strings=STRINGS))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS.keys())
def test_every_shape_of_row_with_a_prefix(rows: str, size: int, tmp_path: Path) -> None:
    sheet = prefixed(sheet_xml(rows))
    read_both(write(tmp_path / "book.xlsx", sheet, strings=STRINGS), size)


def prefixed(xml: str) -> str:
    """The same with a prefix on every tag, where that is as easy as here."""
    if "<!" in xml or "<?x " in xml or "<y " in xml:
        return xml
    return re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", xml).replace(" xmlns=", " xmlns:x=")
