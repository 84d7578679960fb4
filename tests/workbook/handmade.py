"""Workbook files from XML written by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_LINKS = {
    MAIN: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."

# Cell format 0 is General, 1 a date, 2 a code of its own, 3 text, 4 a percentage.
STYLES = """
<numFmts count="1"><numFmt numFmtId="164" formatCode="00000&quot; no&quot;"/></numFmts>
<cellXfs count="5">
<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="49"/><xf numFmtId="9"/>
</cellXfs>
"""


def sheet_xml(rows: str, *, before: str = "", after: str = "", space: str = MAIN) -> str:
    """A worksheet part: ``rows`` inside sheetData, the rest around it."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" mc:Ignorable="x14ac">'
        f"{before}"
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def write(
    path: Path,
    sheet: str | bytes,
    *,
    strings: str | None = None,
    styles: str = STYLES,
    tables: Mapping[str, str] | None = None,
    date1904: bool = False,
    space: str = MAIN,
    part: str = "worksheets/sheet1.xml",
    kind: str = "worksheet",
) -> Path:
    """A workbook with one sheet, ``Sheet``, whose part is ``sheet``.

    strings  the inside of the shared string table; None for none
    styles   the inside of the style sheet
    tables   table parts: file name -> XML
    """
    links = _LINKS[space]
    shared = [f"{links}/sharedStrings sharedStrings.xml"] if strings is not None else []
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/>'
        f'<Override PartName="/xl/{part}" ContentType="{_TYPE}{kind}+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}sharedStrings+xml"/></Types>',
        "_rels/.rels": _relationships(f"{links}/officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{links}">'
        f'<workbookPr date1904="{int(date1904)}"/>'
        '<sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(
            f"{links}/{kind} {part}", f"{links}/styles styles.xml", *shared
        ),
        f"xl/{part}": sheet,
        "xl/styles.xml": f'<styleSheet xmlns="{space}">{styles}</styleSheet>',
    }
    if strings is not None:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{strings}</sst>'
    if tables:
        folder, name = part.rsplit("/", 1)
        parts[f"xl/{folder}/_rels/{name}.rels"] = _relationships(
            *(f"{links}/table ../tables/{table}" for table in tables)
        )
        parts |= {f"xl/tables/{table}": xml for table, xml in tables.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def _relationships(*lines: str) -> str:
    found = [line.split(" ") for line in lines]
    return f'<Relationships xmlns="{_PACKAGE}/relationships">' + "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found, start=1)
    ) + "</Relationships>"  # fmt: skip
