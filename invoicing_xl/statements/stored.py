"""Statements made before, as the *Statements* sheet keeps them, and what has changed since.

A closing balance is the sum of the items open on its day. So with these items kept beside it, every
difference between what was stated then and what the ledger says of that day now has a name: a document
dated back, changed or deleted, a payment entered later or removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from invoicing_xl.model.documents import DocumentType
from invoicing_xl.model.ledger import Ledger

ItemKey = tuple[str, str]
"""Type and number of an open item; an item without a number is named by its date."""


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A row of the *Statements* sheet. Days are ISO dates, ``start`` "" where there is no period.

    items   amount of every item open on the day; None where the sheet could not keep them (or the clerk
            has touched them), which ``digest`` shows
    sheet   name its sheet was given
    """

    number: str
    customer: str
    currency: str
    kind: str
    start: str
    as_of: str
    opening: Decimal
    closing: Decimal
    items: Mapping[ItemKey, Decimal] | None
    digest: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Change:
    """A statement whose closing balance or open items are no longer what they were.

    now      balance of that day as the ledger has it now
    reasons  sentences, one for each document that differs
    """

    statement: StoredStatement
    now: Decimal
    reasons: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        return self.now - self.statement.closing


def items_text(items: Mapping[ItemKey, Decimal]) -> str:
    """Open items as the sheet keeps them: always the same text for the same items."""
    return json.dumps(
        [[*key, str(amount)] for key, amount in sorted(items.items())],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def digest_of(text: str) -> str:
    """Tells whether kept items are whole and the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def items_of_text(text: str, digest: str) -> dict[ItemKey, Decimal] | None:
    """What ``items_text`` wrote; None where the text is not the one of this digest."""
    if not text or digest_of(text) != digest:
        return None
    return {(kind, name): Decimal(amount) for kind, name, amount in json.loads(text)}


def items_by_account(
    ledger: Ledger, day: np.datetime64, wanted: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], dict[ItemKey, Decimal]]:
    """For each wanted (customer, currency) its open items of a day."""
    result: dict[tuple[int, int], dict[ItemKey, Decimal]] = {account: {} for account in wanted}
    amounts = ledger.open_amounts(day)
    documents = ledger.documents
    rows = np.flatnonzero(amounts)
    columns = (documents.customer[rows], documents.currency[rows], documents.type[rows], amounts[rows])
    for row, customer, currency, kind, minor in zip(
        rows.tolist(), *(column.tolist() for column in columns), strict=True
    ):
        items = result.get((customer, currency))
        if items is None:
            continue
        key = (DocumentType(kind).title, documents.number[row].strip() or str(documents.date[row]))
        items[key] = items.get(key, Decimal(0)) + ledger.amount(minor, currency)
    return {account: {key: sum_ for key, sum_ in items.items() if sum_} for account, items in result.items()}


def changes_since(ledger: Ledger, stored: Sequence[StoredStatement], before: np.datetime64) -> list[Change]:
    """The latest statement of each customer and currency that closed before a day, where it no longer
    holds."""
    latest: dict[tuple[str, str], StoredStatement] = {}
    for one in sorted(stored, key=lambda one: one.as_of):
        if np.datetime64(one.as_of) < before:
            latest[_account_key(one.customer, one.currency)] = one
    places = _places(ledger)
    changes = []
    for as_of in sorted({one.as_of for one in latest.values()}):
        of_day = {key: one for key, one in latest.items() if one.as_of == as_of}
        now = items_by_account(ledger, np.datetime64(as_of), [places[key] for key in of_day if key in places])
        for key, one in of_day.items():
            change = _change(ledger, one, now.get(places[key], {}) if key in places else {}, places.get(key))
            if change:
                changes.append(change)
    return changes


def _account_key(customer: str, currency: str) -> tuple[str, str]:
    return customer.casefold(), currency


def _places(ledger: Ledger) -> dict[tuple[str, str], tuple[int, int]]:
    """The ledger's (customer, currency) of each account."""
    pairs = np.unique(np.stack([ledger.documents.customer, ledger.documents.currency]), axis=1).T.tolist()
    return {
        _account_key(ledger.customers.ids[customer], ledger.currencies[currency]): (customer, currency)
        for customer, currency in pairs
    }


def _change(
    ledger: Ledger, one: StoredStatement, now: Mapping[ItemKey, Decimal], place: tuple[int, int] | None
) -> Change | None:
    nothing = one.closing * 0  # with the decimals of the currency
    balance = sum(now.values(), nothing)
    if one.digest == digest_of(items_text(now)) and balance == one.closing:
        return None
    if one.items is None:
        if balance == one.closing:
            return None
        return Change(one, balance, ("The items open on that day are not kept on the Statements sheet.",))
    reasons = []
    for key in sorted(one.items.keys() | now.keys()):
        then, is_now = one.items.get(key, nothing), now.get(key, nothing)
        if then != is_now:
            reasons.append(_reason(ledger, np.datetime64(one.as_of), place, key, then, is_now))
    return Change(one, balance, tuple(reasons)) if reasons else None


def _reason(
    ledger: Ledger,
    day: np.datetime64,
    place: tuple[int, int] | None,
    key: ItemKey,
    then: Decimal,
    now: Decimal,
) -> str:
    """What happened to one item, as far as the ledger tells."""
    label = " ".join(key)
    if not then:
        return (
            f"{label}: {now:,} open on that day, not on the statement. It was entered or dated back since, "
            "or what had settled it was removed."
        )
    documents = [] if place is None else _bearers(ledger, place, key)
    if not documents:
        return f"{label}: {then:,} was open, it is no longer in the workbook."
    dates = ledger.documents.date[documents]
    if (dates > day).all():
        return f"{label}: {then:,} was open, it is now dated {dates.min()}."
    settled_by = _settled_by(ledger, documents, day)
    return f"{label}: {then:,} was open, now {now:,}{settled_by}."


def _bearers(ledger: Ledger, place: tuple[int, int], key: ItemKey) -> list[int]:
    """The documents of an account that an item's key names."""
    documents = ledger.documents
    rows = np.flatnonzero((documents.customer == place[0]) & (documents.currency == place[1]))
    kinds = documents.type[rows].tolist()
    return [
        row
        for row, kind in zip(rows.tolist(), kinds, strict=True)
        if (DocumentType(kind).title, documents.number[row].strip() or str(documents.date[row])) == key
    ]


def _settled_by(ledger: Ledger, documents: Sequence[int], day: np.datetime64) -> str:
    allocations, every = ledger.allocations, ledger.documents
    debit, credit = np.isin(allocations.debit, documents), np.isin(allocations.credit, documents)
    counted = allocations.date <= day
    others = [*allocations.credit[debit & counted].tolist(), *allocations.debit[credit & counted].tolist()]
    names = [
        " ".join(
            part
            for part in (DocumentType(int(every.type[one])).title.lower(), every.number[one].strip())
            if part
        )
        + f" of {every.date[one]}"
        for one in dict.fromkeys(others)
    ]
    return f", after {', '.join(names)}" if names else ""
