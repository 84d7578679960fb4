"""What tax the lines of a document make: at each rate the tax of the sum of its lines, rounded once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from invoicing_xl.checks.joins import sums
from invoicing_xl.checks.products import times
from invoicing_xl.model import money
from invoicing_xl.model.columns import Amounts, Decimals, Mask
from invoicing_xl.model.order import Ints


@dataclass(frozen=True)
class LineTaxes:
    """Of each document.

    tax    known where every line has a known amount and rate
    mixed  its lines have several rates
    """

    tax: Amounts
    mixed: Mask


def line_taxes(amounts: Amounts, rates: Decimals, document: Ints, places: NDArray[np.uint8]) -> LineTaxes:
    """From the lines of all line sheets, with the position of the document of each."""
    inside = np.flatnonzero(document >= 0)
    known = (amounts.known & rates.known)[inside]
    frame = pd.DataFrame(
        {
            "document": document[inside],
            "mantissa": np.where(known, rates.mantissa[inside], 0),
            "scale": np.where(known, rates.scale[inside], 0),
            "minor": np.where(known, amounts.minor[inside], 0),
            "known": known & (amounts.places[inside] == places[document[inside]]),
        }
    )
    grouped = frame.groupby(["document", "mantissa", "scale"], sort=False)
    groups = grouped.agg(minor=("minor", "sum"), known=("known", "all")).reset_index()
    owner = groups["document"].to_numpy(np.int64)
    everything = groups["known"].to_numpy(bool)
    net = Decimals(groups["minor"].to_numpy(np.int64), places[owner].astype(np.int8), everything)
    rate = Decimals(groups["mantissa"].to_numpy(np.int64), groups["scale"].to_numpy(np.int8), everything)
    taxes = money.amounts_of(times(net, rate), places[owner])
    rounded = Amounts(taxes.minor, taxes.places, taxes.known, np.ones(len(owner), bool))
    return LineTaxes(sums(rounded, owner, places), np.bincount(owner, minlength=len(places)) > 1)
