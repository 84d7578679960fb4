"""Due dates, early-payment discounts, days past due and aging buckets; texts as dates."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.columns import Decimals
from invoicing_xl.model.dates import Order, serials_of
from invoicing_xl.surface.answers import Answer
from invoicing_xl.surface.cellwise import BLANK, Cellwise, chosen, day_counts, doubles
from invoicing_xl.surface.functions import function
from invoicing_xl.tasks.lookups import due_buckets
from invoicing_xl.workbook.excel_values import Cells

_DATE = "Date of the document: a cell, or a column"
_TERMS = "Payment terms as written, such as 30 days, 30 EOM, 2/10 net 30"
_DUE = "Due date: a cell, or a column"
_AS_OF = "The day to count to, such as TODAY() or a cell with the end of the month"
_ORDERS = {
    "": None,
    "DMY": Order.DAY_FIRST,
    "DAY FIRST": Order.DAY_FIRST,
    "MDY": Order.MONTH_FIRST,
    "MONTH FIRST": Order.MONTH_FIRST,
}


@function
def inv_due_date(document_date: Annotated[Cells, _DATE], terms: Annotated[Cells, _TERMS]) -> Answer:
    """The due date that payment terms give. Terms that are not understood give #N/A."""
    each = Cellwise(document_date, terms)
    days = each.days(0)
    due = np.full(len(each), np.datetime64("NaT", "D"))
    for meaning, rows in each.terms(1):
        due[rows] = meaning.due(days[rows])
    dates = serials_of(due)
    each.settle(np.isnan(dates), "#NUM!")
    return each.answer(dates.tolist())


@function
def inv_discount(
    document_date: Annotated[Cells, _DATE],
    terms: Annotated[Cells, _TERMS],
    amount: Annotated[Cells, "Amount of the document"],
    currency_code: Annotated[Cells, "Currency code such as EUR; without it amounts have 2 decimals"] = BLANK,
) -> Answer:
    """Early-payment discount of payment terms, as three cells: last day, discount, amount to pay.
    Terms without a discount give a blank day and 0."""
    each = Cellwise(document_date, terms, amount, currency_code)
    days, figures, places = each.days(0), each.decimals(2), each.places(3, default=money.DEFAULT_PLACES)
    last = np.full(len(each), np.datetime64("NaT", "D"))
    shares = Decimals(np.zeros(len(each), np.int64), np.zeros(len(each), np.int8), np.ones(len(each), bool))
    for meaning, rows in each.terms(1):
        last[rows] = meaning.discount_date(days[rows])
        _, digits, exponent = meaning.discount.as_tuple()
        shares.mantissa[rows] = int("".join(map(str, digits)))
        shares.scale[rows] = -int(exponent)
    whole, off = money.amounts_of(figures, places), money.product(figures, shares, places)
    each.settle(~(whole.known & off.known), "#NUM!")
    columns = [each.answer(one) for one in (serials_of(last).tolist(), doubles(off), doubles(whole - off))]
    return [
        [cell for three in zip(*row, strict=True) for cell in three] for row in zip(*columns, strict=True)
    ]


@function
def inv_days_past_due(due_date: Annotated[Cells, _DUE], as_of: Annotated[Cells, _AS_OF]) -> Answer:
    """Days since the due date: 0 on the day itself, negative before it."""
    each = Cellwise(due_date, as_of)
    return each.answer(_days_past_due(each).astype(float).tolist())


@function
def inv_bucket(
    due_date: Annotated[Cells, _DUE],
    as_of: Annotated[Cells, _AS_OF],
    edges: Annotated[Cells, "Last day of each bucket, such as {30,60,90}, which is the default"] = BLANK,
) -> Answer:
    """The aging bucket of a due date: Not due, 1-30, 31-60, 61-90 or 91+.
    On the due date itself nothing is past due."""
    buckets = due_buckets(day_counts(edges))
    each = Cellwise(due_date, as_of)
    return each.answer([buckets.labels[one] for one in buckets.of(_days_past_due(each)).tolist()])


@function
def inv_date(
    text: Annotated[Cells, "A date as text; dates stay what they are"],
    order: Annotated[
        Cells, "DMY or MDY: which of two numbers comes first, if the text does not tell"
    ] = BLANK,
) -> Answer:
    """The date that a text says, in five languages, as Excel counts dates from 1900.
    A text that could be two days gives #N/A unless the order is given."""
    each = Cellwise(text)
    return each.answer(serials_of(each.days(0, chosen(order, _ORDERS))).tolist())


def _days_past_due(each: Cellwise) -> NDArray[np.int64]:
    """Of the first argument on the day of the second; without meaning where that is settled."""
    due, as_of = each.days(0), each.days(1)
    days = (as_of - due).astype(np.int64)
    return np.where(each.unsettled, days, 0)
