"""In which currency each entry of a ledger is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask, concatenated, texts_of
from invoicing_xl.model.journal import Journal
from invoicing_xl.model.ledger import Customers, Documents
from invoicing_xl.model.references import References, only_named, only_value
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]


def currencies_of(
    journal: Journal,
    customer: NDArray[np.int64],
    customers: Customers,
    references: References,
    tables: Sequence[Table],
    default: str,
) -> tuple[Ints, list[str], Mask]:
    """Each entry's currency as an index into the currencies, which are in order of the alphabet; and which
    payments name neither a currency nor a document.

    Where a payment says none it is the one of the document it refers to, else what the layout has worked
    out, else the one that all the customer's documents have, the one on the customer sheet, the default.
    """
    of_customer = [_master_currency(customers, tables, one) for one in range(len(customers))]
    both = concatenated(
        [journal.currency, journal.likely_currency, texts_of(of_customer), texts_of([default])]
    )
    order = np.argsort(both.values.to_numpy(zero_copy_only=False).astype(str), kind="stable")
    rank = np.empty(len(order) + 1, np.int64)
    rank[order], rank[-1] = np.arange(len(order)), -1
    codes = rank[both.codes]
    count = len(journal)
    own, likely, fallback = codes[:count], codes[count : 2 * count], codes[-1]
    master = np.append(codes[2 * count : -1], -1)

    document = np.where(journal.is_payment, -1, _first_of(own, master[customer], fallback))
    referred = only_named(references, document)
    usual = only_value(customer, document, customer)
    result = np.where(
        journal.is_payment, _first_of(own, referred, likely, usual, master[customer], fallback), document
    )
    unsaid = journal.is_payment & (own < 0) & (referred < 0)
    return result, [str(both.values[code].as_py()) for code in order.tolist()], unsaid


def _master_currency(customers: Customers, tables: Sequence[Table], customer: int) -> str | None:
    table = int(customers.table[customer])
    if table < 0:
        return None
    return tables[table].texts("currency")[int(customers.index[customer])].strip().upper() or None


def _first_of(*candidates: Ints | np.int64) -> Ints:
    """Of each element the first candidate that is not -1."""
    result = candidates[-1]
    for candidate in reversed(candidates[:-1]):
        result = np.where(candidate >= 0, candidate, result)
    return np.asarray(result)


def strange_currencies(
    documents: Documents, is_payment: Mask, unsaid: Mask, currencies: Sequence[str]
) -> list[str]:
    """Payments that say no currency and were taken to be in one that their customer has no document in."""
    if not unsaid.any():
        return []
    account = documents.customer * len(currencies) + documents.currency
    billed = np.isin(documents.customer, documents.customer[~is_payment])
    strange = unsaid & billed & ~np.isin(account, account[~is_payment])
    return [
        f"{count:,} payment{' names' if count == 1 else 's name'} neither a currency nor documents of one: "
        f"taken as {currencies[currency]}, though the customer has no document in {currencies[currency]}."
        for currency, count in enumerate(np.bincount(documents.currency[strange]).tolist())
        if count
    ]
