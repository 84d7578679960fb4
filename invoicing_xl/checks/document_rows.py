"""The documents of all invoice sheets side by side: what tells whether two of them are one.

Sheets that mostly repeat each other (all invoices, and an extract of the open ones) are not compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.checks.arithmetic import void_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.numbering import Numbering, invoice_numbering_of
from invoicing_xl.model.columns import Mask, Texts, compact, concatenated, merged_texts
from invoicing_xl.model.documents import DocumentType, party_keys, types_of
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]
_T = TypeVar("_T", bound=np.generic)

_SETTLING = (DocumentType.PAYMENT, DocumentType.REFUND, DocumentType.ADJUSTMENT, DocumentType.WRITE_OFF)
_AMOUNTS = ("gross", "due_amount", "net")
_MOST_REPEATED = 0.1
_FEWEST_REPEATED = 3
_FOLLOWS = 3  # rows above and below that are looked at
_WIDEST = 8  # between the numbers above and below


class Documents:
    """Columns over all rows of the invoice sheets, by position."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.stack = numbering.stack
        self._tables = numbering.stack.tables

    def __len__(self) -> int:
        return len(self.stack)

    @cached_property
    def counted(self) -> Mask:
        """Documents that have a number and were not cancelled; no payments and the like."""
        number = self.numbering.texts.known
        return number & self._joined(lambda table: ~void_of(table) & ~np.isin(_types(table), _SETTLING))

    @cached_property
    def credit(self) -> Mask:
        return self._joined(lambda table: _types(table) == DocumentType.CREDIT_MEMO)

    @cached_property
    def customer(self) -> Texts:
        """The customer's ID, or the name where there is none; blank where neither is known."""
        return self._texts(_customer)

    @cached_property
    def currency(self) -> Texts:
        return self._texts(lambda table: party_keys(table.texts("currency")))

    def marks(self, name: str, positions: Ints) -> Ints:
        """What some documents hold in a field: the same number for the same text or day, -1 where blank."""
        if FIELDS[name].kind == "date":
            days = self._joined(lambda table: table.dates(name).days)[positions]
            return np.where(np.isnat(days), -1, days.astype(np.int64))
        written = self._texts(lambda table: table.texts(name))
        return party_keys(compact(written.codes[positions], written.values)).codes.astype(np.int64)

    @cached_property
    def days(self) -> NDArray[np.datetime64]:
        return self._joined(lambda table: table.dates("date").days)

    @cached_property
    def minor(self) -> Ints:
        """The document's amount; 0 where it is not known."""
        return self._joined(_minor)

    @cached_property
    def scope(self) -> Ints:
        """Positions are compared within one scope: all sheets, or each for itself where they repeat."""
        place = np.repeat(np.arange(len(self._tables)), [len(table) for table in self._tables])
        return place if self._sheets_repeat(place) else np.zeros(len(self), np.int64)

    def _sheets_repeat(self, place: Ints) -> bool:
        if len(self._tables) == 1:
            return False
        known = self.numbering.texts.known
        pairs = np.unique(np.stack([self.numbering.texts.codes[known], place[known]]), axis=1)
        numbers, sheets = pairs
        shared = np.bincount(numbers)[numbers] > 1
        of_sheet = np.bincount(sheets, minlength=len(self._tables))
        repeated = np.bincount(sheets[shared], minlength=len(self._tables))
        return bool((repeated > np.maximum(_FEWEST_REPEATED, _MOST_REPEATED * of_sheet)).any())

    def amount(self, position: int) -> str:
        """The amount in words for a message."""
        table, index = self.stack.at(position)
        name = next((name for name in _AMOUNTS if table.has(name)), "")
        return table.amounts(name).text(index) if name else ""

    def place(self, position: int) -> str:
        table, index = self.stack.at(position)
        return table.place(index, "number")

    def misplaced(self, position: int) -> str:
        """The one number that is missing between the rows above and below; "" where there is no such gap, or
        where the document's own number belongs there."""
        before = self._established(range(position - 1, max(position - 1 - _FOLLOWS, -1), -1))
        after = self._established(range(position + 1, min(position + 1 + _FOLLOWS, len(self))))
        if before is None or after is None:
            return ""
        (series, number), (series_after, other) = self.numbering.at(before), self.numbering.at(after)
        first, last = sorted((number, other))
        own_series, own = self.numbering.at(position)
        at_home = own_series == series and first <= own <= last
        if series != series_after or at_home or not 0 < last - first <= _WIDEST:
            return ""
        missing = [one for one in range(first + 1, last) if self.numbering.position(series, one) is None]
        return self.numbering.numbers.written(series, missing[0]) if len(missing) == 1 else ""

    def _established(self, positions: range) -> int | None:
        """The first of the positions whose number stands once and in a run."""
        return next(
            (one for one in positions if self.numbering.is_established(one) and self._once[one]), None
        )

    @cached_property
    def _once(self) -> Mask:
        codes = self.numbering.texts.codes
        counts = np.append(np.bincount(codes[codes >= 0], minlength=len(self.numbering.texts.values)), 0)
        result: Mask = counts[codes] == 1
        return result

    def _joined(self, of_table: Callable[[Table], NDArray[_T]]) -> NDArray[_T]:
        parts = [of_table(table) for table in self._tables]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _texts(self, of_table: Callable[[Table], Texts]) -> Texts:
        columns = [of_table(table) for table in self._tables]
        return concatenated(columns)


def documents_of(facts: Facts) -> Documents:
    """The documents of the invoice sheets that have a column of numbers."""
    return facts.once(_documents)


def _documents(facts: Facts) -> Documents:
    return Documents(invoice_numbering_of(facts))


def _types(table: Table) -> Ints:
    return types_of(table.texts("type"))


def _customer(table: Table) -> Texts:
    ids = id_keys(table.texts("customer"))
    if ids.known.all():
        return ids
    names = party_keys(table.texts("customer_name"))
    missing = ~ids.known
    return merged_texts(ids, missing, Texts(names.codes[missing], names.values))


def _minor(table: Table) -> Ints:
    name = next((name for name in _AMOUNTS if table.has(name)), "gross")
    return table.amounts(name).filled
