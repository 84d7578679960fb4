"""Exact arithmetic on columns of money: int64 minor units, half away from zero, never a float.

Excel hands over binary doubles; what the clerk sees is their 15-significant-digit decimal, and that is
what they mean. ``0.1+0.2`` is ``0.3`` and ``ROUND(2.675,2)`` is ``2.68``. Decimals of a currency are those
of ISO 4217.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Amounts, Decimals, Mask, Texts
from invoicing_xl.model.spaces import tidy

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
_NEAR_TENS = np.append(_FLOAT_TENS[:19], 10.0 ** np.arange(-4, 0))  # -4 to -1 count from the end
_SEEN = 1e15
_HEADROOM = 9.0e18
_LIMB_DIGITS = 18
_LIMB = 10**_LIMB_DIGITS
_HALF_LIMB = 10 ** (_LIMB_DIGITS // 2)


def places_of(currencies: Texts) -> NDArray[np.uint8]:
    """Decimals of each row's currency; 2 where the currency is blank or unknown."""
    return currencies.map(_code).lookup(PLACES, missing=DEFAULT_PLACES).astype(np.uint8)


def _code(currencies: pa.StringArray) -> pa.StringArray:
    return pc.utf8_upper(tidy(currencies))


def decimals_of(numbers: NDArray[np.float64], present: Mask | None = None) -> Decimals:
    """The decimals a clerk sees for Excel's doubles (15 significant digits, no more than 18 decimals).

    Not known: NaN, infinities, magnitudes of 1e18 and above, and where ``present`` is False.
    """
    known = np.isfinite(numbers) & (np.abs(numbers) < 1e18)
    if present is not None:
        known &= present
    values = np.where(known, numbers, 0.0)
    mantissa, fits = _with_decimals(values, 2)
    mantissa, scale = cents_stripped(mantissa)
    rows = np.flatnonzero(~fits)
    if len(rows):
        mantissa[rows], scale[rows] = _more_decimals(values[rows])
    return Decimals(mantissa, scale, known)


def _more_decimals(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Mantissa and scale of doubles that have more than two decimals."""
    mantissa, fits = _with_decimals(values, 6)
    scale = np.full(len(values), 6)
    mantissa[~fits], scale[~fits] = _seen(values[~fits])
    return stripped(mantissa, scale)


def _with_decimals(values: NDArray[np.float64], places: int) -> tuple[NDArray[np.int64], Mask]:
    """The values' mantissas at that many decimals, and where they are the whole truth."""
    whole = np.rint(values * _FLOAT_TENS[places])
    # whole / 10**places is correctly rounded (both are exact), so equality proves the decimal.
    fits: Mask = (np.abs(whole) < _SEEN) & (whole / _FLOAT_TENS[places] == values)
    return np.where(fits, whole, 0).astype(np.int64), fits


def _seen(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Mantissa and scale of doubles (not 0, below 1e18) rounded to 15 digits and to 18 decimals."""
    magnitude = np.abs(values)
    digits = 14 - np.floor(np.log10(magnitude)).astype(np.int64)
    # log10 may be one off beside a power of ten; the scaled value tells.
    approximate = magnitude * _NEAR_TENS[np.clip(digits, -4, 18)]
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
    """The same decimals without trailing zeros; 0 has no decimals. Scales are 0 to 31."""
    mantissa = mantissa.copy()
    scale = np.where(mantissa == 0, 0, scale)
    for zeros in (16, 8, 4, 2, 1):
        rows = np.flatnonzero(scale >= zeros)
        if not len(rows):
            continue
        shorter = mantissa[rows] // TENS[zeros]
        fits = shorter * TENS[zeros] == mantissa[rows]
        mantissa[rows[fits]] = shorter[fits]
        scale[rows[fits]] -= zeros
    return mantissa, scale


def cents_stripped(cents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """As ``stripped``, of a column that has two decimals throughout."""
    tenths, whole = cents // 10, cents // 100
    few, none = tenths * 10 == cents, whole * 100 == cents
    mantissa = np.where(none, whole, np.where(few, tenths, cents))
    return mantissa, np.int8(2) - few.astype(np.int8) - none.astype(np.int8)


def amounts_of(numbers: Decimals, places: NDArray[np.uint8]) -> Amounts:
    """Decimals as money of currencies with ``places`` decimals, rounded half away from zero.

    What is too large for minor units in int64 is not known.
    """
    magnitude = np.abs(numbers.mantissa)
    scale = max(int(numbers.scale.max(initial=0)), int(places.max(initial=0)))
    if int(magnitude.max(initial=0)) < _HEADROOM // 10 ** min(scale + 1, _LIMB_DIGITS):
        # All brought to one scale still fit: one division is all there is to do.
        magnitude *= TENS[scale - numbers.scale]
        divisor = TENS[scale - places]
        minor = (magnitude + divisor // 2) // divisor
        exact = minor * divisor == magnitude
        return Amounts(np.where(numbers.mantissa < 0, -minor, minor), places, numbers.known, exact)
    high, low = np.divmod(magnitude, _LIMB)
    return _amounts(np.sign(numbers.mantissa), high, low, numbers.scale, places, numbers.known)


def product(first: Decimals, second: Decimals, places: NDArray[np.uint8]) -> Amounts:
    """``R(first * second)``: the exact product, rounded once, half away from zero.

    ``exact`` says that nothing was rounded off. What is too large for int64 is not known.
    """
    high, low = _wide_product(np.abs(first.mantissa), np.abs(second.mantissa))
    sign = np.sign(first.mantissa) * np.sign(second.mantissa)
    scale = first.scale.astype(np.int64) + second.scale
    return _amounts(sign, high, low, scale, places, first.known & second.known)


def _wide_product(
    first: NDArray[np.int64], second: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The product of whole numbers from 0 to 1e18 as ``high * 1e18 + low``."""
    first_high = first // _HALF_LIMB
    first_low = first - first_high * _HALF_LIMB
    second_high = second // _HALF_LIMB
    second_low = second - second_high * _HALF_LIMB
    low = first_low * second_low
    carry = low // _HALF_LIMB
    middle = first_high * second_low + first_low * second_high + carry
    middle_high = middle // _HALF_LIMB
    middle_low = middle - middle_high * _HALF_LIMB
    return first_high * second_high + middle_high, middle_low * _HALF_LIMB + (low - carry * _HALF_LIMB)


def _amounts(
    sign: NDArray[np.int64],
    high: NDArray[np.int64],
    low: NDArray[np.int64],
    scale: NDArray[np.integer],
    places: NDArray[np.uint8],
    known: Mask,
) -> Amounts:
    """``sign * (high * 1e18 + low) / 10**scale`` as money, rounded half away from zero."""
    excess = scale.astype(np.int64) - places
    cut = np.clip(excess, 0, _LIMB_DIGITS)
    whole, rest = np.divmod(low, TENS[cut])
    exact = rest == 0
    whole += rest >= TENS[cut] - rest
    fits = high < _HEADROOM / TENS[_LIMB_DIGITS - cut]
    whole += np.where(fits, high, 0) * TENS[_LIMB_DIGITS - cut]
    growth = TENS[np.clip(-excess, 0, _LIMB_DIGITS)]
    fits &= whole < _HEADROOM / growth
    whole = np.where(fits, whole, 0) * growth
    far = np.flatnonzero(excess > _LIMB_DIGITS)  # all of low is rounded off
    if len(far):
        divisor = TENS[excess[far] - _LIMB_DIGITS]
        whole[far], rest = np.divmod(high[far], divisor)
        whole[far] += 2 * rest >= divisor
        exact[far], fits[far] = (rest == 0) & (low[far] == 0), True
    return Amounts(sign * whole, places, known & fits, exact)


def no_amounts(count: int) -> Amounts:
    """A column in which nothing is known."""
    nothing = np.zeros(count, np.int64)
    none = np.zeros(count, bool)
    return Amounts(nothing, np.full(count, DEFAULT_PLACES, np.uint8), none, none)
