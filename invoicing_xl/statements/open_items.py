"""The open items of a ledger on a day, and the order in which documents stand on a statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask
from invoicing_xl.model.documents import natural_key
from invoicing_xl.model.ledger import Days, Ledger

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class OpenItems:
    """Every document that is open at the end of ``day``.

    document  index into the ledger's documents
    amount    minor units, receivable-increasing positive
    overdue   calendar days since the due date; negative before it
    undated   items without a due date, whose days count from the document's date
    """

    day: np.datetime64
    document: Ints
    amount: Ints
    overdue: Ints
    undated: Mask

    def __len__(self) -> int:
        return len(self.document)


def open_items(ledger: Ledger, day: np.datetime64) -> OpenItems:
    """The open items, in the order of the ledger."""
    amounts = ledger.open_amounts(day)
    document = np.flatnonzero(amounts)
    due = ledger.documents.due[document]
    undated = np.isnat(due)
    basis = np.where(undated, ledger.documents.date[document], due)
    return OpenItems(day, document, amounts[document], (day - basis).astype(np.int64), undated)


def accounts(ledger: Ledger, documents: Ints | slice = slice(None)) -> Ints:
    """Customer and currency of documents as one number: ``divmod`` by the count of currencies."""
    customer, currency = ledger.documents.customer[documents], ledger.documents.currency[documents]
    return customer * len(ledger.currencies) + currency


def customer_order(ledger: Ledger) -> Ints:
    """Customers by ID: C-9 before C-10, whatever their case."""
    ids = ledger.customers.ids
    return np.array(sorted(range(len(ids)), key=lambda one: natural_key(ids[one])), np.int64)


def by_due_date(ledger: Ledger, documents: Ints) -> Ints:
    """Positions that bring documents into the order of an open-item statement: account, due date (the
    document's date where there is none), date, number."""
    due, date = ledger.documents.due[documents], ledger.documents.date[documents]
    basis = np.where(np.isnat(due), date, due)
    return _ordered(ledger, documents, (accounts(ledger, documents), basis, date))


def by_date(ledger: Ledger, documents: Ints) -> Ints:
    """Positions that bring documents into the order of a balance-forward statement: account, date, type
    (invoices before payments), number."""
    date, kind = ledger.documents.date[documents], ledger.documents.type[documents]
    return _ordered(ledger, documents, (accounts(ledger, documents), date, kind))


def _ordered(ledger: Ledger, documents: Ints, keys: Sequence[Ints | Days | NDArray[np.int8]]) -> Ints:
    """By the keys, then by number; numbers are looked at only where all keys are the same."""
    order = np.lexsort(keys[::-1])
    same = np.ones(max(len(order) - 1, 0), bool)
    for key in keys:
        same &= key[order][1:] == key[order][:-1]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
    number = ledger.documents.number
    for first, last in edges.reshape(-1, 2).tolist():
        tied = order[first : last + 1].tolist()
        tied.sort(key=lambda one: natural_key(number[int(documents[one])]))
        order[first : last + 1] = tied
    return order
