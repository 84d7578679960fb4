from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from invoicing_xl.model.cells import (
    MAX_COLUMN,
    MAX_ROW,
    Area,
    Content,
    address,
    column_letters,
    column_number,
    parse_address,
)
from invoicing_xl.model.edits import ChangeSet, Edit

ROWS = st.integers(1, MAX_ROW)
COLUMNS = st.integers(1, MAX_COLUMN)


@given(COLUMNS)
def test_column_letters(column: int) -> None:
    assert column_letters(column) == get_column_letter(column)
    assert column_number(column_letters(column).lower()) == column


@given(ROWS, COLUMNS)
def test_an_address_names_its_cell(row: int, column: int) -> None:
    assert parse_address(address(row, column)) == (row, column)
    assert parse_address(f"${column_letters(column)}${row}") == (row, column)


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "XFE1", "A1048577", "A1:B2", "A-1", "Ä1", "AAAA1", "A１"]
)
def test_no_such_cell(text: str) -> None:
    with pytest.raises(ValueError, match=r"no such|not a"):
        parse_address(text)


@pytest.mark.parametrize("column", [0, -1, MAX_COLUMN + 1])
def test_no_such_column(column: int) -> None:
    with pytest.raises(ValueError, match="no such column"):
        column_letters(column)


@given(ROWS, COLUMNS, ROWS, COLUMNS)
def test_an_area_holds_its_corners(row1: int, column1: int, row2: int, column2: int) -> None:
    area = Area.parse(f"{address(row1, column1)}:{address(row2, column2)}")
    assert area.contains(row1, column1) and area.contains(row2, column2)
    assert Area.parse(str(area)) == area
    assert not area.contains(area.last_row + 1, column1)


def test_one_cell_is_an_area() -> None:
    assert str(Area.parse("$B$7")) == "B7"


def test_an_edit_taken_back_twice_is_itself() -> None:
    edit = Edit("Invoices", 17, 6, Content("1,5"), Content(1.5, number_format="0.00"))
    assert edit.cell == "F17"
    assert edit.inverse().inverse() == edit


def test_a_change_set_has_one_edit_for_a_cell_and_gives_them_in_sheet_order() -> None:
    first, second, other = (
        Edit("Invoices", 2, 1, Content(), Content("a")),
        Edit("Invoices", 1, 2, Content(), Content("b")),
        Edit("Payments", 1, 1, Content(), Content("c")),
    )
    changes = ChangeSet((first, second, other))
    assert changes.by_sheet() == {"Invoices": [second, first], "Payments": [other]}
    assert len(changes) == 3 and list(changes) == [first, second, other]
    with pytest.raises(ValueError, match="two edits for Invoices!A2"):
        ChangeSet((first, first.inverse()))
