"""What the documents of a ledger were applied to.

A claim is "this document settles that number by so much": a payment's invoice number, the document a
credit memo applies to, what a row says was paid. Claims of one number, customer and currency are poured
into the documents that bear it, oldest first (see ``allocation.pour``); what does not fit stays open on
the account of the claiming document.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.allocation import pour
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.documents import DocumentType
from invoicing_xl.model.ledger import Allocations

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

_TARGETS = (
    DocumentType.INVOICE,
    DocumentType.DEBIT_MEMO,
    DocumentType.CREDIT_MEMO,
    DocumentType.ADJUSTMENT,
)


@dataclass(frozen=True)
class Side:
    """The documents, as far as allocation needs them; ``key`` is that of a document's own number.

    account  customer and currency as one number
    """

    type: NDArray[np.int8]
    key: Ints
    account: Ints
    currency: Ints
    date: Days
    signed: Ints


@dataclass(frozen=True)
class Claims:
    """``document`` settles what bears ``key`` by up to ``amount`` (positive minor units)."""

    document: Ints
    key: Ints
    amount: Ints

    def where(self, chosen: Mask | Ints) -> Claims:
        return Claims(self.document[chosen], self.key[chosen], self.amount[chosen])

    def joined(self, others: Claims) -> Claims:
        return Claims(
            np.concatenate([self.document, others.document]),
            np.concatenate([self.key, others.key]),
            np.concatenate([self.amount, others.amount]),
        )

    def __len__(self) -> int:
        return len(self.document)


def allocate(side: Side, claims: Claims) -> Allocations:
    """Everything that was applied, by date of the claiming documents.

    A payment may settle the document of another customer: then the two documents of an allocation differ in
    their customer, and ``posting`` moves that part of the payment.
    """
    order = np.argsort(side.date, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    claims = claims.where(np.argsort(rank[claims.document], kind="stable"))
    debits = order[_is_target(side)[order] & (side.signed[order] > 0)]
    credits = order[_is_target(side)[order] & (side.signed[order] < 0)]
    from_credits = claims.where(side.signed[claims.document] < 0)
    from_debits = claims.where(side.signed[claims.document] > 0)

    returned, paired_credits, paired_debits = _returned_payments(side, from_credits, from_debits, debits)
    from_credits, from_debits = from_credits.where(~paired_credits), from_debits.where(~paired_debits)
    left = np.abs(side.signed)
    by_account = _Pouring(side.key, side.account, left)
    by_currency = _Pouring(side.key, side.currency, left)
    own, met = by_account.pour(from_credits, debits)
    foreign = (side.type[from_credits.document] == DocumentType.PAYMENT) & ~met
    other, _ = by_currency.pour(from_credits.where(foreign), debits)
    refunded, _ = by_account.pour(from_debits, credits)
    pairs = [own[:, [1, 0, 2]], other[:, [1, 0, 2]], refunded]
    debit, credit, amount = np.concatenate(pairs).T
    applied = Allocations(debit, credit, amount, np.maximum(side.date[debit], side.date[credit]))
    return _joined(applied, returned)


def _is_target(side: Side) -> Mask:
    result: Mask = np.isin(side.type, _TARGETS)
    return result


class _Pouring:
    """Pours claims into documents of the same key and ``other`` (account or currency).

    ``left`` is what of each document is left to be settled; it is lessened here.
    """

    def __init__(self, key: Ints, other: Ints, left: Ints) -> None:
        self._key = key
        self._other = other
        self._left = left
        self._width = int(other.max(initial=0)) + 1

    def pour(self, claims: Claims, targets: Ints) -> tuple[Ints, Mask]:
        """Rows of claiming document, settled document, amount; and which claims have any target."""
        if not len(claims):
            return np.zeros((0, 3), np.int64), np.zeros(0, bool)
        claimed_keys = np.zeros(int(max(self._key.max(initial=0), claims.key.max())) + 1, bool)
        claimed_keys[claims.key] = True
        targets = targets[claimed_keys[self._key[targets]]]
        groups = self._key[targets] * self._width + self._other[targets]
        claimed = claims.key * self._width + self._other[claims.document]
        poured = pour(claimed, claims.amount, groups, self._left[targets])
        target = targets[poured.target]
        np.subtract.at(self._left, target, poured.amount)
        return np.stack([claims.document[poured.source], target, poured.amount], axis=1), poured.met


def _returned_payments(
    side: Side, credits: Claims, debits: Claims, targets: Ints
) -> tuple[Allocations, Mask, Mask]:
    """Payments the bank returned: a refund that names the same document and amount as an earlier payment.

    The payment settled its document until the day of the refund. Returns these allocations, and which of
    the claims they make up for. Only where the number is borne by one document and what was paid on it
    until then fits into it: all else stays on account, for the clerk to see.
    """
    paired_credits, paired_debits = np.zeros(len(credits), bool), np.zeros(len(debits), bool)
    rows: list[tuple[int, int, int, np.datetime64]] = []
    refunds = np.flatnonzero(side.type[debits.document] == DocumentType.REFUND)
    bearer = _only_bearer(side, targets, debits.where(refunds))
    by_key = np.argsort(credits.key, kind="stable")
    first = np.searchsorted(credits.key[by_key], debits.key, "left")
    last = np.searchsorted(credits.key[by_key], debits.key, "right")
    for claim, target in zip(refunds.tolist(), bearer.tolist(), strict=True):
        if target < 0:
            continue
        refund, amount = int(debits.document[claim]), int(debits.amount[claim])
        day = side.date[refund]
        same = by_key[first[claim] : last[claim]]
        document = credits.document[same]
        there = side.account[document] == side.account[refund]
        earlier = there & ~paired_credits[same] & (side.date[document] <= day)
        fits = credits.amount[same[earlier]].sum() <= side.signed[target]
        payment = earlier & (credits.amount[same] == amount) & (side.type[document] == DocumentType.PAYMENT)
        if not payment.any() or not fits:
            continue
        chosen = int(same[np.flatnonzero(payment)[-1]])
        paid = int(credits.document[chosen])
        rows.append((target, paid, amount, max(side.date[paid], side.date[target])))
        rows.append((target, paid, -amount, max(day, side.date[target])))
        rows.append((refund, paid, amount, day))
        paired_credits[chosen], paired_debits[claim] = True, True
    debit, credit, amounts = np.array([row[:3] for row in rows], np.int64).reshape(-1, 3).T
    days = np.array([row[3] for row in rows], "datetime64[D]")
    return Allocations(debit, credit, amounts, days), paired_credits, paired_debits


def _only_bearer(side: Side, targets: Ints, claims: Claims) -> Ints:
    """The one target each claim means in its account, -1 where there is none or several."""
    if not len(claims):
        return np.zeros(0, np.int64)
    width = int(side.account.max(initial=0)) + 1
    groups, position, count = np.unique(
        side.key[targets] * width + side.account[targets], return_index=True, return_counts=True
    )
    meant = claims.key * width + side.account[claims.document]
    place = np.minimum(np.searchsorted(groups, meant), len(groups) - 1)
    if not len(groups):
        return np.full(len(claims), -1)
    return np.where((groups[place] == meant) & (count[place] == 1), targets[position[place]], -1)


def _joined(first: Allocations, second: Allocations) -> Allocations:
    return Allocations(
        np.concatenate([first.debit, second.debit]),
        np.concatenate([first.credit, second.credit]),
        np.concatenate([first.amount, second.amount]),
        np.concatenate([first.date, second.date]),
    )
