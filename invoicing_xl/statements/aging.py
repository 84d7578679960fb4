"""Aging: what every customer owes, by how long it has been due.

On the due date itself an item is not overdue; day 30 belongs to 1-30 and day 31 to 31-60. Credits and
payments that settle nothing yet stand in a column of their own, so that every row adds up to the
customer's balance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.statements.open_items import OpenItems, accounts, customer_order, open_items

Ints = NDArray[np.int64]
Basis = Literal["due", "document"]


@dataclass(frozen=True)
class Buckets:
    """Names and bounds of the buckets: bucket i holds days > ``edges[i-1]`` up to ``edges[i]``."""

    basis: Basis
    labels: tuple[str, ...]
    edges: tuple[int, ...]

    def of(self, days: Ints) -> Ints:
        """The bucket of each number of days since the due or document date."""
        return np.searchsorted(np.array(self.edges), days, side="left")


def buckets_of(edges: Sequence[int], basis: Basis) -> Buckets:
    """The buckets between these last days: (30, 60) gives Not due, 1-30, 31-60, 61+.

    By document date there is nothing "not due", and the first bucket starts at day 0.
    """
    lasts = tuple(edges)
    if not lasts or any(later <= earlier for earlier, later in zip((0, *lasts), lasts, strict=False)):
        raise ClerkMessage(
            f"The aging buckets {', '.join(map(str, lasts)) or '(none)'} cannot be used.",
            next_step="Give the last day of each bucket, each greater than the one before, such as 30,60,90.",
        )
    firsts = [0 if basis == "document" else 1, *(last + 1 for last in lasts)]
    ranges = [
        f"{first}-{last}" if first < last else str(last) for first, last in zip(firsts, lasts, strict=False)
    ]
    labels = (*ranges, f"{firsts[-1]}+")
    return (
        Buckets(basis, labels, lasts)
        if basis == "document"
        else Buckets(basis, ("Not due", *labels), (0, *lasts))
    )


@dataclass(frozen=True)
class Aging:
    """One row for each customer and currency that has an open item, in order of customers.

    customer, currency  indices into the ledger's
    amounts             minor units by row and bucket
    unapplied           credits and payments that settle nothing yet: 0 or negative
    control             balance of each of the ledger's currencies, added up from all documents
    undated             open items without a due date, aged by the document's date
    """

    ledger: Ledger
    as_of: np.datetime64
    buckets: Buckets
    customer: Ints
    currency: Ints
    amounts: Ints
    unapplied: Ints
    control: Ints
    undated: int

    @property
    def balance(self) -> Ints:
        """Of each row."""
        result: Ints = self.amounts.sum(axis=1) + self.unapplied
        return result

    @property
    def not_counted(self) -> str:
        """How many rows could not be posted, which is the first, and why; "" where all of them could."""
        left_out = self.ledger.left_out
        if not len(left_out):
            return ""
        first, many = next(iter(left_out)), len(left_out) > 1
        told = f"{len(left_out):,} rows are not counted, the first" if many else "1 row is not counted"
        return f"{told}: {first.sheet}, row {first.row}: {first.why}."

    @property
    def undated_note(self) -> str:
        """How many items are aged by another day than their due date; "" where none is."""
        items = f"{self.undated:,} item{'s are' if self.undated != 1 else ' is'}"
        return f"{items} without a due date, aged by the document's date." if self.undated else ""

    @property
    def currencies(self) -> list[int]:
        """Currencies that any row is in, in order of the alphabet."""
        return [int(one) for one in np.unique(self.currency)]

    def to_json(self) -> dict[str, object]:
        """The ``aging`` contract: amounts are decimal strings with the currency's decimals."""
        amount, ids, names = self.ledger.amount, self.ledger.customers.ids, self.ledger.customers.names
        rows = zip(
            self.customer.tolist(),
            self.currency.tolist(),
            self.amounts.tolist(),
            self.unapplied.tolist(),
            self.balance.tolist(),
            strict=True,
        )
        return {
            "as_of": str(self.as_of),
            "basis": self.buckets.basis,
            "buckets": list(self.buckets.labels),
            "customers": [
                {
                    "customer": ids[customer],
                    "name": names[customer],
                    "currency": self.ledger.currencies[currency],
                    "amounts": [str(amount(minor, currency)) for minor in amounts],
                    "unapplied": str(amount(unapplied, currency)),
                    "balance": str(amount(balance, currency)),
                }
                for customer, currency, amounts, unapplied, balance in rows
            ],
            "control_total": [
                {"currency": self.ledger.currencies[one], "balance": str(amount(int(self.control[one]), one))}
                for one in self.currencies
            ],
        }


def age(
    ledger: Ledger, as_of: np.datetime64, *, basis: Basis = "due", edges: Sequence[int] = (30, 60, 90)
) -> Aging:
    """The aging at the end of a day. ``ClerkMessage`` where the edges do not rise from 1 on."""
    buckets = buckets_of(edges, basis)
    items = open_items(ledger, as_of)
    account, row = np.unique(accounts(ledger, items.document), return_inverse=True)
    amounts, unapplied = aged(ledger, items, buckets, row, len(account))
    customer, currency = np.divmod(account, max(len(ledger.currencies), 1))
    position = np.empty(len(ledger.customers), np.int64)
    position[customer_order(ledger)] = np.arange(len(position))
    order = np.lexsort((currency, position[customer]))
    control = control_totals(ledger, as_of)
    result = Aging(
        ledger=ledger,
        as_of=as_of,
        buckets=buckets,
        customer=customer[order],
        currency=currency[order],
        amounts=amounts[order],
        unapplied=unapplied[order],
        control=control,
        undated=int(items.undated[items.amount > 0].sum()) if basis == "due" else 0,
    )
    totals = np.zeros(len(control), np.int64)
    np.add.at(totals, result.currency, result.balance)
    if not np.array_equal(totals, control):
        raise AssertionError(f"aging {totals.tolist()} does not tie out with the ledger {control.tolist()}")
    return result


def aged(ledger: Ledger, items: OpenItems, buckets: Buckets, row: Ints, rows: int) -> tuple[Ints, Ints]:
    """(amounts by row and bucket, unapplied by row) of items that each belong to a row."""
    if buckets.basis == "due":
        days = items.overdue
    else:
        days = (items.day - ledger.documents.date[items.document]).astype(np.int64)
    amounts = np.zeros((rows, len(buckets.labels)), np.int64)
    unapplied = np.zeros(rows, np.int64)
    owed = items.amount > 0
    np.add.at(amounts, (row[owed], buckets.of(days[owed])), items.amount[owed])
    np.add.at(unapplied, row[~owed], items.amount[~owed])
    return amounts, unapplied


def control_totals(ledger: Ledger, as_of: np.datetime64) -> Ints:
    """The balance of each currency: all documents up to the day added up, allocations not looked at."""
    posted = ledger.posted(as_of)
    totals = np.zeros(len(ledger.currencies), np.int64)
    np.add.at(totals, ledger.documents.currency[posted], ledger.documents.signed[posted])
    return totals
