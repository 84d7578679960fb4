"""New rows below the last used one of a sheet in an open workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import xlwings as xw

from invoicing_xl.model.cells import Area, Content, address
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.workbook.live.guards import refuse_rows, tables_to_grow
from invoicing_xl.workbook.live.host import HostApi
from invoicing_xl.workbook.live.reading import SheetReader
from invoicing_xl.workbook.live.session import Session
from invoicing_xl.workbook.live.writing import GENERAL, differences, write
from invoicing_xl.workbook.opc.cell_text import refuse_unwritable
from invoicing_xl.workbook.port import Row


def append_rows(
    host: HostApi, reader: SheetReader, session: Session, sheet: xw.Sheet, grid: Grid, rows: Sequence[Row]
) -> None:
    """See ``Workbook.append``; ``grid`` is the sheet as it is.

    The new rows look like the last one, unless that holds the headings. A blank leaves a calculated
    column of a table that grows to its formula.
    """
    last, width = grid.row_count, max(map(len, rows))
    block = Area(last + 1, 1, last + len(rows), width)
    growing = tables_to_grow(grid.tables, last, block.last_row, width, grid.sheet)
    refuse_rows(host, sheet, grid.sheet, block)
    contents = {
        (number, column): content
        for number, row in enumerate(rows, block.first_row)
        for column, content in enumerate(row, 1)
    }
    for place, content in contents.items():
        refuse_unwritable(content, f"{grid.sheet}!{address(*place)}")

    session.undo_by(lambda: _clear(host, sheet, block, growing))
    for table in growing:
        host.resize_table(sheet, table.name, replace(table.area, last_row=block.last_row))
    headed = _first_row(grid) == last or any(last < t.area.first_row + t.header_rows for t in growing)
    if not headed:
        above = Area(last, 1, last, width)
        host.extend_look(sheet.range(str(above)), sheet.range(str(block)))
    now = reader.at(sheet, [block])
    formats = reader.formats(sheet, [block])
    wanted = {
        place: _formatted(content, GENERAL if headed else formats[place])
        for place, content in contents.items()
        if _filled(content) or now[place].formula is None
    }
    for _ in write(sheet, wanted, formats):
        session.pause()
    for wrong in differences(wanted, reader.at(sheet, [block])):
        raise RuntimeError(f"{grid.sheet}!{wrong} does not hold what was written")


def _clear(host: HostApi, sheet: xw.Sheet, block: Area, grown: Sequence[SheetTable]) -> None:
    for table in grown:
        host.resize_table(sheet, table.name, table.area)
    sheet.range(str(block)).clear()


def _formatted(content: Content, otherwise: str) -> Content:
    return replace(content, number_format=content.number_format or otherwise)


def _filled(content: Content) -> bool:
    return content.formula is not None or content.value not in (None, "")


def _first_row(grid: Grid) -> int:
    firsts = [
        int(filled[0]) + 1
        for cells in grid.columns.values()
        if len(filled := np.flatnonzero((cells.kinds > 0) | (cells.formulas >= 0)))
    ]
    return min(firsts, default=0)
