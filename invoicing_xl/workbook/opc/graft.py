"""Generated sheets into a clerk's package: rendered by XlsxWriter, then brought over part by part.

Many sheets are rendered and brought over in one go. What the package had keeps its bytes: styles, content
types, relationships and the list of sheets only grow. A sheet that is replaced keeps its part, its id and
its tab, so that names, the active tab and references to it stay right.

The rendered XML is XlsxWriter's: one spelling for everything, no ``<`` or ``>`` in text or attributes. So
expressions over its bytes are safe here.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.looks import Looks
from invoicing_xl.workbook.opc.marks import NAME, Mark
from invoicing_xl.workbook.opc.markup import child, children, in_namespace_of
from invoicing_xl.workbook.opc.package import SPREADSHEET_TYPE, Package
from invoicing_xl.workbook.opc.parts import rels_part
from invoicing_xl.workbook.opc.register import (
    FreeNames,
    drop_closures,
    list_sheets,
    rename_sheet,
    state_types,
)
from invoicing_xl.workbook.opc.render import render
from invoicing_xl.workbook.opc.sheetdata import sheet_data
from invoicing_xl.workbook.opc.stylesheet import Stylesheet

# The names that a sheet of ours brings; a name that the clerk defined on it stays.
_OUR_NAMES = {NAME, "_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"}
_CONTENT_TYPES = {
    "worksheets": SPREADSHEET_TYPE + "worksheet+xml",
    "drawings": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "charts": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}

_CELLS = re.compile(rb"<sheetData/>|<sheetData>.*?</sheetData>", re.DOTALL)
_DIMENSION = re.compile(rb"<dimension [^>]*>")
_HIGHLIGHT = re.compile(rb'(<cfRule [^>]*dxfId=")([0-9]+)')
_SELECTED = re.compile(rb'(<sheetView [^>]*?) tabSelected="1"')
_TAG = re.compile(rb"<[^>]+>")
_TARGET = re.compile(rb'Target="([^"]+)"')
_TRANSITIONAL = re.compile(
    rb"http://schemas\.openxmlformats\.org/(spreadsheetml|drawingml|officeDocument)/2006/"
)
_STRICT = rb"http://purl.oclc.org/ooxml/\1/"


@dataclass(frozen=True, slots=True)
class Planned:
    """A sheet to be put, under its final name; ``replaces`` names the sheet whose place it takes."""

    name: str
    plan: SheetPlan
    mark: Mark
    replaces: str | None = None


def put_all(package: Package, sheets: Sequence[Planned]) -> None:
    """Puts the sheets into the package, all in one go: new ones at the end, the others in their places."""
    if not sheets:
        return
    parts = {sheet.name: sheet.part for sheet in package.sheets}
    drop_closures(package, [parts[sheet.replaces] for sheet in sheets if sheet.replaces])
    graft = _Graft(package, sheets)
    indices = graft.bring()
    _define_names(package, graft.workbook_xml, sheets, indices)
    replacing = any(sheet.replaces for sheet in sheets)
    if replacing or any(cell.formula for sheet in sheets for cell in sheet.plan.cells):
        package.drop_calc_chain()  # its list of formula cells no longer holds
    if replacing:
        package.recalculate_on_load()  # the clerk's formulas may read the sheet


class _Graft:
    """One rendered workbook on its way into a package."""

    def __init__(self, package: Package, sheets: Sequence[Planned]) -> None:
        self._package = package
        self._sheets = sheets
        self._source = ZipFile(BytesIO(render((sheet.name, sheet.plan) for sheet in sheets)))
        self._styles = Stylesheet(package)
        self._looks = Looks(self._styles)
        dxfs = child(etree.fromstring(self._in_namespaces(self._source.read("xl/styles.xml"))), "dxfs")
        self._rendered_highlights = [] if dxfs is None else children(dxfs)
        self._highlights: dict[int, int] = {}
        self._types: list[tuple[str, str]] = []
        self._rendered = set(self._source.namelist())
        self._names = FreeNames(package)

    @property
    def workbook_xml(self) -> bytes:
        return self._source.read("xl/workbook.xml")

    def bring(self) -> list[int]:
        """Brings the sheets over; returns each one's index among all sheets."""
        standing = {sheet.name: sheet for sheet in self._package.sheets}
        folder = posixpath.dirname(self._package.main)
        indices: list[int] = []
        added: list[tuple[str, str]] = []
        for number, sheet in enumerate(self._sheets, 1):
            source = f"xl/worksheets/sheet{number}.xml"
            data = self._sheet(source, sheet.plan)
            if sheet.replaces:
                old = standing[sheet.replaces]
                part, index = old.part, old.index
                self._package.replace(part, data)
                rename_sheet(self._package, index, sheet.name)
            else:
                part = self._names.like(posixpath.join(folder, "worksheets/sheet1.xml"))
                index = len(standing) + len(added)
                self._package.add(part, data, "")
                self._types.append((part, _content_type(source)))
                added.append((sheet.name, part))
            indices.append(index)
            self._bring_related(source, part)
        list_sheets(self._package, added)
        state_types(self._package, self._types)
        return indices

    def _sheet(self, source: str, plan: SheetPlan) -> Iterator[bytes]:
        """A sheet in the package's terms: the rendered one, with the plan's cells put in."""
        head, tail = _CELLS.split(self._source.read(source), maxsplit=1)
        yield self._in_namespaces(_DIMENSION.sub(b"", _SELECTED.sub(rb"\1", head)))
        yield from sheet_data(plan, self._looks.index)
        yield self._in_namespaces(_HIGHLIGHT.sub(self._highlight, tail))

    def _highlight(self, found: re.Match[bytes]) -> bytes:
        index = int(found[2])
        if index not in self._highlights:
            self._highlights[index] = self._styles.index("dxfs", self._rendered_highlights[index])
        return b"%s%d" % (found[1], self._highlights[index])

    def _bring_related(self, source: str, target: str) -> None:
        """Relationships of a part, and the parts they lead to, all the way down (drawings, charts)."""
        if rels_part(source) not in self._rendered:
            return

        def bring(found: re.Match[bytes]) -> bytes:
            part = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[1].decode()))
            new = self._names.like(
                posixpath.join(posixpath.dirname(self._package.main), part.removeprefix("xl/"))
            )
            self._package.add(new, self._in_namespaces(self._source.read(part)), "")
            self._types.append((new, _content_type(part)))
            self._bring_related(part, new)
            return b'Target="%s"' % posixpath.relpath(new, posixpath.dirname(target)).encode()

        xml = _TARGET.sub(bring, self._source.read(rels_part(source)))
        self._package.add(rels_part(target), self._in_namespaces(xml), "")

    def _in_namespaces(self, xml: bytes) -> bytes:
        if not self._package.strict:
            return xml
        return _TAG.sub(lambda tag: _TRANSITIONAL.sub(_STRICT, tag[0]), xml)


def _content_type(part: str) -> str:
    return _CONTENT_TYPES[posixpath.basename(posixpath.dirname(part))]


def _define_names(
    package: Package, workbook_xml: bytes, sheets: Sequence[Planned], indices: list[int]
) -> None:
    """The names of the rendered sheets (print areas, filters) and our marks, in place of older ones."""
    standing = package.sheets
    crcs = {index: package.crc(standing[index].part) for index in indices}
    names = package.workbook_child("definedNames")
    replaced = {str(index) for index, sheet in zip(indices, sheets, strict=True) if sheet.replaces}
    for element in children(names):
        if element.get("localSheetId") in replaced and element.get("name") in _OUR_NAMES:
            markup.remove(element)
    tag = in_namespace_of(names, "definedName")
    for element in etree.fromstring(workbook_xml).iter("{*}definedName"):
        scope = indices[int(element.get("localSheetId", "0"))]
        made = etree.SubElement(names, tag, name=element.get("name", ""), localSheetId=str(scope))
        if element.get("hidden"):
            made.set("hidden", "1")
        made.text = element.text
    for index, sheet in zip(indices, sheets, strict=True):
        made = etree.SubElement(names, tag, name=NAME, localSheetId=str(index), hidden="1")
        made.text = sheet.mark.sealed(sheet.name, crcs[index]).constant()
    package.touch(package.main)
