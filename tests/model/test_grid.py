"""A grid after edits, against a plain dictionary of cells."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.cells import CellValue, Content, ErrorValue, Kind
from invoicing_xl.model.edits import Edit
from invoicing_xl.model.grid import NO_CODE, Grid, GridColumn

SHEET = "Invoices"
Place = tuple[int, int]


def shared_formula(index: int, row: int, column: int) -> str:
    return f"={'ABC'[index]}{row}*{column}"


def grid_of(cells: dict[Place, tuple[CellValue, int, int]], rows: int) -> Grid:
    """A grid from value, shared formula (-1: none) and style of each cell, built cell by cell."""
    pool: list[str] = ["unused"]
    columns: dict[int, GridColumn] = {}
    for (row, column), (value, formula, style) in sorted(cells.items()):
        if column not in columns:
            columns[column] = GridColumn(
                np.zeros(rows, np.uint8),
                np.full(rows, np.nan),
                np.full(rows, NO_CODE, np.int32),
                np.full(rows, NO_CODE, np.int32),
                np.zeros(rows, np.int32),
            )
        held = columns[column]
        held.formulas[row - 1], held.styles[row - 1] = formula, style
        if isinstance(value, bool | float):
            held.kinds[row - 1] = Kind.BOOLEAN if isinstance(value, bool) else Kind.NUMBER
            held.numbers[row - 1] = value
        elif value is not None:
            held.kinds[row - 1] = Kind.TEXT if isinstance(value, str) else Kind.ERROR
            held.texts[row - 1] = len(pool)
            pool.append(str(value))
    formats = ("General", "0.00", "dd.mm.yyyy", "0.00")
    hidden = np.zeros(rows, bool)
    return Grid(
        SHEET,
        rows,
        dict(sorted(columns.items())),
        pa.array(pool),
        formats,
        hidden=hidden,
        formula_text=shared_formula,
    )


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "x", "unused", "INV-1", "#N/A"]),
    st.sampled_from([ErrorValue("#N/A"), ErrorValue("#REF!")]),
)
PLACES = st.tuples(st.integers(1, 5), st.sampled_from([1, 2, 4]))
CELLS = st.dictionaries(PLACES, st.tuples(VALUES, st.integers(-1, 2), st.integers(0, 3)), max_size=10)
GRIDS = st.builds(grid_of, CELLS, st.just(5))
FORMULAS = st.sampled_from([None, None, "=A1+1", "=SUM(A:A)"])
FORMATS = st.sampled_from([None, None, "General", "0.00", "0%"])
AFTER = st.builds(Content, VALUES, FORMULAS, FORMATS)
CHANGES = st.dictionaries(st.tuples(st.integers(1, 8), st.integers(1, 5)), AFTER, max_size=8)


def edits_of(grid: Grid, changes: dict[Place, Content]) -> list[Edit]:
    return [Edit(SHEET, *place, before=grid.content(*place), after=after) for place, after in changes.items()]


def contents(grid: Grid) -> dict[Place, Content]:
    return {(row, column): grid.content(row, column) for row in range(1, 10) for column in range(1, 7)}


def is_nothing(content: Content) -> bool:
    return content.value is None and content.formula is None


def same(first: Content, second: Content) -> bool:
    """A column without any cell keeps no number formats, so an empty cell's format may be forgotten."""
    return first == second or (is_nothing(first) and is_nothing(second))


@given(GRIDS, CHANGES)
def test_edited_cells_hold_what_was_said_and_no_other_cell_changes(
    grid: Grid, changes: dict[Place, Content]
) -> None:
    before = contents(grid)
    after = grid.with_edits(edits_of(grid, changes))
    for place, found in contents(after).items():
        expected = before[place]
        if place in changes:
            change = changes[place]
            kept = expected.number_format if change.number_format is None else change.number_format
            expected = Content(change.value, change.formula, kept)
        assert same(found, expected), place
    assert contents(grid) == before


@given(GRIDS, CHANGES, CHANGES)
def test_two_steps_and_their_way_back_are_the_identity(
    grid: Grid, first: dict[Place, Content], second: dict[Place, Content]
) -> None:
    there = edits_of(grid, first)
    middle = grid.with_edits(there)
    onwards = edits_of(middle, second)
    back = middle.with_edits(onwards).with_edits(edit.inverse() for edit in onwards)
    back = back.with_edits(edit.inverse() for edit in there)
    before = contents(grid)
    assert all(same(found, before[place]) for place, found in contents(back).items())


@given(GRIDS, CHANGES)
def test_a_grid_stays_a_grid(grid: Grid, changes: dict[Place, Content]) -> None:
    after = grid.with_edits(edits_of(grid, changes))
    assert after.row_count == max([grid.row_count, *(row for row, _ in changes)])
    assert after.hidden is not None and len(after.hidden) == after.row_count
    assert list(after.columns) == sorted(after.columns)
    for number, column in after.columns.items():
        lengths = {
            len(column.kinds),
            len(column.numbers),
            len(column.texts),
            len(column.formulas),
            len(column.styles),
        }
        assert lengths == {after.row_count}
        textual = (column.kinds == Kind.TEXT) | (column.kinds == Kind.ERROR)
        assert ((column.texts >= 0) == textual).all()
        assert (np.isnan(column.numbers) == (textual | (column.kinds == Kind.BLANK))).all()
        if number not in {place[1] for place in changes}:
            if after.row_count == grid.row_count:
                assert column is grid.columns[number]
        else:
            assert column.kinds.any() or (column.formulas >= 0).any()


def test_the_same_formula_stays_shared_and_another_sheet_is_left_alone() -> None:
    grid = grid_of({(1, 1): (2.0, 0, 0), (2, 1): (4.0, 0, 0)}, 2)
    kept = Edit(SHEET, 1, 1, grid.content(1, 1), Content(3.0, "=A1*1"))
    after = grid.with_edits([kept, Edit("Other", 2, 1, Content(), Content("x"))])
    assert after.columns[1].formulas.tolist() == [0, 0]
    assert after.content(1, 1) == Content(3.0, "=A1*1", "General")
    assert after.content(2, 1) == grid.content(2, 1)


def test_nothing_to_edit_is_the_same_grid() -> None:
    grid = grid_of({(1, 1): (2.0, -1, 0)}, 1)
    assert grid.with_edits([]) is grid


@pytest.mark.parametrize("place", [(0, 1), (9, 1), (1, 3)])
def test_outside_the_cells_there_is_nothing(place: Place) -> None:
    grid = grid_of({(1, 1): (2.0, -1, 1)}, 1)
    assert grid.content(*place) == Content(None, None, "General")
    assert grid.kind(*place) is Kind.BLANK
