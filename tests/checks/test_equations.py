"""Equations asked of a whole sheet against plain decimal arithmetic, and against themselves row by row."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from invoicing_xl.checks.equations import LineOf, Sheet, SheetEquation, SumOf, TaxOf, differences
from invoicing_xl.checks.products import quotient, times
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import Decimals
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import table_of

Values = dict[str, Decimal | None]


def decimals(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    return st.integers(low, high).map(lambda whole: Decimal(whole).scaleb(-places))


MONEY = decimals(-(10**9), 10**9, 2)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "quantity": decimals(-9_999, 9_999, 1),
            "unit_price": decimals(0, 10**8, 3),
            "price_base": st.sampled_from([None, Decimal(1), Decimal(100), Decimal(12)]),
            "discount_rate": st.sampled_from([None, Decimal(0), Decimal("0.05"), Decimal("0.125")]),
            "discount": st.one_of(st.none(), MONEY),
            "charge": st.one_of(st.none(), MONEY),
            "net": MONEY,
            "tax_rate": st.sampled_from([Decimal(0), Decimal("0.07"), Decimal("0.19"), Decimal("0.2")]),
            "tax": MONEY,
            "gross": MONEY,
            "paid": st.one_of(st.none(), MONEY),
        }
    ),
    min_size=1,
    max_size=8,
)


def sheet(rows: list[Values]) -> Sheet:
    names = list(rows[0])
    cells = {(1, column): Content(FIELDS[name].title) for column, name in enumerate(names, start=1)}
    for row, values in enumerate(rows, start=2):
        for column, name in enumerate(names, start=1):
            value = values[name]
            cells[row, column] = Content(None if value is None else float(value))
    columns = {name: column for column, name in enumerate(names, start=1)}
    grid = grid_of("Invoices", cells)
    return Sheet(table_of("invoices", grid, 1, list(range(2, len(rows) + 2)), columns))


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def none_is_zero(value: Decimal | None) -> Decimal:
    return value if value is not None else Decimal(0)


@settings(deadline=None)
@given(ROWS)
def test_sums(rows: list[Values]) -> None:
    equation = SumOf("gross", ((1, "net"), (1, "tax"), (1, "charge"), (-1, "paid")))
    expected = equation.expected(sheet(rows))
    for index, row in enumerate(rows):
        parts = (row["net"], row["tax"], row["charge"], -none_is_zero(row["paid"]))
        assert expected[index] == sum(map(none_is_zero, parts), Decimal(0))


@settings(deadline=None)
@given(ROWS)
def test_taxes(rows: list[Values]) -> None:
    expected = TaxOf().expected(sheet(rows))
    for index, row in enumerate(rows):
        assert expected[index] == cents(none_is_zero(row["net"]) * none_is_zero(row["tax_rate"]))


@settings(deadline=None)
@given(ROWS)
def test_lines(rows: list[Values]) -> None:
    equation = LineOf("net", ("price_base", "discount_rate", "discount", "charge"))
    expected = equation.expected(sheet(rows))
    for index, row in enumerate(rows):
        amount = none_is_zero(row["quantity"]) * none_is_zero(row["unit_price"])
        amount = amount * (1 - none_is_zero(row["discount_rate"])) / (row["price_base"] or Decimal(1))
        beside = none_is_zero(row["charge"]) - none_is_zero(row["discount"])
        assert expected[index] == cents(amount) + beside


EQUATIONS: list[SheetEquation] = [
    SumOf("gross", ((1, "net"), (1, "tax"))),
    SumOf("gross", ((1, "net"), (1, "tax"), (-1, "paid"))),
    TaxOf(),
    LineOf("net"),
    LineOf("net", ("price_base", "discount_rate")),
    LineOf("net", ("discount", "charge")),
]


@settings(deadline=None)
@given(ROWS, st.sampled_from(EQUATIONS), st.booleans())
def test_asked_of_all_rows_and_of_one_they_agree(
    rows: list[Values], equation: SheetEquation, right: bool
) -> None:
    made = sheet(rows)
    if right:
        expected = equation.expected(made)
        rows = [{**row, equation.result: expected[index]} for index, row in enumerate(rows)]
        made = sheet(rows)
    more, known = differences(equation, made)
    for index in range(len(rows)):
        figures = {name: made.figure(index, name) for name in equation.names}
        present = {name: value for name, value in figures.items() if value is not None}
        assert known[index] == (len(present) == len(figures))
        if known[index] and more[index] == 0:
            assert equation.holds(present)
        elif known[index] and not isinstance(equation, LineOf):
            assert not equation.holds(present)


@settings(deadline=None)
@given(ROWS, st.sampled_from(EQUATIONS), st.data())
def test_a_value_that_is_implied_fulfils_the_equation(
    rows: list[Values], equation: SheetEquation, data: st.DataObject
) -> None:
    made = sheet(rows)
    figures = {name: made.figure(0, name) for name in equation.names}
    present = {name: value for name, value in figures.items() if value is not None}
    name = data.draw(st.sampled_from(equation.names))
    if len(present) < len(figures) or (isinstance(equation, TaxOf) and name == "net"):
        return
    for value in equation.implied(name, present):
        assert equation.holds({**present, name: value})


def column(values: list[Decimal]) -> Decimals:
    return Decimals(
        np.array([int(value.scaleb(-int(value.as_tuple().exponent))) for value in values], np.int64),
        np.array([-int(value.as_tuple().exponent) for value in values], np.int8),
        np.ones(len(values), bool),
    )


@given(st.lists(st.tuples(decimals(-(10**12), 10**12, 4), decimals(-(10**12), 10**12, 3)), min_size=1))
def test_products_are_exact_or_not_known(pairs: list[tuple[Decimal, Decimal]]) -> None:
    product = times(column([pair[0] for pair in pairs]), column([pair[1] for pair in pairs]))
    for index, (first, second) in enumerate(pairs):
        assert product[index] in (first * second, None)
        assert product.known[index] or abs(first * second) >= 10**11


@given(st.lists(st.tuples(decimals(-(10**12), 10**12, 3), decimals(1, 10**5, 1)), min_size=1))
def test_quotients_are_rounded_once(pairs: list[tuple[Decimal, Decimal]]) -> None:
    amounts = quotient(
        column([pair[0] for pair in pairs]),
        column([pair[1] for pair in pairs]),
        np.full(len(pairs), 2, np.uint8),
    )
    for index, (first, second) in enumerate(pairs):
        assert amounts[index] == cents(first / second)
