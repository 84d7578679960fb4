"""What stands in the way of writing, told before the first cell is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import xlwings as xw

from invoicing_xl.model.cells import MAX_ROW, Area, address
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import SheetTable
from invoicing_xl.workbook.live.addresses import Place, around, cell_count, halves, meet, rectangles
from invoicing_xl.workbook.live.host import Access, HostApi, Tab


def refuse_access(access: Access, book: str) -> None:
    """ClerkMessage where the workbook as a whole must not be written."""
    if access.read_only:
        raise ClerkMessage(
            "The workbook is open for reading only.",
            where=book,
            next_step="Save it under another name, or open it for editing, and run again.",
        )
    if access.shared:
        raise ClerkMessage(
            "Others are working in this workbook at the same time.",
            where=book,
            next_step="Run again when you are the only one in it, or work in a copy.",
        )


def refuse_locked_structure(access: Access, sheet: str) -> None:
    if access.structure_locked:
        raise ClerkMessage(
            "The workbook's structure is protected, so that no sheet can be added or removed.",
            where=sheet,
            next_step="In Excel, choose Review > Protect Workbook to unprotect it, and run again.",
        )


def refuse_protected(tab: Tab, place: Place | None = None) -> None:
    if tab.protected:
        where = f"{tab.name}!{address(*place)}" if place else tab.name
        raise ClerkMessage("The sheet is protected.", where=where, next_step="Unprotect it and run again.")


def refuse_obstacles(
    host: HostApi, sheet: xw.Sheet, name: str, places: Sequence[Place], written: frozenset[Place]
) -> Sequence[Area]:
    """ClerkMessage where one of the cells must not be changed; of them ``written`` get other contents.

    Returns the merged areas whose first cell is among them.
    """
    area = around(rectangles(places))
    _refuse_filtered(host.filtered(sheet), name, places)
    cells = sheet.range(str(area))
    merged = host.merged(cells)
    for place in places:
        where = f"{name}!{address(*place)}"
        if any(one.contains(*place) and (one.first_row, one.first_column) != place for one in merged):
            raise ClerkMessage(
                "The cell is covered by merged cells.", where=where, next_step="Unmerge them first."
            )
    _refuse_tables(host.tables(sheet), name, places, written)
    _refuse_pivots(host.pivots(sheet), name, places)
    if host.in_arrays(cells):
        _refuse_arrays(host, sheet, name, rectangles(written))
    return [one for one in merged if (one.first_row, one.first_column) in written]


def _refuse_filtered(filtered: Iterable[Area], name: str, places: Iterable[Place]) -> None:
    for area in filtered:
        for row, column in places:
            if area.first_row <= row <= area.last_row:
                raise ClerkMessage(
                    "A filter hides rows here, and what is written could land in the wrong ones.",
                    where=f"{name}!{address(row, column)}",
                    next_step="Show all rows (Data > Clear), run again, and filter again afterwards.",
                )


def _refuse_tables(
    tables: Iterable[SheetTable], name: str, places: Iterable[Place], written: frozenset[Place]
) -> None:
    for table in tables:
        for row, column in places:
            if not table.area.contains(row, column):
                continue
            where = f"{name}!{address(row, column)}"
            if row < table.area.first_row + table.header_rows:
                raise ClerkMessage("A table's header is not changed.", where=where)
            if row > table.area.last_row - table.totals_rows and (row, column) in written:
                raise ClerkMessage("A table's totals row is not changed.", where=where)


def _refuse_pivots(pivots: Iterable[Area], name: str, places: Iterable[Place]) -> None:
    for area in pivots:
        for place in places:
            if area.contains(*place):
                raise ClerkMessage(
                    f"The cell belongs to the pivot table in {area}.",
                    where=f"{name}!{address(*place)}",
                    next_step="Change the rows that the pivot table sums up.",
                )


def _refuse_arrays(host: HostApi, sheet: xw.Sheet, name: str, areas: Iterable[Area]) -> None:
    """Somewhere around the areas is an array; it is refused only where a cell of theirs belongs to it."""
    for area in areas:
        if not host.in_arrays(sheet.range(str(area))):
            continue
        if cell_count(area) > 1:
            _refuse_arrays(host, sheet, name, halves(area))
            continue
        raise ClerkMessage(
            "The cell belongs to an array formula, a spilled result or a data table.",
            where=f"{name}!{area}",
            next_step="Change it in Excel.",
        )


def refuse_rows(host: HostApi, sheet: xw.Sheet, name: str, block: Area) -> None:
    """ClerkMessage where the block below the used rows cannot take new ones."""
    if block.last_row > MAX_ROW:
        count = block.last_row - block.first_row + 1
        raise ClerkMessage(f"The sheet has no room for {count:,} more rows.", where=name)
    if any(area.last_row >= block.first_row - 1 for area in host.filtered(sheet)):
        raise ClerkMessage(
            "A filter hides rows here, so that no rows can be added.",
            where=name,
            next_step="Show all rows (Data > Clear), run again, and filter again afterwards.",
        )
    for area in host.merged(sheet.range(str(block))):
        raise ClerkMessage(
            "Merged cells are in the way of the new rows.",
            where=f"{name}!{area}",
            next_step="Unmerge them first.",
        )


def tables_to_grow(
    tables: Iterable[SheetTable], last: int, new_last: int, width: int, sheet: str
) -> list[SheetTable]:
    """The tables that take in new rows of that width below row ``last``, which is in them."""
    new_rows = Area(last + 1, 1, new_last, width)
    growing = []
    for table in tables:
        if table.area.last_row < last or not meet(
            Area(table.area.first_row, table.area.first_column, MAX_ROW, table.area.last_column), new_rows
        ):
            continue
        if table.area.first_row > last:
            raise ClerkMessage(f"The table {table.name} is in the way of the new rows.", where=sheet)
        if table.totals_rows and new_last > table.area.last_row - table.totals_rows:
            raise ClerkMessage(
                f"The table {table.name} ends in a totals row.",
                where=sheet,
                next_step="Switch the totals row off (Table Design > Total Row) and run again.",
            )
        if new_last > table.area.last_row:
            growing.append(table)
    return growing
