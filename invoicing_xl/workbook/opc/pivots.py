"""Pivot tables that sum up changed cells: Excel works them out anew when it opens the file.

Of a pivot cache only its beginning is looked at, for it may hold a million items. Source: ECMA-376 part 1,
18.10.1.67 (pivotCacheDefinition), 18.10.1.95 (worksheetSource).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import chain

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area
from invoicing_xl.workbook.opc.markup import is_true
from invoicing_xl.workbook.opc.meant import Place
from invoicing_xl.workbook.opc.names import area_of, defined_names
from invoicing_xl.workbook.opc.package import Package, SheetPart
from invoicing_xl.workbook.opc.refusals import damaged
from invoicing_xl.workbook.opc.scan_cells import Damaged
from invoicing_xl.workbook.opc.scan_stream import in_utf8
from invoicing_xl.workbook.opc.scan_xml import PullParser, attributes_of
from invoicing_xl.workbook.opc.sheet_cells import retagged
from invoicing_xl.workbook.opc.sheet_text import ATTRIBUTES, attributes, masked
from invoicing_xl.workbook.opc.tables import tables_of

_ROOT = re.compile(rb"(<(?:[^\s<>/:]+:)?pivotCacheDefinition%s)\s*/?>" % ATTRIBUTES)
_ANYWHERE = Area(1, 1, MAX_ROW, MAX_COLUMN)


def refresh_pivots(package: Package, sheet: SheetPart, changed: Collection[Place]) -> None:
    """Marks the pivot caches that take in one of the changed cells of the sheet to be refreshed on load."""
    for part in package.related(package.main, "pivotCacheDefinition"):
        try:
            areas = [_area(package, sheet, source) for source in _sources(package, part)]
            if any(area.contains(*place) for area in areas if area for place in changed):
                _refresh(package, part)
        except Damaged as error:
            raise damaged(package.path, part) from error


def _sources(package: Package, part: str) -> list[dict[str, str]]:
    """What the elements say that tell where the pivot cache takes its rows from."""
    parser = PullParser("worksheetSource", "rangeSet", "cacheSource")
    found: list[dict[str, str]] = []
    for piece in in_utf8(package.stream(part)):
        for element in parser.feed(piece):
            if element.tag.endswith("}cacheSource"):
                return found
            found.append(attributes_of(element))
    return found


def _area(package: Package, sheet: SheetPart, source: dict[str, str]) -> Area | None:
    """The cells of the sheet that the source takes in; None where these are no cells of it."""
    if source.get(f"{{{package.links}}}id"):  # in another workbook
        return None
    if name := source.get("name", "").casefold():
        return _named(package, sheet, name)
    if not _is(sheet, source.get("sheet", "")):
        return None
    try:
        return Area.parse(source.get("ref", ""))
    except ValueError:  # whole columns
        return _ANYWHERE


def _named(package: Package, sheet: SheetPart, name: str) -> Area | None:
    for other in package.sheets:
        for table in tables_of(package, other.part) if other.part else ():
            if table.name.casefold() == name:
                return table.area if _is(sheet, other.name) else None
    for defined in defined_names(package):
        if defined.name.casefold() == name:
            found = area_of(defined.refers_to)
            if found is None:  # a formula: what it comes to is for Excel to know
                return _ANYWHERE
            if _is(sheet, found[0]):
                return found[1]
    return None


def _is(sheet: SheetPart, name: str) -> bool:
    return sheet.name.casefold() == name.casefold()


def _refresh(package: Package, part: str) -> None:
    pieces = in_utf8(package.stream(part))
    head = b""
    for piece in pieces:
        head += piece
        root = _ROOT.search(masked(head))
        if root:
            if not is_true(attributes(root[1]).get(b"refreshOnLoad", b"").decode()):
                tag = retagged(root[1], b"refreshOnLoad", b"1")
                package.replace(part, chain((head[: root.start()], tag, head[root.end(1) :]), pieces))
            return
