"""Payments that only the documents' own rows tell of: a paid amount, an open amount, a status "paid".

Where there is no payments sheet, what a row says was settled is posted as a payment (for a credit memo: a
refund) of the same number. Without a payment date it counts from the document's date.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.claims import Claims
from invoicing_xl.model.columns import Texts
from invoicing_xl.model.documents import DocumentType
from invoicing_xl.model.ledger import Documents

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

_SETTLING = (DocumentType.PAYMENT, DocumentType.REFUND, DocumentType.WRITE_OFF)


def settlements_of(
    documents: Documents,
    key: Ints,
    claims: Claims,
    settled: Ints,
    by_open: NDArray[np.bool_],
    paid_on: Days,
) -> tuple[Documents, Claims, list[str]]:
    """The payments, what they claim (their document indices follow those of ``documents``), and notes.

    key      key of each document's own number
    settled  what each document's row says, as written, 0 where nothing
    by_open  where that follows from an open amount,
             which credit memos that claim the document have lessened already
    """
    signed = documents.signed
    amount = np.where(signed < 0, -np.abs(settled), settled)
    amount[np.isin(documents.type, _SETTLING)] = 0
    if by_open.any():
        amount = np.where(by_open, _less_credits(amount, signed, key, claims), amount)
    rows = np.flatnonzero(amount)
    undated = np.isnat(paid_on[rows])
    days = np.where(undated, documents.date[rows], paid_on[rows])
    paid = amount[rows] > 0
    payments = replace(
        documents.take(rows),
        type=np.where(paid, DocumentType.PAYMENT, DocumentType.REFUND).astype(np.int8),
        description=Texts(np.full(len(rows), -1, np.int32), documents.description.values),
        date=days,
        due=np.full(len(rows), np.datetime64("NaT"), "datetime64[D]"),
        signed=-amount[rows],
        disputed=np.zeros(len(rows), bool),
        date_assumed=undated,
    )
    claimed = Claims(len(documents) + np.arange(len(rows)), key[rows], np.abs(amount[rows]))
    return payments, claimed, _notes(int(undated.sum()))


def _less_credits(amount: Ints, signed: Ints, key: Ints, claims: Claims) -> Ints:
    """Settled amounts less what credit memos account for: on the claiming and on the claimed side."""
    credits = claims.where(signed[claims.document] < 0)
    result = amount.copy()
    result[credits.document] = 0
    bearers = np.flatnonzero(signed > 0)
    keys, first = np.unique(key[bearers], return_index=True)
    place = np.searchsorted(keys, credits.key)
    met = (
        (place < len(keys)) & (keys[np.minimum(place, len(keys) - 1)] == credits.key)
        if len(keys)
        else place < 0
    )
    np.subtract.at(result, bearers[first[place[met]]], credits.amount[met])
    return np.where(signed > 0, np.where(amount > 0, np.maximum(result, 0), result), result)


def _notes(undated: int) -> list[str]:
    if not undated:
        return []
    return [
        f"Payment dates incomplete: {undated:,} paid amount{'s' * (undated != 1)} without a payment date "
        "count from the date of the document, so open amounts as of earlier days may be too low."
    ]
