"""LibreOffice's side of an open workbook: what xlwings has nothing of its own for.

One class for one protocol, ``HostApi``, as ``ExcelApi`` is for Excel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import xlwings as xw

from invoicing_xl.calc import links, navigation, printing
from invoicing_xl.calc.addresses import area_of
from invoicing_xl.calc.books import storing
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells
from invoicing_xl.calc.chart_sheets import is_chart_sheet
from invoicing_xl.calc.document import Document
from invoicing_xl.calc.filters import AutoFilter, hides_rows
from invoicing_xl.calc.guard import guarded
from invoicing_xl.calc.measures import from_width
from invoicing_xl.calc.names import Names
from invoicing_xl.calc.sheets import Sheet
from invoicing_xl.calc.tables import Tables
from invoicing_xl.model.cells import Area
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import SheetTable
from invoicing_xl.model.plans import PrintSetup
from invoicing_xl.workbook.live.host import Access, Link, Rows, Setting, Tab

_EVERYTHING = 1023
_USUAL_WIDTH = 8.43
_MOST_COLUMNS = 64
"""No sheet of ours has more columns whose width is its own."""


@guarded
class CalcApi:
    """See ``HostApi``, which tells what each of these does."""

    # --- the program

    def settings(self, app: xw.App) -> Sequence[Setting]:
        return ()  # without a window there is no cursor and no key; nothing grows or fills by itself

    def interrupted(self, app: xw.App) -> bool:
        return False

    def sentence(self, error: Exception) -> ClerkMessage | None:
        if isinstance(error, xw.XlwingsError) and "DisposedException" in str(error):
            return ClerkMessage("LibreOffice was closed.", next_step="Open the workbook again and run again.")
        return None

    # --- the workbook

    def tabs(self, book: xw.Book, mark: str) -> Sequence[Tab]:
        document = _document(book)
        sheets = document.uno.Sheets
        return [_tab(document, sheets.getByIndex(at), mark) for at in range(sheets.Count)]

    def access(self, book: xw.Book) -> Access:
        uno = _document(book).uno
        return Access(read_only=bool(uno.isReadonly()), structure_locked=bool(uno.isProtected()))

    def date1904(self, book: xw.Book) -> bool:
        return _document(book).epoch.year == 1904

    def location(self, book: xw.Book) -> str:
        return book.fullname

    def save_copy(self, book: xw.Book, path: Path) -> None:
        _document(book).uno.storeToURL(path.resolve().as_uri(), storing(path))

    def add_sheet(self, book: xw.Book) -> xw.Sheet:
        document = _document(book)
        sheets = document.uno.Sheets
        name = next(name for name in map("Sheet{}".format, count(1)) if not sheets.hasByName(name))
        sheets.insertNewByName(name, sheets.Count)
        document.name_for_macros(sheets.getByName(name))
        return book.sheets[name]

    def duplicate(self, sheet: xw.Sheet) -> xw.Sheet:
        document = _own(sheet).document
        sheets = document.uno.Sheets
        name = next(name for name in map("Copy {}".format, count(1)) if not sheets.hasByName(name))
        sheets.copyByName(sheet.name, name, sheet.index - 1)
        document.name_for_macros(sheets.getByName(name))
        return sheet.book.sheets[name]

    def delete_sheets(self, book: xw.Book, names: Sequence[str]) -> None:
        sheets = _document(book).uno.Sheets
        missing = [name for name in names if not sheets.hasByName(name)]
        if missing:
            raise KeyError(missing[0])
        for name in names:
            sheets.removeByName(name)

    # --- a sheet

    def set_mark(self, sheet: xw.Sheet, name: str, text: str) -> None:
        quoted = text.replace('"', '""')
        # LibreOffice 7.4 keeps no name hidden.
        Names(_own(sheet).book, _own(sheet)).add(name, f'="{quoted}"')

    def filtered(self, sheet: xw.Sheet) -> Sequence[Area]:
        return [area_of(database.DataArea) for database in _databases(_own(sheet)) if hides_rows(database)]

    def tables(self, sheet: xw.Sheet) -> Sequence[SheetTable]:
        return [
            SheetTable(
                table.name,
                table.range.cells.area,
                header_rows=int(table.show_headers),
                totals_rows=int(table.show_totals),
                columns=tuple(table.headings),
            )
            for table in Tables(_own(sheet).book, _own(sheet))
        ]

    def resize_table(self, sheet: xw.Sheet, name: str, area: Area) -> None:
        sheet.tables[name].resize(sheet.range(str(area)))

    def pivots(self, sheet: xw.Sheet) -> Sequence[Area]:
        pivots = _own(sheet).uno.DataPilotTables
        return [area_of(pivots.getByIndex(at).OutputRange) for at in range(pivots.Count)]

    def wipe(self, sheet: xw.Sheet) -> None:
        uno = _own(sheet).uno
        for database in _databases(_own(sheet)):
            AutoFilter(_cells_of(_own(sheet), area_of(database.DataArea))).clear(None)
            database.AutoFilter = False
        for name in uno.Charts.ElementNames:
            uno.Charts.removeByName(name)
        for condition in uno.ConditionalFormats.getConditionalFormats():
            uno.ConditionalFormats.removeByID(condition.ID)
        uno.merge(False)
        uno.clearContents(_EVERYTHING)
        uno.Columns.IsVisible = uno.Rows.IsVisible = True
        uno.Columns.Width = from_width(_USUAL_WIDTH)
        uno.Rows.OptimalHeight = True

    def copy_cells(self, source: xw.Sheet, target: xw.Sheet) -> None:
        one, other = _own(source), _own(target)
        for database in _databases(one):
            # LibreOffice copies only the rows that a filter lets through.
            AutoFilter(_cells_of(one, area_of(database.DataArea))).clear(None)
        # Only a whole sheet takes its charts and row heights along, and no copy the widths of columns.
        other.uno.copyRange(other.range((1, 1)).first_cell, one.uno.RangeAddress)
        for at in range(max(_MOST_COLUMNS, one.used_area().last_column)):
            old, new = one.uno.Columns.getByIndex(at), other.uno.Columns.getByIndex(at)
            if old.Width != new.Width:
                new.Width = old.Width
            if not old.IsVisible:
                new.IsVisible = False

    def has_more(self, sheet: xw.Sheet) -> bool:
        own = _own(sheet)
        drawn = len(own.shapes) - len(own.charts)
        return bool(own.notes or drawn or len(own.tables))

    def link(self, sheet: xw.Sheet, links_: Sequence[Link]) -> None:
        own = _own(sheet)
        for link in links_:
            cell = own.uno.getCellByPosition(link.column - 1, link.row - 1)
            if cell.Type.value == "TEXT":  # a number cannot be a link in LibreOffice
                links.add(own.document, cell, link.target, link.text)

    def freeze(self, sheet: xw.Sheet, place: tuple[int, int] | None, gridlines: bool) -> None:
        """LibreOffice 7.4 shows gridlines on all sheets or none: they stay as they are."""
        own = _own(sheet)
        controller = own.document.uno.CurrentController
        active = controller.ActiveSheet
        row, column = place or (1, 1)
        controller.setActiveSheet(own.uno)
        controller.freezeAtPosition(column - 1, row - 1)
        controller.setActiveSheet(active)

    def print_setup(self, sheet: xw.Sheet) -> PrintSetup:
        return printing.read(_own(sheet).document, _own(sheet).uno)

    def set_print_setup(self, sheet: xw.Sheet, setup: PrintSetup) -> None:
        printing.write(_own(sheet).document, _own(sheet).uno, setup)

    def set_tab_color(self, sheet: xw.Sheet, color: str) -> None:
        _own(sheet).uno.TabColor = int(color, 16) if color else -1

    def export_pdf(self, sheet: xw.Sheet, path: Path) -> None:
        _own(sheet).to_pdf(str(path))

    # --- cells

    def values(self, cells: xw.Range) -> Rows:
        return _cells(cells).values2()  # type: ignore[return-value]

    def formulas(self, cells: xw.Range) -> Sequence[Sequence[str]]:
        return _cells(cells).formulas()

    def number_formats(self, sheet: xw.Sheet, areas: Sequence[Area]) -> Sequence[tuple[Area, str]]:
        document = _own(sheet).document
        return [
            (part, code)
            for looks, places in _looks(_own(sheet), areas)
            for code in [document.format_of(looks) or ""]
            for part in _parts(places, areas)
        ]

    def hidden_rows(self, cells: xw.Range) -> Sequence[tuple[int, int]]:
        own = _cells(cells)
        rows = own.sheet.getCellRangeByPosition(0, own.area.first_row - 1, 16_383, own.area.last_row - 1)
        shown = sorted(
            {(place.StartRow + 1, place.EndRow + 1) for place in rows.queryVisibleCells().RangeAddresses}
        )
        return list(_gaps(shown, own.area.first_row, own.area.last_row))

    def merged(self, cells: xw.Range) -> Sequence[Area]:
        return list(navigation.merged(_cells(cells)))

    def in_arrays(self, cells: xw.Range) -> bool:
        return bool(cells.has_array)

    def fill(self, cells: xw.Range) -> str | None:
        own = _cells(cells)
        color = own.document.property_of(own.uno, "CellBackColor")
        return None if color is None else "" if color < 0 else f"{color:06X}"

    def offer(self, cells: xw.Range, values: Sequence[str], source: Area | None) -> None:
        cells.data_validation.set_list(cells.sheet.range(str(source)) if source else list(values))

    def highlight(self, cells: xw.Range, formula: str, fill: str, color: str) -> None:
        cells.conditional_formats.add_custom(
            formula,
            fill_color=f"#{fill}" if fill else None,
            font_color=f"#{color}" if color else None,
        )

    def add_filter(self, cells: xw.Range) -> None:
        AutoFilter(_cells(cells)).show()

    def extend_look(self, row: xw.Range, below: xw.Range) -> None:
        source, target = _cells(row), _cells(below)
        kept = target.contents()
        address = source.uno.RangeAddress
        done, wanted = 0, target.shape[0]
        while done < wanted:
            # What was copied is copied on: twice as much each time.
            first = target.part(done, 0).uno.getCellByPosition(0, 0).CellAddress
            target.sheet.copyRange(first, address)
            done += address.EndRow - address.StartRow + 1
            address = target.part(0, 0, min(done, wanted - done) or 1, target.shape[1]).uno.RangeAddress
        target.put_contents(*kept)

    def indent(self, cells: xw.Range, steps: int) -> None:
        cells.impl.indent(steps)

    def unlock(self, cells: xw.Range) -> None:
        protection = cells.impl.uno.CellProtection
        protection.IsLocked = False
        cells.impl.uno.CellProtection = protection


def _document(book: xw.Book) -> Document:
    document: Document = book.impl.document
    return document


def _own(sheet: xw.Sheet) -> Sheet:
    own: Sheet = sheet.impl
    return own


def _cells(cells: xw.Range) -> Cells:
    own: Cells = cells.impl.cells
    return own


def _cells_of(sheet: Sheet, area: Area) -> Cells:
    return Cells(sheet.document, sheet.uno, area)


def _tab(document: Document, sheet: UnoObject, mark: str) -> Tab:
    text = sheet.NamedRanges.getByName(mark).getContent() if sheet.NamedRanges.hasByName(mark) else ""
    constant = len(text) > 1 and text[0] == text[-1] == '"'
    return Tab(
        sheet.Name,
        visible=bool(sheet.IsVisible),
        worksheet=not is_chart_sheet(document, sheet.Name),
        protected=bool(sheet.isProtected()),
        mark=text[1:-1].replace('""', '"') if constant else None,
    )


def _databases(sheet: Sheet) -> Iterator[UnoObject]:
    """The database ranges of a sheet: of its own filter, and of its tables."""
    unnamed = sheet.document.uno.getPropertyValue("UnnamedDatabaseRanges")
    if unnamed.hasByTable(sheet.index - 1):
        yield unnamed.getByTable(sheet.index - 1)
    yield from (table.api for table in Tables(sheet.book, sheet))


def _looks(sheet: Sheet, areas: Sequence[Area]) -> Iterator[tuple[UnoObject, list[Area]]]:
    """Cells of equal look around all of these areas, and where they are: one question for all."""
    if not areas:
        return
    around = Area(
        min(area.first_row for area in areas),
        min(area.first_column for area in areas),
        max(area.last_row for area in areas),
        max(area.last_column for area in areas),
    )
    alike = _cells_of(sheet, around).uno.getUniqueCellFormatRanges()
    for at in range(alike.Count):
        looks = alike.getByIndex(at)
        yield looks, [area_of(place) for place in looks.RangeAddresses]


def _parts(places: Sequence[Area], areas: Sequence[Area]) -> Iterator[Area]:
    """What the places have in common with the areas."""
    for place in places:
        for area in areas:
            top, left = max(place.first_row, area.first_row), max(place.first_column, area.first_column)
            bottom, right = min(place.last_row, area.last_row), min(place.last_column, area.last_column)
            if top <= bottom and left <= right:
                yield Area(top, left, bottom, right)


def _gaps(shown: Sequence[tuple[int, int]], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Runs of rows from ``first`` to ``last`` that are in none of the ascending runs."""
    for start, end in shown:
        if start > first:
            yield first, start - 1
        first = max(first, end + 1)
    if first <= last:
        yield first, last
