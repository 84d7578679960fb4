"""Money against Python's decimal, which shares no code with it."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.columns import Decimals, texts_of
from invoicing_xl.model.money import amounts_of, decimals_of, places_of, product, stripped

LARGEST_KNOWN_FOR_SURE = 9 * 10**18 - 10**4
PLACES = st.sampled_from([0, 2, 3, 4])


@st.composite
def decimal_numbers(draw: st.DrawFn) -> Decimal:
    """As a cell can hold them: 15 digits, at most 18 decimals, below 1e18."""
    digits = draw(st.integers(-(10**15) + 1, 10**15 - 1)) // 10 ** draw(st.integers(0, 14))
    exponent = draw(st.integers(-18, 2))
    return Decimal(digits).scaleb(exponent)


def column(values: list[Decimal]) -> Decimals:
    scale = np.array([max(0, -int(value.as_tuple().exponent)) for value in values], np.int64)
    mantissa = np.array([int(value.scaleb(int(s))) for value, s in zip(values, scale, strict=True)], np.int64)
    mantissa, scale = stripped(mantissa, scale)
    return Decimals(mantissa, scale.astype(np.int8), np.ones(len(values), bool))


def in_minor_units(value: Decimal, places: int) -> int:
    with localcontext() as exactly:
        exactly.prec = 80
        return int(value.scaleb(places).to_integral_value(ROUND_HALF_UP))


def check(known: bool, minor: int, exact: bool, value: Decimal, places: int) -> None:
    rounded = in_minor_units(value, places)
    if not known:
        assert abs(rounded) > LARGEST_KNOWN_FOR_SURE
        return
    assert minor == rounded
    assert exact == (Decimal(rounded).scaleb(-places) == value)


@given(st.lists(st.tuples(decimal_numbers(), decimal_numbers(), PLACES), min_size=1, max_size=20))
def test_a_product_is_exact_and_rounded_once(rows: list[tuple[Decimal, Decimal, int]]) -> None:
    places = np.array([p for *_, p in rows], np.uint8)
    found = product(column([a for a, *_ in rows]), column([b for _, b, _ in rows]), places)
    with localcontext() as exactly:
        exactly.prec = 80
        for i, (a, b, p) in enumerate(rows):
            check(bool(found.known[i]), int(found.minor[i]), bool(found.exact[i]), a * b, p)


@given(st.lists(st.tuples(decimal_numbers(), PLACES), min_size=1, max_size=20))
def test_an_amount_is_rounded_half_away_from_zero(rows: list[tuple[Decimal, int]]) -> None:
    found = amounts_of(column([value for value, _ in rows]), np.array([p for _, p in rows], np.uint8))
    with localcontext() as exactly:
        exactly.prec = 80
        for i, (value, p) in enumerate(rows):
            check(bool(found.known[i]), int(found.minor[i]), bool(found.exact[i]), value, p)


@pytest.mark.parametrize(
    ("value", "places", "minor", "exact"),
    [
        (2.675, 2, 268, False),
        (-2.675, 2, -268, False),
        (0.1 + 0.2, 2, 30, True),
        (-0.005, 2, -1, False),
        (0.0049999, 2, 0, False),
        (1234.5, 0, 1235, False),
        (-1234.5, 0, -1235, False),
        (1.0005, 3, 1001, False),
        (1.0005, 4, 10005, True),
        (1e-15, 2, 0, False),
    ],
)
def test_known_roundings(value: float, places: int, minor: int, exact: bool) -> None:
    found = amounts_of(decimals_of(np.array([value])), np.array([places], np.uint8))
    assert (found.minor[0], found.exact[0], found.known[0]) == (minor, exact, True)


def test_what_does_not_fit_is_unknown_not_wrong() -> None:
    huge = decimals_of(np.array([9e17, 9.9e17, 1e18, math.inf, math.nan, -9.9e17]))
    assert huge.known.tolist() == [True, True, False, False, False, True]
    two = np.full(6, 2, np.uint8)
    assert not amounts_of(huge, two).known.any()
    assert not product(huge, huge, two).known.any()
    assert amounts_of(huge, np.zeros(6, np.uint8)).minor[1] == 990_000_000_000_000_000


def test_unknown_factors_make_unknown_products() -> None:
    numbers = decimals_of(np.array([2.0, 3.0, 4.0]), np.array([True, False, True]))
    prices = decimals_of(np.array([1.5, 1.5, math.nan]))
    found = product(numbers, prices, np.full(3, 2, np.uint8))
    assert found.known.tolist() == [True, False, False]
    assert found.minor[0] == 300


def as_seen(number: float) -> Decimal:
    """The 15-digit decimal, and what is left of it at 18 decimals."""
    seen = Decimal(f"{number:.15g}")
    if int(seen.as_tuple().exponent) >= -18:
        return seen
    with localcontext() as exactly:
        exactly.prec = 1100
        return Decimal(number).quantize(Decimal(1).scaleb(-18), ROUND_HALF_EVEN)


ORDINARY = st.floats(-1e18, 1e18, exclude_min=True, exclude_max=True)
SUMS = st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=5).map(
    lambda cents: sum(c / 100 for c in cents)
)
EDGES = st.tuples(st.integers(-18, 17), st.integers(-3, 3)).map(
    lambda at: (
        float(np.nextafter(10.0 ** at[0], math.inf if at[1] > 0 else -math.inf)) if at[1] else 10.0 ** at[0]
    )
)
HALVES = st.tuples(st.integers(10**14, 10**17), st.integers(0, 8)).map(lambda at: at[0] + at[1] / 8)


@given(st.lists(st.one_of(ORDINARY, SUMS, EDGES, HALVES), min_size=1, max_size=30))
def test_doubles_are_what_a_clerk_sees_of_them(numbers: list[float]) -> None:
    found = decimals_of(np.array(numbers))
    for i, number in enumerate(numbers):
        if abs(number) >= 1e18:
            assert not found.known[i]
            continue
        assert found[i] == as_seen(number), number
        assert 0 <= found.scale[i] <= 18
        assert found.scale[i] == 0 or found.mantissa[i] % 10 != 0


def test_many_random_doubles_of_every_magnitude() -> None:
    random = np.random.default_rng(20260512)
    numbers = random.normal(0, 1, 20_000) * 10.0 ** random.integers(-20, 18, 20_000)
    found = decimals_of(numbers)
    assert [found[i] for i in range(len(numbers))] == [as_seen(float(number)) for number in numbers]


def test_currencies_have_the_decimals_of_iso_4217() -> None:
    currencies = texts_of(["EUR", "JPY", "KWD", None, "XYZ", " jpy\u200b", "CLF"])
    assert places_of(currencies).tolist() == [2, 0, 3, 2, 2, 0, 4]
