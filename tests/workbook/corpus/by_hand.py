# ruff: noqa: E501 - XML reads best an element a line
"""Everything a workbook can hold, from the specifications (ECMA-376, MS-XLSX), one function a kind of content.

Each function adds its kind to a book whose first sheet is the ledger. The parts are as small as they can be
and still be that kind; their insides do not matter, that they stay does.
"""

from __future__ import annotations

import base64
from collections.abc import Callable

from tests.workbook.corpus.package import HEAD, LINKS, MAIN, OFFICE, SHEET_TYPE, TYPE, Book

Feature = Callable[[Book], None]

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MS = f"{OFFICE}/2006/relationships"
_DRAWING_TYPE = TYPE + "drawing+xml"
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8
_FROM_TO = (
    "<xdr:from><xdr:col>6</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    "</xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:to>"
)


def _drawing(book: Book, *anchored: str, number: int = 1) -> str:
    """A drawing on the first sheet; its part's name."""
    part = f"xl/drawings/drawing{number}.xml"
    anchors = "".join(
        f"<xdr:twoCellAnchor>{_FROM_TO}{xml}<xdr:clientData/></xdr:twoCellAnchor>" for xml in anchored
    )
    xml = f'{HEAD}<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{LINKS}">{anchors}</xdr:wsDr>'
    link = book.part(book.first.part, "drawing", part, xml, _DRAWING_TYPE)
    book.first.element("drawing", f'<drawing r:id="{link}"/>')
    return part


def _frame(link: str) -> str:
    return (
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Chart 1"/>'
        '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{link}"/></a:graphicData></a:graphic>'
        "</xdr:graphicFrame>"
    )


def _shape(text: str) -> str:
    return (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="3" name="{text}"/><xdr:cNvSpPr txBox="1"/>'
        '</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>'
        f"<a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


def _series(kind: str) -> str:
    return (
        f'<c:{kind}><c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numRef>'
        "<c:f>Sheet1!$B$2:$B$5</c:f></c:numRef></c:val></c:ser>"
        f'<c:axId val="1"/><c:axId val="2"/></c:{kind}>'
    )


def _chart_xml() -> str:
    return (
        f'{HEAD}<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{LINKS}"><c:chart><c:plotArea><c:layout/>'
        f'{_series("barChart")}</c:plotArea></c:chart><c:extLst><c:ext uri="{{B}}"/></c:extLst></c:chartSpace>'
    )


def nothing_more(book: Book) -> None:
    pass


def chart(book: Book) -> None:
    drawing = _drawing(book, _frame("rId1"))
    part = "xl/charts/chart1.xml"
    book.part(drawing, "chart", part, _chart_xml(), TYPE + "drawingml.chart+xml")
    for kind, name in (("chartStyle", "style"), ("chartColorStyle", "colors")):
        xml = f'{HEAD}<cs:{name} xmlns:cs="{OFFICE}/drawing/2012/chartStyle" id="201"/>'
        tail = "chartstyle" if name == "style" else "chartcolorstyle"
        book.part(
            part,
            f"{OFFICE}/2011/relationships/{kind}",
            f"xl/charts/{name}1.xml",
            xml,
            f"application/vnd.ms-office.{tail}+xml",
        )


def newer_chart(book: Book) -> None:
    drawing = _drawing(book, _shape("stands in for it"))
    xml = f'{HEAD}<cx:chartSpace xmlns:cx="{OFFICE}/drawing/2014/chartex"><cx:chart/></cx:chartSpace>'
    book.part(
        drawing,
        f"{OFFICE}/2014/relationships/chartEx",
        "xl/charts/chartEx1.xml",
        xml,
        "application/vnd.ms-office.chartex+xml",
    )


def images(book: Book) -> None:
    picture = (
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="4" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        '<a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
    drawing = _drawing(book, picture)
    book.defaults["png"] = "image/png"
    book.part(drawing, "image", "xl/media/image1.png", _PNG)
    book.part(drawing, "image", "xl/media/image2.PNG", _PNG + b"more")


def shapes(book: Book) -> None:
    connector = (
        '<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="5" name="Line"/><xdr:cNvCxnSpPr/></xdr:nvCxnSpPr>'
        '<xdr:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom></xdr:spPr></xdr:cxnSp>'
    )
    group = (
        '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="6" name="Group"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>'
        f"<xdr:grpSpPr/>{_shape('inner')}</xdr:grpSp>"
    )
    _drawing(book, _shape("note &amp; box"), connector, group)


def smart_art(book: Book) -> None:
    drawing = _drawing(book, _shape("diagram"))
    for kind in ("Data", "Layout", "QuickStyle", "Colors"):
        name = {"QuickStyle": "style"}.get(kind, kind.lower())
        book.part(
            drawing, f"diagram{kind}", f"xl/diagrams/{kind.lower()}1.xml", f"{HEAD}<dgm:x xmlns:dgm='urn:dgm'/>",
            f"{TYPE}drawingml.diagram{name.capitalize()}+xml",
        )  # fmt: skip


def _pivot(book: Book, sheet_part: str, reference: str) -> None:
    definition = (
        f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{LINKS}" r:id="rId1" recordCount="4">'
        '<cacheSource type="worksheet"><worksheetSource ref="A1:D5" sheet="Sheet1"/></cacheSource><cacheFields count="4">'
        + "".join(f'<cacheField name="{name}" numFmtId="0"><sharedItems/></cacheField>' for name in "ABCD")
        + "</cacheFields></pivotCacheDefinition>"
    )
    table = (
        f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Pivot1" cacheId="1" dataCaption="Values">'
        f'<location ref="{reference}" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="4"><pivotField showAll="0"/><pivotField dataField="1" showAll="0"/>'
        '<pivotField showAll="0"/><pivotField showAll="0"/></pivotFields></pivotTableDefinition>'
    )
    cache, part = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotTables/pivotTable1.xml"
    link = book.part(
        "xl/workbook.xml", "pivotCacheDefinition", cache, definition, SHEET_TYPE + "pivotCacheDefinition+xml"
    )
    book.part(
        cache, "pivotCacheRecords", "xl/pivotCache/pivotCacheRecords1.xml",
        f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="0"/>', SHEET_TYPE + "pivotCacheRecords+xml",
    )  # fmt: skip
    book.part(sheet_part, "pivotTable", part, table, SHEET_TYPE + "pivotTable+xml")
    book.relate(part, "pivotCacheDefinition", cache)
    book.element("pivotCaches", f'<pivotCaches><pivotCache cacheId="1" r:id="{link}"/></pivotCaches>')


def pivot_table(book: Book) -> None:
    _pivot(book, book.sheet("Summary").part, "A3:B8")


def pivot_beside(book: Book) -> None:
    _pivot(book, book.first.part, "H2:I9")


def pivot_over_the_cell(book: Book) -> None:
    _pivot(book, book.first.part, "A1:C9")


def slicers(book: Book) -> None:
    _table(book)
    space = f"{OFFICE}/spreadsheetml/2010/11/main"
    link = book.part(
        "xl/workbook.xml", f"{OFFICE}/2007/relationships/slicerCache", "xl/slicerCaches/slicerCache1.xml",
        f'{HEAD}<slicerCacheDefinition xmlns="{OFFICE}/spreadsheetml/2009/9/main" name="Slicer_Net" '
        'sourceName="Net"/>', "application/vnd.ms-excel.slicerCache+xml",
    )  # fmt: skip
    book.element(
        "extLst",
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="{space}">'
        f'<x15:slicerCaches><x14:slicerCache r:id="{link}"/></x15:slicerCaches></ext></extLst>',
    )
    link = book.part(
        book.first.part, f"{OFFICE}/2007/relationships/slicer", "xl/slicers/slicer1.xml",
        f'{HEAD}<slicers xmlns="{OFFICE}/spreadsheetml/2009/9/main"><slicer name="Net" cache="Slicer_Net" '
        'rowHeight="241300"/></slicers>', "application/vnd.ms-excel.slicer+xml",
    )  # fmt: skip
    _extension(
        book,
        "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}",
        f'<x14:slicerList><x14:slicer r:id="{link}"/></x14:slicerList>',
    )


def timelines(book: Book) -> None:
    pivot_table(book)
    book.part(
        "xl/workbook.xml", f"{OFFICE}/2011/relationships/timelineCache", "xl/timelineCaches/timelineCache1.xml",
        f'{HEAD}<timelineCacheDefinition xmlns="{OFFICE}/spreadsheetml/2010/11/main" name="T" sourceName="D"/>',
        "application/vnd.ms-excel.timelineCache+xml",
    )  # fmt: skip
    book.part(
        book.first.part, f"{OFFICE}/2011/relationships/timeline", "xl/timelines/timeline1.xml",
        f'{HEAD}<timelines xmlns="{OFFICE}/spreadsheetml/2010/11/main"/>', "application/vnd.ms-excel.timeline+xml",
    )  # fmt: skip


def _extension(book: Book, uri: str, inside: str) -> None:
    book.first.element("extLst", f'<extLst><ext uri="{uri}">{inside}</ext></extLst>')


def _vml(book: Book, number: int, kind: str = "Note") -> None:
    book.defaults["vml"] = TYPE + "vmlDrawing"
    xml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="1,1" o:spt="202"/>'
        f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202"><v:fill color2="#ffffe1"/><x:ClientData '
        f'ObjectType="{kind}"><x:Row>2</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>'
    )
    link = book.part(book.first.part, "vmlDrawing", f"xl/drawings/vmlDrawing{number}.vml", xml)
    book.first.element("legacyDrawing", f'<legacyDrawing r:id="{link}"/>')


def form_controls(book: Book) -> None:
    _drawing(book, _shape("Check Box 1"))
    _vml(book, 1, "Checkbox")
    link = book.part(
        book.first.part, "ctrlProp", "xl/ctrlProps/ctrlProp1.xml",
        f'{HEAD}<formControlPr xmlns="{OFFICE}/spreadsheetml/2009/9/main" objectType="CheckBox" checked="Checked" '
        'fmlaLink="$F$2"/>', "application/vnd.ms-excel.controlproperties+xml",
    )  # fmt: skip
    book.first.element(
        "controls",
        '<mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">'
        f'<control shapeId="1025" r:id="{link}" name="Check Box 1"/></mc:Choice></mc:AlternateContent></controls>'
        "</mc:Choice></mc:AlternateContent>",
    )


def embedded_object(book: Book) -> None:
    book.defaults["bin"] = TYPE + "oleObject"
    _vml(book, 1, "Pict")
    link = book.part(book.first.part, "oleObject", "xl/embeddings/oleObject1.bin", _OLE)
    book.first.element(
        "oleObjects", f'<oleObjects><oleObject progId="Package" shapeId="1025" r:id="{link}"/></oleObjects>'
    )


def active_x(book: Book) -> None:
    _vml(book, 1, "Pict")
    part = "xl/activeX/activeX1.xml"
    link = book.part(
        book.first.part, "control", part, f'{HEAD}<ax:ocx xmlns:ax="{OFFICE}/2006/activeX" ax:classid="{{8BD2}}"/>',
        "application/vnd.ms-office.activeX+xml",
    )  # fmt: skip
    book.part(
        part,
        f"{_MS}/activeXControlBinary",
        "xl/activeX/activeX1.bin",
        _OLE,
        "application/vnd.ms-office.activeX",
    )
    book.first.element(
        "controls", f'<controls><control shapeId="1025" r:id="{link}" name="Button1"/></controls>'
    )


def notes(book: Book) -> None:
    _vml(book, 1)
    xml = (
        f'{HEAD}<comments xmlns="{MAIN}"><authors><author>Ada</author></authors><commentList>'
        '<comment ref="A3" authorId="0"><text><r><rPr><b/></rPr><t>Ask </t></r><r><t>twice</t></r></text></comment>'
        "</commentList></comments>"
    )
    book.part(book.first.part, "comments", "xl/comments1.xml", xml, SHEET_TYPE + "comments+xml")


def threaded_comments(book: Book) -> None:
    notes(book)
    space = f"{OFFICE}/spreadsheetml/2018/threadedcomments"
    book.part(
        book.first.part, f"{OFFICE}/2017/10/relationships/threadedComment", "xl/threadedComments/threadedComment1.xml",
        f'{HEAD}<ThreadedComments xmlns="{space}"><threadedComment ref="A3" dT="2024-01-02T03:04:05.67" '
        'personId="{00000000-0000-0000-0000-000000000001}" id="{00000000-0000-0000-0000-000000000002}"><text>Paid?'
        "</text></threadedComment></ThreadedComments>", "application/vnd.ms-excel.threadedcomments+xml",
    )  # fmt: skip
    book.part(
        "xl/workbook.xml", f"{OFFICE}/2017/10/relationships/person", "xl/persons/person.xml",
        f'{HEAD}<personList xmlns="{space}"><person displayName="Ada" id="{{00000000-0000-0000-0000-000000000001}}" '
        'userId="ada" providerId="None"/></personList>', "application/vnd.ms-excel.person+xml",
    )  # fmt: skip


def conditional_formats(book: Book) -> None:
    rules = (
        '<cfRule type="cellIs" dxfId="0" priority="1" operator="lessThan"><formula>0</formula></cfRule>',
        '<cfRule type="colorScale" priority="2"><colorScale><cfvo type="min"/><cfvo type="max"/>'
        '<color rgb="FFF8696B"/><color rgb="FF63BE7B"/></colorScale></cfRule>',
        '<cfRule type="iconSet" priority="3"><iconSet><cfvo type="percent" val="0"/><cfvo type="percent" val="33"/>'
        '<cfvo type="percent" val="67"/></iconSet></cfRule>',
        '<cfRule type="expression" dxfId="0" priority="4" stopIfTrue="1"><formula>AND($B2&gt;1,$A2&lt;&gt;"")</formula></cfRule>',
    )
    for rule in rules:
        book.first.element(
            "conditionalFormatting",
            f'<conditionalFormatting sqref="B2:B5 D2:D5">{rule}</conditionalFormatting>',
        )


def newer_conditional_formats(book: Book) -> None:
    book.first.element(
        "conditionalFormatting",
        '<conditionalFormatting sqref="B2:B5"><cfRule type="dataBar" priority="1"><dataBar><cfvo type="min"/>'
        '<cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst><ext uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}">'
        "<x14:id>{00000000-0000-0000-0000-000000000009}</x14:id></ext></extLst></cfRule></conditionalFormatting>",
    )
    _extension(
        book, "{78C0D931-6437-407d-A8EE-F0AAD7539E65}",
        '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="dataBar" '
        'id="{00000000-0000-0000-0000-000000000009}"><x14:dataBar minLength="0" maxLength="100"><x14:cfvo type="autoMin"/>'
        '<x14:cfvo type="autoMax"/><x14:negativeFillColor rgb="FFFF0000"/></x14:dataBar></x14:cfRule>'
        "<xm:sqref>B2:B5</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings>",
    )  # fmt: skip


def validations(book: Book) -> None:
    book.first.element(
        "dataValidations",
        '<dataValidations count="2"><dataValidation type="list" allowBlank="1" sqref="E2:E5"><formula1>"a,b"</formula1>'
        '</dataValidation><dataValidation type="decimal" operator="greaterThan" errorTitle="No" error="Too &#10;small" '
        'sqref="B2:B5"><formula1>0</formula1></dataValidation></dataValidations>',
    )


def newer_validations(book: Book) -> None:
    book.sheet("Lists").cell("A1", "<v>1</v>")
    _extension(
        book, "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}",
        '<x14:dataValidations count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>E2:E5</xm:sqref></x14:dataValidation></x14:dataValidations>",
    )  # fmt: skip


def sparklines(book: Book) -> None:
    _extension(
        book, "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}",
        '<x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Sheet1!B2:B5</xm:f>'
        "<xm:sqref>F2</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>",
    )  # fmt: skip


def _table(
    book: Book, reference: str = "A1:E5", more: str = "", calculated: str = "", number: int = 1
) -> None:
    names = ("Invoice", "Net", "Tax", "Total", "Note")
    columns = "".join(
        f'<tableColumn id="{i}" name="{name}"' + (f">{calculated}</tableColumn>" if name == "Total" else "/>")
        for i, name in enumerate(names, 1)
    )
    xml = (
        f'{HEAD}<table xmlns="{MAIN}" id="{number}" name="Table{number}" displayName="Table{number}" ref="{reference}"{more}>'
        f'<autoFilter ref="A1:E5"/><tableColumns count="5">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleMedium2" showRowStripes="1"/></table>'
    )
    link = book.part(book.first.part, "table", f"xl/tables/table{number}.xml", xml, SHEET_TYPE + "table+xml")
    book.first.element("tableParts", f'<tableParts count="1"><tablePart r:id="{link}"/></tableParts>')


def table(book: Book) -> None:
    _table(book)


def table_with_totals(book: Book) -> None:
    book.first.cell("A6", "<is><t>Sum</t></is>", 't="inlineStr"')
    book.first.cell("D6", "<f>SUBTOTAL(109,Table1[Total])</f><v>576</v>")
    _table(
        book, "A1:E6", ' totalsRowCount="1"', "<calculatedColumnFormula>Table1[[#This Row],[Net]]+1</calculatedColumnFormula>"
        "<totalsRowFormula>SUBTOTAL(109,Table1[Total])</totalsRowFormula>",
    )  # fmt: skip


def query_table(book: Book) -> None:
    _table(book, more=' tableType="queryTable"')
    book.part(
        "xl/tables/table1.xml", "queryTable", "xl/queryTables/queryTable1.xml",
        f'{HEAD}<queryTable xmlns="{MAIN}" name="Query" connectionId="1"/>', SHEET_TYPE + "queryTable+xml",
    )  # fmt: skip
    book.part(
        "xl/workbook.xml", "connections", "xl/connections.xml",
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="Query" type="5" refreshedVersion="6">'
        '<dbPr connection="Provider=None" command="SELECT 1"/></connection></connections>', SHEET_TYPE + "connections+xml",
    )  # fmt: skip


def external_links(book: Book) -> None:
    part = "xl/externalLinks/externalLink1.xml"
    link = book.part(
        "xl/workbook.xml", "externalLink", part,
        f'{HEAD}<externalLink xmlns="{MAIN}" xmlns:r="{LINKS}"><externalBook r:id="rId1"><sheetNames><sheetName val="S"/>'
        '</sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>5</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook></externalLink>", SHEET_TYPE + "externalLink+xml",
    )  # fmt: skip
    book.relate(part, "externalLinkPath", "file:///C:/books/Prices & co.xlsx", external=True)
    book.element(
        "externalReferences", f'<externalReferences><externalReference r:id="{link}"/></externalReferences>'
    )
    book.first.cell("F2", "<f>[1]S!A1*2</f><v>10</v>")


def custom_xml(book: Book) -> None:
    item = "customXml/item1.xml"
    book.part("", "customXml", item, "<order xmlns='urn:orders'><line n='1'/></order>")
    book.part(
        item, "customXmlProps", "customXml/itemProps1.xml",
        f'{HEAD}<ds:datastoreItem xmlns:ds="{LINKS.replace("relationships", "customXml")}" ds:itemID="{{1}}"/>',
        TYPE + "customXmlProperties+xml",
    )  # fmt: skip


def ribbon(book: Book) -> None:
    xml = f'<customUI xmlns="{OFFICE}/2009/07/customui"><ribbon><tabs><tab id="t" label="Ours"/></tabs></ribbon></customUI>'
    book.part("", f"{OFFICE}/2007/relationships/ui/extensibility", "customUI/customUI14.xml", xml)


def macros(book: Book) -> None:
    book.suffix, book.main_type = ".xlsm", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    book.defaults["bin"] = "application/vnd.ms-office.vbaProject"
    part = "xl/vbaProject.bin"
    book.part("xl/workbook.xml", f"{_MS}/vbaProject", part, _OLE)
    book.part(
        part, f"{_MS}/vbaProjectSignature", "xl/vbaProjectSignature.bin", b"signed" * 50,
        "application/vnd.ms-office.vbaProjectSignature",
    )  # fmt: skip
    book.element("workbookPr", '<workbookPr codeName="ThisWorkbook"/>')
    book.first.element("sheetPr", '<sheetPr codeName="Sheet1"><tabColor rgb="FFFF0000"/></sheetPr>')


def date_1904(book: Book) -> None:
    book.element("workbookPr", '<workbookPr date1904="1"/>')


def shared_formulas(book: Book) -> None:
    book.first.cell("F2", '<f t="shared" ref="F2:F5" si="0">B2*2</f><v>201</v>')
    for row in range(3, 6):
        book.first.cell(f"F{row}", f'<f t="shared" si="0"/><v>{row * 100 + 1}</v>')
    for row in (2, 3):
        for letters in "GH":
            formula = (
                '<f t="shared" ref="G2:H3" si="1">B$2+$C2</f>'
                if (row, letters) == (2, "G")
                else '<f t="shared" si="1"/>'
            )
            book.first.cell(f"{letters}{row}", f"{formula}<v>119.5</v>")


def array_formulas(book: Book) -> None:
    book.first.cell("F2", '<f t="array" ref="F2:F4">B2:B4*2</f><v>201</v>')
    book.first.cell("F3", "<v>301</v>")
    book.first.cell("F4", "<v>401</v>")
    book.first.cell("G2", '<f t="array" ref="G2">SUM(B2:B5*C2:C5)</f><v>1</v>')


def _metadata(book: Book, inside: str) -> None:
    book.part(
        "xl/workbook.xml", "sheetMetadata", "xl/metadata.xml",
        f'{HEAD}<metadata xmlns="{MAIN}" xmlns:xda="{OFFICE}/spreadsheetml/2017/dynamicarray">{inside}</metadata>',
        SHEET_TYPE + "sheetMetadata+xml",
    )  # fmt: skip


def spilled_arrays(book: Book) -> None:
    book.first.cell("F2", '<f t="array" ref="F2:F5">_xlfn._xlws.SORT(B2:B5)</f><v>100.5</v>', 'cm="1"')
    for row, value in ((3, 150.5), (4, 200.5), (5, 250.5)):
        book.first.cell(f"F{row}", f"<v>{value}</v>")
    _metadata(
        book, '<metadataTypes count="1"><metadataType name="XLDAPR" minSupportedVersion="120000" cellMeta="1"/></metadataTypes>'
        '<cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata>',
    )  # fmt: skip


def data_types(book: Book) -> None:
    """Cells that stand for a picture or a linked data type."""
    book.first.cell("F2", "<v>#VALUE!</v>", 't="e" vm="1"')
    _metadata(book, '<valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata>')
    space = f"{OFFICE}/spreadsheetml/2017/richdata"
    for kind, name in (("rdRichValue", "rdrichvalue"), ("rdRichValueStructure", "rdrichvaluestructure")):
        xml = f'{HEAD}<rvData xmlns="{space}" count="0"/>'
        part = f"xl/richData/{name}.xml"
        book.part(
            "xl/workbook.xml",
            f"{OFFICE}/2017/06/relationships/{kind}",
            part,
            xml,
            f"application/vnd.ms-excel.{name}+xml",
        )


def data_tables(book: Book) -> None:
    book.first.cell("G2", '<f t="dataTable" ref="G2:G4" dt2D="0" dtr="0" r1="B2"/><v>1</v>')
    book.first.cell("G3", "<v>2</v>")
    book.first.cell("G4", "<v>3</v>")


def rich_text(book: Book) -> None:
    assert book.strings is not None
    book.strings[5] = (
        '<r><rPr><b/><color theme="1"/></rPr><t xml:space="preserve">INV</t></r><r><t>-1</t></r>'
    )
    book.first.cell("F2", "<is><r><t>in</t></r><r><rPr><i/></rPr><t>line</t></r></is>", 't="inlineStr"')


def phonetics(book: Book) -> None:
    assert book.strings is not None
    book.strings[6] = (
        '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1" type="Hiragana"/>'
    )
    book.first.element("phoneticPr", '<phoneticPr fontId="1"/>')
    book.first.row_attributes[3] = 'ph="1"'


def merged_cells(book: Book) -> None:
    book.first.element(
        "mergeCells", '<mergeCells count="2"><mergeCell ref="F2:G3"/><mergeCell ref="A7:E7"/></mergeCells>'
    )


def merged_over_the_cell(book: Book) -> None:
    book.first.element("mergeCells", '<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>')


def protected_sheet(book: Book) -> None:
    book.first.element(
        "sheetProtection", '<sheetProtection sheet="1" objects="1" scenarios="1" password="CC1A"/>'
    )


def other_sheet_protected(book: Book) -> None:
    other = book.sheet("Locked")
    other.cell("A1", "<v>1</v>")
    other.element(
        "sheetProtection",
        '<sheetProtection algorithmName="SHA-512" hashValue="AA==" saltValue="AA==" spinCount="1" sheet="1"/>',
    )


def protected_structure(book: Book) -> None:
    book.element("workbookProtection", '<workbookProtection lockStructure="1"/>')


def print_settings(book: Book) -> None:
    book.defaults["bin"] = SHEET_TYPE + "printerSettings"
    link = book.part(
        book.first.part, "printerSettings", "xl/printerSettings/printerSettings1.bin", bytes(range(256))
    )
    book.first.element("printOptions", '<printOptions horizontalCentered="1"/>')
    book.first.element(
        "pageMargins",
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
    )
    book.first.element("pageSetup", f'<pageSetup paperSize="9" orientation="landscape" r:id="{link}"/>')
    book.first.element(
        "headerFooter",
        '<headerFooter differentFirst="1"><oddHeader>&amp;L&amp;"Arial,Bold"Net&amp;R&amp;P</oddHeader></headerFooter>',
    )
    book.first.element(
        "rowBreaks", '<rowBreaks count="1" manualBreakCount="1"><brk id="3" max="16383" man="1"/></rowBreaks>'
    )


def header_picture(book: Book) -> None:
    _vml(book, 1, "Pict")
    book.first.elements["legacyDrawingHF"] = book.first.elements.pop("legacyDrawing").replace(
        "legacyDrawing", "legacyDrawingHF"
    )
    book.defaults["png"] = "image/png"
    book.part("xl/drawings/vmlDrawing1.vml", "image", "xl/media/image1.png", _PNG)


def background(book: Book) -> None:
    book.defaults["png"] = "image/png"
    link = book.part(book.first.part, "image", "xl/media/image1.png", _PNG)
    book.first.element("picture", f'<picture r:id="{link}"/>')


def defined_names(book: Book) -> None:
    book.sheet("Rates").cell("A1", "<v>0.19</v>")
    book.element(
        "definedNames",
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">Sheet1!$A$1:$E$5</definedName>'
        '<definedName name="_xlnm.Print_Titles" localSheetId="0">Sheet1!$1:$1</definedName>'
        '<definedName name="Rate" comment="of &quot;tax&quot;">Rates!$A$1</definedName>'
        '<definedName name="Rate" localSheetId="1" hidden="1">"&lt;own&gt;"</definedName>'
        '<definedName name="Twice" function="1" vbProcedure="1">#REF!</definedName></definedNames>',
    )


def hidden_sheets(book: Book) -> None:
    for name, state in (("Hidden", "hidden"), ("Very hidden & so", "veryHidden")):
        book.sheet(name, state=state).cell("B2", "<v>7</v>")


def first_sheet_hidden(book: Book) -> None:
    book.sheet("Shown").cell("A1", "<v>7</v>")
    book.first.state = "hidden"
    book.element("bookViews", '<bookViews><workbookView activeTab="1" firstSheet="1"/></bookViews>')


def chart_sheet(book: Book) -> None:
    sheet = book.sheet("Chart", "chartsheet")
    sheet.xml = f'{HEAD}<chartsheet xmlns="{MAIN}" xmlns:r="{LINKS}"><sheetViews><sheetView workbookViewId="0"/></sheetViews><drawing r:id="rId1"/></chartsheet>'
    drawing = "xl/drawings/drawing9.xml"
    anchor = f'<xdr:absoluteAnchor><xdr:pos x="0" y="0"/><xdr:ext cx="9" cy="9"/>{_frame("rId1")}<xdr:clientData/></xdr:absoluteAnchor>'
    xml = f'{HEAD}<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{LINKS}">{anchor}</xdr:wsDr>'
    book.part(sheet.part, "drawing", drawing, xml, _DRAWING_TYPE)
    book.part(drawing, "chart", "xl/charts/chart9.xml", _chart_xml(), TYPE + "drawingml.chart+xml")


def dialog_and_macro_sheets(book: Book) -> None:
    book.sheet(
        "Dialog1", "dialogsheet"
    ).xml = f'{HEAD}<dialogsheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></dialogsheet>'
    macro = book.sheet("Macro1", "xlMacrosheet")
    macro.xml = f'{HEAD}<xm:macrosheet xmlns="{MAIN}" xmlns:xm="{OFFICE}/excel/2006/main"><sheetData/></xm:macrosheet>'


def inline_strings(book: Book) -> None:
    book.strings = None
    for row in book.first.rows.values():
        for letters, xml in row.items():
            if 't="s"' in xml:
                row[letters] = (
                    xml.replace('t="s"', 't="inlineStr"')
                    .replace("<v>", "<is><t>text ")
                    .replace("</v>", "</t></is>")
                )


def newer_attributes(book: Book) -> None:
    """What Excel writes today: revision ids, descents of rows, the folder of the file."""
    book.first.element(
        "sheetFormatPr", '<sheetFormatPr baseColWidth="10" defaultRowHeight="15" x14ac:dyDescent="0.25"/>'
    )
    for row in range(1, 6):
        book.first.row_attributes[row] = 'spans="1:5" x14ac:dyDescent="0.25"'
    book.first.element("dimension", '<dimension ref="A1:E5"/>')
    book.element("fileVersion", '<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="1"/>')
    book.element(
        "AlternateContent",
        f'<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\books\\" xmlns:x15ac="{OFFICE}/spreadsheetml/2010/11/ac" '
        f'xmlns:x15="{OFFICE}/spreadsheetml/2010/11/main"/></mc:Choice></mc:AlternateContent>',
    )
    book.element(
        "revisionPtr", f'<xr:revisionPtr revIDLastSave="0" xmlns:xr="{OFFICE}/spreadsheetml/2014/revision"/>'
    )
    book.element("calcPr", '<calcPr calcId="191029" iterate="1" iterateCount="50"/>')


def calculation_chain(book: Book) -> None:
    cells = '<c r="D5" i="1"/><c r="D4"/><c r="D3"/><c r="D2"/>'
    book.part(
        "xl/workbook.xml",
        "calcChain",
        "xl/calcChain.xml",
        f'{HEAD}<calcChain xmlns="{MAIN}">{cells}</calcChain>',
        SHEET_TYPE + "calcChain+xml",
    )


def document_properties(book: Book) -> None:
    package = "http://schemas.openxmlformats.org/package/2006"
    book.part(
        "", f"{package}/relationships/metadata/core-properties", "docProps/core.xml",
        f'{HEAD}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>Ada</dc:creator></cp:coreProperties>", "application/vnd.openxmlformats-package.core-properties+xml",
    )  # fmt: skip
    for kind, name in (("extended", "app"), ("custom", "custom")):
        xml = f'{HEAD}<Properties xmlns="{LINKS.replace("relationships", f"{kind}-properties")}"/>'
        book.part("", f"{kind}-properties", f"docProps/{name}.xml", xml, f"{TYPE}{kind}-properties+xml")
    book.defaults["jpeg"] = "image/jpeg"
    book.part(
        "",
        f"{package}/relationships/metadata/thumbnail",
        "docProps/thumbnail.jpeg",
        b"\xff\xd8\xff" + bytes(99),
    )


def signature(book: Book) -> None:
    book.defaults["sigs"] = "application/vnd.openxmlformats-package.digital-signature-origin"
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    book.part("", f"{kind}/origin", "_xmlsignatures/origin.sigs", b"")
    book.part(
        "_xmlsignatures/origin.sigs", f"{kind}/signature", "_xmlsignatures/sig1.xml",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>', "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    )  # fmt: skip


def groups(book: Book) -> None:
    book.first.element("sheetPr", '<sheetPr><outlinePr summaryBelow="0"/></sheetPr>')
    book.first.element(
        "sheetFormatPr", '<sheetFormatPr defaultRowHeight="15" outlineLevelRow="2" outlineLevelCol="1"/>'
    )
    book.first.element(
        "cols",
        '<cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="3" width="9" style="2" outlineLevel="1" hidden="1"/></cols>',
    )
    book.first.row_attributes |= {
        3: 'outlineLevel="1" ht="30" customHeight="1" s="3" customFormat="1"',
        4: 'outlineLevel="2" hidden="1"',
        9: 'collapsed="1"',
    }


def many_styles(book: Book) -> None:
    assert book.styles is not None
    more = "".join(
        f'<xf numFmtId="{i % 50}" fontId="{i % 2}" fillId="{i % 3}" borderId="0" xfId="0" applyFill="1"/>'
        for i in range(3000)
    )
    book.styles = book.styles.replace("</cellXfs>", f"{more}</cellXfs>").replace(
        'cellXfs count="4"', 'cellXfs count="3004"'
    )


def newer_styles(book: Book) -> None:
    """Fonts that only newer programs know, table styles, colors, extensions, a comment."""
    assert book.styles is not None
    book.styles = book.styles.replace(
        "</fonts>",
        '<mc:AlternateContent><mc:Choice Requires="x14ac"><font><sz val="9"/></font></mc:Choice><mc:Fallback><font><sz val="8"/></font>'
        "</mc:Fallback></mc:AlternateContent></fonts>",
    ).replace("<cellXfs", "<!-- <xf/> --><cellXfs")
    book.styles += (
        '<tableStyles count="1" defaultTableStyle="Mine"><tableStyle name="Mine" pivot="0" count="1"><tableStyleElement type="wholeTable" dxfId="0"/>'
        '</tableStyle></tableStyles><colors><mruColors><color rgb="FF123456"/></mruColors></colors>'
        '<extLst><ext uri="{EB79DEF2-80B8-43e5-95BD-54CBDDF9020C}"><x14:slicerStyles defaultSlicerStyle="SlicerStyleLight1"/></ext></extLst>'
    )


def no_styles(book: Book) -> None:
    book.styles = None
    for row in book.first.rows.values():
        for letters, xml in row.items():
            for style in "0123":
                xml = xml.replace(f' s="{style}"', "")
            row[letters] = xml


def bare_styles(book: Book) -> None:
    """No more than the specification asks for; cells refer to styles that are not there."""
    book.styles = '<cellXfs count="1"><xf/></cellXfs>'


def what_ifs(book: Book) -> None:
    book.first.element(
        "protectedRanges", '<protectedRanges><protectedRange sqref="B2:B5" name="Range1"/></protectedRanges>'
    )
    book.first.element(
        "scenarios",
        '<scenarios current="0"><scenario name="Best" count="1"><inputCells r="C2" val="20"/></scenario></scenarios>',
    )
    book.first.element(
        "customSheetViews",
        '<customSheetViews><customSheetView guid="{00000000-0000-0000-0000-000000000003}"/></customSheetViews>',
    )
    book.first.element("cellWatches", '<cellWatches><cellWatch r="D2"/></cellWatches>')
    book.first.element(
        "ignoredErrors", '<ignoredErrors><ignoredError sqref="A2:A5" numberStoredAsText="1"/></ignoredErrors>'
    )
    book.element(
        "customWorkbookViews",
        '<customWorkbookViews><customWorkbookView name="V" guid="{00000000-0000-0000-0000-000000000003}" windowWidth="9" windowHeight="9" activeSheetId="1"/></customWorkbookViews>',
    )


def xml_maps(book: Book) -> None:
    book.part(
        "xl/workbook.xml",
        "xmlMaps",
        "xl/xmlMaps.xml",
        f'{HEAD}<MapInfo xmlns="{MAIN}" SelectionNamespaces=""/>',
        "application/xml",
    )
    book.part(
        book.first.part,
        "tableSingleCells",
        "xl/tables/tableSingleCells1.xml",
        f'{HEAD}<singleXmlCells xmlns="{MAIN}"/>',
        SHEET_TYPE + "tableSingleCells+xml",
    )


def change_tracking(book: Book) -> None:
    headers = "xl/revisions/revisionHeaders.xml"
    book.part(
        "xl/workbook.xml",
        "revisionHeaders",
        headers,
        f'{HEAD}<headers xmlns="{MAIN}" guid="{{1}}"/>',
        SHEET_TYPE + "revisionHeaders+xml",
    )
    book.part(
        headers,
        "revisionLog",
        "xl/revisions/revisionLog1.xml",
        f'{HEAD}<revisions xmlns="{MAIN}"/>',
        SHEET_TYPE + "revisionLog+xml",
    )
    book.part(
        "xl/workbook.xml",
        "usernames",
        "xl/revisions/userNames.xml",
        f'{HEAD}<users xmlns="{MAIN}"/>',
        SHEET_TYPE + "userNames+xml",
    )


def web_extensions(book: Book) -> None:
    panes = "xl/webextensions/taskpanes.xml"
    book.part(
        "",
        f"{OFFICE}/2011/relationships/webextensiontaskpanes",
        panes,
        "<wetp:taskpanes xmlns:wetp='urn:wetp'/>",
        "application/vnd.ms-office.webextensiontaskpanes+xml",
    )
    book.part(
        panes,
        f"{OFFICE}/2011/relationships/webextension",
        "xl/webextensions/webextension1.xml",
        "<we:webextension xmlns:we='urn:we'/>",
        "application/vnd.ms-office.webextension+xml",
    )


def links(book: Book) -> None:
    link = book.relate(book.first.part, "hyperlink", "https://example.com/?a=1&b=2#top", external=True)
    book.first.element(
        "hyperlinks",
        f'<hyperlinks><hyperlink ref="A3" r:id="{link}" tooltip="Go"/><hyperlink ref="A4" location="Sheet1!D5" display="there"/></hyperlinks>',
    )


def filters(book: Book) -> None:
    book.first.element(
        "autoFilter", '<autoFilter ref="A1:E5"><filterColumn colId="1"><customFilters><customFilter operator="greaterThan" val="120"/></customFilters></filterColumn>'
        '<sortState ref="A2:E5"><sortCondition ref="B2:B5" descending="1"/></sortState></autoFilter>',
    )  # fmt: skip
    book.first.row_attributes[2] = 'hidden="1"'
    book.element(
        "definedNames",
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">Sheet1!$A$1:$E$5</definedName></definedNames>',
    )


def panes(book: Book) -> None:
    book.first.element(
        "sheetViews", '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
        '<selection pane="bottomRight" activeCell="C3" sqref="C3:D4"/></sheetView></sheetViews>',
    )  # fmt: skip
    book.element(
        "bookViews",
        '<bookViews><workbookView xWindow="1" yWindow="2" windowWidth="3" windowHeight="4"/></bookViews>',
    )


def unknown(book: Book) -> None:
    """What nobody has invented yet."""
    book.first.element(
        "extLst",
        '<extLst><ext uri="{FUTURE}" xmlns:f="urn:future"><f:cell r="B2"><f:v>1</f:v></f:cell></ext></extLst>',
    )
    book.part(
        "xl/workbook.xml",
        "urn:future:kind",
        "xl/future/thing1.dat",
        b"\0\1\2<c r='B2'/>",
        "application/x-future",
    )
    book.part("", "urn:future:root", "future.xml", "<f:root xmlns:f='urn:future'><!-- x --></f:root>")


def iso_dates(book: Book) -> None:
    book.first.cell("F2", "<v>2024-02-29T00:00:00Z</v>", 't="d" s="1"')
    book.first.cell("F3", "<v>2024-02-29</v>", 't="d" s="1"')


def odd_part_names(book: Book) -> None:
    sheet = book.sheet("Far away", part="data/My Tab.xml")
    sheet.cell("A1", "<v>1</v>")


def odd_cells(book: Book) -> None:
    """Gaps, edges, empty elements, numbers as people's programs write them."""
    book.first.cell("F2", "", 's="1"')
    book.first.cell("F3", "<v/>")
    book.first.cell("F4", "<v>1E-3</v>", 't="n"')
    book.first.cell("F5", "<f/><v> 7 </v>")
    book.first.cell("XFD9", "<v>-0</v>")
    book.first.cell("C40", "<v>1</v>")
    book.first.cell("G2", '<f>A2&amp;"&lt;"</f><v>INV-1&lt;_x0041_</v>', 't="str"')


def other_programs(book: Book) -> None:
    """What Gnumeric, Spire, JasperReports, Excelize and others write where Excel would write it otherwise."""
    book.first.cell("F2", "\n  <is>\n    <t>a text in lines</t>\n  </is>\n", 't="inlineStr"')
    book.first.cell("F3", "\n  <v>319.390000000000000013</v>\n", 't="n"')
    book.first.cell("F4", "<v>a text that no formula gave _xD83D__xDC1F_</v>", 't="str"')
    book.first.cell("F5", '<is><r><rPr/><t xml:space="preserve">a run </t></r></is>', 't="inlineStr" s="3"')
    book.first.cell("G2", "<f>B2+C2</f>", "")
    book.first.cell("G3", "<f>B3+C3</f><v>119.5</v>", 't="str"')
    book.first.cell("G4", '<f aca="false">B4+C4</f><v>169.5</v>', 's="2" t="n"')
    book.first.cell("G5", "<v></v>", 't="s"')
    book.first.element("cols", '<cols><col min="1" max="16384" style="1" width="9.140625"/></cols>')
    book.first.cell("XFD60", "", 's="1"')


FEATURES: tuple[Feature, ...] = (
    nothing_more, chart, newer_chart, images, shapes, smart_art, pivot_table, pivot_beside, slicers, timelines,
    form_controls, embedded_object, active_x, notes, threaded_comments, conditional_formats,
    newer_conditional_formats, validations, newer_validations, sparklines, table, table_with_totals, query_table,
    external_links, custom_xml, ribbon, macros, date_1904, shared_formulas, array_formulas, spilled_arrays,
    data_types, data_tables, rich_text, phonetics, merged_cells, other_sheet_protected, print_settings,
    header_picture, background, defined_names, hidden_sheets, first_sheet_hidden, chart_sheet,
    dialog_and_macro_sheets, inline_strings, newer_attributes, calculation_chain, document_properties, signature,
    groups, many_styles, newer_styles, no_styles, bare_styles, what_ifs, xml_maps, change_tracking, web_extensions,
    links, filters, panes, unknown, iso_dates, odd_part_names, odd_cells, other_programs,
)  # fmt: skip

REFUSED: tuple[tuple[Feature, str], ...] = (
    (pivot_over_the_cell, "pivot table"),
    (merged_over_the_cell, "merged cells"),
    (protected_sheet, "protected"),
    (protected_structure, "structure is protected"),
)
"""Kinds whose sheet must not be changed like that, with a word of what the clerk is told."""
