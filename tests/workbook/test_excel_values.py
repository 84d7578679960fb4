"""Values as COM hands them over, cell by cell against what each is."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.cells import ErrorValue, Kind
from invoicing_xl.workbook.excel_values import ERRORS, Cells

VALUES = st.one_of(
    st.none(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.text(max_size=8),
    st.sampled_from(list(ERRORS)),
)


def value(cells: Cells, row: int, column: int) -> object:
    kind = cells.kinds[row, column]
    if kind == Kind.NUMBER:
        return float(cells.numbers[row, column])
    if kind == Kind.BOOLEAN:
        return bool(cells.numbers[row, column])
    if kind == Kind.BLANK:
        return None
    text = str(cells.pool[int(cells.texts[row, column])])
    return ErrorValue(text) if kind == Kind.ERROR else text


def meant(given_value: object) -> object:
    if isinstance(given_value, int) and not isinstance(given_value, bool):
        return ERRORS[given_value]
    return None if given_value == "" else given_value


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[VALUES] * width), min_size=1)))
def test_every_cell_is_what_it_was(rows: list[tuple[object, ...]]) -> None:
    cells = Cells.of(tuple(rows))
    assert cells.shape == (len(rows), len(rows[0]))
    for row, line in enumerate(rows):
        for column, one in enumerate(line):
            assert value(cells, row, column) == meant(one)
            assert type(value(cells, row, column)) is type(meant(one))


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[VALUES] * width), min_size=1)))
def test_the_grid_holds_the_same(rows: list[tuple[object, ...]]) -> None:
    grid = Cells.of(rows).grid("range")
    assert grid.row_count == len(rows)
    for row, line in enumerate(rows, 1):
        for column, one in enumerate(line, 1):
            assert grid.value(row, column) == meant(one)
            assert grid.formula(row, column) is None


@pytest.mark.parametrize(
    ("given_value", "wanted"),
    [
        (dt.datetime(2026, 5, 12), 46154.0),
        (dt.datetime(2026, 5, 12, 18), 46154.75),
        (dt.datetime(2026, 5, 12, tzinfo=dt.UTC), 46154.0),
        (dt.date(2026, 5, 12), 46154.0),
        (dt.datetime(1900, 3, 1), 61.0),
        (dt.datetime(1900, 2, 28), 59.0),
        (dt.datetime(1900, 1, 1), 1.0),
        (Decimal("12.3400"), 12.34),
        (7, 7.0),
    ],
)
def test_what_converters_make_of_cells_is_a_number(given_value: object, wanted: float) -> None:
    assert value(Cells.of(given_value), 0, 0) == wanted


@pytest.mark.parametrize(
    ("given_value", "shape"),
    [
        (1.0, (1, 1)),
        (None, (1, 1)),
        ((), (1, 1)),
        (((), ()), (1, 1)),
        ((1.0, 2.0), (1, 2)),
        (((1.0,), (2.0,)), (2, 1)),
        (((1.0,), (2.0, 3.0), ()), (3, 2)),
        ((1.0, (2.0, 3.0)), (2, 2)),
    ],
)
def test_scalars_rows_and_ragged_rows_are_rectangles(given_value: object, shape: tuple[int, int]) -> None:
    assert Cells.of(given_value).shape == shape


@pytest.mark.parametrize("given_value", [b"abc", object(), {"a": 1}, (((1.0,),),), 1j])
def test_what_is_no_value_of_a_cell_is_refused(given_value: object) -> None:
    with pytest.raises(TypeError):
        Cells.of(given_value)


def test_half_a_character_can_be_shown() -> None:
    assert value(Cells.of("\ud83dx"), 0, 0) == "�x"


def test_an_error_is_told_from_a_text_that_reads_like_it() -> None:
    cells = Cells.of((("#N/A",), (-2146826246,)))
    assert cells.kinds.ravel().tolist() == [Kind.TEXT, Kind.ERROR]


def test_columns_lie_together_in_memory() -> None:
    cells = Cells.of([[float(row * column) for column in range(3)] for row in range(5)])
    grid = cells.grid("range")
    assert all(column.numbers.flags.c_contiguous for column in grid.columns.values())
    assert not np.isnan(grid.columns[3].numbers).any()
    assert math.isnan(float(Cells.of("a").numbers[0, 0]))
