"""Excel tables that grow with the rows appended to them. Source: ECMA-376 part 1, 18.5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.workbook.opc.formulas import moved
from invoicing_xl.workbook.opc.markup import Element, child, children, is_true
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.refusals import damaged

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TablePart:
    """An Excel table of a sheet. ``area`` includes its header and totals rows.

    ``calculated`` are the columns of the sheet that it fills by a formula.
    """

    part: str
    name: str
    area: Area
    header_rows: int
    totals_rows: int
    calculated: frozenset[int]

    def is_header(self, row: int, column: int) -> bool:
        inside = self.area.contains(row, column)
        return inside and row < self.area.first_row + self.header_rows

    def is_total(self, row: int, column: int) -> bool:
        inside = self.area.contains(row, column)
        return inside and row > self.area.last_row - self.totals_rows


def tables_of(package: Package, sheet_part: str) -> list[TablePart]:
    """The tables of a sheet. ClerkMessage where one cannot be read."""
    tables = []
    for part in package.related(sheet_part, "table"):
        try:
            tables.append(_table(part, package.xml(part)))
        except ValueError as error:
            raise damaged(package.path, part) from error
    return tables


def _table(part: str, root: Element) -> TablePart:
    area = Area.parse(root.get("ref", ""))
    return TablePart(
        part,
        root.get("displayName", root.get("name", "")),
        area,
        int(root.get("headerRowCount", "1")),
        int(root.get("totalsRowCount", "0")),
        frozenset(_calculated(root, area)),
    )


def tables_to_grow(
    tables: list[TablePart], last: int, new_last: int, columns: range, sheet: str
) -> list[TablePart]:
    """The tables that take in the rows after ``last`` up to ``new_last``; ``columns`` are written.

    A table takes them in that ends at ``last``, the last used row, or holds blank rows below it.
    ClerkMessage where a totals row or another table is in the way.
    """
    growing = []
    for table in tables:
        area = table.area
        apart = area.last_column < columns.start or area.first_column >= columns.stop
        if apart or area.last_row < last:
            continue
        if area.first_row > last:
            raise ClerkMessage(f"The table {table.name} is in the way of the new rows.", where=sheet)
        if table.totals_rows and new_last > area.last_row - table.totals_rows:
            raise ClerkMessage(
                f"The table {table.name} ends in a totals row.",
                where=sheet,
                next_step="Switch the totals row off (Table Design > Total Row) and run again.",
            )
        if new_last > area.last_row:
            growing.append(table)
    for table in growing:
        for other in tables:
            if other is not table and _meets(other.area, _added(table.area, new_last)):
                raise ClerkMessage(
                    f"The table {other.name} is in the way of the table {table.name}.", where=sheet
                )
    return growing


def grow_table(package: Package, table: TablePart, new_last: int) -> None:
    """The table, and its filter, reach down to ``new_last``."""
    root = package.xml(table.part)
    root.set("ref", str(replace(table.area, last_row=new_last)))
    own_filter = child(root, "autoFilter")
    if own_filter is not None:
        stated = own_filter.get("ref", "")
        if stated == str(table.area):
            own_filter.set("ref", root.get("ref", ""))
    package.touch(table.part)


def filled_down(
    tables: list[TablePart], last: int, new_last: int, above: Mapping[int, str | None]
) -> dict[Place, Content]:
    """The formulas of calculated columns in new rows; ``above`` are those of row ``last`` by column.

    Excel works out their results when it opens the file.
    """
    return {
        (row, column): Content(None, moved(formula, row - last, 0))
        for table in tables
        for column in sorted(table.calculated)
        if (formula := above.get(column))
        for row in range(last + 1, new_last + 1)
    }


def _calculated(root: Element, area: Area) -> list[int]:
    columns = child(root, "tableColumns")
    found = []
    for place, column in enumerate(children(columns) if columns is not None else ()):
        formula = child(column, "calculatedColumnFormula")
        if formula is not None and not is_true(formula.get("array")):
            found.append(area.first_column + place)
    return found


def _added(area: Area, new_last: int) -> Area:
    return replace(area, first_row=area.last_row + 1, last_row=new_last)


def _meets(one: Area, other: Area) -> bool:
    return (
        one.first_row <= other.last_row
        and other.first_row <= one.last_row
        and one.first_column <= other.last_column
        and other.first_column <= one.last_column
    )
