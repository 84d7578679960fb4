"""Relative formulas against the shifting of shared formulas; results against exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.checks.cells.formula_result import formula_result
from invoicing_xl.checks.cells.relative_formula import RelativeFormula
from invoicing_xl.model.cells import Area, Content
from invoicing_xl.model.grid import SheetTable
from invoicing_xl.workbook.grids import grid_of
from invoicing_xl.workbook.opc.formulas import moved

ROWS = st.integers(10, 900_000)
REFERENCES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "$"]),
    st.sampled_from(["A", "H", "AB", "XFD"]),
    st.sampled_from(["", "$"]),
    st.integers(100_000, 200_000),
)
PIECES = st.one_of(
    REFERENCES,
    st.sampled_from(
        [
            *(
                '"A1 and B2"',
                "'Q1 2026'!B100007",
                "Sheet1!C100009",
                "LOG10(5)",
                "ROUND(",
                ")",
                ",",
                "+",
                "*",
                "1.5",
                "A:A",
            ),
            *("tblInvoices[@[Net 1]]", "Table1[[#This Row],[B2]]", "rate2026", "A1B"),
        ]
    ),
)
FORMULAS = st.lists(PIECES, min_size=1, max_size=8).map(lambda pieces: "=" + " ".join(pieces))


@given(FORMULAS, st.integers(100_000, 200_000), st.integers(-90_000, 90_000))
def test_a_relative_formula_reads_in_another_row_as_a_shared_one_does(text: str, row: int, down: int) -> None:
    formula = RelativeFormula.of(text, row)
    assert formula.at(row) == text
    assert formula.at(row + down) == "=" + moved(text[1:], down, 0)


@given(FORMULAS, st.lists(FORMULAS, max_size=5), ROWS)
def test_the_same_formula_is_found_in_a_column(text: str, others: list[str], row: int) -> None:
    formula = RelativeFormula.of(text, 150_000)
    rows = np.arange(100_000, 100_001 + len(others) + 1)
    column = [formula.at(int(rows[0])), *others, formula.at(int(rows[-1]))]
    same = formula.is_in(pa.array(column), rows)
    assert same.tolist() == [
        RelativeFormula.of(one, int(at)) == formula for one, at in zip(column, rows, strict=True)
    ]


NUMBERS = st.decimals(Decimal("-9999.99"), Decimal("9999.99"), places=2)


@st.composite
def sums(draw: st.DrawFn, depth: int = 3) -> tuple[str, Fraction]:
    """A formula over B1:F1, and its value as a fraction; the cells hold 1.5, 2.25, -3, 0.1 and 12."""
    cells = {"B1": "1.5", "C1": "2.25", "$D$1": "-3", "E1": "0.1", "F1": "12"}
    if depth == 0 or draw(st.booleans()):
        if draw(st.booleans()):
            name = draw(st.sampled_from(list(cells)))
            return name, Fraction(cells[name])
        value = draw(st.integers(1, 999))
        return str(value), Fraction(value)
    operator = draw(st.sampled_from("+-*/"))
    left, first = draw(sums(depth=depth - 1))
    right, second = draw(sums(depth=depth - 1))
    if operator == "/" and second == 0:
        operator = "+"
    value = {"+": first + second, "-": first - second, "*": first * second}.get(operator)
    return f"({left}{operator}{right})", first / second if value is None else value


GRID = grid_of(
    "Sheet",
    {
        (1, column): Content(value)
        for column, value in enumerate([None, 1.5, 2.25, -3.0, 0.1, 12.0, "text", True], 1)
    }
    | {(2, 1): Content(4.0), (2, 2): Content(0.125)},
    tables=(SheetTable("T", Area.parse("A1:C9"), columns=("Net", "Tax rate", "Tax")),),
)


@given(sums())
def test_a_result_is_that_of_exact_fractions(made: tuple[str, Fraction]) -> None:
    text, value = made
    result = formula_result(f"={text}", GRID, 1)
    assert result is not None
    assert abs(Fraction(result) - value) <= abs(value) * Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=SUM(B1:F1)", "12.85"),
        ("=SUM(B1:C1,D1,2*E1)", "0.95"),
        ("=SUM(A1:G1)", "12.85"),
        ("=ROUND(2.675,2)", "2.68"),
        ("=ROUND(-2.675,2)", "-2.68"),
        ("=ROUND(1250,-2)", "1300"),
        ("=-B1^2", None),
        ("=+B1-(-C1)", "3.75"),
        ("=B1*19%", "0.285"),
        ("=A1+B1", "1.5"),
        ("=[@Net]*[@[Tax rate]]", "0.5"),
        ("=ROUND(T[[#This Row],[Net]]*T[[#This Row],[Tax rate]],2)", "0.5"),
        ("=T[@Missing]", None),
        ("=G1+1", None),
        ("=H1+1", None),
        ("=B1/A1", None),
        ("=IF(B1>1,1,0)", None),
        ("=Other!B1", None),
        ("=SUM(B1:C1", None),
        ("=SUM(A1:XFD9999)", None),
        ("=B1 C1", None),
        ("=", None),
    ],
)
def test_what_is_reckoned_and_what_is_not(formula: str, result: str | None) -> None:
    found = formula_result(formula, GRID, 2)
    assert found == (None if result is None else Decimal(result))
