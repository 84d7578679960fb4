"""Sheets of a fake Excel."""

# ruff: noqa: N802, N803

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area
from tests.workbook.live.fake_excel.cells import Hyperlinks, Range
from tests.workbook.live.fake_excel.com import Com, ComError
from tests.workbook.live.fake_excel.entering import filled_down
from tests.workbook.live.fake_excel.parts import ChartObjects, Holder, Listed, Names, TabColor
from tests.workbook.live.fake_excel.references import areas_of
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet, FakeTable

if TYPE_CHECKING:
    from tests.workbook.live.fake_excel.excel import Excel, FakeWorkbook

_TYPES = {"worksheet": -4167, "chart": 3, "macro": 3, "dialog": -4116}


class Worksheet(Com):
    def __init__(self, book: FakeWorkbook, state: FakeSheet) -> None:
        super().__init__(book.wire)
        self.book = book
        self.state = state

    def alive(self) -> FakeSheet:
        if self.state not in self.book.state:
            raise ComError("The object invoked has disconnected from its clients.")
        return self.state

    @property
    def Name(self) -> str:
        return self.alive().name

    @Name.setter
    def Name(self, name: str) -> None:
        if self.book.held["ProtectStructure"]:
            raise ComError("Workbook is protected and cannot be changed.")
        if any(
            other is not self.state and other.name.casefold() == name.casefold() for other in self.book.state
        ):
            raise ComError("That name is already taken. Try a different one.")
        if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name) or name.startswith("'") or name.endswith("'"):
            raise ComError("You typed an invalid name for a sheet or chart.")
        self.alive().name = name

    @property
    def Visible(self) -> int:
        return self.state.visible

    @property
    def Type(self) -> int:
        return _TYPES[self.state.kind]

    @property
    def ProtectContents(self) -> bool:
        return self.state.protected

    @property
    def Index(self) -> int:
        return self.book.state.index(self.alive()) + 1

    @property
    def Parent(self) -> FakeWorkbook:
        return self.book

    @property
    def Application(self) -> Excel:
        return self.book.excel

    @property
    def Cells(self) -> Range:
        return self.range([Area(1, 1, MAX_ROW, MAX_COLUMN)])

    def range(self, areas: list[Area]) -> Range:
        if self.alive().kind != "worksheet":
            raise ComError("Object doesn't support this property or method")
        return Range(self, areas)

    def Range(self, where: str | Range, last: Range | None = None) -> Range:
        if not isinstance(where, str):
            first, end = where.areas[0], (last or where).areas[0]
            return self.range([Area(first.first_row, first.first_column, end.last_row, end.last_column)])
        if len(where) > 255:
            raise ComError("Method 'Range' of object '_Worksheet' failed")
        return self.range(areas_of(where))

    @property
    def UsedRange(self) -> Range:
        used = [place for place, cell in self.state.cells.items() if cell.told() != FakeCell().told()]
        if not used:
            return self.range([Area(1, 1, 1, 1)])
        rows, columns = [row for row, _ in used], [column for _, column in used]
        return self.range([Area(min(rows), min(columns), max(rows), max(columns))])

    def Evaluate(self, text: str) -> Any:
        if self.state.kind != "worksheet":
            raise ComError()
        return self.state.names.get(text, -2146826259)

    @property
    def Names(self) -> Names:
        return Names(self.book.wire, self.alive())

    @property
    def FilterMode(self) -> bool:
        return self.state.filter_mode and self.state.filter is not None

    @property
    def AutoFilter(self) -> Any:
        area = self.state.filter
        return Holder(self.wire, {"Range": self.range([area])}) if area else None

    @property
    def AutoFilterMode(self) -> bool:
        return self.state.filter is not None

    @AutoFilterMode.setter
    def AutoFilterMode(self, on: bool) -> None:
        self.state.filter = None

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self)

    def PivotTables(self) -> Listed:
        return Listed(
            self.wire, [Holder(self.wire, {"TableRange2": self.range([a])}) for a in self.state.pivots]
        )

    def ChartObjects(self) -> ChartObjects:
        return ChartObjects(self.wire, self.alive().charts)

    @property
    def Shapes(self) -> Listed:
        kinds = [3] * len(self.state.charts) + self.state.shapes
        return Listed(self.wire, [Holder(self.wire, {"Type": kind}) for kind in kinds])

    @property
    def CommentsThreaded(self) -> Listed:
        return Listed(self.wire, [])

    @property
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self.wire, self.alive())

    @property
    def PageSetup(self) -> Holder:
        page = self.alive().page
        for name in ("PrintArea", "PrintTitleRows"):
            page.setdefault(name, "")
        for side in ("Left", "Center", "Right"):
            page.setdefault(f"{side}Header", "")
            page.setdefault(f"{side}Footer", "")
        for name, value in {
            "Orientation": 1,
            "PaperSize": 9,
            "Zoom": 100,
            "FitToPagesWide": 1,
            "FitToPagesTall": 1,
        }.items():
            page.setdefault(name, value)
        return Holder(self.wire, page)

    @property
    def Tab(self) -> TabColor:
        return TabColor(self.wire, self.alive())

    def Activate(self) -> None:
        if self.state.visible != -1:
            raise ComError("Activate method of Worksheet class failed")
        self.book.active = self.alive()

    def Move(self, Before: Worksheet) -> None:
        self.book.state.remove(self.alive())
        self.book.state.insert(self.book.state.index(Before.state), self.state)

    def Copy(self, Before: Worksheet) -> None:
        if self.book.held["ProtectStructure"]:
            raise ComError("Workbook is protected and cannot be changed.")
        copy = deepcopy(self.alive())
        copy.name = free_name(self.book, copy.name[:25], brackets=True)
        self.book.state.insert(self.book.state.index(Before.state), copy)
        self.book.active = copy

    def Delete(self) -> None:
        delete(self.book, [self.alive()])

    def ExportAsFixedFormat(self, Type: int, Filename: str, **rest: Any) -> None:
        Path(Filename).write_bytes(b"%PDF-1.7 ")


def delete(book: FakeWorkbook, sheets: list[FakeSheet]) -> None:
    if book.excel.held["DisplayAlerts"]:
        raise AssertionError("Excel asks the clerk whether the sheet shall be deleted")
    if book.held["ProtectStructure"]:
        raise ComError("Workbook is protected and cannot be changed.")
    left = [sheet for sheet in book.state if sheet not in sheets]
    if not any(sheet.visible == -1 for sheet in left):
        raise ComError("A workbook must contain at least one visible worksheet.")
    book.state[:] = left
    if book.active in sheets:
        book.active = left[0]


def free_name(book: FakeWorkbook, base: str, brackets: bool = False) -> str:
    number = 2
    while True:
        name = f"{base} ({number})" if brackets else f"{base}{number}"
        if all(sheet.name.casefold() != name.casefold() for sheet in book.state):
            return name
        number += 1


class ListObjects(Listed):
    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet.wire, [ListObject(sheet, table) for table in sheet.state.tables])

    def item(self, key: Any) -> Any:
        return next(table for table in self.things if table.table.name == key)


class ListObject(Com):
    def __init__(self, sheet: Worksheet, table: FakeTable) -> None:
        super().__init__(sheet.wire)
        self.sheet, self.table = sheet, table

    @property
    def DisplayName(self) -> str:
        return self.table.name

    @property
    def Range(self) -> Range:
        return self.sheet.range([self.table.area])

    @property
    def HeaderRowRange(self) -> Range:
        area = self.table.area
        return self.sheet.range([Area(area.first_row, area.first_column, area.first_row, area.last_column)])

    @property
    def ShowHeaders(self) -> bool:
        return self.table.headed

    @property
    def ShowTotals(self) -> bool:
        return self.table.totals

    @property
    def ShowAutoFilter(self) -> bool:
        return True

    @property
    def AutoFilter(self) -> Holder:
        return Holder(self.wire, {"FilterMode": self.table.filtered})

    def Resize(self, cells: Range) -> None:
        old, new = self.table.area, cells.areas[0]
        if (old.first_row, old.first_column) != (new.first_row, new.first_column):
            raise ComError("Make sure the headers remain in the same row")
        self.table.area = new
        if new.last_row > old.last_row:
            filled_down(self.sheet.state, self.table, old.last_row)
