"""What the sheets say of each other: the lines and receipts of a document, the master row of a customer.

Documents of all invoice sheets (and likewise receipts, lines, master rows) are counted through: a
position is a row of all these tables put one below the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Amounts, Mask, Texts, concatenated, concatenated_amounts, texts_of
from invoicing_xl.model.documents import loose_number_keys, number_keys, party_keys
from invoicing_xl.model.entries import entries_of, written
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import Ints, grouped
from invoicing_xl.model.parties import id_keys
from invoicing_xl.model.references import parts_of
from invoicing_xl.model.tables import Table

NONE = -1
SEVERAL = -2


class Stack:
    """Tables put one below the other."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self._starts = np.cumsum([0, *(len(table) for table in tables)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def texts(self, name: str) -> Texts:
        return concatenated([table.texts(name) for table in self.tables])

    def at(self, position: int) -> tuple[Table, int]:
        """The table and its index of a position."""
        place = int(np.searchsorted(self._starts, position, side="right")) - 1
        return self.tables[place], position - int(self._starts[place])

    def part(self, table: Table) -> slice:
        """The positions of a table's rows."""
        place = next(place for place, one in enumerate(self.tables) if one is table)
        return slice(int(self._starts[place]), int(self._starts[place + 1]))


class Keyed(Stack):
    """Tables whose rows are found again by the key of one field."""

    def __init__(self, tables: Sequence[Table], name: str, keys_of: Callable[[Texts], Texts]) -> None:
        super().__init__(tables)
        self._name = name
        self._keys_of = keys_of

    @cached_property
    def keys(self) -> Texts:
        return self._keys_of(self.texts(self._name))

    @cached_property
    def _only(self) -> Ints:
        """Of each distinct key the position that bears it, or ``SEVERAL``."""
        counted = np.bincount(self.keys.codes[self.keys.known], minlength=len(self.keys.values))
        only = np.full(len(self.keys.values), NONE)
        known = np.flatnonzero(self.keys.known)
        only[self.keys.codes[known]] = known
        return np.where(counted > 1, SEVERAL, only)

    def find(self, keys: Texts) -> Ints:
        """The position each key means: ``NONE`` where it has none, ``SEVERAL`` where it is not unique."""
        found = np.asarray(pc.fill_null(pc.index_in(keys.values, self.keys.values), NONE)).astype(np.int64)
        of_values = np.append(np.append(self._only, NONE)[found], NONE)
        result: Ints = of_values[keys.codes]
        return result


def documents_of(tables: Sequence[Table]) -> Keyed:
    """Documents, by their numbers."""
    return Keyed(tables, "number", number_keys)


def masters_of(tables: Sequence[Table]) -> Keyed:
    """The rows of customer sheets, by the customers' IDs."""
    return Keyed(tables, "customer", id_keys)


def sums(amounts: Amounts, group: Ints, places: NDArray[np.uint8]) -> Amounts:
    """The members' sum of each group, in the groups' ``places``.

    Known where a group has members, all of them are known, and in the same number of decimals.
    """
    inside = np.flatnonzero(group >= 0)
    target = group[inside]
    minor = np.zeros(len(places), np.int64)
    np.add.at(minor, target, amounts.filled[inside])
    members = np.bincount(target, minlength=len(places))
    fit = amounts.known[inside] & (amounts.places[inside] == places[target])
    unfit = np.bincount(target[~fit], minlength=len(places))
    inexact = np.bincount(target[~amounts.exact[inside]], minlength=len(places))
    return Amounts(minor, places, (members > 0) & (unfit == 0), inexact == 0)


@dataclass(frozen=True)
class Receipts:
    """Rows of the payment sheets.

    document  position of the invoice each row names: ``NONE`` where it names none that is known,
              ``SEVERAL`` where its number is not unique, or where it names several invoices
    named     where a row names an invoice at all
    amount    as received, positive (a payment taken back is negative); not known where it is in another
              currency than the invoice
    date      NaT where unknown
    """

    stack: Stack
    document: Ints
    named: Mask
    reference: Texts
    amount: Amounts
    date: NDArray[np.datetime64]
    customer: Texts

    def __len__(self) -> int:
        return len(self.document)

    @cached_property
    def by_document(self) -> tuple[Ints, Ints]:
        """As ``grouped``, by position of the document."""
        return grouped(self.document, int(self.document.max(initial=-1)) + 1)

    def of(self, document: int) -> list[int]:
        """Positions of the receipts that name a document."""
        order, starts = self.by_document
        return order[starts[document] : starts[document + 1]].tolist() if document + 1 < len(starts) else []


def amount_field(table: Table) -> str:
    """Where a payment sheet says what was received."""
    return next((name for name in ("amount", "gross", "net") if table.has(name)), "amount")


def receipts_of(tables: Sequence[Table], documents: Keyed) -> Receipts:
    """The rows of all payment sheets, linked to the invoices they name."""
    entries = [entries_of(table) for table in tables]
    reference = concatenated([one.reference for one in entries])
    document = _named(reference, documents)
    amount = concatenated_amounts([_as_received(written(table, table.places)) for table in tables])
    other = _in_other_currency(concatenated([one.currency for one in entries]), document, documents)
    return Receipts(
        stack=Stack(tables),
        document=document,
        named=reference.known & reference.matches(r"\d"),
        reference=reference,
        amount=replace(amount, known=amount.known & ~other),
        date=_days([one.date for one in entries]),
        customer=id_keys(concatenated([one.customer for one in entries])),
    )


def _named(reference: Texts, documents: Keyed) -> Ints:
    """Positions of the documents that references mean, also when written in another way."""
    found = documents.find(number_keys(reference))
    missed = reference.known & (found == NONE)
    if missed.any():
        rest = Texts(np.where(missed, reference.codes, np.int32(-1)), reference.values)
        loosely = Keyed(documents.tables, "number", loose_number_keys).find(loose_number_keys(rest))
        found = np.where(missed, loosely, found)
        found[missed & (found == NONE) & _names_several(rest, documents)] = SEVERAL
    return found


def _names_several(references: Texts, documents: Keyed) -> Mask:
    """Where a reference has several parts ("10250, 10251") and each is the number of a document."""
    used = np.unique(references.codes[references.known]).tolist()
    parts = {text: parts_of(text) for text in (str(references.values[code].as_py()) for code in used)}
    words = sorted({word for several in parts.values() for word in several})
    known = documents.find(number_keys(texts_of(list(words)))) != NONE
    is_number = dict(zip(words, known.tolist(), strict=True))
    meant = {text: len(words) > 1 and all(map(is_number.get, words)) for text, words in parts.items()}
    result: Mask = references.lookup({text: int(answer) for text, answer in meant.items()}, missing=0) == 1
    return result


def _in_other_currency(currency: Texts, document: Ints, documents: Keyed) -> Mask:
    """Where a receipt says its currency, and the invoice it names is in another one."""
    theirs = concatenated([_currencies(table) for table in documents.tables])
    of_invoice = Texts(
        np.append(theirs.codes, np.int32(-1))[np.where(document >= 0, document, -1)], theirs.values
    )
    both = party_keys(concatenated([currency, of_invoice]))
    own, other = both.codes[: len(document)], both.codes[len(document) :]
    result: Mask = (own >= 0) & (other >= 0) & (own != other)
    return result


def _currencies(table: Table) -> Texts:
    return table.texts("currency") if table.currencies is None else table.currencies


def _as_received(amounts: Amounts) -> Amounts:
    """Sheets write receipts as positive or as negative amounts; what most of them are is a receipt."""
    return -amounts if (amounts.filled < 0).sum() > (amounts.filled > 0).sum() else amounts


def _days(parts: Sequence[NDArray[np.datetime64]]) -> NDArray[np.datetime64]:
    return np.concatenate([np.array([], "datetime64[D]"), *parts])
