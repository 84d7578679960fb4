"""Exact products and quotients of columns of decimals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.columns import Amounts, Decimals

_LARGEST = 9.0e18
_MOST_PLACES = 18


def times(first: Decimals, second: Decimals) -> Decimals:
    """The exact product; not known where it has more than 18 digits or decimals."""
    left = np.where(first.known, first.mantissa, 0)
    right = np.where(second.known, second.mantissa, 0)
    scale = first.scale + second.scale
    fits = (np.abs(left).astype(np.float64) * np.abs(right) < _LARGEST) & (scale <= _MOST_PLACES)
    return Decimals(
        np.where(fits, left * right, 0), np.where(fits, scale, 0), first.known & second.known & fits
    )


def complement(share: Decimals) -> Decimals:
    """1 − share."""
    return Decimals(money.TENS[share.scale] - share.mantissa, share.scale, share.known)


def quotient(amount: Decimals, divisor: Decimals, places: NDArray[np.uint8]) -> Amounts:
    """``R(amount / divisor)``; not known where the divisor is not positive or the digits do not fit."""
    shift = places.astype(np.int64) + divisor.scale - amount.scale
    known = amount.known & divisor.known & (divisor.mantissa > 0)
    up, down = money.TENS[np.clip(shift, 0, 18)], money.TENS[np.clip(-shift, 0, 18)]
    magnitude = np.abs(np.where(known, amount.mantissa, 0))
    base = np.where(known, divisor.mantissa, 1)
    known &= (magnitude.astype(np.float64) * up < _LARGEST / 4) & (
        base.astype(np.float64) * down < _LARGEST / 4
    )
    above = np.where(known, magnitude * up, 0)
    below = np.where(known, base * down, 1)
    minor = np.sign(amount.mantissa) * ((2 * above + below) // (2 * below))
    return Amounts(np.where(known, minor, 0), places, known, np.ones(len(known), bool))
