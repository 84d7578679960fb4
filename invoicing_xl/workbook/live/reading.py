"""Snapshots of an open workbook's sheets: values and formulas in blocks, number formats by areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pyarrow as pa
import xlwings as xw
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.grid import NO_CODE, Grid, GridColumn, SheetTable
from invoicing_xl.workbook.excel_values import ERRORS
from invoicing_xl.workbook.live.addresses import Place, area_of, around, cell_count, places_of
from invoicing_xl.workbook.live.host import HostApi, RawValue, Rows

CELLS_IN_A_BLOCK = 200_000
"""More at a time would take Excel and us memory without being faster."""

_FIRST_DAY, _LAST_DAY = 20_000, 80_000  # whole numbers that are probably days: 1954 to 2119
_MOST_STRETCHES = 30
_KINDS: dict[type, Kind] = {
    type(None): Kind.BLANK,
    float: Kind.NUMBER,
    str: Kind.TEXT,
    bool: Kind.BOOLEAN,
    int: Kind.ERROR,
}


class SheetReader:
    """Reads sheets of one workbook; ``between`` is called between blocks, and may end it all."""

    def __init__(self, host: HostApi, between: Callable[[], None]) -> None:
        self._host = host
        self._between = between

    def snapshot(self, sheet: xw.Sheet, name: str, *, date1904: bool, protected: bool) -> Grid:
        """The whole sheet, as ``Grid`` tells."""
        whole = sheet.used_range
        cells = self._cells(sheet, whole)
        cells.styles = self._styles(sheet, cells)
        hidden = np.zeros(cells.row_count, np.bool_)
        for first, last in self._host.hidden_rows(whole):
            hidden[first - 1 : last] = True
        return cells.grid(
            name,
            date1904=date1904,
            hidden=hidden if hidden.any() else None,
            tables=tuple(self._host.tables(sheet)),
            merged=tuple(self._host.merged(whole)),
            protected=protected,
        )

    def contents(self, sheet: xw.Sheet, name: str) -> Grid:
        """Values and formulas only."""
        return self._cells(sheet, sheet.used_range).grid(name)

    def at(self, sheet: xw.Sheet, areas: Sequence[Area]) -> dict[Place, Content]:
        """Values and formulas of the cells of these areas, which are read as they lie together."""
        found: dict[Place, Content] = {}
        for block in _together(areas):
            cells = sheet.range(str(block))
            values, formulas = self._host.values(cells), self._host.formulas(cells)
            for area in areas:
                if block.contains(area.first_row, area.first_column):
                    for row, column in places_of(area):
                        at = row - block.first_row, column - block.first_column
                        found[row, column] = _content(values[at[0]][at[1]], formulas[at[0]][at[1]])
        return found

    def formats(self, sheet: xw.Sheet, areas: Sequence[Area]) -> dict[Place, str]:
        """The number formats of the cells of these areas."""
        parts = self._host.number_formats(sheet, areas)
        return {place: code for area, code in parts for place in places_of(area)}

    def _cells(self, sheet: xw.Sheet, whole: xw.Range) -> _Cells:
        used = area_of(whole.address)
        width = used.last_column - used.first_column + 1
        height = max(1, CELLS_IN_A_BLOCK // width)
        if used.last_row - used.first_row < height:
            return _Cells.of(used, self._host.values(whole), self._host.formulas(whole))
        # Formats alone may reach down to the last row of a sheet: blocks of blanks are not kept.
        blank, unwritten = (None,) * width, ("",) * width
        values: list[Sequence[RawValue]] = []
        formulas: list[Sequence[str]] = []
        for first in range(used.first_row, used.last_row + 1, height):
            self._between()
            last = min(used.last_row, first + height - 1)
            cells = sheet.range(str(Area(first, used.first_column, last, used.last_column)))
            block = self._host.values(cells)
            if any(tuple(row) != blank for row in block):
                missing = first - used.first_row - len(values)
                values += [blank] * missing
                formulas += [unwritten] * missing
                values += block
                formulas += self._host.formulas(cells)
        return _Cells.of(used, values, formulas)

    def _styles(self, sheet: xw.Sheet, cells: _Cells) -> list[tuple[Area, str]]:
        return [part for areas in cells.alike() for part in self._host.number_formats(sheet, areas)]


@dataclass
class _Column:
    """The filled cells of a column: ``rows`` counts from 0, the others are as long as it."""

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    texts: NDArray[np.int32]
    formulas: NDArray[np.int32]


@dataclass
class _Cells:
    """The cells of a used area, as columns of the sheet."""

    used: Area
    row_count: int
    columns: dict[int, _Column]
    pool: dict[str, int]
    formulas: list[str]
    styles: list[tuple[Area, str]] = field(default_factory=list)

    @classmethod
    def of(cls, used: Area, values: Rows, formulas: Sequence[Sequence[str]]) -> _Cells:
        cells = cls(used, used.last_row, {}, {}, [])
        for column, (raw, said) in enumerate(
            zip(zip(*values, strict=True), zip(*formulas, strict=True), strict=True), used.first_column
        ):
            cells._add(column, raw, said)
        cells.row_count = max((cells._last_row(column) for column in cells.columns.values()), default=0)
        return cells

    def _add(self, number: int, raw: Sequence[RawValue], said: Sequence[str]) -> None:
        kinds = np.fromiter(map(_KINDS.__getitem__, map(type, raw)), np.uint8, len(raw))
        calculated = [
            at for at, formula in enumerate(said) if formula and formula[0] == "=" and formula != raw[at]
        ]
        if not kinds.any() and not calculated:
            return
        indices = np.full(len(raw), NO_CODE, np.int32)
        indices[calculated] = np.arange(len(self.formulas), len(self.formulas) + len(calculated))
        self.formulas += [said[at] for at in calculated]
        texts = self._texts(kinds, raw)
        # A text of no characters is the result of a formula; alone it is what an apostrophe leaves behind.
        alone = (texts == self.pool.get("", len(self.pool))) & (indices < 0)
        kinds[alone], texts[alone] = Kind.BLANK, NO_CODE
        self.columns[number] = _Column(kinds, _numbers(kinds, raw), texts, indices)

    def _texts(self, kinds: NDArray[np.uint8], raw: Sequence[RawValue]) -> NDArray[np.int32]:
        """The column's texts and errors as indices into the pool, which takes in the new ones."""
        texts = np.full(len(raw), NO_CODE, np.int32)
        places = np.flatnonzero((kinds == Kind.TEXT) | (kinds == Kind.ERROR)).tolist()
        values = [raw[at] for at in places]
        codes = {value: self.pool.setdefault(_text(value), len(self.pool)) for value in dict.fromkeys(values)}
        texts[places] = np.fromiter(map(codes.__getitem__, values), np.int32, len(values))
        return texts

    def _last_row(self, column: _Column) -> int:
        filled = np.flatnonzero((column.kinds > 0) | (column.formulas >= 0))
        return int(filled[-1]) + self.used.first_row if len(filled) else 0

    def alike(self) -> list[list[Area]]:
        """The filled columns as groups of areas that probably have one format each: texts with headings,
        days, amounts, whole numbers, and what stands out in columns of numbers."""
        groups: dict[str, list[Area]] = {}
        for number, column in self.columns.items():
            numeric = column.kinds == Kind.NUMBER
            own = _group(column.numbers[numeric])
            for at, (first, last, is_numeric) in enumerate(_stretches(column, numeric)):
                group = own if is_numeric else "odd" if at else "text"
                groups.setdefault(group, []).append(self._area(number, first, last))
        return list(groups.values())

    def _area(self, column: int, first: int, last: int) -> Area:
        return Area(first + self.used.first_row, column, last + self.used.first_row, column)

    def grid(
        self,
        sheet: str,
        *,
        date1904: bool = False,
        hidden: NDArray[np.bool_] | None = None,
        tables: tuple[SheetTable, ...] = (),
        merged: tuple[Area, ...] = (),
        protected: bool = False,
    ) -> Grid:
        formats: dict[str, int] = {"General": 0}
        of_columns: dict[int, list[tuple[Area, int]]] = {}
        for area, code in self.styles:
            index = formats.setdefault(code, len(formats))
            for column in range(area.first_column, area.last_column + 1):
                of_columns.setdefault(column, []).append((area, index))
        texts = tuple(self.formulas)
        return Grid(
            sheet,
            self.row_count,
            {
                number: self._column(column, of_columns.get(number, []))
                for number, column in self.columns.items()
                if self._last_row(column)
            },
            pa.array(list(self.pool), pa.string()),
            tuple(formats),
            date1904=date1904,
            hidden=hidden,
            tables=tables,
            merged=merged,
            protected=protected,
            formula_text=lambda index, row, column: texts[index],
        )

    def _column(self, column: _Column, styles: Sequence[tuple[Area, int]]) -> GridColumn:
        before, rows = self.used.first_row - 1, self.row_count
        codes = np.zeros(rows, np.int32)
        for area, index in styles:
            codes[area.first_row - 1 : area.last_row] = index
        return GridColumn(
            kinds=_placed(column.kinds, before, rows, Kind.BLANK),
            numbers=_placed(column.numbers, before, rows, np.nan),
            texts=_placed(column.texts, before, rows, NO_CODE),
            formulas=_placed(column.formulas, before, rows, NO_CODE),
            styles=codes,
        )


def _numbers(kinds: NDArray[np.uint8], raw: Sequence[RawValue]) -> NDArray[np.float64]:
    numbers = np.full(len(raw), np.nan)
    places = np.flatnonzero((kinds == Kind.NUMBER) | (kinds == Kind.BOOLEAN))
    numbers[places] = [raw[at] for at in places.tolist()]
    return numbers


def _group(numbers: NDArray[np.float64]) -> str:
    if not len(numbers):
        return "text"
    if (numbers != np.floor(numbers)).any():
        return "amounts"
    days = (numbers > _FIRST_DAY) & (numbers < _LAST_DAY)
    return "days" if days.mean() > 0.5 else "whole numbers"


def _stretches(column: _Column, numeric: NDArray[np.bool_]) -> list[tuple[int, int, bool]]:
    """The column's filled cells as stretches (first, last, whether numbers), blanks between them included;
    where they change too often, as the whole of it."""
    filled = np.flatnonzero((column.kinds > 0) | (column.formulas >= 0))
    if not len(filled):
        return []
    kinds = numeric[filled]
    changes = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    if len(changes) > _MOST_STRETCHES:
        return [(int(filled[0]), int(filled[-1]), bool(kinds.any()))]
    starts = [0, *changes.tolist()]
    ends = [*filled[changes] - 1, filled[-1]]
    return [
        (int(filled[start]), int(end), bool(kinds[start])) for start, end in zip(starts, ends, strict=True)
    ]


_Cell = TypeVar("_Cell", bound=np.generic)


def _placed(cells: NDArray[_Cell], before: int, rows: int, blank: float) -> NDArray[_Cell]:
    """The used area's cells of a column as those of the whole sheet, from row 1 to the last filled one."""
    whole = np.full(rows, blank, cells.dtype)
    whole[before:] = cells[: max(0, rows - before)]
    return whole


def _together(areas: Sequence[Area]) -> Iterator[Area]:
    """Few blocks around the areas, none much larger than what is read at a time. Each area lies in one."""
    block: list[Area] = []
    for area in sorted(areas, key=lambda area: (area.first_row, area.first_column)):
        if block and cell_count(around([*block, area])) > CELLS_IN_A_BLOCK:
            yield around(block)
            block = []
        block.append(area)
    if block:
        yield around(block)


def _content(value: RawValue, formula: str) -> Content:
    calculated = formula[:1] == "=" and formula != value
    kept: CellValue
    if type(value) is int:
        kept = _error(value)
    elif value == "" and not calculated:
        kept = None
    else:
        kept = value
    return Content(kept, formula if calculated else None)


def _text(value: RawValue) -> str:
    """The text, or the error's code; half a character, which Excel can hold, as "cannot be shown"."""
    if isinstance(value, int):
        return str(_error(value))
    text = str(value)
    if text.isascii() or text.isprintable():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _error(code: int) -> ErrorValue:
    return ERRORS.get(code, ErrorValue("#UNKNOWN!"))
