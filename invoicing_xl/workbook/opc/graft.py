"""Generated sheets into a clerk's package: rendered by XlsxWriter, then brought over part by part.

Many sheets are rendered and brought over in one go. What the package had keeps its bytes: styles, content
types, relationships and the list of sheets only grow. A sheet that is replaced keeps its part, its id and
its tab, so that names, the active tab and references to it stay right.

The rendered XML is XlsxWriter's: one spelling for everything, no ``<`` or ``>`` in text or attributes. So
expressions over its bytes are safe here, and many times faster than trees.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.workbook.opc import markup
from invoicing_xl.workbook.opc.marks import NAME, Mark
from invoicing_xl.workbook.opc.markup import children, in_namespace_of
from invoicing_xl.workbook.opc.package import SPREADSHEET_TYPE, Package
from invoicing_xl.workbook.opc.parts import rels_part
from invoicing_xl.workbook.opc.register import (
    FreeNames,
    drop_closures,
    list_sheets,
    rename_sheet,
    state_types,
)
from invoicing_xl.workbook.opc.render import finished, render
from invoicing_xl.workbook.opc.stylesheet import Stylesheet

# The names that a sheet of ours brings; a name that the clerk defined on it stays.
_OUR_NAMES = {NAME, "_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"}
_CONTENT_TYPES = {
    "worksheets": SPREADSHEET_TYPE + "worksheet+xml",
    "drawings": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "charts": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
}

_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"(?: s="([0-9]+)")?(?: t="s"><v>([0-9]+)</v></c>)?')
_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
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
    graft = _Graft(package, sheets)
    indices = graft.bring()
    _define_names(package, graft.workbook_xml, sheets, indices)
    package.drop_calc_chain()
    if any(sheet.replaces for sheet in sheets):
        package.recalculate_on_load()  # the clerk's formulas may read the sheet


class _Graft:
    """One rendered workbook on its way into a package."""

    def __init__(self, package: Package, sheets: Sequence[Planned]) -> None:
        self._package = package
        self._sheets = sheets
        self._source = ZipFile(BytesIO(render((sheet.name, sheet.plan) for sheet in sheets)))
        self._styles = _Styles(package, self._source.read("xl/styles.xml"))
        self._strings = self._inline_strings()
        self._types: list[tuple[str, str]] = []

    @property
    def workbook_xml(self) -> bytes:
        return self._source.read("xl/workbook.xml")

    def bring(self) -> list[int]:
        """Brings the sheets over; returns each one's index among all sheets."""
        standing = {sheet.name: sheet for sheet in self._package.sheets}
        drop_closures(self._package, [standing[s.replaces].part for s in self._sheets if s.replaces])
        self._names = FreeNames(self._package)
        folder = posixpath.dirname(self._package.main)
        indices: list[int] = []
        added: list[tuple[str, str]] = []
        for number, sheet in enumerate(self._sheets, 1):
            source = f"xl/worksheets/sheet{number}.xml"
            data = self._sheet(source)
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

    def _sheet(self, source: str) -> bytes:
        """A rendered sheet in the package's terms: its styles, its texts inline, its namespaces."""
        xml = finished(self._source.read(source))
        xml = _SELECTED.sub(rb"\1", xml)
        xml = _HIGHLIGHT.sub(lambda found: b"%s%d" % (found[1], self._styles.highlight(int(found[2]))), xml)
        if self._package.strict:
            end = xml.index(b">", xml.index(b"<worksheet")) + 1
            xml = _TRANSITIONAL.sub(_STRICT, xml[:end]) + xml[end:]
        return _CELL.sub(self._cell, xml)

    def _cell(self, found: re.Match[bytes]) -> bytes:
        place, look, string = found.groups()
        # A cell without style has that of index 0, which may mean anything in the clerk's workbook.
        style = self._styles.cell(look or b"0")
        if string is None:
            return b'<c r="%s" s="%s"' % (place, style)
        return b'<c r="%s" s="%s" t="inlineStr"><is>%s</is></c>' % (place, style, self._strings[int(string)])

    def _inline_strings(self) -> list[bytes]:
        if "xl/sharedStrings.xml" not in self._source.namelist():
            return []
        return _STRING.findall(finished(self._source.read("xl/sharedStrings.xml")))

    def _bring_related(self, source: str, target: str) -> None:
        """Relationships of a part, and the parts they lead to, all the way down (drawings, charts)."""
        if rels_part(source) not in self._source.namelist():
            return

        def bring(found: re.Match[bytes]) -> bytes:
            part = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[1].decode()))
            new = self._names.like(
                posixpath.join(posixpath.dirname(self._package.main), part.removeprefix("xl/"))
            )
            self._package.add(new, self._in_namespaces(finished(self._source.read(part))), "")
            self._types.append((new, _content_type(part)))
            self._bring_related(part, new)
            return b'Target="%s"' % posixpath.relpath(new, posixpath.dirname(target)).encode()

        xml = _TARGET.sub(bring, self._source.read(rels_part(source)))
        self._package.add(rels_part(target), self._in_namespaces(xml), "")

    def _in_namespaces(self, xml: bytes) -> bytes:
        if not self._package.strict:
            return xml
        return _TAG.sub(lambda tag: _TRANSITIONAL.sub(_STRICT, tag[0]), xml)


class _Styles:
    """Style indices of the rendered workbook as indices of the package's."""

    def __init__(self, package: Package, styles_xml: bytes) -> None:
        self._target = Stylesheet(package)
        if package.strict:
            styles_xml = _TRANSITIONAL.sub(_STRICT, styles_xml)
        root = etree.fromstring(styles_xml)
        self._lists = {markup.local_name(entries): children(entries) for entries in children(root)}
        self._codes = {
            str(e.get("numFmtId")): str(e.get("formatCode")) for e in self._lists.get("numFmts", ())
        }
        self._cells: dict[bytes, bytes] = {}
        self._highlights: dict[int, int] = {}

    def cell(self, index: bytes) -> bytes:
        if index not in self._cells:
            self._cells[index] = str(self._format(int(index))).encode()
        return self._cells[index]

    def highlight(self, index: int) -> int:
        if index not in self._highlights:
            self._highlights[index] = self._target.index("dxfs", self._lists["dxfs"][index])
        return self._highlights[index]

    def _format(self, index: int) -> int:
        xf = self._lists["cellXfs"][index]
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            entry = self._lists[name][int(xf.get(attribute, "0"))]
            xf.set(attribute, str(self._target.index(name, entry)))
            xf.set(f"apply{attribute.removesuffix('Id').capitalize()}", "1")
        xf.set("applyNumberFormat", "1")
        code = self._codes.get(xf.get("numFmtId", ""))
        if code is not None:
            xf.set("numFmtId", str(self._target.number_format(code)))
        if not self._target.has_named_styles:
            xf.attrib.pop("xfId", "")
        return self._target.index("cellXfs", xf)


def _content_type(part: str) -> str:
    return _CONTENT_TYPES[posixpath.basename(posixpath.dirname(part))]


def _define_names(
    package: Package, workbook_xml: bytes, sheets: Sequence[Planned], indices: list[int]
) -> None:
    """The names of the rendered sheets (print areas, filters) and our marks, in place of older ones."""
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
        made.text = sheet.mark.constant()
    package.touch(package.main)
