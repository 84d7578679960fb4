"""A fake Excel: its object model, as far as xlwings and the live adapter go, over ``store``."""

# ruff: noqa: N802, N803, RUF012

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from invoicing_xl.model.cells import Area
from tests.workbook.live.fake_excel.cells import Range
from tests.workbook.live.fake_excel.com import Com, ComError, Wire
from tests.workbook.live.fake_excel.parts import Holder
from tests.workbook.live.fake_excel.references import areas_of, to_a1, to_r1c1
from tests.workbook.live.fake_excel.sheets import Worksheet, delete, free_name
from tests.workbook.live.fake_excel.store import FakeSheet, Place, Value


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
        return Worksheet(self.workbook, self.workbook.sheet(name)).range(areas_of(where))

    @property
    def ActiveCell(self) -> Range:
        book = self.workbook
        assert book
        return Range(Worksheet(book, book.active), [Area(*self.active, *self.active)])

    def ConvertFormula(
        self, Formula: str, FromReferenceStyle: int, ToReferenceStyle: int, RelativeTo: Range
    ) -> str:
        at = RelativeTo.areas[0]
        base = at.first_row, at.first_column
        return to_r1c1(Formula, base) if FromReferenceStyle == 1 else to_a1(Formula, base)


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
        new = FakeSheet(free_name(self.book, "Sheet"))
        at = self.book.state.index(Before.state if Before else self.book.active)
        self.book.state.insert(at, new)
        self.book.active = new
        return Worksheet(self.book, new)

    def Delete(self) -> None:
        delete(self.book, self.states())
