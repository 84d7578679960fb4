"""xlwings' Range on cells of LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import xlwings

from invoicing_xl.calc import bridge, filters, links, navigation
from invoicing_xl.calc.addresses import address_of, to_text
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells, Value
from invoicing_xl.calc.conditions import ConditionalFormats
from invoicing_xl.calc.formulas import quoted_sheet, to_calc, to_excel
from invoicing_xl.calc.guard import guarded
from invoicing_xl.calc.looks import Looks
from invoicing_xl.calc.validations import DataValidation
from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area

if TYPE_CHECKING:
    from invoicing_xl.calc.names import Name
    from invoicing_xl.calc.notes import Note
    from invoicing_xl.calc.sheets import Sheet
    from invoicing_xl.calc.tables import Table

_CONTENT = 1 | 2 | 4 | 16
_NOTES, _FORMATS = 8, 32 | 64
_PLAIN_REFERENCE = re.compile(r"[\w.\[\]]+")


@guarded
class Range(Looks):
    """One rectangle or several; values and everything else that needs one is of the first."""

    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, *areas: Area) -> None:
        self.sheet = sheet
        self.areas = tuple(Cells(sheet.document, sheet.uno, area) for area in areas)
        self.cells = self.areas[0]
        self.options: Mapping[str, object] = {}
        self.arg1_input = ""  # xlwings looks here for "A:B"
        self._uno: UnoObject = None

    @property
    def uno(self) -> UnoObject:
        if len(self.areas) == 1:
            return self.cells.uno
        if self._uno is None:
            self._uno = self.cells.document.uno.createInstance("com.sun.star.sheet.SheetCellRanges")
            number = self.sheet.index - 1
            places = (address_of(cells.area, number) for cells in self.areas)
            self._uno.addRangeAddresses(tuple(places), False)
        return self._uno

    @property
    def api(self) -> UnoObject:
        return self.uno

    # --- where it is

    @property
    def row(self) -> int:
        return self.cells.area.first_row

    @property
    def column(self) -> int:
        return self.cells.area.first_column

    @property
    def shape(self) -> tuple[int, int]:
        return self.cells.shape

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, row: int, column: int | None = None) -> Range:
        """A cell by its place counted from 1, also beyond this range; one number counts along the rows."""
        if column is None:
            row, column = divmod(row - 1, self.shape[1])
            return self.part(row, column, 1, 1)
        return self.part(row - 1, column - 1, 1, 1)

    def part(self, row: int, column: int, rows: int, columns: int) -> Range:
        return Range(self.sheet, self.cells.part(row, column, rows, columns).area)

    def get_address(
        self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False
    ) -> str:
        address = ",".join(to_text(cells.area, row_absolute, col_absolute) for cells in self.areas)
        if not external:
            return address
        place = f"[{self.sheet.book.name}]{self.sheet.name}"
        if not _PLAIN_REFERENCE.fullmatch(place):
            place = "'" + place.replace("'", "''") + "'"
        return f"{place}!{address}"

    @property
    def address(self) -> str:
        return self.get_address()

    # --- what stands there

    @property
    def raw_value(self) -> Value | list[list[Value]]:
        values = self.cells.values()
        return values[0][0] if len(self) == 1 else values

    @raw_value.setter
    def raw_value(self, data: Value | Sequence[Value] | Sequence[Sequence[Value]]) -> None:
        rows, columns = self.shape
        if isinstance(data, str) and data.startswith("=") and len(self) > 1:
            self.formula = data
        elif not isinstance(data, list | tuple):
            for cells in self.areas:
                rows, columns = cells.shape
                cells.write([[data] * columns] * rows)  # type: ignore[list-item]
        else:
            nested = bool(data) and isinstance(data[0], list | tuple)
            self.cells.write(data if nested else [data])

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...]:
        texts = self.cells.formulas()
        return texts[0][0] if len(self) == 1 else tuple(map(tuple, texts))

    @formula.setter
    def formula(self, value: Value | Sequence[Sequence[Value]]) -> None:
        if isinstance(value, str) and value.startswith("=") and len(value) > 1:
            for cells in self.areas:
                cells.fill_formula(value)
        else:
            self.raw_value = value

    # LibreOffice 7.4 knows no dynamic arrays: what Excel spills is one value here.
    formula2 = formula

    @property
    def formula_array(self) -> str | None:
        found: str = self.cells.uno.getArrayFormula()
        return to_excel(found) if found else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.cells.uno.setArrayFormula(to_calc(value))

    @property
    def has_array(self) -> bool:
        return any(
            cell.startswith("{=")
            for cells in self.areas
            for row in cells.uno.getFormulaArray()
            for cell in row
        )

    def clear_contents(self) -> None:
        self.uno.clearContents(_CONTENT)

    def clear_formats(self) -> None:
        self.uno.clearContents(_FORMATS)

    def clear(self) -> None:
        self.uno.clearContents(_CONTENT | _NOTES | _FORMATS)

    # --- navigation

    def end(self, direction: str) -> Range:
        row, column = navigation.end(self.cells, direction)
        return Range(self.sheet, Area(row, column, row, column))

    @property
    def current_region(self) -> Range:
        return self._by_cursor("collapseToCurrentRegion")

    @property
    def merge_area(self) -> Range:
        return self._by_cursor("collapseToMergedArea")

    def _by_cursor(self, move: str) -> Range:
        cursor = self.sheet.uno.createCursorByRange(self.cells.uno)
        getattr(cursor, move)()
        return self.sheet.range_of(cursor.RangeAddress)

    # --- editing

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        kinds = {None: "DOWN", "down": "DOWN", "right": "RIGHT"}
        mode = self._whole("ROWS", "COLUMNS") or kinds[shift]
        self.sheet.uno.insertCells(self.cells.uno.RangeAddress, bridge.enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        kinds = {None: "UP", "up": "UP", "left": "LEFT"}
        mode = self._whole("ROWS", "COLUMNS") or kinds[shift]
        self.sheet.uno.removeRange(self.cells.uno.RangeAddress, bridge.enum("sheet.CellDeleteMode", mode))

    def _whole(self, rows: str, columns: str) -> str | None:
        high, wide = self.shape
        return rows if wide == MAX_COLUMN else columns if high == MAX_ROW else None

    def copy(self, destination: xlwings.Range | None = None) -> None:
        if destination is None:
            raise NotImplementedError("LibreOffice without a window has no clipboard: name a destination")
        target = destination.impl
        target.sheet.uno.copyRange(target.first_cell, self.cells.uno.RangeAddress)

    def copy_from(
        self,
        source_range: xlwings.Range,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """ "formats" takes conditional formats and validations along, and leaves the contents."""
        source: Range = source_range.impl
        if skip_blanks or transpose or copy_type not in ("all", "formats", "values"):
            raise NotImplementedError(f"copy_from(copy_type={copy_type!r}) with these options")
        rows, columns = source.shape
        target = self.cells.part(0, 0, rows, columns)
        if copy_type == "values":
            target.put([[_constant(value) for value in row] for row in source.cells.uno.getDataArray()])
            return
        kept = target.contents() if copy_type == "formats" else None
        self.sheet.uno.copyRange(self.first_cell, source.cells.uno.RangeAddress)
        if kept:
            target.put_contents(*kept)

    def move(self, destination: xlwings.Range) -> None:
        target = destination.impl
        target.sheet.uno.moveRange(target.first_cell, self.cells.uno.RangeAddress)

    @property
    def first_cell(self) -> UnoObject:
        """The address of the first cell in LibreOffice's words."""
        return bridge.struct(
            "table.CellAddress", Sheet=self.sheet.index - 1, Column=self.column - 1, Row=self.row - 1
        )

    def autofill(self, destination: xlwings.Range, type_: str) -> None:
        target: Range = destination.impl
        rows, columns = self.shape
        down = target.shape[0] > rows
        direction = bridge.enum("sheet.FillDirection", "TO_BOTTOM" if down else "TO_RIGHT")
        target.cells.uno.fillAuto(direction, rows if down else columns)

    def sort(self, keys: Sequence[int], ascending: Sequence[bool], has_headers: bool) -> None:
        fields = tuple(
            bridge.struct("table.TableSortField", Field=key - 1, IsAscending=up)
            for key, up in zip(keys, ascending, strict=True)
        )
        typed = bridge.load_uno().Any("[]com.sun.star.table.TableSortField", fields)
        self.cells.uno.sort(bridge.properties({"SortFields": typed, "ContainsHeader": has_headers}))

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Range | None:
        found = navigation.find(self.cells, text, whole=whole, match_case=match_case, by_rows=order == "rows")
        if not found:
            return None
        row, column = found[0 if direction == "next" else -1]
        return self.part(row, column, 1, 1)

    def merge(self, across: bool = False) -> None:
        rows, columns = self.shape
        parts = [self.cells.part(row, 0, 1, columns) for row in range(rows)] if across else [self.cells]
        for cells in parts:
            cells.uno.merge(True)

    def unmerge(self) -> None:
        for cells in self.areas:
            cells.uno.merge(False)

    @property
    def merge_cells(self) -> bool | None:
        """None where some of the cells are merged, and others are not."""
        merged = list(navigation.merged(self.cells))
        if not merged:
            return False
        rows, columns = self.shape
        inside = self.cells.area
        covered = sum(_overlap(area, inside) for area in merged)
        return True if covered == rows * columns else None

    # --- what belongs to it

    def select(self) -> None:
        controller = self.cells.document.uno.CurrentController
        controller.setActiveSheet(self.sheet.uno)
        controller.select(self.uno)

    @property
    def name(self) -> Name | None:
        return self.sheet.book.names.of(self)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted_sheet(self.sheet.name)}!{self.address}")

    @property
    def table(self) -> Table | None:
        row, column = self.row, self.column
        return next(
            (table for table in self.sheet.tables if table.range.cells.area.contains(row, column)), None
        )

    @property
    def note(self) -> Note | None:
        return next((note for note in self.sheet.notes if note.place == (self.row, self.column)), None)

    def add_note(self, text: str) -> Note | None:
        self.sheet.uno.getAnnotations().insertNew(self.first_cell, text)
        return self.note

    @property
    def hyperlink(self) -> str:
        found = links.of(self.cells.uno.getCellByPosition(0, 0))
        if not found:
            raise Exception("The cell doesn't seem to contain a hyperlink!")  # as xlwings says it on Windows
        return found

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        links.add(self.cells.document, self.cells.uno.getCellByPosition(0, 0), address, text_to_display)

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self.uno, self.first_cell)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self.cells)

    @property
    def autofilter(self) -> filters.AutoFilter:
        return filters.AutoFilter(self.cells)

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        self.sheet.book.export_pdf(self.uno, path)


def _overlap(one: Area, other: Area) -> int:
    rows = min(one.last_row, other.last_row) - max(one.first_row, other.first_row) + 1
    columns = min(one.last_column, other.last_column) - max(one.first_column, other.first_column) + 1
    return max(0, rows) * max(0, columns)


def _constant(value: float | str | None) -> float | str:
    return "#N/A" if value is None else value
