"""Makes the statements of a ledger: everybody's, or those of the customers asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import texts_of
from invoicing_xl.model.documents import DocumentType, party_keys
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.statements.aging import Buckets, aged, buckets_of
from invoicing_xl.statements.numbering import Numbering
from invoicing_xl.statements.open_items import (
    accounts,
    by_date,
    by_due_date,
    customer_order,
    open_items,
)
from invoicing_xl.statements.statement import (
    Kind,
    Line,
    Movements,
    Skipped,
    Statement,
    StatementRun,
    TieOut,
)
from invoicing_xl.statements.stored import StoredStatement

Ints = NDArray[np.int64]


def statements_of(
    ledger: Ledger,
    as_of: np.datetime64,
    *,
    kind: Kind = "open-item",
    start: np.datetime64 | None = None,
    customers: Sequence[str] = (),
    edges: Sequence[int] = (30, 60, 90),
    stored: Sequence[StoredStatement] = (),
) -> StatementRun:
    """The statements as of a day, in order of customers; ``start`` is the first day of a balance-forward
    period (else the first of the month).

    An open-item statement is made where any item is open, unless the items cancel out; a balance-forward
    statement where there is an opening balance or any movement. ``customers`` are IDs or names, all of
    them when empty; an unknown one raises ``ClerkMessage``. ``stored`` are the statements the workbook
    keeps: their numbers are kept.
    """
    if kind == "open-item":
        start = None
    elif start is None:
        start = as_of.astype("datetime64[M]").astype("datetime64[D]")
    if start is not None and start > as_of:
        raise ClerkMessage(
            f"The period begins on {start}, after its last day {as_of}.",
            next_step="Give a first day that is not after the statement's day.",
        )
    chosen = _chosen(ledger, customers)
    books = _Accounts(ledger, as_of, kind, start, buckets_of(edges, "due"))
    statements = tuple(books.statements(chosen, Numbering(stored)))
    return StatementRun(
        ledger=ledger,
        kind=kind,
        as_of=as_of,
        start=start,
        buckets=books.buckets,
        statements=statements,
        skipped=tuple(books.skipped(chosen)),
        tie_out=tuple(_tie_out(ledger, as_of, chosen, statements)),
    )


def find_customers(ledger: Ledger, words: Sequence[str]) -> list[int]:
    """The customers of these IDs or names, as indices into the ledger's; -1 where there is none, or several
    of that name."""
    return [found[0] if len(found) == 1 else -1 for found in _called(ledger, words)]


def _called(ledger: Ledger, words: Sequence[str]) -> list[list[int]]:
    """For each word the customers of that ID; failing that, those of that name."""
    ids: dict[str, list[int]] = {}
    names: dict[str, list[int]] = {}
    for known, by_key in ((ledger.customers.ids, ids), (ledger.customers.names, names)):
        keys = party_keys(texts_of(list(known)))
        for one in np.flatnonzero(keys.known).tolist():
            by_key.setdefault(keys[one], []).append(one)
    wanted = party_keys(texts_of(list(words)))
    return [ids.get(wanted[one]) or names.get(wanted[one], []) for one in range(len(words))]


def accounts_of(
    ledger: Ledger, customer: int, as_of: np.datetime64, *, start: np.datetime64 | None = None
) -> list[Statement]:
    """One customer's open items, or with ``start`` the movements from that day on, in each currency.

    Unlike ``statements_of`` also where the open items cancel out.
    """
    kind: Kind = "open-item" if start is None else "balance-forward"
    books = _Accounts(ledger, as_of, kind, start, buckets_of((30, 60, 90), "due"))
    return list(books.accounts(customer, Numbering([])))


def _chosen(ledger: Ledger, customers: Sequence[str]) -> Ints:
    """The customers asked for, in order of customers; when none is, all who have any document."""
    order = customer_order(ledger)
    if not customers:
        return order[np.isin(order, ledger.documents.customer)]
    found = _called(ledger, customers)
    unknown = [word for word, called in zip(customers, found, strict=True) if not called]
    if unknown:
        raise ClerkMessage(
            f"No customer of this workbook is called {', '.join(unknown)}.",
            next_step="Write the customer ID as it stands on the sheet.",
        )
    for word, called in zip(customers, found, strict=True):
        if len(called) > 1:
            ids = ", ".join(ledger.customers.ids[one] for one in called)
            raise ClerkMessage(f"Several customers are called {word}: {ids}.", next_step="Write the ID.")
    return order[np.isin(order, [one for called in found for one in called])]


class _Accounts:
    """Columns over all accounts (customer and currency, see ``open_items.accounts``), worked out once."""

    def __init__(
        self,
        ledger: Ledger,
        as_of: np.datetime64,
        kind: Kind,
        start: np.datetime64 | None,
        buckets: Buckets,
    ) -> None:
        self.ledger, self.as_of, self.kind, self.start, self.buckets = ledger, as_of, kind, start, buckets
        documents = ledger.documents
        self._account = accounts(ledger)
        self._currencies = len(ledger.currencies)
        self._count = len(ledger.customers) * self._currencies
        items = open_items(ledger, as_of)
        row = self._account[items.document]
        self._aging, self._unapplied = aged(ledger, items, buckets, row, self._count)
        overdue = (items.amount > 0) & (items.overdue > 0)
        self._overdue = self._summed(row[overdue], items.amount[overdue])
        disputed = documents.disputed[items.document]
        self._disputed = self._summed(row[disputed], items.amount[disputed])
        self._items = np.bincount(row, minlength=self._count)

        posted = ledger.posted(as_of)
        self._assumed = np.bincount(self._account[posted & documents.date_assumed], minlength=self._count)
        before = documents.date < start if start is not None else np.zeros(len(documents), bool)
        self._opening = self._summed(self._account[before], documents.signed[before])
        self._closing = self._summed(self._account[posted], documents.signed[posted])
        self._require_open_items_to_make_the_balance()
        if start is None:
            self._rows = items.document[by_due_date(ledger, items.document)]
        else:
            movements = np.flatnonzero(posted & ~before)
            self._rows = movements[by_date(ledger, movements)]
        self._first = np.searchsorted(self._account[self._rows], np.arange(self._count + 1))
        self._open = ledger.open_amounts(as_of)

    def statements(self, customers: Ints, numbering: Numbering) -> Iterator[Statement]:
        """The statements of these customers."""
        for customer in customers.tolist():
            for currency in range(self._currencies):
                if self._is_stated(customer * self._currencies + currency):
                    yield self._statement(customer, currency, numbering)

    def accounts(self, customer: int, numbering: Numbering) -> Iterator[Statement]:
        """A customer's statement in every currency in which there is anything to show."""
        for currency in range(self._currencies):
            account = customer * self._currencies + currency
            if self._opening[account] or self._first[account + 1] > self._first[account]:
                yield self._statement(customer, currency, numbering)

    def skipped(self, customers: Ints) -> Iterator[Skipped]:
        """Which of these customers have no statement, or none in a currency in which items are open."""
        for customer in customers.tolist():
            mine = range(customer * self._currencies, (customer + 1) * self._currencies)
            cancelled = [one for one in mine if self._items[one] and not self._is_stated(one)]
            for account in cancelled:
                code = self.ledger.currencies[account % self._currencies]
                yield Skipped(customer, f"The open items in {code} cancel out: the balance is zero.")
            if not cancelled and not any(self._is_stated(one) for one in mine):
                yield Skipped(customer, self._nothing_to_state())

    def _nothing_to_state(self) -> str:
        if self.start is None:
            return f"Nothing is open on {self.as_of}."
        return f"No opening balance, and no document from {self.start} to {self.as_of}."

    def _is_stated(self, account: int) -> bool:
        if self.start is None:
            return bool(self._items[account] and self._closing[account])
        return bool(self._opening[account] or self._first[account + 1] > self._first[account])

    def _statement(self, customer: int, currency: int, numbering: Numbering) -> Statement:
        account = customer * self._currencies + currency
        start = "" if self.start is None else str(self.start)
        names = self.ledger.customers.ids[customer], self.ledger.currencies[currency]
        rows = self._rows[self._first[account] : self._first[account + 1]]
        return Statement(
            number=numbering.number(*names, self.kind, str(self.as_of), start),
            customer=customer,
            currency=currency,
            kind=self.kind,
            as_of=self.as_of,
            start=self.start,
            opening=int(self._opening[account]),
            closing=int(self._closing[account]),
            lines=tuple(self._lines(rows, int(self._opening[account]))),
            movements=None if self.start is None else self._movements(rows),
            aging=tuple(self._aging[account].tolist()),
            unapplied=int(self._unapplied[account]),
            overdue=int(self._overdue[account]),
            disputed=int(self._disputed[account]),
            assumed=int(self._assumed[account]),
        )

    def _lines(self, rows: Ints, balance: int) -> Iterator[Line]:
        documents = self.ledger.documents
        signed, is_open = documents.signed[rows], self._open[rows]
        counts = is_open if self.start is None else signed
        due = documents.due[rows]
        basis = np.where(np.isnat(due), documents.date[rows], due)
        columns = (
            documents.date[rows],
            documents.type[rows].tolist(),
            due,
            (self.as_of - basis).astype(np.int64).tolist(),
            signed.tolist(),
            is_open.tolist(),
            (balance + np.cumsum(counts)).tolist(),
            documents.disputed[rows].tolist(),
        )
        for row, date, kind, due_on, overdue, original, left, down_to, disputed in zip(
            rows.tolist(), *columns, strict=True
        ):
            owed = original > 0
            yield Line(
                date=date,
                type=DocumentType(kind),
                reference=documents.number[row].strip(),
                description=documents.description[row].strip(),
                due=due_on if owed and not np.isnat(due_on) else None,
                overdue=overdue if owed and left > 0 else None,
                original=original,
                applied=original - left,
                open=left,
                balance=down_to,
                disputed=disputed,
            )

    def _movements(self, rows: Ints) -> Movements:
        sums = np.zeros(len(DocumentType), np.int64)
        np.add.at(sums, self.ledger.documents.type[rows], self.ledger.documents.signed[rows])
        invoices, debit_memos, credit_memos, payments, *others = sums.tolist()
        return Movements(invoices, debit_memos, credit_memos, payments, sum(others))

    def _summed(self, account: Ints, amount: Ints) -> Ints:
        sums = np.zeros(self._count, np.int64)
        np.add.at(sums, account, amount)
        return sums

    def _require_open_items_to_make_the_balance(self) -> None:
        """Buckets and unapplied of every account are its balance, however that is added up."""
        difference = np.flatnonzero(self._aging.sum(axis=1) + self._unapplied != self._closing)
        if len(difference):
            raise AssertionError(f"open items and balance differ in accounts {difference[:5].tolist()}")


def _tie_out(
    ledger: Ledger, as_of: np.datetime64, customers: Ints, statements: Sequence[Statement]
) -> Iterator[TieOut]:
    """For each currency the statements against the sum of all documents of the customers up to the day."""
    documents = ledger.documents
    counted = ledger.posted(as_of) & np.isin(documents.customer, customers)
    control = np.zeros(len(ledger.currencies), np.int64)
    np.add.at(control, documents.currency[counted], documents.signed[counted])
    stated = np.zeros(len(ledger.currencies), np.int64)
    np.add.at(stated, [one.currency for one in statements], [one.closing for one in statements])
    for currency in np.unique(documents.currency[counted]).tolist():
        tie = TieOut(currency, int(stated[currency]), int(control[currency]))
        if tie.difference:
            raise AssertionError(f"statements do not tie out in {ledger.currencies[currency]}: {tie}")
        yield tie
