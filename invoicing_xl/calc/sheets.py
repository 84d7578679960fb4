"""xlwings' Sheets and Sheet on LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from xlwings import NoSuchObjectError, base_classes

from invoicing_xl.calc import addresses
from invoicing_xl.calc.addresses import area_of
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.charts import Charts
from invoicing_xl.calc.document import Document
from invoicing_xl.calc.drawings import Pictures, Shapes
from invoicing_xl.calc.guard import guarded
from invoicing_xl.calc.names import Names
from invoicing_xl.calc.notes import Note
from invoicing_xl.calc.pages import PageSetup
from invoicing_xl.calc.ranges import Range
from invoicing_xl.calc.tables import Tables
from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area

if TYPE_CHECKING:
    from invoicing_xl.calc.books import Book

_ALL = 1023
_CONTENT = 1 | 2 | 4 | 16
_FORMATS = 32 | 64
_SHEET_BEFORE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)")
_STRUCTURED = re.compile(r"([^\W\d][\w.\\]*)\[([^\[\]]*)\]")


@guarded
class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> UnoObject:
        return self.book.document.uno.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.document.uno.CurrentController.ActiveSheet)

    def __call__(self, name_or_index: str | int) -> Sheet:
        found = self._found(name_or_index)
        if found is None:
            raise NoSuchObjectError(f"Sheet {name_or_index} doesn't exist.")
        return found

    def _found(self, key: str | int) -> Sheet | None:
        sheets = self.api
        if isinstance(key, int):
            return Sheet(self.book, sheets.getByIndex(key - 1)) if 0 < key <= sheets.Count else None
        name = next((name for name in sheets.ElementNames if name.casefold() == key.casefold()), None)
        return Sheet(self.book, sheets.getByName(name)) if name else None

    def __len__(self) -> int:
        return int(self.api.Count)

    def __contains__(self, key: str | int) -> bool:
        return self._found(key) is not None

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(at)) for at in range(len(self)))

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one if no place is given; it becomes the active one, as in Excel."""
        if name is None:
            name = next(name for number in count(len(self) + 1) if (name := f"Sheet{number}") not in self)
        at = before.index - 1 if before else after.index if after else self.active.index - 1
        self.api.insertNewByName(name, at)
        made = Sheet(self.book, self.api.getByName(name))
        self.book.document.name_for_macros(made.uno)
        made.activate()
        return made


@guarded
class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, uno: UnoObject) -> None:
        self._book, self.uno = book, uno

    @property
    def document(self) -> Document:
        return self._book.document

    @property
    def api(self) -> UnoObject:
        return self.uno

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.uno.Name = value

    @property
    def index(self) -> int:
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self.uno.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = bool(value)

    def activate(self) -> None:
        controller = self.document.uno.CurrentController
        if controller is not None:
            controller.setActiveSheet(self.uno)

    select = activate

    # --- what is on it

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    @property
    def tables(self) -> Tables:
        return Tables(self._book, self)

    @property
    def charts(self) -> Charts:
        return Charts(self)

    @property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self)

    @property
    def notes(self) -> list[Note]:
        found = self.uno.getAnnotations()
        return [Note(self, found.getByIndex(at)) for at in range(found.Count)]

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def show_gridlines(self) -> bool:
        return bool(self._view("ShowGrid"))

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        """A property of the window: of all sheets in LibreOffice 7.4."""
        self.document.uno.CurrentController.ShowGrid = bool(value)

    def _view(self, name: str) -> UnoObject:
        return getattr(self.document.uno.CurrentController, name)

    # --- its cells

    @property
    def cells(self) -> Range:
        return Range(self, Area(1, 1, MAX_ROW, MAX_COLUMN))

    @property
    def used_range(self) -> Range:
        return Range(self, self.used_area())

    def used_area(self) -> Area:
        """From A1's side: the rectangle of cells that hold something; formats alone do not count."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return area_of(cursor.RangeAddress)

    def range_of(self, place: UnoObject) -> Range:
        """LibreOffice's CellRangeAddress of this sheet."""
        return Range(self, area_of(place))

    def range(self, arg1: object, arg2: object = None) -> Range:
        """Everything that xlwings takes: addresses, names, structured references, (row, column), ranges."""
        if isinstance(arg1, int) and isinstance(arg2, int):
            return Range(self, addresses.at_place((arg1, arg2)))
        first = self._resolved(arg1)
        if arg2 is None:
            return first
        one, other = first.cells.area, self._resolved(arg2).cells.area
        return Range(
            first.sheet,
            Area(
                min(one.first_row, other.first_row),
                min(one.first_column, other.first_column),
                max(one.last_row, other.last_row),
                max(one.last_column, other.last_column),
            ),
        )

    def _resolved(self, what: object) -> Range:
        if isinstance(what, Range):
            return what
        if isinstance(what, tuple):
            return Range(self, addresses.at_place(what))
        text = str(what).strip()
        before = _SHEET_BEFORE.fullmatch(text)
        if before:
            return self._book.sheets((before[1] or before[2]).replace("''", "'"))._resolved(before[3])
        areas = [addresses.from_text(part) for part in text.replace("$", "").split(",")]
        if all(areas):
            found = Range(self, *(area for area in areas if area))
            found.arg1_input = text
            return found
        named = self._named(text)
        if named is None:
            raise NoSuchObjectError(f"The address/named range '{text}' doesn't exist.")
        return named

    def _named(self, text: str) -> Range | None:
        for names in (self.names, self._book.names):
            if names.contains(text):
                return names(text).refers_to_range
        tables = Tables(self._book)
        if text in tables:
            return tables(text).structured("")
        structured = _STRUCTURED.fullmatch(text)
        if structured and structured[1] in tables:
            return tables(structured[1]).structured(structured[2])
        return None

    # --- all of it

    def clear_contents(self) -> None:
        self.uno.clearContents(_CONTENT)

    def clear_formats(self) -> None:
        self.uno.clearContents(_FORMATS)

    def clear(self) -> None:
        self.uno.clearContents(_ALL)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        self.document.uno.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Into this workbook under Excel's name ("Name (2)"), or into another one."""
        target = before or after
        assert target is not None
        at = before.index - 1 if before else target.index
        sheets = target.document.uno.Sheets
        if target.book.document.uno == self.document.uno:
            sheets.copyByName(self.name, free_name(sheets, self.name), at)
        else:
            sheets.importSheet(self.document.uno, self.name, at)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        # LibreOffice counts the place in the order before the move.
        target = before or after
        assert target is not None
        self.document.uno.Sheets.moveByName(self.name, before.index - 1 if before else target.index)

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        self._book.export_pdf(self.uno, path)


def free_name(sheets: UnoObject, name: str) -> str:
    """The name that Excel gives a copy."""
    return next(copy for number in count(2) if not sheets.hasByName(copy := f"{name} ({number})"))


@guarded
class FreezePanes(base_classes.FreezePanes):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def freeze_at(self, frozen_range: str | Range) -> None:
        """Freeze the rows and columns of ``frozen_range``, which begins at A1."""
        area = self._sheet.range(frozen_range).cells.area
        self._freeze(
            0 if area.last_column == MAX_COLUMN else area.last_column,
            0 if area.last_row == MAX_ROW else area.last_row,
        )

    def unfreeze(self) -> None:
        self._freeze(0, 0)

    def _freeze(self, columns: int, rows: int) -> None:
        self._sheet.activate()
        self._sheet.document.uno.CurrentController.freezeAtPosition(columns, rows)
