"""The receivables ledger: documents and what was applied to what, as columns.

Every amount is minor units of its document's currency, receivable-increasing positive: invoices, debit
memos and refunds are positive, credit memos, payments and write-offs negative, however the clerk's
sheet writes them. ``posting.ledger_of`` builds it from the tables of a workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask, Texts
from invoicing_xl.model.money import DEFAULT_PLACES, PLACES
from invoicing_xl.model.tables import Table

Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Documents:
    """Posted documents; element i of each column is document i.

    type         ``DocumentType``
    number       its own number as typed, "" where it has none
    description  what the customer knows it by: order reference, description, bank text
    date         never unknown
    due          NaT where neither the sheet nor any payment terms say
    customer     index into ``Ledger.customers``
    currency     index into ``Ledger.currencies``
    signed       minor units, receivable-increasing positive
    disputed     marked as disputed
    date_assumed payments of which the sheet does not say when: they have their document's date
    table, row   where it stands: index into ``Ledger.tables``, sheet row
    """

    type: NDArray[np.int8]
    number: Texts
    description: Texts
    date: Days
    due: Days
    customer: NDArray[np.int64]
    currency: NDArray[np.int64]
    signed: NDArray[np.int64]
    disputed: Mask
    date_assumed: Mask
    table: NDArray[np.int16]
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.signed)

    def take(self, documents: NDArray[np.int64]) -> Documents:
        """These documents, in the order given."""
        taken: dict[str, Any] = {
            name: Texts(column.codes[documents], column.values)
            if isinstance(column, Texts)
            else column[documents]
            for name, column in self._columns().items()
        }
        return Documents(**taken)

    def joined(self, others: Documents) -> Documents:
        """These documents and then the others, which were taken from them."""
        theirs = others._columns()
        joined: dict[str, Any] = {
            name: Texts(np.concatenate([column.codes, theirs[name].codes]), column.values)
            if isinstance(column, Texts)
            else np.concatenate([column, theirs[name]])
            for name, column in self._columns().items()
        }
        return Documents(**joined)

    def _columns(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class Allocations:
    """What was applied to what: ``amount`` minor units of ``credit`` settle as much of ``debit``.

    debit, credit  document indices; ``amount`` lessens both open amounts. It is negative where an
                   allocation is taken back (a payment that the bank returned)
    date           the day it counts from: never before the date of either document
    """

    debit: NDArray[np.int64]
    credit: NDArray[np.int64]
    amount: NDArray[np.int64]
    date: Days

    def __len__(self) -> int:
        return len(self.amount)


@dataclass(frozen=True)
class Customers:
    """Everybody the ledger or the customer sheet names.

    ids      as the clerk writes them; the name where a customer is known by name only
    names    "" where unknown
    table    index into ``Ledger.tables`` of the customer sheet, -1 where the customer is not on one
    index    the customer's row in that table (not the sheet row)
    """

    ids: Sequence[str]
    names: Sequence[str]
    table: NDArray[np.int16]
    index: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)


class LeftOutRow(NamedTuple):
    """A row that was not posted, and why."""

    sheet: str
    row: int
    why: str


@dataclass(frozen=True)
class LeftOutRows:
    """Rows of document and payment sheets that are not in the ledger. ``why`` indexes ``reasons``."""

    sheets: Sequence[str]
    reasons: Sequence[str]
    table: NDArray[np.int16]
    row: NDArray[np.int64]
    why: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.row)

    def __iter__(self) -> Iterator[LeftOutRow]:
        for table, row, why in zip(self.table.tolist(), self.row.tolist(), self.why.tolist(), strict=True):
            yield LeftOutRow(self.sheets[table], row, self.reasons[why])

    def to_json(self) -> list[dict[str, object]]:
        """Part of the ``aging`` and ``statements`` contracts: each row, and why it is not counted."""
        return [one._asdict() for one in self]


@dataclass(frozen=True)
class Ledger:
    """All posted documents of a workbook.

    ``notes`` are sentences for the clerk about what the ledger had to assume.
    """

    tables: Sequence[Table]
    documents: Documents
    allocations: Allocations
    customers: Customers
    currencies: Sequence[str]
    left_out: LeftOutRows
    notes: tuple[str, ...] = ()

    def places(self, currency: int) -> int:
        """Decimals of a currency, by its index."""
        return PLACES.get(self.currencies[currency], DEFAULT_PLACES)

    def amount(self, minor: int, currency: int) -> Decimal:
        """Minor units as the decimal they are, with all decimals of the currency."""
        return Decimal(int(minor)).scaleb(-self.places(currency))

    def posted(self, day: np.datetime64) -> Mask:
        """Documents dated on or before the day."""
        result: Mask = self.documents.date <= day
        return result

    def open_amounts(self, day: np.datetime64) -> NDArray[np.int64]:
        """What of each document was open at the end of the day; 0 for documents of later days.

        The open amounts of an account always add up to its balance, since an allocation takes the same
        from both sides.
        """
        applied = self.allocations.date <= day
        amount = self.allocations.amount[applied]
        result = np.where(self.posted(day), self.documents.signed, 0)
        np.subtract.at(result, self.allocations.debit[applied], amount)
        np.add.at(result, self.allocations.credit[applied], amount)
        return result
