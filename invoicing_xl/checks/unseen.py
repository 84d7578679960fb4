"""Differences that a column nobody sees explains: withholding, retainage, freight, tax not charged."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from invoicing_xl.checks.learned import Asked
from invoicing_xl.model.columns import Mask, Texts

_FEWEST = 3
_OFTEN = 0.02
_LARGEST_SHARE = 0.5


def without_unseen(
    asked: Asked, base: NDArray[np.int64], customers: Texts, *, anywhere: bool = True
) -> Asked:
    """The equation without the rows whose difference is the same amount, or the same share of ``base``, in
    most rows of their customer, or ``anywhere`` in many rows of the sheet."""
    rows = np.flatnonzero(asked.broken)
    if len(rows) < _FEWEST:
        return asked
    more = asked.more[rows]
    share = np.round(more / np.where(base[rows], base[rows], 1), 3)
    telling = (np.abs(share) < _LARGEST_SHARE) & (share != 0)
    unseen = np.zeros(len(asked.more), bool)
    for alike in (more.astype(np.float64), np.where(telling, share, np.nan)):
        unseen[rows] |= _mostly(alike, rows, asked.known, customers)
        if anywhere:
            unseen[rows] |= _sizes(alike) >= max(_FEWEST, _OFTEN * np.count_nonzero(asked.known))
    return asked.excusing(unseen)


def _mostly(alike: NDArray[np.float64], rows: NDArray[np.int64], known: Mask, customers: Texts) -> Mask:
    """Where most rows of the customer differ alike."""
    named = known & customers.known
    count = np.bincount(customers.codes[named], minlength=len(customers.values))
    customer = customers.codes[rows]
    of_customer = np.append(count, 0)[customer]
    sizes = _sizes(alike, customer)
    result: Mask = (customer >= 0) & (sizes >= _FEWEST) & (2 * sizes > of_customer)
    return result


def _sizes(alike: NDArray[np.float64], customer: NDArray[np.int32] | None = None) -> NDArray[np.int64]:
    """How many rows (of the same customer) have the same value; 0 for NaN."""
    frame = pd.DataFrame({"alike": alike, "customer": 0 if customer is None else customer})
    sizes = frame.groupby(["alike", "customer"])["alike"].transform("size")
    return sizes.fillna(0).to_numpy(np.int64)
