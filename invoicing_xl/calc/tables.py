"""Tables: named database ranges of LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import xlwings
from xlwings import base_classes

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.filters import AutoFilter
from invoicing_xl.calc.guard import guarded

if TYPE_CHECKING:
    from invoicing_xl.calc.books import Book
    from invoicing_xl.calc.ranges import Range
    from invoicing_xl.calc.sheets import Sheet


@guarded
class Tables(base_classes.Tables):
    """The tables of a sheet, or of all sheets of a workbook (``sheet`` None)."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> UnoObject:
        return self.book.document.uno.DatabaseRanges

    @property
    def parent(self) -> Sheet | None:
        return self.sheet

    def _names(self) -> list[str]:
        ranges = self.api
        names = [name for name in ranges.ElementNames if not name.startswith("__Anonymous")]
        if self.sheet is None:
            return names
        number = self.sheet.index - 1
        return [name for name in names if ranges.getByName(name).DataArea.Sheet == number]

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.book, name) for name in self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: str) -> bool:
        return name.casefold() in (known.casefold() for known in self._names())

    def __call__(self, name_or_index: str | int) -> Table:
        names = self._names()
        if isinstance(name_or_index, int):
            return Table(self.book, names[name_or_index - 1])
        wanted = name_or_index.casefold()
        for name in names:
            if name.casefold() == wanted:
                return Table(self.book, name)
        raise KeyError(name_or_index)

    def add(
        self,
        source_type: object = None,
        source: xlwings.Range | None = None,
        link_source: object = None,
        has_headers: bool = True,
        destination: object = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        assert source is not None
        if name is None:
            number = 1
            while self.api.hasByName(f"Table{number}"):
                number += 1
            name = f"Table{number}"
        self.api.addNewByName(name, source.impl.cells.uno.RangeAddress)
        made = self.api.getByName(name)
        made.ContainsHeader = bool(has_headers)
        made.AutoFilter = True
        self.book.document.compute_tables()
        return Table(self.book, name)


@guarded
class Table(base_classes.Table):
    """LibreOffice 7.4 knows no table styles: they read as None, and setting one changes nothing."""

    def __init__(self, book: Book, name: str) -> None:
        self._book, self._name = book, name

    @property
    def api(self) -> UnoObject:
        return self._book.document.uno.DatabaseRanges.getByName(self._name)

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value)
        self._name = value

    display_name = name

    @property
    def range(self) -> Range:
        return self._book.range_of(self.api.DataArea)

    @property
    def parent(self) -> Sheet:
        return self.range.sheet

    @property
    def show_headers(self) -> bool:
        return bool(self.api.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        self.api.ContainsHeader = value

    @property
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        self.api.TotalsRow = value

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.api.AutoFilter = value

    @property
    def table_style(self) -> str | None:
        return None

    @table_style.setter
    def table_style(self, value: str | None) -> None:
        pass

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self.range.cells, self.api)

    @property
    def insert_row_range(self) -> Range | None:
        return None

    @property
    def header_row_range(self) -> Range | None:
        whole = self.range
        return whole.part(0, 0, 1, whole.shape[1]) if self.show_headers else None

    @property
    def totals_row_range(self) -> Range | None:
        whole = self.range
        return whole.part(whole.shape[0] - 1, 0, 1, whole.shape[1]) if self.show_totals else None

    @property
    def data_body_range(self) -> Range | None:
        whole, above = self.range, int(self.show_headers)
        rows, columns = whole.shape
        rows -= above + int(self.show_totals)
        return whole.part(above, 0, rows, columns) if rows > 0 else None

    @property
    def headings(self) -> list[str]:
        header = self.header_row_range
        return [str(value) for value in header.cells.uno.getDataArray()[0]] if header else []

    def structured(self, what: str) -> Range | None:
        """What a structured reference such as "Net" or "#Headers" names."""
        special = {
            "#all": self.range,
            "#headers": self.header_row_range,
            "#totals": self.totals_row_range,
            "#data": self.data_body_range,
            "": self.data_body_range,
        }
        if what.casefold() in special:
            return special[what.casefold()]
        names = [name.casefold() for name in self.headings]
        body = self.data_body_range
        if body is None or what.casefold() not in names:
            return None
        return body.part(0, names.index(what.casefold()), body.shape[0], 1)

    def resize(self, range: xlwings.Range) -> None:
        self.api.setDataArea(range.impl.cells.uno.RangeAddress)
        self._book.document.compute_tables()
