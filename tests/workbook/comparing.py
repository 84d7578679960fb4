"""Holding a grid against what the slow reader says of the same sheet, cell by cell."""

from __future__ import annotations

import math
from pathlib import Path

from invoicing_xl.model.cells import ErrorValue
from invoicing_xl.model.grid import Grid
from invoicing_xl.workbook.opc.package import Package
from invoicing_xl.workbook.opc.snapshot import snapshot
from tests.workbook.slow_reader import SlowError, SlowSheet, read


def read_both(path: Path, size: int = 1 << 20, sheet: str | None = None) -> Grid:
    """The grid of a sheet (the first one), after it was found to agree with the slow reader."""
    package = Package.open(path)
    grid = snapshot(package, sheet or package.sheets[0].name, size=size)
    assert_same(grid, read(path, sheet))
    return grid


def assert_same(grid: Grid, slow: SlowSheet) -> None:
    assert (grid.row_count, list(grid.columns)) == (slow.row_count, slow.columns)
    for column, arrays in grid.columns.items():
        lengths = {
            len(a) for a in (arrays.kinds, arrays.numbers, arrays.texts, arrays.formulas, arrays.styles)
        }
        assert lengths == {grid.row_count}
        for row in range(1, grid.row_count + 1):
            cell = row, column
            assert plain(grid.value(row, column)) == plain(slow.values.get(cell)), cell
            assert grid.formula(row, column) == slow.formulas.get(cell), cell
            assert grid.number_format(row, column) == slow.format(cell), cell
            blank = not isinstance(grid.value(row, column), bool | float)
            assert math.isnan(arrays.numbers[row - 1]) == blank, cell
            assert (arrays.texts[row - 1] >= 0) == isinstance(grid.value(row, column), str | ErrorValue), cell
    hidden = set() if grid.hidden is None else {int(row) + 1 for row in grid.hidden.nonzero()[0]}
    assert hidden == slow.hidden
    assert grid.hidden is None or len(grid.hidden) == grid.row_count
    assert [str(area) for area in grid.merged] == slow.merged
    tables = [(t.name, str(t.area), t.header_rows, t.totals_rows, list(t.columns)) for t in grid.tables]
    assert tables == slow.tables
    assert (grid.protected, grid.date1904) == (slow.protected, slow.date1904)


def plain(value: object) -> object:
    """A value with its kind, so that 1.0, True and "1" differ, and 0.0 from -0.0."""
    if isinstance(value, ErrorValue | SlowError):
        return "error", str(value)
    if isinstance(value, float):
        return "number", value.hex()
    return type(value).__name__, value
