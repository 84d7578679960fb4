"""How a sheet prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.guard import guarded

if TYPE_CHECKING:
    from invoicing_xl.calc.sheets import Sheet


@guarded
class PageSetup(base_classes.PageSetup):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        """The page style, which sheets may share."""
        styles = self._sheet.document.uno.StyleFamilies.getByName("PageStyles")
        return styles.getByName(self._sheet.uno.PageStyle)

    @property
    def print_area(self) -> str | None:
        areas = [self._sheet.range_of(place).address for place in self._sheet.uno.getPrintAreas()]
        return ",".join(areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        areas = self._sheet.range(value).areas if value else ()
        self._sheet.uno.setPrintAreas(tuple(cells.uno.RangeAddress for cells in areas))
