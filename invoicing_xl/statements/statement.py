"""Statements of account: open-item as of a day, or balance-forward over a period.

One statement for each customer and currency; amounts are never added across currencies. Both kinds close
with the same balance: the opening balance is every document before the period, whatever is open of it,
and disputed items stay in the balance. What was stated for a day can be stated for it again at any later
time: only documents and allocations up to that day count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from invoicing_xl.model.documents import DocumentType
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.statements.aging import Buckets

Kind = Literal["open-item", "balance-forward"]


@dataclass(frozen=True, slots=True)
class Line:
    """A document on a statement. Amounts are minor units, receivable-increasing positive.

    due, overdue  None where it has none: credits and payments are never overdue. ``overdue`` is in days,
                  negative before the due date
    applied       of the original amount, up to the statement's day
    balance       of the statement down to this line
    """

    date: np.datetime64
    type: DocumentType
    reference: str
    description: str
    due: np.datetime64 | None
    overdue: int | None
    original: int
    applied: int
    open: int
    balance: int
    disputed: bool


@dataclass(frozen=True, slots=True)
class Movements:
    """The roll-forward of a period: with the opening balance these make the closing balance."""

    invoices: int
    debit_memos: int
    credit_memos: int
    payments: int
    adjustments: int

    @property
    def total(self) -> int:
        return self.invoices + self.debit_memos + self.credit_memos + self.payments + self.adjustments


@dataclass(frozen=True, slots=True)
class Statement:
    """What one customer owes in one currency.

    customer, currency  indices into the ledger's
    start      first day of a balance-forward statement's period, else None
    opening    balance before the period; 0 on an open-item statement
    movements  of the period; None on an open-item statement
    aging      the open items by bucket, and what is unapplied (0 or negative)
    disputed   part of the closing balance that is in dispute
    assumed    payments whose date is not known; they count from the date of the document they paid
    """

    number: str
    customer: int
    currency: int
    kind: Kind
    as_of: np.datetime64
    start: np.datetime64 | None
    opening: int
    closing: int
    lines: tuple[Line, ...]
    movements: Movements | None
    aging: tuple[int, ...]
    unapplied: int
    overdue: int
    disputed: int
    assumed: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A customer without a statement, and why."""

    customer: int
    why: str


@dataclass(frozen=True, slots=True)
class TieOut:
    """The statements of a currency against its control total."""

    currency: int
    statements: int
    control_total: int

    @property
    def difference(self) -> int:
        return self.statements - self.control_total


@dataclass(frozen=True)
class StatementRun:
    """All statements of one run, in order of customers and currencies."""

    ledger: Ledger
    kind: Kind
    as_of: np.datetime64
    start: np.datetime64 | None
    buckets: Buckets
    statements: tuple[Statement, ...]
    skipped: tuple[Skipped, ...]
    tie_out: tuple[TieOut, ...]

    def to_json(self, sheets: Mapping[str, str]) -> dict[str, object]:
        """The ``statements`` contract: amounts are decimal strings with the currency's decimals.

        ``sheets`` are sheet names by statement number. A statement's ``aging`` is its buckets and, last,
        what is unapplied: together the closing balance.
        """
        ids = self.ledger.customers.ids
        return {
            "as_of": str(self.as_of),
            "kind": self.kind,
            "statements": [self._statement(one, sheets.get(one.number, "")) for one in self.statements],
            "skipped": [{"customer": ids[one.customer], "why": one.why} for one in self.skipped],
            "tie_out": [
                {
                    "currency": self.ledger.currencies[one.currency],
                    "statements": str(self.ledger.amount(one.statements, one.currency)),
                    "control_total": str(self.ledger.amount(one.control_total, one.currency)),
                    "difference": str(self.ledger.amount(one.difference, one.currency)),
                }
                for one in self.tie_out
            ],
        }

    def _statement(self, one: Statement, sheet: str) -> dict[str, object]:
        def text(minor: int) -> str:
            return str(self.ledger.amount(minor, one.currency))

        return {
            "number": one.number,
            "customer": self.ledger.customers.ids[one.customer],
            "currency": self.ledger.currencies[one.currency],
            "opening": text(one.opening),
            "closing": text(one.closing),
            "lines": [
                {
                    "date": str(line.date),
                    "type": line.type.title,
                    "reference": line.reference,
                    "due_date": "" if line.due is None else str(line.due),
                    "original": text(line.original),
                    "applied": text(line.applied),
                    "open": text(line.open),
                    "balance": text(line.balance),
                }
                for line in one.lines
            ],
            "aging": [text(minor) for minor in (*one.aging, one.unapplied)],
            "sheet": sheet,
        }
