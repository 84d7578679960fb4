"""A fake Excel: its object model, as far as xlwings and the live adapter go, over ``store``."""

# ruff: noqa: N802, N803, RUF012

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, address, column_letters, column_number
from tests.workbook.live.fake_excel.com import Com, ComError, Wire
from tests.workbook.live.fake_excel.entering import Entering, filled_down, shown_formula, value_of
from tests.workbook.live.fake_excel.store import FakeCell, FakeSheet, FakeTable, Place, Value

_TYPES = {"worksheet": -4167, "chart": 3, "macro": 3, "dialog": -4116}
_NONE = -4142
_WHOLE_COLUMNS = re.compile(r"([A-Z]+):([A-Z]+)")
_WHOLE_ROWS = re.compile(r"(\d+):(\d+)")
_HARD_SPOTS = {
    "Calculation",
    "EnableEvents",
    "ScreenUpdating",
    "StatusBar",
    "DisplayAlerts",
    "Cursor",
    "EnableCancelKey",
}


class Holder(Com):
    """An object that holds what is put into it."""

    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.held = held


class Excel(Com):
    plain = {
        "Calculation": -4105,
        "EnableEvents": True,
        "ScreenUpdating": True,
        "StatusBar": False,
        "DisplayAlerts": True,
        "Cursor": -4143,
        "EnableCancelKey": 1,
        "PrintCommunication": True,
        "CutCopyMode": False,
        "Hwnd": 4711,
        "Version": "16.0",
    }

    def __init__(self) -> None:
        super().__init__(Wire())
        self.auto_correct = Holder(self.wire, {"AutoExpandListRange": True, "AutoFillFormulasInLists": True})
        self.workbook: FakeWorkbook | None = None
        self.active: Place = (1, 1)
        self.selected: tuple[str, str] | None = None
        self.clipboard: Range | None = None
        self.results: Callable[[str], Value] = lambda formula: 0.0

    def settings(self) -> dict[str, Any]:
        """What must be as it was when work is done."""
        return {**self.held, **self.auto_correct.held}

    @property
    def AutoCorrect(self) -> Holder:
        return self.auto_correct

    @property
    def Selection(self) -> Any:
        if self.workbook is None or self.selected is None:
            raise ComError("nothing is selected")
        name, where = self.selected
        return Range(self.workbook, self.workbook.sheet(name), areas_of(where))

    @property
    def ActiveCell(self) -> Range:
        book = self.workbook
        assert book
        return Range(book, book.active, [Area(*self.active, *self.active)])

    def ConvertFormula(
        self, Formula: str, FromReferenceStyle: int, ToReferenceStyle: int, RelativeTo: Range
    ) -> str:
        at = RelativeTo.areas[0]
        base = at.first_row, at.first_column
        return _to_r1c1(Formula, base) if FromReferenceStyle == 1 else _to_a1(Formula, base)


class FakeWorkbook(Com):
    """``state`` is what it holds; tests make it and look at it."""

    plain = {
        "ReadOnly": False,
        "MultiUserEditing": False,
        "ProtectStructure": False,
        "Date1904": False,
        "UserStatus": (("Clerk", None, 1),),
    }

    def __init__(self, excel: Excel, name: str, sheets: list[FakeSheet], path: str = "") -> None:
        super().__init__(excel.wire)
        self.excel = excel
        self.name = name
        self.path = path
        self.state = sheets
        self.active = sheets[0]
        self.copies: list[str] = []
        excel.workbook = self

    def sheet(self, name: str) -> FakeSheet:
        for sheet in self.state:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise ComError("Subscript out of range")

    def told(self) -> list[dict[str, Any]]:
        return [sheet.told() for sheet in self.state]

    @property
    def Name(self) -> str:
        return self.name

    @property
    def FullName(self) -> str:
        return self.path or self.name

    @property
    def Application(self) -> Excel:
        return self.excel

    @property
    def Sheets(self) -> Sheets:
        return Sheets(self, worksheets=False)

    @property
    def Worksheets(self) -> Sheets:
        return Sheets(self, worksheets=True)

    @property
    def ActiveSheet(self) -> Worksheet:
        return Worksheet(self, self.active)

    def Windows(self, number: int) -> Window:
        return Window(self)

    def SaveCopyAs(self, path: str) -> None:
        Path(path).write_bytes(b"a copy")
        self.copies.append(path)


class Window(Com):
    plain = {"ScrollRow": 1, "ScrollColumn": 1, "SplitRow": 0, "SplitColumn": 0}

    def __init__(self, book: FakeWorkbook) -> None:
        super().__init__(book.wire)
        self.book = book

    @property
    def DisplayGridlines(self) -> bool:
        return self.book.active.gridlines

    @DisplayGridlines.setter
    def DisplayGridlines(self, shown: bool) -> None:
        self.book.active.gridlines = shown

    @property
    def FreezePanes(self) -> bool:
        return self.book.active.panes is not None

    @FreezePanes.setter
    def FreezePanes(self, frozen: bool) -> None:
        at = self.held["SplitRow"] + 1, self.held["SplitColumn"] + 1
        self.book.active.panes = at if frozen else None


class Sheets(Com):
    def __init__(self, book: FakeWorkbook, worksheets: bool, only: list[FakeSheet] | None = None) -> None:
        super().__init__(book.wire)
        self.book = book
        self.worksheets = worksheets
        self.only = only

    def states(self) -> list[FakeSheet]:
        if self.only is not None:
            return self.only
        return [sheet for sheet in self.book.state if not self.worksheets or sheet.kind == "worksheet"]

    @property
    def Count(self) -> int:
        return len(self.states())

    @property
    def Parent(self) -> FakeWorkbook:
        return self.book

    def item(self, key: Any) -> Any:
        if isinstance(key, tuple):
            return Sheets(self.book, False, [self.book.sheet(name) for name in key])
        if isinstance(key, int):
            return Worksheet(self.book, self.states()[key - 1])
        state = self.book.sheet(key)
        if state not in self.states():
            raise ComError("Subscript out of range")
        return Worksheet(self.book, state)

    def items(self) -> list[Any]:
        return [Worksheet(self.book, sheet) for sheet in self.states()]

    def Add(self, Before: Worksheet | None = None) -> Worksheet:
        if self.book.held["ProtectStructure"]:
            raise ComError("Workbook is protected and cannot be changed.")
        new = FakeSheet(_free(self.book, "Sheet"))
        at = self.book.state.index(Before.state if Before else self.book.active)
        self.book.state.insert(at, new)
        self.book.active = new
        return Worksheet(self.book, new)

    def Delete(self) -> None:
        _delete(self.book, self.states())


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
        return Range(self.book, self.state, areas)

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
        return ChartObjects(self)

    @property
    def Shapes(self) -> Listed:
        kinds = [3] * len(self.state.charts) + self.state.shapes
        return Listed(self.wire, [Holder(self.wire, {"Type": kind}) for kind in kinds])

    @property
    def CommentsThreaded(self) -> Listed:
        return Listed(self.wire, [])

    @property
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self.book, self.alive())

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
        copy.name = _free(self.book, copy.name[:25], brackets=True)
        self.book.state.insert(self.book.state.index(Before.state), copy)
        self.book.active = copy

    def Delete(self) -> None:
        _delete(self.book, [self.alive()])

    def ExportAsFixedFormat(self, Type: int, Filename: str, **rest: Any) -> None:
        Path(Filename).write_bytes(b"%PDF-1.7 ")


def _delete(book: FakeWorkbook, sheets: list[FakeSheet]) -> None:
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


def _free(book: FakeWorkbook, base: str, brackets: bool = False) -> str:
    number = 2
    while True:
        name = f"{base} ({number})" if brackets else f"{base}{number}"
        if all(sheet.name.casefold() != name.casefold() for sheet in book.state):
            return name
        number += 1


class Names(Com):
    def __init__(self, wire: Wire, state: FakeSheet) -> None:
        super().__init__(wire)
        self.state = state

    def Add(self, Name: str, RefersTo: str, Visible: bool) -> None:
        assert RefersTo.startswith('="') and not Visible
        self.state.names[Name] = RefersTo[2:-1].replace('""', '"')


class Listed(Com):
    def __init__(self, wire: Wire, things: list[Any]) -> None:
        super().__init__(wire)
        self.things = things

    @property
    def Count(self) -> int:
        return len(self.things)

    def items(self) -> list[Any]:
        return self.things

    def item(self, key: int) -> Any:
        return self.things[key - 1]

    def Item(self, key: int) -> Any:
        return self.item(key)


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


class Hyperlinks(Com):
    def __init__(self, book: FakeWorkbook, state: FakeSheet) -> None:
        super().__init__(book.wire)
        self.state = state

    def Add(self, Anchor: Range, Address: str, SubAddress: str) -> None:
        area = Anchor.areas[0]
        place = area.first_row, area.first_column
        self.state.links[place] = SubAddress
        cell = self.state.cell(place)
        if cell.value is None:
            cell.value = SubAddress
        cell.looks.update({"Underline": True, "Font.Color": 0xFF0000, "Font.Size": 11})

    def Delete(self) -> None:
        self.state.links.clear()


class TabColor(Com):
    def __init__(self, wire: Wire, state: FakeSheet) -> None:
        super().__init__(wire)
        self.state = state

    @property
    def Color(self) -> int | None:
        return self.state.tab

    @Color.setter
    def Color(self, color: int) -> None:
        self.state.tab = color

    @property
    def ColorIndex(self) -> int:
        return _NONE

    @ColorIndex.setter
    def ColorIndex(self, index: int) -> None:
        self.state.tab = None


class ChartObjects(Com):
    def __init__(self, sheet: Worksheet) -> None:
        super().__init__(sheet.wire)
        self.sheet = sheet

    @property
    def Count(self) -> int:
        return len(self.sheet.state.charts)

    def Delete(self) -> None:
        self.sheet.state.charts.clear()

    def Add(self, left: float, top: float, width: float, height: float) -> Holder:
        held: dict[str, Any] = {"ChartType": 51, "ChartStyle": 2, "HasTitle": False, "HasLegend": True}
        self.sheet.state.charts.append(held)
        return Holder(self.wire, {"Chart": Chart(self.wire, held), "Name": "Chart 1"})


class Chart(Com):
    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.held = held

    def SetSourceData(self, cells: Range, plot: int) -> None:
        self.held["source"] = str(cells.areas[0])

    @property
    def ChartTitle(self) -> Holder:
        title = self.held.setdefault("title", {"Text": ""})
        return Holder(self.wire, title)

    def SeriesCollection(self) -> Listed:
        series = self.held.setdefault("series", {"XValues": None})
        return Listed(self.wire, [Series(self.wire, series)])


class Series(Com):
    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.kept = held

    @property
    def XValues(self) -> None:
        return None

    @XValues.setter
    def XValues(self, cells: Range) -> None:
        self.kept["XValues"] = str(cells.areas[0])

    @property
    def Format(self) -> Holder:
        return Holder(self.wire, {"Fill": Fill(self.wire, self.kept)})


class Fill(Com):
    def __init__(self, wire: Wire, held: dict[str, Any]) -> None:
        super().__init__(wire)
        self.kept = held
        self.held = {"Visible": True}

    def Solid(self) -> None:
        pass

    @property
    def ForeColor(self) -> Holder:
        return Holder(self.wire, self.kept.setdefault("fill", {"RGB": 0}))


class Range(Com):
    def __init__(self, book: FakeWorkbook, state: FakeSheet, areas: list[Area]) -> None:
        super().__init__(book.wire)
        self.book, self.state, self.areas = book, state, areas

    # --- where

    def places(self) -> Iterator[Place]:
        """The places of its cells; of whole rows, columns and sheets those in which anything stands."""
        for area in self.areas:
            if _is_whole(area):
                yield from sorted(place for place in self.state.cells if area.contains(*place))
            else:
                for row in range(area.first_row, area.last_row + 1):
                    for column in range(area.first_column, area.last_column + 1):
                        yield row, column

    def changed(self) -> None:
        if self.state not in self.book.state:
            raise ComError("The object invoked has disconnected from its clients.")
        if self.state.protected:
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")

    def sub(self, areas: list[Area]) -> Range:
        return Range(self.book, self.state, areas)

    @property
    def Address(self) -> str:
        return ",".join(_absolute(area) for area in self.areas)[:255]

    @property
    def Worksheet(self) -> Worksheet:
        return Worksheet(self.book, self.state)

    @property
    def Application(self) -> Excel:
        return self.book.excel

    @property
    def Count(self) -> int:
        return sum((a.last_row - a.first_row + 1) * (a.last_column - a.first_column + 1) for a in self.areas)

    @property
    def Row(self) -> int:
        return self.areas[0].first_row

    @property
    def Column(self) -> int:
        return self.areas[0].first_column

    @property
    def Rows(self) -> Holder:
        return Holder(self.wire, {"Count": self.areas[0].last_row - self.areas[0].first_row + 1})

    @property
    def Columns(self) -> Holder:
        return Holder(self.wire, {"Count": self.areas[0].last_column - self.areas[0].first_column + 1})

    @property
    def Left(self) -> float:
        return 48.0 * (self.areas[0].first_column - 1)

    @property
    def Top(self) -> float:
        return 15.0 * (self.areas[0].first_row - 1)

    def item(self, row: int, column: int) -> Range:
        at = self.areas[0].first_row + row - 1, self.areas[0].first_column + column - 1
        return self.sub([Area(*at, *at)])

    def Cells(self, row: int, column: int) -> Range:
        return self.item(row, column)

    @property
    def EntireRow(self) -> Range:
        return self.sub([Area(a.first_row, 1, a.last_row, MAX_COLUMN) for a in self.areas])

    @property
    def EntireColumn(self) -> Range:
        return self.sub([Area(1, a.first_column, MAX_ROW, a.last_column) for a in self.areas])

    @property
    def Areas(self) -> Listed:
        return Listed(self.wire, [self.sub([area]) for area in self.areas])

    # --- contents

    def rows(self, told: Callable[[FakeCell], Any]) -> Any:
        area = self.areas[0]
        rows = tuple(
            tuple(
                told(self.state.at((row, column)))
                for column in range(area.first_column, area.last_column + 1)
            )
            for row in range(area.first_row, area.last_row + 1)
        )
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    def enter(self, value: Any) -> None:
        self.changed()
        excel = self.book.excel
        entering = Entering(
            self.state,
            expand=excel.auto_correct.held["AutoExpandListRange"],
            fill=excel.auto_correct.held["AutoFillFormulasInLists"],
            results=excel.results,
        )
        for area in self.areas:
            entering.block(area, value)

    @property
    def Value2(self) -> Any:
        return self.rows(lambda cell: cell.value)

    @Value2.setter
    def Value2(self, value: Any) -> None:
        self.enter(value)

    @property
    def Value(self) -> Any:
        return self.rows(value_of)

    @Value.setter
    def Value(self, value: Any) -> None:
        self.enter(value)

    @property
    def Formula2(self) -> Any:
        return self.rows(shown_formula)

    @Formula2.setter
    def Formula2(self, value: Any) -> None:
        self.enter(value)

    @property
    def HasArray(self) -> bool | None:
        return _common([self.state.at(place).array for place in self.places()])

    @property
    def HasSpill(self) -> bool:
        return False

    def ClearContents(self) -> None:
        self.changed()
        for place in self.places():
            cell = self.state.cell(place)
            cell.value, cell.formula, cell.prefix = None, None, False

    def Clear(self) -> None:
        self.changed()
        for place in list(self.places()):
            self.state.cells.pop(place, None)
            self.state.links.pop(place, None)

    # --- looks

    def look(self, name: str, usual: Any) -> Any:
        return _common([self.state.at(place).looks.get(name, usual) for place in self.places()])

    def set_look(self, name: str, value: Any) -> None:
        self.changed()
        for place in self.places():
            self.state.cell(place).looks[name] = value

    @property
    def NumberFormat(self) -> str | None:
        code: str | None = _common([self.state.at(place).number_format for place in self.places()])
        return code

    @NumberFormat.setter
    def NumberFormat(self, code: str) -> None:
        self.changed()
        for place in self.places():
            self.state.cell(place).number_format = code

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    @property
    def Font(self) -> Font:
        return Font(self)

    def Borders(self, side: int) -> Border:
        return Border(self, side)

    @property
    def HorizontalAlignment(self) -> Any:
        return self.look("align", 1)

    @HorizontalAlignment.setter
    def HorizontalAlignment(self, value: int) -> None:
        self.set_look("align", value)

    @property
    def VerticalAlignment(self) -> Any:
        return self.look("valign", -4107)

    @VerticalAlignment.setter
    def VerticalAlignment(self, value: int) -> None:
        self.set_look("valign", value)

    @property
    def WrapText(self) -> Any:
        return self.look("wrap", False)

    @WrapText.setter
    def WrapText(self, value: bool) -> None:
        self.set_look("wrap", value)

    @property
    def IndentLevel(self) -> Any:
        return self.look("indent", 0)

    @IndentLevel.setter
    def IndentLevel(self, value: int) -> None:
        self.set_look("indent", value)

    @property
    def Locked(self) -> Any:
        return _common([self.state.at(place).locked for place in self.places()])

    @Locked.setter
    def Locked(self, locked: bool) -> None:
        self.changed()
        for place in self.places():
            self.state.cell(place).locked = locked

    # --- rows and columns

    @property
    def Hidden(self) -> bool | None:
        area = self.areas[0]
        if area.first_column == 1 and area.last_column == MAX_COLUMN:
            return _common([row in self.state.hidden for row in range(area.first_row, area.last_row + 1)])
        return _common(
            [c in self.state.hidden_columns for c in range(area.first_column, area.last_column + 1)]
        )

    @Hidden.setter
    def Hidden(self, hidden: bool) -> None:
        columns = {
            c for c in self.state.hidden_columns if any(a.contains(a.first_row, c) for a in self.areas)
        }
        if hidden:
            columns = {c for a in self.areas for c in range(a.first_column, a.last_column + 1)}
            self.state.hidden_columns |= columns
        else:
            self.state.hidden_columns -= columns

    def SpecialCells(self, kind: int) -> Range:
        assert kind == 12
        area = self.areas[0]
        shown = [row for row in range(area.first_row, area.last_row + 1) if row not in self.state.hidden]
        if not shown:
            raise ComError("No cells were found.")
        areas: list[Area] = []
        for row in shown:
            if areas and areas[-1].last_row == row - 1:
                areas[-1] = Area(areas[-1].first_row, area.first_column, row, area.last_column)
            else:
                areas.append(Area(row, area.first_column, row, area.last_column))
        return self.sub(areas)

    @property
    def ColumnWidth(self) -> float:
        return self.state.widths.get(self.areas[0].first_column, 8.43)

    @ColumnWidth.setter
    def ColumnWidth(self, width: float) -> None:
        for area in self.areas:
            for column in range(area.first_column, area.last_column + 1):
                self.state.widths[column] = width

    @property
    def RowHeight(self) -> float:
        return self.state.heights.get(self.areas[0].first_row, 15.0)

    @RowHeight.setter
    def RowHeight(self, height: float) -> None:
        for area in self.areas:
            for row in range(area.first_row, area.last_row + 1):
                self.state.heights[row] = height

    @property
    def UseStandardWidth(self) -> bool:
        return not self.state.widths

    @UseStandardWidth.setter
    def UseStandardWidth(self, standard: bool) -> None:
        self.state.widths.clear()

    @property
    def UseStandardHeight(self) -> bool:
        return not self.state.heights

    @UseStandardHeight.setter
    def UseStandardHeight(self, standard: bool) -> None:
        self.state.heights.clear()

    # --- merged cells

    @property
    def MergeCells(self) -> bool | None:
        if not self.state.merged:
            return False
        return _common([any(m.contains(*place) for m in self.state.merged) for place in self.places()])

    @property
    def MergeArea(self) -> Range:
        area = self.areas[0]
        inside = [m for m in self.state.merged if m.contains(area.first_row, area.first_column)]
        return self.sub(inside or [area])

    def Merge(self, across: bool) -> None:
        self.changed()
        self.state.merged += self.areas

    def UnMerge(self) -> None:
        self.state.merged.clear()

    # --- what lies over cells

    @property
    def Validation(self) -> Validation:
        return Validation(self)

    @property
    def FormatConditions(self) -> FormatConditions:
        return FormatConditions(self)

    @property
    def Hyperlinks(self) -> Hyperlinks:
        return Hyperlinks(self.book, self.state)

    def AutoFilter(self) -> None:
        self.state.filter = self.areas[0]

    # --- copying

    def Copy(self, Destination: Range | None = None) -> None:
        if Destination is None:
            self.book.excel.clipboard = self
            self.book.excel.held["CutCopyMode"] = 1
            return
        source, target = deepcopy(self.state), Destination.state
        for name in (
            "cells",
            "merged",
            "links",
            "charts",
            "validations",
            "conditions",
            "widths",
            "heights",
            "filter",
        ):
            setattr(target, name, getattr(source, name))
        target.hidden_columns = source.hidden_columns

    def PasteSpecial(self, Paste: int) -> None:
        source = self.book.excel.clipboard
        assert source is not None
        self.changed()
        above = source.areas[0]
        for row, column in self.places():
            model = self.state.at((above.first_row, column - self.areas[0].first_column + above.first_column))
            if Paste == -4122:
                cell = self.state.cell((row, column))
                cell.number_format, cell.locked, cell.looks = (
                    model.number_format,
                    model.locked,
                    dict(model.looks),
                )


class Interior(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells

    def common(self) -> int | None:
        return _common([self.cells.state.at(place).looks.get("Fill", _NONE) for place in self.cells.places()])

    @property
    def Pattern(self) -> int | None:
        fills = [self.cells.state.at(place).looks.get("Fill", _NONE) for place in self.cells.places()]
        return _common([fill if fill == _NONE else 1 for fill in fills])

    @property
    def ColorIndex(self) -> int | None:
        color = self.common()
        return color if color in (None, _NONE) else 19

    @ColorIndex.setter
    def ColorIndex(self, index: int) -> None:
        assert index == _NONE
        self.cells.set_look("Fill", None)
        for place in self.cells.places():
            self.cells.state.cell(place).looks.pop("Fill")

    @property
    def Color(self) -> float:
        color = self.common()
        return 0.0 if color is None else 16777215.0 if color == _NONE else float(color)

    @Color.setter
    def Color(self, color: int) -> None:
        self.cells.set_look("Fill", color)


class Font(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells


def _font_property(name: str, usual: Any) -> property:
    return property(
        lambda font: font.cells.look(f"Font.{name}", usual),
        lambda font, value: font.cells.set_look(f"Font.{name}", value),
    )


for _name, _usual in {"Bold": False, "Italic": False, "Size": 11, "Color": 0}.items():
    setattr(Font, _name, _font_property(_name, _usual))


class Border(Com):
    """A side of a range; kept by cell, so that it can be told how each cell looks."""

    def __init__(self, cells: Range, side: int) -> None:
        super().__init__(cells.wire)
        self.cells, self.side = cells, side

    def put(self, name: str, value: Any) -> None:
        self.cells.changed()
        for area in self.cells.areas:
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    for edge in _edges(self.side, area, row, column):
                        self.cells.state.cell((row, column)).looks[f"{edge}.{name}"] = value


def _edges(side: int, area: Area, row: int, column: int) -> Iterator[str]:
    if (side == 8 and row == area.first_row) or (side == 12 and row > area.first_row):
        yield "top"
    if (side == 9 and row == area.last_row) or (side == 12 and row < area.last_row):
        yield "bottom"
    if (side == 7 and column == area.first_column) or (side == 11 and column > area.first_column):
        yield "left"
    if (side == 10 and column == area.last_column) or (side == 11 and column < area.last_column):
        yield "right"


for _name in ("Color", "Weight", "LineStyle"):
    setattr(
        Border,
        _name,
        property(lambda border: None, lambda border, value, name=_name: border.put(name, value)),
    )


class Validation(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells

    def Delete(self) -> None:
        areas = self.cells.areas
        kept = self.cells.state.validations
        kept[:] = [one for one in kept if not any(_inside(areas_of(one[0])[0], area) for area in areas)]

    def Add(self, Type: int, Formula1: str) -> None:
        if Type != 3 or len(Formula1) > 255:
            raise ComError()
        self.cells.state.validations.append((str(self.cells.areas[0]), Formula1))


class FormatConditions(Com):
    def __init__(self, cells: Range) -> None:
        super().__init__(cells.wire)
        self.cells = cells

    def Delete(self) -> None:
        self.cells.state.conditions.clear()

    def Add(self, Type: int, Formula1: str) -> FormatCondition:
        assert Type == 2
        # As seen from the active cell; kept as seen from the first cell of the range.
        first = self.cells.areas[0]
        seen = _to_r1c1(Formula1, self.cells.book.excel.active)
        formula = _to_a1(seen, (first.first_row, first.first_column))
        return FormatCondition(self.cells, str(first), formula)


class FormatCondition(Com):
    plain = {"StopIfTrue": True}

    def __init__(self, cells: Range, where: str, formula: str) -> None:
        super().__init__(cells.wire)
        self.fill: dict[str, Any] = {"Color": None}
        self.font: dict[str, Any] = {"Color": None}
        cells.state.conditions.append((where, formula, self.fill, self.font))

    @property
    def Interior(self) -> Holder:
        return Holder(self.wire, self.fill)

    @property
    def Font(self) -> Holder:
        return Holder(self.wire, self.font)


def areas_of(where: str) -> list[Area]:
    """ "$A$1:B5,C7,D:D,3:4" as areas."""
    found = []
    for part in where.replace("$", "").split(","):
        columns, rows = _WHOLE_COLUMNS.fullmatch(part), _WHOLE_ROWS.fullmatch(part)
        try:
            if columns:
                found.append(Area(1, column_number(columns[1]), MAX_ROW, column_number(columns[2])))
            elif rows:
                found.append(Area(int(rows[1]), 1, int(rows[2]), MAX_COLUMN))
            else:
                found.append(Area.parse(part))
        except ValueError as error:
            raise ComError(f"no such range: {part}") from error
    return found


def _absolute(area: Area) -> str:
    first, last = column_letters(area.first_column), column_letters(area.last_column)
    if area.last_row - area.first_row == MAX_ROW - 1:
        return f"${first}:${last}"
    if area.last_column - area.first_column == MAX_COLUMN - 1:
        return f"${area.first_row}:${area.last_row}"
    one = f"${first}${area.first_row}"
    return (
        one if str(area) == address(area.first_row, area.first_column) else f"{one}:${last}${area.last_row}"
    )


def _is_whole(area: Area) -> bool:
    return (
        area.last_row - area.first_row == MAX_ROW - 1
        or area.last_column - area.first_column == MAX_COLUMN - 1
    )


def _inside(area: Area, other: Area) -> bool:
    return other.contains(area.first_row, area.first_column) and other.contains(
        area.last_row, area.last_column
    )


def _common(values: list[Any]) -> Any:
    """What all have, or None where they differ."""
    first = values[0] if values else None
    return first if all(value == first for value in values) else None


_A1 = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)(?![\w(])")
_R1C1 = re.compile(r"R(\[-?\d+\]|\d*)C(\[-?\d+\]|\d*)(?![\w(])")


def _to_r1c1(formula: str, base: Place) -> str:
    def moved(match: re.Match[str]) -> str:
        row, column = int(match[4]), column_number(match[2])
        down = str(row) if match[3] else f"[{row - base[0]}]"
        right = str(column) if match[1] else f"[{column - base[1]}]"
        return f"R{down}C{right}"

    return _outside_texts(formula, lambda part: _A1.sub(moved, part))


def _to_a1(formula: str, base: Place) -> str:
    def moved(match: re.Match[str]) -> str:
        row, column = match[1], match[2]
        down = f"{base[0] + int(row[1:-1])}" if row.startswith("[") else f"${row}"
        right = (
            column_letters(base[1] + int(column[1:-1]))
            if column.startswith("[")
            else f"${column_letters(int(column))}"
        )
        return f"{right}{down}"

    return _outside_texts(formula, lambda part: _R1C1.sub(moved, part))


def _outside_texts(formula: str, change: Callable[[str], str]) -> str:
    parts = formula.split('"')
    return '"'.join(part if number % 2 else change(part) for number, part in enumerate(parts))
