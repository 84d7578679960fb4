"""A field a row cannot do without is blank.

Why it matters
    Without number, date, customer or amount a document cannot be sent, dunned, aged or paid.

What counts
    Blank cells, and words in place of an amount or a date, in the number, date, customer, currency and amount
    of a document; net beside a tax, and tax where the total is more than net; in the document, item and
    amount of a line; in the date and amount of a receipt and who it is from; in the ID and name of a
    customer.

Stays silent
    Columns that mostly are blank. Cancelled documents; the number and date of drafts; customer and currency
    where the amount is zero. Receipts without a document, which are on account. Lines that are only text.
    Due dates (see DAT-01), errors and texts that another rule reads (see FMT-01, FMT-05 and FMT-07).

Correction
    What the workbook says, to be ticked: the ID of the only customer of that name, the name of the ID, the
    customer's only currency, the customer of the invoice that was paid, net and tax as gross, and the rest
    of gross as net or tax if the rate agrees.
    Where it says nothing or several things, only shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from invoicing_xl.checks.arithmetic import void_of
from invoicing_xl.checks.cells.writing import as_column_holds, plainly
from invoicing_xl.checks.equations import rounded
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.identity.blanks import blank, missing
from invoicing_xl.checks.identity.fillings import (
    Filling,
    currencies_of_ids,
    customers_of_documents,
    ids_of_names,
    names_of_ids,
)
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.documents import DocumentType, Status, statuses_of, types_of
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "IDN-01"
TITLE = "Mandatory field missing"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_SETTLING = (DocumentType.PAYMENT, DocumentType.REFUND, DocumentType.ADJUSTMENT, DocumentType.WRITE_OFF)
_AMOUNTS = ("gross", "due_amount", "net")
_BESIDE_NET_AND_TAX = ("charge", "discount", "rounding", "prepaid")
_SIMPLE: dict[str, tuple[tuple[str, Severity], ...]] = {
    "customers": (("customer", Severity.ERROR), ("customer_name", Severity.WARN)),
    "payments": (("date", Severity.ERROR), ("amount", Severity.ERROR), ("number", Severity.WARN)),
    "items": (("item", Severity.ERROR),),
}


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name, severity in _SIMPLE.get(rows.kind, ()):
        for index in rows.where(missing(rows, name)):
            yield _finding(rows, index, name, severity)
    if rows.kind == "payments":
        yield from _payers(rows, facts)
    elif rows.kind == "lines":
        yield from _lines(rows)
    elif rows.kind == "invoices":
        yield from _documents(rows, facts)


def _documents(rows: Table, facts: Facts) -> Iterator[Finding]:
    gone = {name: missing(rows, name) for name in ("number", "date")}
    posted, draft = ~void_of(rows), statuses_of(rows.texts("status")) == Status.DRAFT
    settling = np.isin(types_of(rows.texts("type")), _SETTLING)
    amount = next((name for name in _AMOUNTS if rows.has(name)), "")
    nothing = gone["number"] & gone["date"] & _nobody(rows) & posted
    for index in rows.where(nothing & ~draft):
        message = "No number, no date and no customer: complete the document, or mark the row as a total."
        yield rows.finding(index, "number", Severity.BLOCK, message)
    posted &= ~nothing
    for index in rows.where(gone["number"] & posted & ~draft & ~settling):
        yield _finding(rows, index, "number", Severity.BLOCK)
    for index in rows.where(gone["date"] & posted & ~draft):
        yield _finding(rows, index, "date", Severity.BLOCK)
    if amount:
        for index in rows.where(missing(rows, amount) & posted):
            yield _amount(rows, index, amount)
        if amount == "gross":
            yield from _net(rows, posted)
            yield from _tax(rows, posted)
        posted &= ~(rows.amounts(amount).known & (rows.amounts(amount).minor == 0))
    yield from _customers(rows, posted, facts)
    yield from _currencies(rows, posted, facts)


def _customers(rows: Table, asked: Mask, facts: Facts) -> Iterator[Finding]:
    names, ids = rows.texts("customer_name"), rows.texts("customer")
    for index in rows.where(missing(rows, "customer") & asked):
        severity = Severity.ERROR if names[index].strip() else Severity.BLOCK
        yield _finding(rows, index, "customer", severity, facts.once(ids_of_names).of(names[index]))
    for index in rows.where(missing(rows, "customer_name") & asked):
        filling = facts.once(names_of_ids).of(ids[index])
        if filling or not rows.has("customer"):
            severity = Severity.WARN if ids[index].strip() else Severity.BLOCK
            yield _finding(rows, index, "customer_name", severity, filling)


def _currencies(rows: Table, asked: Mask, facts: Facts) -> Iterator[Finding]:
    for index in rows.where(missing(rows, "currency") & asked):
        filling = facts.once(currencies_of_ids).of(rows.texts("customer")[index])
        yield _finding(rows, index, "currency", Severity.ERROR, filling)


def _amount(rows: Table, index: int, name: str) -> Finding:
    """The total of a document; net and tax where these are all there is to it."""
    net, tax = rows.amounts("net")[index], rows.amounts("tax")[index]
    beside = _has_beside(rows, index)
    if name != "gross" or net is None or tax is None or beside or rows.is_formula(index, name):
        return _finding(rows, index, name, Severity.BLOCK)
    total: Decimal = net + tax
    return rows.finding(
        index,
        name,
        Severity.BLOCK,
        f"{_said(rows, index, name)} {rows.headers['net']} and {rows.headers['tax']} add up to {total}.",
        proposed=plainly(total, int(rows.places[index])),
        confidence=Confidence.ASK,
        edits=(rows.edit(index, name, Content(float(total))),),
    )


def _net(rows: Table, asked: Mask) -> Iterator[Finding]:
    """Net beside a tax or a rate; a balance carried forward has neither."""
    tax, gross = rows.amounts("tax"), rows.amounts("gross")
    taxed = tax.known & ((tax.filled != 0) | rows.rates("tax_rate").known)
    for index in rows.where(missing(rows, "net") & taxed & asked):
        yield _part(rows, index, "net", gross[index], tax[index])


def _tax(rows: Table, asked: Mask) -> Iterator[Finding]:
    """Tax where the total is more than net: what is exempt may have none."""
    net, gross = rows.amounts("net"), rows.amounts("gross")
    more = np.abs(gross.filled) > np.abs(net.filled)
    for index in rows.where(missing(rows, "tax") & net.known & gross.known & more & asked):
        if not _has_beside(rows, index):
            yield _part(rows, index, "tax", gross[index], net[index])


def _part(rows: Table, index: int, name: str, gross: Decimal | None, other: Decimal | None) -> Finding:
    """What of the total is left for net or tax, if the row's rate says so too."""
    if gross is None or other is None or _has_beside(rows, index) or rows.is_formula(index, name):
        return _finding(rows, index, name, Severity.ERROR)
    rest = gross - other
    net, tax = (rest, other) if name == "net" else (other, rest)
    rate = rows.rates("tax_rate")[index]
    is_share = abs(tax) < abs(net) and tax * net >= 0
    agrees = rows.kind == "invoices" if rate is None else rounded(net * rate, tax) == tax
    if not is_share or not agrees:
        return _finding(rows, index, name, Severity.ERROR)
    total, part = rows.headers["gross"], rows.headers["tax" if name == "net" else "net"]
    return rows.finding(
        index,
        name,
        Severity.ERROR,
        f"{_said(rows, index, name)} {total} less {part} is {rest}.",
        proposed=plainly(rest, int(rows.places[index])),
        confidence=Confidence.ASK,
        edits=(rows.edit(index, name, Content(float(rest))),),
    )


def _has_beside(rows: Table, index: int) -> bool:
    others = [rows.content(index, other).value for other in _BESIDE_NET_AND_TAX if rows.has(other)]
    return any(value not in (None, "", 0.0) for value in others)


def _payers(rows: Table, facts: Facts) -> Iterator[Finding]:
    """Receipts that do not say who paid: by name, by the document that was paid."""
    names, documents = rows.texts("customer_name"), rows.texts("applies_to")
    for index in rows.where(missing(rows, "customer")):
        filling = facts.once(ids_of_names).of(names[index])
        filling = filling or facts.once(customers_of_documents).of(documents[index])
        yield _finding(rows, index, "customer", Severity.WARN, filling)


def _lines(rows: Table) -> Iterator[Finding]:
    stated = [name for name in ("quantity", "unit_price", "net") if rows.has(name)]
    priced = np.any([~blank(rows, name) for name in stated], axis=0) if stated else np.zeros(len(rows), bool)
    for index in rows.where(missing(rows, "number") & priced):
        yield _finding(rows, index, "number", Severity.ERROR)
    for index in rows.where(missing(rows, "net") & priced):
        yield _finding(rows, index, "net", Severity.ERROR)
    # On lines the total may be the document's: only what the rate confirms is told.
    yield from (found for found in _tax(rows, priced) if found.confidence is Confidence.ASK)
    nameless = blank(rows, "item") & blank(rows, "description") & priced
    name = "item" if rows.has("item") else "description"
    if rows.has(name) and 2 * np.count_nonzero(nameless) <= len(rows):
        for index in rows.where(nameless):
            yield _finding(rows, index, name, Severity.WARN)


def _nobody(rows: Table) -> Mask:
    return blank(rows, "customer") & blank(rows, "customer_name")


def _finding(
    rows: Table, index: int, name: str, severity: Severity, filling: Filling | None = None
) -> Finding:
    message = _said(rows, index, name)
    if filling is None:
        return rows.finding(index, name, severity, f"{message} Enter it.")
    from_formula = rows.is_formula(index, name)
    return rows.finding(
        index,
        name,
        severity,
        f"{message} {filling.place} says {filling.value}.",
        proposed=filling.value,
        confidence=Confidence.SHOW if from_formula else Confidence.ASK,
        edits=()
        if from_formula
        else (rows.edit(index, name, Content(as_column_holds(rows, name, filling.value))),),
        related=(filling.place,),
    )


def _said(rows: Table, index: int, name: str) -> str:
    now = rows.now(index, name).strip()
    return f"{rows.headers[name]} says “{now}”." if now else f"{rows.headers[name]} is blank."
