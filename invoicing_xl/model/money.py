"""Exact arithmetic on columns of money: int64 minor units, half away from zero, never a float.

Excel hands over binary doubles; what the clerk sees is their 15-significant-digit decimal, and that is
what they mean. ``0.1+0.2`` is ``0.3`` and ``ROUND(2.675,2)`` is ``2.68``. Decimals of a currency are those
of ISO 4217.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Amounts, Decimals, Mask, Texts

DEFAULT_PLACES = 2
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND".split()
_FOUR_DECIMALS = "CLF UYW".split()
_TWO_DECIMALS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
    "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL "
    "MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK "
    "PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
).split()

PLACES: dict[str, int] = {
    **dict.fromkeys(_TWO_DECIMALS, 2),
    **dict.fromkeys(_NO_DECIMALS, 0),
    **dict.fromkeys(_THREE_DECIMALS, 3),
    **dict.fromkeys(_FOUR_DECIMALS, 4),
}

TENS = 10 ** np.arange(19, dtype=np.int64)
_FLOAT_TENS: NDArray[np.float64] = 10.0 ** np.arange(23, dtype=np.float64)
_SEEN = 1e15
_HEADROOM = 9.0e18


def places_of(currencies: Texts) -> NDArray[np.uint8]:
    """Decimals of each row's currency; 2 where the currency is blank or unknown."""
    return currencies.lookup(PLACES, missing=DEFAULT_PLACES).astype(np.uint8)


def decimals_of(numbers: NDArray[np.float64], present: Mask | None = None) -> Decimals:
    """The decimals a clerk sees for Excel's doubles (15 significant digits, no more than 18 decimals).

    Not known: NaN, infinities, magnitudes of 1e18 and above, and where ``present`` is False.
    """
    known = np.isfinite(numbers) & (np.abs(numbers) < 1e18)
    if present is not None:
        known &= present
    values = np.where(known, numbers, 0.0)
    mantissa = np.zeros(len(values), np.int64)
    scale = np.zeros(len(values), np.int64)
    open_rows = np.arange(len(values))
    for places in (2, 6):
        scaled = np.rint(values[open_rows] * _FLOAT_TENS[places])
        # scaled / 10**places is correctly rounded (both are exact), so equality proves the decimal.
        fits = (np.abs(scaled) < _SEEN) & (scaled / _FLOAT_TENS[places] == values[open_rows])
        mantissa[open_rows[fits]] = scaled[fits].astype(np.int64)
        scale[open_rows[fits]] = places
        open_rows = open_rows[~fits]
        if not len(open_rows):
            break
    else:
        mantissa[open_rows], scale[open_rows] = _seen(values[open_rows])
    mantissa, scale = stripped(mantissa, scale)
    return Decimals(mantissa, scale.astype(np.int8), known)


def _seen(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Mantissa and scale of doubles (not 0, below 1e18) rounded to 15 digits and to 18 decimals."""
    magnitude = np.abs(values)
    digits = 14 - np.floor(np.log10(magnitude)).astype(np.int64)
    # log10 may be one off beside a power of ten; the scaled value tells.
    approximate = magnitude * 10.0 ** np.clip(digits, -4, 18)
    digits -= (approximate >= _SEEN) & (digits <= 18)
    digits += (approximate < _SEEN / 10) & (digits < 18)
    scale = np.clip(digits, 0, 18)
    whole = _product_rounded(magnitude, _FLOAT_TENS[scale])
    large = digits < 0
    whole[large] = _rounded_to_tens(magnitude[large], TENS[-digits[large]])
    return np.sign(values).astype(np.int64) * whole, scale


def _rounded_to_tens(values: NDArray[np.float64], tens: NDArray[np.int64]) -> NDArray[np.int64]:
    """Doubles to the nearest multiple of 10, 100 or 1000, ties to even."""
    whole = np.floor(values)
    count, rest = np.divmod(whole.astype(np.int64), tens)
    tie = 2 * rest == tens
    count += (2 * rest > tens) | (tie & ((values > whole) | (count % 2 == 1)))
    return count * tens


def _product_rounded(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.int64]:
    """The exact product of two doubles to the nearest whole number, ties to even (Dekker's product)."""
    product = first * second
    first_high, first_low = _halves(first)
    second_high, second_low = _halves(second)
    missing = first_low * second_low - (
        ((product - first_high * second_high) - first_low * second_high) - first_high * second_low
    )
    # product is the nearest double, so only where it is a tie does the missing part decide.
    whole = np.rint(product)
    rest = product - whole
    whole += (rest == 0.5) & (missing > 0)
    whole -= (rest == -0.5) & (missing < 0)
    return whole.astype(np.int64)


def _halves(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two doubles of 26 bits each that add up to the value (Veltkamp)."""
    spread = values * 134_217_729.0
    high = spread - (spread - values)
    return high, values - high


def stripped(
    mantissa: NDArray[np.int64], scale: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same decimals without trailing zeros."""
    mantissa = mantissa.copy()
    scale = np.where(mantissa == 0, 0, scale)
    rows = np.flatnonzero(scale > 0)
    while len(rows):
        rows = rows[(mantissa[rows] % 10 == 0) & (scale[rows] > 0)]
        mantissa[rows] //= 10
        scale[rows] -= 1
    return mantissa, scale


def amounts_of(numbers: Decimals, places: NDArray[np.uint8]) -> Amounts:
    """Decimals as money of currencies with ``places`` decimals, rounded half away from zero."""
    shift = places.astype(np.int64) - numbers.scale
    fits = np.abs(numbers.mantissa) < _HEADROOM / TENS[np.clip(shift, 0, 18)]
    grown = np.where(fits, numbers.mantissa, 0) * TENS[np.clip(shift, 0, 18)]
    minor = np.where(shift >= 0, grown, round_off(numbers.mantissa, np.clip(-shift, 0, 18)))
    known = numbers.known & (fits | (shift < 0))
    # A scale never holds trailing zeros, so any excess of it is a real excess of decimals.
    return Amounts(minor, places, known, shift >= 0)


def round_off(mantissa: NDArray[np.int64], digits: NDArray[np.int64]) -> NDArray[np.int64]:
    """``mantissa / 10**digits`` as a whole number, half away from zero. ``digits`` is 0 to 18."""
    divisor = TENS[digits]
    magnitude = np.abs(mantissa)
    whole, rest = np.divmod(magnitude, divisor)
    return np.sign(mantissa) * (whole + (rest >= divisor - rest).astype(np.int64) * (digits > 0))


def product(first: Decimals, second: Decimals, places: NDArray[np.uint8]) -> Amounts:
    """``R(first * second)``: the exact product, rounded once, half away from zero."""
    known = first.known & second.known
    left = np.where(known, first.mantissa, 0)
    right = np.where(known, second.mantissa, 0)
    scale = first.scale.astype(np.int64) + second.scale
    small = np.abs(left).astype(np.float64) * np.abs(right) < _HEADROOM
    exact_product = Decimals(
        np.where(small, left * np.where(small, right, 0), 0), np.zeros(0, np.int8), known
    )
    shift = places.astype(np.int64) - scale
    grows = TENS[np.clip(shift, 0, 18)]
    fits = np.abs(exact_product.mantissa) < _HEADROOM / grows
    minor = np.where(
        shift >= 0,
        np.where(fits, exact_product.mantissa, 0) * grows,
        round_off(exact_product.mantissa, np.clip(-shift, 0, 18)),
    )
    known = known.copy()
    exact = shift >= 0
    exact |= np.where(shift < 0, exact_product.mantissa % TENS[np.clip(-shift, 0, 18)] == 0, True)
    for row in np.flatnonzero(known & (~small | (~fits & (shift >= 0)) | (shift < -18))).tolist():
        value = Decimal(int(left[row])) * int(right[row])
        rounded = rounded_minor(value.scaleb(-int(scale[row])), int(places[row]))
        known[row] = abs(rounded) < _HEADROOM
        minor[row] = rounded if known[row] else 0
        exact[row] = Decimal(rounded).scaleb(-int(places[row])) == value.scaleb(-int(scale[row]))
    return Amounts(minor, places, known, exact)


def rounded_minor(value: Decimal, places: int) -> int:
    """One decimal as minor units, half away from zero."""
    with localcontext() as context:
        context.prec = 60
        return int(value.scaleb(places).to_integral_value(ROUND_HALF_UP))


def no_amounts(count: int) -> Amounts:
    """A column in which nothing is known."""
    nothing = np.zeros(count, np.int64)
    none = np.zeros(count, bool)
    return Amounts(nothing, np.full(count, DEFAULT_PLACES, np.uint8), none, none)
