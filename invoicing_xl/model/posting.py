"""From the tables of a workbook to its ledger.

Documents come from the invoices sheets (from the lines sheets where there is none), payments from the
payments sheets, or from what the documents' own rows say was paid. A payment that names no customer is of the
customer whose document it is for. A row that cannot be posted is listed
with its reason; rows entered twice are posted twice (to find them is a rule's business).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model import money
from invoicing_xl.model.claims import Claims, Side, allocate
from invoicing_xl.model.columns import Amounts, texts_of
from invoicing_xl.model.currencies import currencies_of, strange_currencies
from invoicing_xl.model.documents import UNKNOWN, DocumentType, Status
from invoicing_xl.model.due_dates import by_customers
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.journal import Journal, journal_of, posted_kinds
from invoicing_xl.model.ledger import Allocations, Documents, Ledger, LeftOutRows
from invoicing_xl.model.parties import customers_of
from invoicing_xl.model.references import References, only_named, references_of
from invoicing_xl.model.settings import Settings
from invoicing_xl.model.settlements import settlements_of
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]

REASONS = (
    "the document is void",
    "the document is a draft",
    "the amount is missing or no clear number",
    "the date is missing or not clear",
    "no customer is named",
    "the sheet has no column of dates",
    "the sheet has no column of customers",
)
_NO_DATE, _NO_CUSTOMER, _NO_DATES, _NO_CUSTOMERS = range(3, 7)
_LARGEST_SUM = 9e18


def ledger_of(tables: Sequence[Table], settings: Settings | None = None) -> Ledger:
    """The ledger of the invoices, lines, payments and customers tables of one workbook.

    Raises ``ClerkMessage`` where the amounts are too large to be added up exactly.
    """
    journal = journal_of(tables)
    masters = [(position, table) for position, table in enumerate(tables) if table.kind == "customers"]
    customers, customer = customers_of(masters, journal.customer, journal.customer_name)
    references = references_of(journal.document_number, journal.reference)
    customer = _with_payers(journal, references, customer)
    default = (settings or Settings()).default_currency
    currency, currencies, unsaid = currencies_of(journal, customer, customers, references, tables, default)
    over, settled = journal.money(money.places_of(texts_of(list(currencies)))[currency])
    types, signed = _signed(journal, over)

    due_unsaid = journal.due_unsaid & ~journal.is_payment
    due = by_customers(journal.due, due_unsaid, journal.date, customer, customers, tables)
    reason = _reasons(journal, over, customer, tables)
    posted = np.flatnonzero(reason < 0)
    _refuse_overflow(journal, signed, posted)
    every = Documents(
        type=types.astype(np.int8),
        number=journal.number,
        description=journal.description,
        date=journal.date,
        due=due,
        customer=customer,
        currency=currency,
        signed=signed,
        disputed=journal.disputed,
        date_assumed=np.zeros(len(journal), bool),
        table=journal.table,
        row=journal.row,
    )
    documents, key = every.take(posted), references.own[posted]
    claims = _claims(every, references, posted)
    strange = strange_currencies(documents, journal.is_payment[posted], unsaid[posted], currencies)
    notes: list[str] = []
    if not (journal.is_payment.any() or _lists_payments(journal, documents, settled.filled[posted])):
        payments, paid, notes = settlements_of(
            documents, key, claims, settled.filled[posted], journal.by_open[posted], journal.paid_on[posted]
        )
        documents, claims = documents.joined(payments), claims.joined(paid)
        key = np.append(key, np.full(len(payments), -1))
    documents, allocations, moved = _followed(documents, allocate(_side(documents, key), claims))
    return Ledger(
        tables=tables,
        documents=documents,
        allocations=allocations,
        customers=customers,
        currencies=currencies,
        left_out=_left_out(journal, reason, tables),
        notes=(*notes, *moved, *strange, *_unposted(tables)),
    )


def _with_payers(journal: Journal, references: References, customer: Ints) -> Ints:
    """The customers, with those of payments that name none: the one of the documents they are for."""
    unnamed = journal.is_payment & (customer < 0)
    if not unnamed.any():
        return customer
    document = np.where(journal.is_payment, -1, customer)
    return np.where(unnamed, only_named(references, document), customer)


def _lists_payments(journal: Journal, documents: Documents, settled: Ints) -> bool:
    """Whether rows among the documents are the payments themselves, so that open and paid amounts tell of
    them once more. A list of open items has payments too: those that nothing was settled with."""
    payments = documents.type == DocumentType.PAYMENT
    tells = any(source.entries.table.columns.keys() & {"open", "paid"} for source in journal.sources)
    return bool(payments.any()) and (not tells or bool(settled[payments].any()))


def _unposted(tables: Sequence[Table]) -> list[str]:
    posted = posted_kinds(tables)
    return [
        f"{table.sheet} is not posted: the rows of other sheets are, and these would count them twice."
        for table in tables
        if table.kind in ("account", "payments") and table.kind not in posted
    ]


def _signed(journal: Journal, over: Amounts) -> tuple[Ints, Ints]:
    """(types, amounts receivable-increasing positive), whatever sign the sheet gives its credits.

    Without a type a negative document is a credit memo. Payments sheets write receipts with either sign:
    the one that most have is a receipt, the other one money that went back.
    """
    written = over.filled
    balance = np.zeros(len(journal.sheets), np.int64)
    np.add.at(balance, journal.table, np.sign(written))
    flipped = journal.is_payment & (balance[journal.table] < 0)
    amount = np.where(flipped, -written, written)
    types = np.where(
        journal.type == UNKNOWN,
        np.where(amount < 0, DocumentType.CREDIT_MEMO, DocumentType.INVOICE),
        journal.type,
    )
    back = journal.is_payment & (types == DocumentType.PAYMENT) & (amount < 0)
    types = np.where(back, DocumentType.REFUND, types)
    credit = np.isin(types, (DocumentType.CREDIT_MEMO, DocumentType.PAYMENT, DocumentType.WRITE_OFF))
    signed = np.where(credit, -np.abs(amount), amount)
    signed = np.where(types == DocumentType.REFUND, np.abs(amount), signed)
    adjusts = journal.is_payment & (types == DocumentType.ADJUSTMENT)
    return types, np.where(adjusts, -amount, signed)


def _reasons(
    journal: Journal, over: Amounts, customer: NDArray[np.int64], tables: Sequence[Table]
) -> NDArray[np.int8]:
    """Index into ``REASONS``, -1 for what is posted."""
    result = np.full(len(journal), -1, np.int8)
    undated = np.array([not table.has("date") for table in tables], bool)
    nobody = np.array([not table.columns.keys() & {"customer", "customer_name"} for table in tables], bool)
    faults = (
        journal.status == Status.VOID,
        journal.status == Status.DRAFT,
        ~over.known,
        np.isnat(journal.date),
        customer < 0,
    )
    for reason, fault in reversed(list(enumerate(faults))):
        result[fault] = reason
    result[(result == _NO_DATE) & undated[journal.table]] = _NO_DATES
    result[(result == _NO_CUSTOMER) & nobody[journal.table]] = _NO_CUSTOMERS
    return result


def _left_out(journal: Journal, reason: NDArray[np.int8], tables: Sequence[Table]) -> LeftOutRows:
    rows = np.flatnonzero(reason >= 0)
    return LeftOutRows(
        [table.sheet for table in tables], REASONS, journal.table[rows], journal.row[rows], reason[rows]
    )


def _refuse_overflow(journal: Journal, signed: Ints, posted: Ints) -> None:
    if np.abs(signed[posted].astype(np.float64)).sum() < _LARGEST_SUM:
        return
    worst = posted[np.argmax(np.abs(signed[posted].astype(np.float64)))]
    raise ClerkMessage(
        "The amounts are too large to be added up exactly.",
        where=f"{journal.sheets[int(journal.table[worst])]}, row {int(journal.row[worst])}",
        next_step="This row has the largest amount: correct it first.",
    )


def _claims(every: Documents, references: References, posted: Ints) -> Claims:
    """What the posted documents claim to settle: credits by what they name, refunds likewise."""
    signed, types = every.signed[posted], every.type[posted]
    named = references.named[posted]
    claims = (named >= 0) & ((signed < 0) | (types == DocumentType.REFUND))
    rows = np.flatnonzero(claims)
    single = Claims(rows, named[rows], np.abs(signed[rows]))
    several = np.array(_proved(every, references, posted), np.int64).reshape(-1, 3).T
    return single.joined(Claims(*several))


def _proved(every: Documents, references: References, posted: Ints) -> list[tuple[int, int, int]]:
    """Payments whose cell names several documents, where the documents' amounts add up to the payment:
    (document, key, amount). All others stay on account."""
    if not references.several:
        return []
    position = np.full(len(every), -1)
    position[posted] = np.arange(len(posted))
    wanted = np.unique([key for keys in references.several.values() for key in keys])
    bearers = posted[np.isin(references.own[posted], wanted) & (every.signed[posted] > 0)].tolist()
    amounts: dict[tuple[int, int], list[int]] = {}
    for bearer in bearers:
        place = (int(references.own[bearer]), int(every.currency[bearer]))
        amounts.setdefault(place, []).append(int(every.signed[bearer]))
    found = []
    for entry, keys in references.several.items():
        there = [amounts.get((key, int(every.currency[entry])), []) for key in keys]
        exact = sum(sum(amount) for amount in there) == -int(every.signed[entry])
        if position[entry] >= 0 and exact and all(len(amount) == 1 for amount in there):
            found += [(int(position[entry]), key, there[place][0]) for place, key in enumerate(keys)]
    return found


def _side(documents: Documents, key: Ints) -> Side:
    width = int(documents.currency.max(initial=0)) + 1
    return Side(
        type=documents.type,
        key=key,
        account=documents.customer * width + documents.currency,
        currency=documents.currency,
        date=documents.date,
        signed=documents.signed,
    )


def _followed(documents: Documents, allocations: Allocations) -> tuple[Documents, Allocations, list[str]]:
    """A payment that settled another customer's document is credited to that customer, for this part."""
    debit_customer = documents.customer[allocations.debit]
    strays = np.flatnonzero(debit_customer != documents.customer[allocations.credit])
    if not len(strays):
        return documents, allocations, []
    pairs, part = np.unique(
        np.stack([allocations.credit[strays], debit_customer[strays]]), axis=1, return_inverse=True
    )
    payment, customer = pairs
    amount = np.zeros(len(payment), np.int64)
    np.add.at(amount, part.reshape(-1), allocations.amount[strays])
    signed = documents.signed.copy()
    np.add.at(signed, payment, amount)
    parts = replace(documents.take(payment), signed=-amount, customer=customer)
    credit = allocations.credit.copy()
    credit[strays] = len(documents) + part.reshape(-1)
    kept = replace(documents, signed=signed).joined(parts)
    # A payment that went over as a whole leaves nothing behind.
    stays = np.ones(len(kept), bool)
    stays[payment] = signed[payment] != 0
    new = np.cumsum(stays) - 1
    moved = Allocations(new[allocations.debit], new[credit], allocations.amount, allocations.date)
    count = len(np.unique(payment))
    return (
        kept.take(np.flatnonzero(stays)),
        moved,
        [
            f"{count:,} payment{'s' * (count != 1)} settle a document of another customer than the payment "
            "names: credited to the document's customer."
        ],
    )
