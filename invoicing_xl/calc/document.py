"""An open document of LibreOffice, with what is asked of it over and over."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from itertools import count

from invoicing_xl.calc import bridge
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.host import Office
from invoicing_xl.calc.number_formats import GENERAL, NumberFormats

US_ENGLISH = "en", "US"


class Document:
    """``uno`` is LibreOffice's own object; ``office`` the LibreOffice that has it open."""

    def __init__(self, office: Office, uno: UnoObject) -> None:
        self.office = office
        self.uno = uno

    @cached_property
    def formats(self) -> NumberFormats:
        return NumberFormats(self.uno)

    @cached_property
    def epoch(self) -> dt.datetime:
        """The day with the serial 0: 30 December 1899, or 1 January 1904."""
        day = self.uno.NullDate
        return dt.datetime(day.Year, day.Month, day.Day)

    @cached_property
    def _formatter(self) -> UnoObject:
        formatter = self.office.create("com.sun.star.util.NumberFormatter")
        formatter.attachNumberFormatsSupplier(self.uno)
        return formatter

    @cached_property
    def _english(self) -> int:
        language, country = US_ENGLISH
        locale = bridge.struct("lang.Locale", Language=language, Country=country)
        key: int = self.uno.NumberFormats.getStandardIndex(locale)
        return key

    def parse(self, text: str) -> tuple[float, int] | None:
        """The number that LibreOffice sees in a text typed in American English, and the key of its format."""
        try:
            key: int = self._formatter.detectNumberFormat(self._english, text)
            number: float = self._formatter.convertStringToNumber(self._english, text)
        except bridge.error():
            return None
        return number, key

    def format_of(self, cells: UnoObject) -> str | None:
        """The number format of cells in Excel's codes; None where they differ.

        What LibreOffice derives from a formula's result (a date, a boolean) is no format in Excel.
        """
        state = cells.getPropertyState("NumberFormat").value
        if state == "AMBIGUOUS_VALUE":
            return None
        if state == "DEFAULT_VALUE" and cells.CellStyle == "Default":
            return GENERAL
        return self.formats.code(cells.NumberFormat)

    def property_of(self, cells: UnoObject, name: str) -> UnoObject:
        """A property of cells; None where they differ: LibreOffice would tell a default then."""
        if cells.getPropertyState(name).value == "AMBIGUOUS_VALUE":
            return None
        return cells.getPropertyValue(name)

    def compute_tables(self) -> None:
        """To be called when a table or a filter got another area.

        LibreOffice then compiles formulas that speak of tables anew; while calculation is manual they would
        be blanks and zeros until somebody looks at them.
        """
        self.uno.calculate()

    def name_for_macros(self, added: UnoObject) -> None:
        """Give a sheet that was added a code name that no module has or will have.

        LibreOffice counts sheets for it ("Sheet9"), and gives a name twice after one was deleted. VBA finds a
        sheet by the module of that name: ``Worksheets("Findings").Activate`` would speak to another sheet.
        """
        if not self.uno.BasicLibraries.VBACompatibilityMode:
            return
        sheets = self.uno.Sheets
        taken = {sheets.getByIndex(at).CodeName for at in range(sheets.Count)}
        added.CodeName = next(name for name in map("Added{}".format, count(1)) if name not in taken)
