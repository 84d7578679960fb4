"""Grids from single cells: what a sheet plan will read as, and what a workbook in memory holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.grid import Grid, GridColumn, SheetTable
from invoicing_xl.model.plans import SheetPlan

Place = tuple[int, int]
Number = TypeVar("Number", np.uint8, np.int32, np.float64)


def grid_of(
    sheet: str,
    cells: Mapping[Place, Content],
    *,
    tables: tuple[SheetTable, ...] = (),
    merged: tuple[Area, ...] = (),
    hidden: frozenset[int] = frozenset(),
    date1904: bool = False,
    protected: bool = False,
) -> Grid:
    """The grid of these cells by (row, column); ``hidden`` holds rows."""
    row_count = max((row for row, _ in cells), default=0)
    by_column: dict[int, dict[int, Content]] = {}
    for (row, column), content in cells.items():
        by_column.setdefault(column, {})[row] = content
    builder = _Builder(row_count)
    columns = {
        column: builder.column(contents)
        for column, contents in sorted(by_column.items())
        if any(content.value is not None or content.formula for content in contents.values())
    }
    hidden_rows = np.zeros(row_count, dtype=np.bool_)
    hidden_rows[[row - 1 for row in hidden if row <= row_count]] = True
    formulas = builder.formulas
    return Grid(
        sheet,
        row_count,
        columns,
        pa.array(list(builder.pool), pa.string()),
        tuple(builder.formats),
        date1904=date1904,
        hidden=hidden_rows if hidden else None,
        tables=tables,
        merged=merged,
        protected=protected,
        formula_text=lambda index, row, column: formulas[index],
    )


def planned_grid(name: str, plan: SheetPlan) -> Grid:
    """The plan as its sheet will be read back."""
    return grid_of(name, planned_cells(plan), merged=tuple(plan.merged))


def planned_cells(plan: SheetPlan) -> dict[Place, Content]:
    """The plan's cells as a file keeps them."""
    return {
        (cell.row, cell.column): Content(
            kept(cell.value) if cell.formula is None else "" if cell.value is None else cell.value,
            cell.formula,
            cell.look.number_format,
        )
        for cell in plan.cells
    }


def kept(value: CellValue) -> CellValue:
    """A planned value as a file keeps it: every number a double, an empty text a blank."""
    if type(value) is int:
        return float(value)
    return None if value == "" else value


class _Builder:
    """Columns that share one pool of texts, formats and formulas."""

    def __init__(self, row_count: int) -> None:
        self.row_count = row_count
        self.pool: dict[str, int] = {}
        self.formats: dict[str, int] = {"General": 0}
        self.formulas: list[str] = []

    def column(self, contents: Mapping[int, Content]) -> GridColumn:
        at = np.fromiter(contents, np.int64, len(contents)) - 1
        parts = [self._encoded(content) for content in contents.values()]
        kinds, numbers, texts, formulas, styles = zip(*parts, strict=True)
        return GridColumn(
            kinds=self._spread(at, kinds, np.zeros(self.row_count, np.uint8)),
            numbers=self._spread(at, numbers, np.full(self.row_count, np.nan)),
            texts=self._spread(at, texts, np.full(self.row_count, -1, np.int32)),
            formulas=self._spread(at, formulas, np.full(self.row_count, -1, np.int32)),
            styles=self._spread(at, styles, np.zeros(self.row_count, np.int32)),
        )

    @staticmethod
    def _spread(at: NDArray[np.int64], values: Sequence[float], whole: NDArray[Number]) -> NDArray[Number]:
        whole[at] = values
        return whole

    def _encoded(self, content: Content) -> tuple[int, float, int, int, int]:
        """Kind, number, and the indices of text, formula and format."""
        kind, number, text, formula = Kind.BLANK, np.nan, -1, -1
        value = content.value
        if isinstance(value, bool):
            kind, number = Kind.BOOLEAN, float(value)
        elif isinstance(value, str | ErrorValue):
            kind = Kind.TEXT if isinstance(value, str) else Kind.ERROR
            text = self.pool.setdefault(str(value), len(self.pool))
        elif value is not None:
            kind, number = Kind.NUMBER, value
        if content.formula is not None:
            formula = len(self.formulas)
            self.formulas.append(content.formula)
        code = content.number_format or "General"
        return kind, number, text, formula, self.formats.setdefault(code, len(self.formats))
