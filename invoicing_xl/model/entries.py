"""The rows of one document or payment sheet as entries of a ledger.

``Entries`` is what can be said before any currency is known: types, numbers, dates, customers. Their money
follows with ``written`` and ``settled``, once ``posting`` has found each entry's currency. Nothing is
dropped or signed here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.columns import Amounts, Mask, Texts, merged_texts, texts_of
from invoicing_xl.model.documents import (
    UNKNOWN,
    DocumentType,
    Status,
    came_back,
    disputes_of,
    settled_of,
    statuses_of,
    types_of,
)
from invoicing_xl.model.due_dates import by_rows
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

# Rows of these types in a sheet of documents often bear the number of the document they settle.
_SETTLING_TYPES = (
    DocumentType.PAYMENT,
    DocumentType.REFUND,
    DocumentType.ADJUSTMENT,
    DocumentType.WRITE_OFF,
)
_PAYMENT_TYPES = (DocumentType.CREDIT_MEMO, *_SETTLING_TYPES)

_RAISING = (DocumentType.DEBIT_MEMO, DocumentType.ADJUSTMENT)
_LOWERING = (DocumentType.CREDIT_MEMO, DocumentType.PAYMENT, DocumentType.ADJUSTMENT, DocumentType.WRITE_OFF)
_SIDES = {
    word: sign
    for sign, words in ((1, "S Soll D Dr Debit Débit Debe Debet"), (-1, "H Haben C Cr Credit Crédit Haber K"))
    for word in (*words.split(), *words.lower().split(), *words.upper().split())
}


@dataclass(frozen=True, kw_only=True)
class EntryColumns:
    """What is known of each entry, before its money is.

    type, status  a ``DocumentType`` and a ``Status``, or ``UNKNOWN``
    reference     the document (of a payment: perhaps documents) it is for, as written
    currency      blank where neither row nor sheet says; ``likely_currency`` is the next best guess
    due_unsaid    rows that say neither a due date nor payment terms
    paid_on       the day the row itself says it was paid
    """

    type: Ints
    status: Ints
    number: Texts
    reference: Texts
    description: Texts
    date: Days
    due: Days
    due_unsaid: Mask
    paid_on: Days
    customer: Texts
    customer_name: Texts
    currency: Texts
    likely_currency: Texts
    disputed: Mask

    def __len__(self) -> int:
        return len(self.type)


@dataclass(frozen=True, kw_only=True)
class Entries(EntryColumns):
    """The entries of one table, by its rows."""

    table: Table


def entries_of(table: Table) -> Entries:
    """The entries of an invoices, lines or payments table, one for each of its rows."""
    types = _account_types(table) if table.kind == "account" else types_of(table.texts("type"))
    number, reference = _numbers(table)
    if table.kind != "payments":
        reference = _first_known(reference, _where(number, np.isin(types, _SETTLING_TYPES)))
    if table.kind == "payments":
        types = np.where(np.isin(types, _PAYMENT_TYPES), types, DocumentType.PAYMENT)
    status = _statuses(table, types)
    days = table.dates("date").days
    due, due_unsaid = by_rows(table, days)
    said, likely = _currencies(table)
    described = ("bank_text", "method") if table.kind == "payments" else ("purchase_order", "description")
    return Entries(
        table=table,
        type=types,
        status=status,
        number=number,
        reference=reference,
        description=_first_known(*(table.texts(name) for name in described)),
        date=days,
        due=due,
        due_unsaid=due_unsaid,
        paid_on=table.dates("paid_date").days,
        customer=table.texts("customer"),
        customer_name=table.texts("customer_name"),
        currency=said,
        likely_currency=likely,
        disputed=_disputed(table, status),
    )


def written(table: Table, places: NDArray[np.uint8]) -> Amounts:
    """What each row is over, as written: a payment's amount, a document's gross amount or net and tax,
    an account's debit less its credit."""
    if table.kind == "account":
        return _debit_less_credit(table, places)
    if table.kind == "payments":
        return _first_amount([amounts_of(table, name, places) for name in ("amount", "gross", "net")])
    candidates = [amounts_of(table, "gross", places)]
    if table.has("net", "tax"):
        candidates.append(amounts_of(table, "net", places) + amounts_of(table, "tax", places))
    elif not table.has("gross"):
        found = [name for name in ("net", "due_amount", "amount") if table.has(name)]
        candidates += [amounts_of(table, name, places) for name in found[:1]]
    return _first_amount(candidates)


def settled(entries: Entries, over: Amounts, amounts: Callable[[str], Amounts]) -> Amounts:
    """What each row itself says was settled of what it is ``over``; not known where it does not say.

    A paid column says it, or an open one; where there is neither, a status "paid" or a payment date says
    that all of it was, and a prepaid column what was before. ``amounts`` gives the money of a column.
    """
    table = entries.table
    if table.kind == "payments":
        return money.no_amounts(len(entries))
    if table.has("paid"):
        return amounts("paid")
    if table.has("open"):
        return over - amounts("open")
    said = (entries.status == Status.PAID) | ~np.isnat(entries.paid_on)
    whole = Amounts(over.minor, over.places, over.known & said, over.exact)
    return _first_amount([whole, amounts("prepaid")]) if table.has("prepaid") else whole


def _debit_less_credit(table: Table, places: NDArray[np.uint8]) -> Amounts:
    """Known where one of them is a number and none is anything else; or the amount, by the side it is on."""
    if table.has("side", "amount"):
        over, sides = amounts_of(table, "amount", places), table.texts("side").lookup(_SIDES, missing=0)
        return Amounts(over.minor * sides, over.places, over.known & (sides != 0), over.exact)
    debit, credit = (amounts_of(table, name, places) for name in ("debit", "credit"))
    unclear = np.zeros(len(table), bool)
    for name, side in (("debit", debit), ("credit", credit)):
        unclear |= (table.kinds(name) != Kind.BLANK) & ~side.known
    known = (debit.known | credit.known) & ~unclear
    return Amounts(debit.filled - credit.filled, debit.places, known, debit.exact & credit.exact)


def _account_types(table: Table) -> Ints:
    """What raises or lowers an account, as its type or its text says; without a word a debit is an invoice
    and a credit a payment. The side decides: an invoice does not lower what the customer owes."""
    over = _debit_less_credit(table, np.full(len(table), money.DEFAULT_PLACES, np.uint8)).filled
    said, told = types_of(table.texts("type")), types_of(table.texts("description"))
    words = np.where(said == UNKNOWN, told, said)
    lowers = np.where(
        np.isin(words, _LOWERING),
        words,
        np.where(said == DocumentType.INVOICE, DocumentType.CREDIT_MEMO, DocumentType.PAYMENT),
    )
    returned = np.isin(words, (DocumentType.PAYMENT, DocumentType.CREDIT_MEMO, DocumentType.REFUND))
    raises = np.where(
        returned, DocumentType.REFUND, np.where(np.isin(words, _RAISING), words, DocumentType.INVOICE)
    )
    return np.where(over < 0, lowers, raises).astype(np.int64)


def amounts_of(table: Table, name: str, places: NDArray[np.uint8]) -> Amounts:
    """The money of a column, in currencies of ``places`` decimals."""
    return money.amounts_of(table.decimals(name), places)


def _first_amount(candidates: list[Amounts]) -> Amounts:
    """Of each row the first candidate that is known."""
    result = candidates[0]
    for other in candidates[1:]:
        result = Amounts(
            np.where(result.known, result.minor, other.minor),
            result.places,
            result.known | other.known,
            np.where(result.known, result.exact, other.exact),
        )
    return result


def _numbers(table: Table) -> tuple[Texts, Texts]:
    """(its own number, the document it is for).

    A payments sheet with only one number column names the invoices, unless its caption speaks of payments.
    """
    number = table.texts("number")
    applies_to = table.texts("applies_to")
    if table.kind != "payments" or table.has("applies_to"):
        return number, applies_to
    caption = types_of(texts_of([table.headers.get("number", "")]))
    if caption[0] == DocumentType.PAYMENT:
        return number, applies_to
    return table.texts("bank_reference"), number


def _statuses(table: Table, types: Ints) -> Ints:
    """Of the status column, else of the one of marks; "void" and "draft" may stand in the type column."""
    status = statuses_of(table.texts("status"))
    status = np.where(status == UNKNOWN, settled_of(table.texts("settled")), status)
    by_type = statuses_of(table.texts("type"))
    reversal = types == DocumentType.CREDIT_MEMO
    unposted = (by_type == Status.DRAFT) | ((by_type == Status.VOID) & ~reversal)
    return np.where(_returned(table), Status.VOID, np.where(unposted, by_type, status))


def _returned(table: Table) -> Mask:
    """Payments marked as taken back by the bank, on a sheet that has no rows of their own for that."""
    marked = came_back(table.texts("status"))
    if table.kind != "payments" or not marked.any():
        return np.zeros(len(table), bool)
    amounts = table.raw_numbers("amount")
    return marked & ~((amounts < 0).any() and (amounts > 0).any())


def _currencies(table: Table) -> tuple[Texts, Texts]:
    """(what each row itself says, what was worked out for it).

    Documents have the currency the layout has worked out; of payments the document they name knows better
    than anything but the row itself.
    """
    seen = table.currencies
    if seen is None:
        written = table.texts("currency").map(lambda values: pc.utf8_upper(tidy(values)))
        return written, written
    if table.kind != "payments":
        return seen, seen
    return _where(seen, table.texts("currency").known), seen


def _disputed(table: Table, status: Ints) -> Mask:
    marked = disputes_of(table.texts("disputed"))
    ticked = (table.kinds("disputed") == Kind.BOOLEAN) & (table.raw_numbers("disputed") == 1)
    unticked = (table.kinds("disputed") == Kind.BOOLEAN) & ~ticked
    result: Mask = (marked & ~unticked) | ticked | (status == Status.DISPUTED)
    return result


def _where(texts: Texts, mask: Mask) -> Texts:
    """Blank where the mask does not hold."""
    return Texts(np.where(mask, texts.codes, np.int32(-1)), texts.values)


def _first_known(first: Texts, second: Texts) -> Texts:
    where = ~first.known & second.known
    if not where.any():
        return first
    return merged_texts(first, where, Texts(second.codes[where], second.values))
