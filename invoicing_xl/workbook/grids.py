"""Grids from single cells: what a sheet plan will read as, and what a workbook in memory holds."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from invoicing_xl.model.cells import Area, CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.grid import Grid, GridColumn, SheetTable
from invoicing_xl.model.plans import SheetPlan

Place = tuple[int, int]


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
    """The plan's cells as a file keeps them: numbers with 16 significant digits, no empty texts."""
    return {
        (cell.row, cell.column): Content(
            _kept(cell.value) if cell.formula is None else cell.value, cell.formula, cell.look.number_format
        )
        for cell in plan.cells
    }


def _kept(value: CellValue) -> CellValue:
    if value == "":
        return None
    if isinstance(value, str | bool | ErrorValue) or value is None:
        return value
    return float(f"{value:.16G}")


class _Builder:
    """Columns that share one pool of texts, formats and formulas."""

    def __init__(self, row_count: int) -> None:
        self.row_count = row_count
        self.pool: dict[str, int] = {}
        self.formats: dict[str, int] = {"General": 0}
        self.formulas: list[str] = []

    def column(self, contents: Mapping[int, Content]) -> GridColumn:
        made = GridColumn(
            kinds=np.zeros(self.row_count, dtype=np.uint8),
            numbers=np.full(self.row_count, np.nan),
            texts=np.full(self.row_count, -1, dtype=np.int32),
            formulas=np.full(self.row_count, -1, dtype=np.int32),
            styles=np.zeros(self.row_count, dtype=np.int32),
        )
        for row, content in contents.items():
            self._set(made, row - 1, content)
        return made

    def _set(self, made: GridColumn, index: int, content: Content) -> None:
        value = content.value
        if isinstance(value, bool):
            made.kinds[index], made.numbers[index] = Kind.BOOLEAN, value
        elif isinstance(value, str | ErrorValue):
            made.kinds[index] = Kind.TEXT if isinstance(value, str) else Kind.ERROR
            made.texts[index] = self.pool.setdefault(str(value), len(self.pool))
        elif value is not None:
            made.kinds[index], made.numbers[index] = Kind.NUMBER, value
        if content.formula is not None:
            made.formulas[index] = len(self.formulas)
            self.formulas.append(content.formula)
        code = content.number_format or "General"
        made.styles[index] = self.formats.setdefault(code, len(self.formats))
