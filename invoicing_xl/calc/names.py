"""Defined names of a workbook and of its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import NoSuchObjectError, base_classes

from invoicing_xl.calc import bridge, formulas
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded

if TYPE_CHECKING:
    from invoicing_xl.calc.books import Book
    from invoicing_xl.calc.ranges import Range
    from invoicing_xl.calc.sheets import Sheet

_OF_LIBREOFFICE = ("_xlnm", "__Anonymous")


@guarded
class Names(base_classes.Names):
    """The names of a sheet; for a workbook (``sheet`` None) its own and all its sheets', as in Excel."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> UnoObject:
        return (self.sheet or self.book.document).uno.NamedRanges

    def __iter__(self) -> Iterator[Name]:
        scopes = [self.sheet] if self.sheet else [None, *self.book.sheets]
        for sheet in scopes:
            for name in (sheet or self.book.document).uno.NamedRanges.ElementNames:
                if not name.startswith(_OF_LIBREOFFICE):
                    yield Name(self.book, name, sheet)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __call__(self, name_or_index: str | int) -> Name:
        found = self._found(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def contains(self, name_or_index: str | int) -> bool:
        return self._found(name_or_index) is not None

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self]

    def _found(self, key: str | int) -> Name | None:
        names = list(self)
        if isinstance(key, int):
            return names[key - 1] if 0 < key <= len(names) else None
        wanted = key.casefold()
        return next((name for name in names if wanted in (name.name.casefold(), name.own.casefold())), None)

    def of(self, cells: Range) -> Name | None:
        """The name of exactly these cells."""
        for name in self:
            target = name.target()
            if target and target.coords == cells.coords:
                return name
        return None

    def add(self, name: str, refers_to: str) -> Name:
        sheet = self.sheet
        if "!" in name:
            place, _, name = name.rpartition("!")
            sheet = self.book.sheets(place.strip("'").replace("''", "'"))
        scope = (sheet or self.book.document).uno.NamedRanges
        if scope.hasByName(name):
            scope.removeByName(name)
        origin = bridge.struct("table.CellAddress", Sheet=sheet.index - 1 if sheet else 0)
        scope.addNewByName(name, _content(refers_to), origin, 0)
        return Name(self.book, name, sheet)


@guarded
class Name(base_classes.Name):
    """``own`` is the name without its sheet."""

    def __init__(self, book: Book, own: str, sheet: Sheet | None) -> None:
        self.book, self.own, self.sheet = book, own, sheet

    @property
    def _scope(self) -> UnoObject:
        return (self.sheet or self.book.document).uno.NamedRanges

    @property
    def api(self) -> UnoObject:
        return self._scope.getByName(self.own)

    def delete(self) -> None:
        self._scope.removeByName(self.own)

    @property
    def name(self) -> str:
        return f"{formulas.quoted_sheet(self.sheet.name)}!{self.own}" if self.sheet else self.own

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self.own = value

    @property
    def refers_to(self) -> str:
        return formulas.to_excel(f"={self.api.getContent()}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(_content(value))

    @property
    def refers_to_range(self) -> Range:
        target = self.target()
        if target is None:
            raise NoSuchObjectError(f"The name {self.name} does not refer to cells.")
        return target

    def target(self) -> Range | None:
        cells = self.api.getReferredCells()
        return self.book.range_of(cells.RangeAddress) if cells else None


def _content(refers_to: str) -> str:
    return formulas.to_calc(refers_to if refers_to.startswith("=") else f"={refers_to}")[1:]
