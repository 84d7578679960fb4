"""One snapshot of a sheet of a workbook file."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import MAX_COLUMN, Area
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.workbook.opc.formats import read_formats
from invoicing_xl.workbook.opc.markup import child, children, local_name
from invoicing_xl.workbook.opc.names import names_of
from invoicing_xl.workbook.opc.package import Package, SheetPart
from invoicing_xl.workbook.opc.scan import PIECE, scan_sheet
from invoicing_xl.workbook.opc.scan_cells import Damaged, TooLarge
from invoicing_xl.workbook.opc.scan_exact import Frame
from invoicing_xl.workbook.opc.scan_text import unescaped
from invoicing_xl.workbook.opc.strings import read_strings
from invoicing_xl.workbook.opc.text_pool import pooled

_KINDS = {"chartsheet": "chart sheet", "dialogsheet": "dialog sheet", "macrosheet": "macro sheet"}
_SHARED: WeakKeyDictionary[Package, tuple[int, pa.StringArray]] = WeakKeyDictionary()
_REPAIR = "Open the workbook in Excel, let Excel repair it, save it and try again, or take an earlier copy."


def snapshot(package: Package, sheet: str, *, size: int = PIECE) -> Grid:
    """All that stands in a sheet, with what has been changed in the package so far.

    ``row_count`` is the last row in which a cell has a value or a formula; cells that only have a format
    do not count. Arrays of a column that would hold the same item throughout may be read-only.

    size  about how many bytes are looked at at a time

    ClerkMessage where there is no such sheet, it has no cells (a chart sheet), or its data are damaged.
    """
    found = package.sheet(sheet)
    where = f"{package.path.name}, sheet {found.name}"
    if found.kind != "worksheet":
        raise ClerkMessage(f"This is a {_KINDS[found.kind]}; it has no cells.", where=where)
    try:
        return _read(package, found, size)
    except Damaged as error:
        raise ClerkMessage(
            f"The sheet's data are damaged: {error}.", where=where, next_step=_REPAIR
        ) from error
    except TooLarge as error:
        raise ClerkMessage(
            f"The used cells hold {error}, which is more than can be read at once.",
            where=where,
            next_step="Delete rows and columns that are not needed, save the workbook and try again.",
        ) from error


def _read(package: Package, sheet: SheetPart, size: int) -> Grid:
    strings = _strings(package, size)
    date1904 = package.date1904
    scanned = scan_sheet(package.stream(sheet.part), strings=len(strings), date1904=date1904, size=size)
    columns, frame, formats = scanned.columns, scanned.frame, read_formats(package)
    finished = columns.finished(_column_styles(frame), formats.of_xf)
    indexed, pool = pooled(finished, strings, scanned.texts)
    return Grid(
        sheet=sheet.name,
        row_count=columns.row_count,
        columns=indexed,
        pool=pool,
        formats=formats.codes,
        date1904=date1904,
        hidden=columns.hidden(unseen=frame.rows_hidden),
        tables=_tables(package, sheet),
        merged=tuple(frame.merged),
        protected=frame.protected,
        names=names_of(package, sheet.name),
        formula_text=scanned.formulas.text,
    )


def _strings(package: Package, size: int) -> pa.StringArray:
    """The texts that all sheets share, read once for as long as they stay what they are."""
    part = package.shared_strings
    if part is None:
        return pa.array([], pa.utf8())
    crc, strings = _SHARED.get(package, (None, None))
    if strings is None or crc != package.crc(part):
        try:
            strings = read_strings(package.stream(part), size)
        except Damaged as error:
            raise Damaged(f"the texts that all sheets share cannot be read ({error})") from error
        _SHARED[package] = package.crc(part), strings
    return strings


def _column_styles(frame: Frame) -> NDArray[np.int32]:
    styles = np.zeros(MAX_COLUMN, np.int32)
    for first, last, style in frame.column_styles:
        styles[max(first, 1) - 1 : max(last, 0)] = style
    return styles


def _tables(package: Package, sheet: SheetPart) -> tuple[SheetTable, ...]:
    tables = []
    for part in package.related(sheet.part, "table"):
        root = package.xml(part)
        columns = child(root, "tableColumns")
        named = (
            [e for e in children(columns) if local_name(e) == "tableColumn"] if columns is not None else []
        )
        try:
            table = SheetTable(
                name=root.get("displayName", root.get("name", "")),
                area=Area.parse(root.get("ref", "")),
                header_rows=int(root.get("headerRowCount", 1)),
                totals_rows=int(root.get("totalsRowCount", 0)),
                columns=tuple(unescaped(element.get("name", "")) for element in named),
            )
        except ValueError as error:
            raise Damaged(f"its table {root.get('displayName', '')} cannot be read") from error
        tables.append(table)
    return tuple(tables)
