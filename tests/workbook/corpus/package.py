# ruff: noqa: E501 - XML reads best an element a line
"""A workbook built by hand, part by part, in any of the spellings that the specification allows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.microsoft.com/office"
TYPE = "application/vnd.openxmlformats-officedocument."
SHEET_TYPE = TYPE + "spreadsheetml."
NAMESPACES = (
    f'xmlns="{MAIN}" xmlns:r="{LINKS}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" '
    f'xmlns:x14ac="{OFFICE}/spreadsheetml/2009/9/ac" xmlns:x14="{OFFICE}/spreadsheetml/2009/9/main" '
    f'xmlns:xm="{OFFICE}/excel/2006/main"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# The order the schema demands of a worksheet's and a workbook's children.
_SHEET_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
    "legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
_WORKBOOK_ORDER = (
    "fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets "
    "functionGroups externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches "
    "smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst"
).split()

STYLES = """<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFEB9C"/></patternFill></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="4" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"><alignment horizontal="right"/></xf>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"><protection locked="0"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
<dxfs count="1"><dxf><font><color rgb="FF9C0006"/></font></dxf></dxfs>"""

STRINGS = ("Invoice", "Net", "Tax", "Total", "Note", "INV-1", "INV-2", "  Eve & Zoë <x> ", "INV-4", "=1+1")


@dataclass
class Sheet:
    """``rows`` holds the cells' XML by row and column letter, without the reference that stands in it as ``@``."""

    part: str
    kind: str = "worksheet"
    state: str = ""
    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    row_attributes: dict[int, str] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    xml: str = ""

    def cell(self, address: str, inside: str = "", attributes: str = "") -> None:
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
        self.rows.setdefault(int(row), {})[letters] = f"<c @{attributes and ' ' + attributes}>{inside}</c>"

    def element(self, name: str, xml: str) -> None:
        """An element of the worksheet; a second one of the same name stands behind the first."""
        self.elements[name] = self.elements.get(name, "") + xml


def ledger(sheet: Sheet) -> None:
    """The cells of every first sheet here: B2 is a number, A3 a text, D2 to D5 formulas with results."""
    for column, letters in enumerate("ABCDE"):
        sheet.cell(f"{letters}1", f"<v>{column}</v>", 't="s" s="3"')
    for row in range(2, 6):
        sheet.cell(f"A{row}", f"<v>{row + 3}</v>", 't="s"')
        sheet.cell(f"B{row}", f"<v>{row * 50}.5</v>", 's="2"')
        sheet.cell(f"C{row}", "<v>19</v>", 's="0"')
        sheet.cell(f"D{row}", f"<f>B{row}+C{row}</f><v>{row * 50 + 19}.5</v>")
    sheet.cell("E2", "<v>1</v>", 't="b"')
    sheet.cell("E3", "<v>#N/A</v>", 't="e"')
    sheet.cell("E4", "<v>45292</v>", 's="1"')
    sheet.cell("E5", "", 's="2"')


class Book:
    """A package in the making. What is added must be related to by the caller."""

    def __init__(self) -> None:
        self.parts: dict[str, str | bytes] = {}
        self.types: dict[str, str] = {}
        self.defaults = {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
        }
        self.links: dict[str, list[tuple[str, str, bool]]] = {}
        self.sheets: list[tuple[str, Sheet]] = []
        self.elements: dict[str, str] = {}
        self.main_type = SHEET_TYPE + "sheet.main+xml"
        self.styles: str | None = STYLES
        self.strings: list[str] | None = [f'<t xml:space="preserve">{_escaped(text)}</t>' for text in STRINGS]
        self.suffix = ".xlsx"
        self.first = self.sheet("Sheet1")
        ledger(self.first)

    def sheet(self, name: str, kind: str = "worksheet", part: str = "", state: str = "") -> Sheet:
        folder = {"worksheet": "worksheets", "chartsheet": "chartsheets", "dialogsheet": "dialogsheets"}
        sheet = Sheet(
            part or f"xl/{folder.get(kind, 'macrosheets')}/sheet{len(self.sheets) + 1}.xml", kind, state
        )
        self.sheets.append((name, sheet))
        return sheet

    def add(self, part: str, data: str | bytes, content_type: str = "") -> str:
        self.parts[part] = data
        if content_type:
            self.types[part] = content_type
        return part

    def relate(self, source: str, kind: str, target: str, external: bool = False) -> str:
        """A relationship of a part ("" is the package); the type without address is the common one's end."""
        links = self.links.setdefault(source, [])
        links.append((kind if ":" in kind else f"{LINKS}/{kind}", target, external))
        return f"rId{len(links)}"

    def part(self, source: str, kind: str, part: str, data: str | bytes, content_type: str = "") -> str:
        """Adds a part and relates to it; the id of the relationship."""
        self.add(part, data, content_type)
        return self.relate(source, kind, part)

    def element(self, name: str, xml: str) -> None:
        self.elements[name] = self.elements.get(name, "") + xml

    def finished(self, bare: bool = False, absolute: bool = False) -> dict[str, str | bytes]:
        """All parts by name. ``bare``: no references where the place says enough."""
        main = "xl/workbook.xml"
        listed = []
        for number, (name, sheet) in enumerate(self.sheets, 1):
            types = {"worksheet": SHEET_TYPE + "worksheet+xml", "chartsheet": SHEET_TYPE + "chartsheet+xml"}
            content_type = types.get(sheet.kind, SHEET_TYPE + "dialogsheet+xml")
            kind = sheet.kind
            if kind == "xlMacrosheet":
                kind, content_type = (
                    f"{OFFICE}/2006/relationships/xlMacrosheet",
                    "application/vnd.ms-excel.macrosheet+xml",
                )
            link = self.part(main, kind, sheet.part, sheet.xml or _sheet_xml(sheet, bare), content_type)
            state = f' state="{sheet.state}"' if sheet.state else ""
            listed.append(f'<sheet name="{_escaped(name)}" sheetId="{number}"{state} r:id="{link}"/>')
        self.elements["sheets"] = f"<sheets>{''.join(listed)}</sheets>"
        if self.styles is not None:
            xml = f"{HEAD}<styleSheet {NAMESPACES}>{self.styles}</styleSheet>"
            self.part(main, "styles", "xl/styles.xml", xml, SHEET_TYPE + "styles+xml")
        if self.strings is not None:
            xml = f'{HEAD}<sst xmlns="{MAIN}">{"".join(f"<si>{text}</si>" for text in self.strings)}</sst>'
            self.part(main, "sharedStrings", "xl/sharedStrings.xml", xml, SHEET_TYPE + "sharedStrings+xml")
        inside = "".join(self.elements[name] for name in _WORKBOOK_ORDER if name in self.elements)
        assert self.elements.keys() <= set(_WORKBOOK_ORDER), self.elements.keys()
        parts: dict[str, str | bytes] = {"[Content_Types].xml": ""}
        self.relate("", "officeDocument", main)
        self.types[main] = self.main_type
        self.parts[main] = f"{HEAD}<workbook {NAMESPACES}>{inside}</workbook>"
        parts["_rels/.rels"] = self._relationships("", absolute)
        for name, data in self.parts.items():
            parts[name] = data
            if name in self.links:
                folder, file = posixpath.split(name)
                parts[f"{folder}/_rels/{file}.rels"] = self._relationships(name, absolute)
        parts["[Content_Types].xml"] = self._content_types()
        return parts

    def _relationships(self, source: str, absolute: bool) -> str:
        lines = []
        for number, (kind, target, external) in enumerate(self.links[source], 1):
            address, mode = target.replace(" ", "%20"), ""
            if external:
                address, mode = _escaped(target), ' TargetMode="External"'
            elif absolute:
                address = f"/{address}"
            else:
                address = posixpath.relpath(address, posixpath.dirname(source) or ".")
            lines.append(f'<Relationship Id="rId{number}" Type="{kind}" Target="{address}"{mode}/>')
        return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'

    def _content_types(self) -> str:
        defaults = [f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in self.defaults.items()]
        overrides = [
            f'<Override PartName="/{p.replace(" ", "%20")}" ContentType="{t}"/>'
            for p, t in self.types.items()
        ]
        return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(defaults + overrides)}</Types>'


def _sheet_xml(sheet: Sheet, bare: bool) -> str:
    rows, before = [], 0
    for number in sorted(sheet.rows.keys() | sheet.row_attributes.keys()):
        cells, last = [], 0
        for letters, xml in sorted(sheet.rows.get(number, {}).items(), key=lambda item: _column(item[0])):
            column = _column(letters)
            implied = bare and column == last + 1
            reference = "" if implied else f' r="{letters}{number}"'
            cells.append(xml.replace(" @", reference, 1))
            last = column
        reference = "" if bare and number == before + 1 else f' r="{number}"'
        attributes = sheet.row_attributes.get(number, "")
        rows.append(f"<row{reference}{attributes and ' ' + attributes}>{''.join(cells)}</row>")
        before = number
    elements = {"sheetData": f"<sheetData>{''.join(rows)}</sheetData>", **sheet.elements}
    assert elements.keys() <= set(_SHEET_ORDER), elements.keys()
    inside = "".join(elements[name] for name in _SHEET_ORDER if name in elements)
    return f"{HEAD}<worksheet {NAMESPACES}>{inside}</worksheet>"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


# --- spellings: the same workbook, written otherwise

Parts = dict[str, str | bytes]
_TAG = re.compile(r"<(?![?!])[^<>]*>")


def plain(parts: Parts) -> Parts:
    return parts


def strict(parts: Parts) -> Parts:
    """ISO/IEC 29500 strict: other namespaces, the same elements."""
    return _every_xml(
        parts,
        lambda xml: re.sub(
            r"http://schemas\.openxmlformats\.org/(spreadsheetml|drawingml|officeDocument)/2006/",
            r"http://purl.oclc.org/ooxml/\1/",
            xml,
        ),
    )


def prefixed(parts: Parts) -> Parts:
    """The main namespace with a prefix."""

    def prefix(xml: str) -> str:
        if f' xmlns="{MAIN}"' not in xml:
            return xml
        xml = re.sub(r"<(/?)([A-Za-z][\w.]*)(?=[\s/>])", r"<\1x:\2", xml)
        return xml.replace(f' xmlns="{MAIN}"', f' xmlns:x="{MAIN}"')

    return _every_xml(parts, prefix)


def single_quotes(parts: Parts) -> Parts:
    def requote(xml: str) -> str:
        return _TAG.sub(lambda tag: re.sub(r'"([^"\']*)"', r"'\1'", tag[0]), xml)

    return _every_xml(parts, requote)


def spaced(parts: Parts) -> Parts:
    """Line breaks, comments and instructions between the elements of sheets, and cells in the comments."""

    def space(xml: str) -> str:
        if "<sheetData" not in xml:
            return xml
        xml = xml.replace("<row", '\n  <!-- <row r="2"><c r="B2"><v>9</v></c></row> --><row')
        return xml.replace("</row>", "\n<?note <c r='B2'/> ?></row >").replace("</v></c>", "</v ></c\n>")

    return _every_xml(parts, space)


def marked(parts: Parts) -> Parts:
    """A byte order mark before every XML part of the workbook."""
    return {
        name: b"\xef\xbb\xbf" + data.encode() if isinstance(data, str) and name.startswith("xl/w") else data
        for name, data in parts.items()
    }


def utf16(parts: Parts) -> Parts:
    """The sheets in UTF-16."""
    return {
        name: data.replace("UTF-8", "UTF-16").encode("utf-16")
        if isinstance(data, str) and "<sheetData" in data
        else data
        for name, data in parts.items()
    }


def _every_xml(parts: Parts, change: Callable[[str], str]) -> Parts:
    return {name: change(data) if isinstance(data, str) else data for name, data in parts.items()}


# --- containers: the same parts, packed otherwise


def packed(path: Path, parts: Parts, how: str = "deflated") -> None:
    """Writes the zip: deflated, stored, streamed (sizes behind the data), with folders and a comment, or 64-bit sizes."""
    method = zipfile.ZIP_STORED if how == "stored" else zipfile.ZIP_DEFLATED
    with path.open("wb") as file:
        target = cast(IO[bytes], _Unseekable(file)) if how == "streamed" else file
        with zipfile.ZipFile(target, "w", method) as archive:
            if how == "folders":
                archive.comment = b"made by hand"
                archive.writestr(zipfile.ZipInfo("xl/", (2001, 2, 3, 4, 5, 6)), b"")
            for name, data in parts.items():
                info = zipfile.ZipInfo(name, (2024, 2, 29, 12, 30, 58))
                info.compress_type = method
                if how == "folders":
                    info.extra, info.comment = b"\x99\x99\x04\x00abcd", b"a part"
                with archive.open(info, "w", force_zip64=how == "zip64") as part:
                    part.write(data.encode() if isinstance(data, str) else data)


class _Unseekable:
    """A file that can only be written on."""

    def __init__(self, file: object) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        return self._file.write(data)  # type: ignore[attr-defined,no-any-return]

    def flush(self) -> None:
        self._file.flush()  # type: ignore[attr-defined]
