"""Notes at cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded

if TYPE_CHECKING:
    from invoicing_xl.calc.ranges import Range
    from invoicing_xl.calc.sheets import Sheet


@guarded
class Note(base_classes.Note):
    def __init__(self, sheet: Sheet, uno: UnoObject) -> None:
        self._sheet, self._uno = sheet, uno

    @property
    def api(self) -> UnoObject:
        return self._uno

    @property
    def place(self) -> tuple[int, int]:
        position = self._uno.Position
        return position.Row + 1, position.Column + 1

    @property
    def text(self) -> str:
        return str(self._uno.String)

    @text.setter
    def text(self, value: str) -> None:
        self._uno.setString(value)

    @property
    def author(self) -> str:
        return str(self._uno.Author)

    @property
    def location(self) -> Range:
        return self._sheet.range(self.place)

    def delete(self) -> None:
        notes = self._sheet.uno.getAnnotations()
        for at in range(notes.Count):
            position = notes.getByIndex(at).Position
            if (position.Row + 1, position.Column + 1) == self.place:
                notes.removeByIndex(at)
                return
