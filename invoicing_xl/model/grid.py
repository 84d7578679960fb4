"""One snapshot of a sheet, as columns.

Nothing an audit must see is hidden: kind, exact number, exact text, number format, formula, error
value, hidden rows. Index ``i`` of every array is sheet row ``i + 1``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.edits import Edit

NO_CODE = -1


@dataclass(frozen=True, slots=True)
class GridColumn:
    """The cells of one column.

    kinds     uint8, a ``Kind`` for each row (of the cached result where the cell is a formula)
    numbers   float64; the number or serial, 0/1 for a boolean, NaN elsewhere
    texts     int32; index into ``Grid.pool`` for TEXT and ERROR (the error's code), else -1
    formulas  int32; index into the grid's formulas, -1 where the cell is no formula.
              Members of one shared formula carry the same index
    styles    int32; index into ``Grid.formats``
    """

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    texts: NDArray[np.int32]
    formulas: NDArray[np.int32]
    styles: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """An Excel table (ListObject). ``area`` includes its header and totals rows."""

    name: str
    area: Area
    header_rows: int = 1
    totals_rows: int = 0
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A sheet as it stood when it was read.

    ``columns`` holds, by column number, only the columns in which any cell has a value or a formula;
    ``pool`` the sheet's texts, which columns index (a text may stand in it more than once, or unused).
    ``formula_text(index, row, column)`` gives the A1 formula (with ``=``) of a member of formula
    ``index``; use ``formula`` instead of calling it.
    """

    sheet: str
    row_count: int
    columns: Mapping[int, GridColumn]
    pool: pa.StringArray
    formats: Sequence[str] = ("General",)
    date1904: bool = False
    hidden: NDArray[np.bool_] | None = None
    tables: tuple[SheetTable, ...] = ()
    merged: tuple[Area, ...] = ()
    protected: bool = False
    formula_text: Callable[[int, int, int], str] = field(default=lambda index, row, column: "")

    @property
    def last_column(self) -> int:
        return max(self.columns, default=0)

    def kind(self, row: int, column: int) -> Kind:
        cells = self.columns.get(column)
        if cells is None or not 1 <= row <= self.row_count:
            return Kind.BLANK
        return Kind(int(cells.kinds[row - 1]))

    def value(self, row: int, column: int) -> CellValue:
        """The value (for a formula its last result)."""
        kind = self.kind(row, column)
        if kind is Kind.BLANK:
            return None
        cells = self.columns[column]
        if kind is Kind.NUMBER:
            return float(cells.numbers[row - 1])
        if kind is Kind.BOOLEAN:
            return bool(cells.numbers[row - 1])
        text = str(self.pool[int(cells.texts[row - 1])].as_py())
        return ErrorValue(text) if kind is Kind.ERROR else text

    def formula(self, row: int, column: int) -> str | None:
        """The formula in A1 notation with its ``=``, or None."""
        cells = self.columns.get(column)
        if cells is None or not 1 <= row <= self.row_count or cells.formulas[row - 1] < 0:
            return None
        return self.formula_text(int(cells.formulas[row - 1]), row, column)

    def number_format(self, row: int, column: int) -> str:
        cells = self.columns.get(column)
        if cells is None or not 1 <= row <= self.row_count:
            return "General"
        return self.formats[int(cells.styles[row - 1])]

    def with_edits(self, edits: Iterable[Edit]) -> Grid:
        """The snapshot as it would stand after the edits; formulas keep their last results.

        For dry runs and settling: a new formula's result is the ``value`` its edit gives.
        """
        raise NotImplementedError

    def content(self, row: int, column: int) -> Content:
        """What an edit states as standing there."""
        return Content(self.value(row, column), self.formula(row, column), self.number_format(row, column))
