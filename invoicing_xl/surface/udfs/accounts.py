"""Aging, open items, balances and statements, over ranges of documents and payments."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.dates import serials_of
from invoicing_xl.model.ledger import Ledger
from invoicing_xl.surface.answers import Answer, NoValue
from invoicing_xl.surface.cellwise import BLANK, Cellwise, chosen, day_counts, needed_day, only_text
from invoicing_xl.surface.functions import function
from invoicing_xl.tasks import ranges
from invoicing_xl.workbook.excel_values import Cells

_CUSTOMER = "ID or name of the customer"
_INVOICES = "The rows of the documents, without their captions, such as Invoices[#Data]"
_HEADERS = "The captions of the same columns, such as Invoices[#Headers]"
_PAYMENTS = "The rows of the payments, without their captions, or a blank cell"
_PAYMENT_HEADERS = "The captions of the columns of the payments, or a blank cell"
_AS_OF = "The day to state: later documents and payments do not count"
_NOBODY = -1
_OPEN_ITEMS = "Date,Type,Reference,Description,Due date,Days past due,Original,Applied,Open,Balance,Currency"
_STATEMENT = "Date,Type,Reference,Description,Due date,Charges,Credits,Balance,Currency"
_BASES: dict[str, Literal["due", "document"]] = {
    "": "due",
    "DUE": "due",
    "DUE DATE": "due",
    "DOCUMENT": "document",
    "DOCUMENT DATE": "document",
}


@function
def inv_aging(
    rows: Annotated[Cells, _INVOICES],
    headers: Annotated[Cells, _HEADERS],
    as_of: Annotated[Cells, _AS_OF],
    basis: Annotated[Cells, "due (the default) or document: the date from which days are counted"] = BLANK,
    edges: Annotated[Cells, "Last day of each bucket, such as {30,60,90}, which is the default"] = BLANK,
) -> Answer:
    """What every customer owes by days past due, one row for each customer and currency.
    What a row says was paid or is open counts. Rows that could not be counted are named below."""
    aging = ranges.range_aging(rows, headers, needed_day(as_of), chosen(basis, _BASES), day_counts(edges))
    ledger = aging.ledger
    table: list[list[object]] = [
        ["Customer", "Name", "Currency", *aging.buckets.labels, "Unapplied", "Balance"]
    ]
    for customer, currency, amounts, unapplied, balance in zip(
        aging.customer.tolist(),
        aging.currency.tolist(),
        aging.amounts.tolist(),
        aging.unapplied.tolist(),
        aging.balance.tolist(),
        strict=True,
    ):
        names = ledger.customers.ids[customer], ledger.customers.names[customer], _currency(ledger, currency)
        figures = (ledger.amount(minor, currency) for minor in (*amounts, unapplied, balance))
        table.append([*names, *map(float, figures)])
    notes = ranges.in_words(ranges.not_counted(ledger))
    if aging.undated:
        notes.append(f"Without a due date, aged by the document's date: {aging.undated:,}.")
    return [*table, *([note] for note in notes)]


@function
def inv_open_items(
    customer: Annotated[Cells, _CUSTOMER],
    invoices: Annotated[Cells, _INVOICES],
    invoice_headers: Annotated[Cells, _HEADERS],
    payments: Annotated[Cells, _PAYMENTS],
    payment_headers: Annotated[Cells, _PAYMENT_HEADERS],
    as_of: Annotated[Cells, _AS_OF],
) -> Answer:
    """The open items of a customer at the end of a day, as on an open-item statement.
    Rows that could not be counted are named below. An unknown customer gives #N/A."""
    day = needed_day(as_of)
    ledger = ranges.range_ledger(invoices, invoice_headers, payments, payment_headers)
    one = _customer(ledger, customer)
    table: list[list[object]] = [[*_OPEN_ITEMS.split(",")]]
    for account in ranges.accounts(ledger, one, day):
        for line in account.lines:
            figures = (line.original, line.applied, line.open, line.balance)
            table.append(
                [
                    _serial(line.date),
                    line.type.title,
                    line.reference,
                    line.description,
                    _serial(line.due),
                    line.overdue,
                    *(float(ledger.amount(minor, account.currency)) for minor in figures),
                    _currency(ledger, account.currency),
                ]
            )
    return [*table, *_notes(ledger, one)]


@function
def inv_balance(
    customer: Annotated[Cells, "ID or name of the customer: a cell, or a column"],
    invoices: Annotated[Cells, _INVOICES],
    invoice_headers: Annotated[Cells, _HEADERS],
    payments: Annotated[Cells, _PAYMENTS],
    payment_headers: Annotated[Cells, _PAYMENT_HEADERS],
    as_of: Annotated[Cells, _AS_OF],
    currency_code: Annotated[Cells, "Currency code, for customers with several currencies"] = BLANK,
) -> Answer:
    """What a customer owes at the end of a day. #N/A where the customer is unknown, has several currencies,
    or a row that may be theirs cannot be counted: INV_OPEN_ITEMS says which."""
    day, code = needed_day(as_of), only_text(currency_code)
    each, words = Cellwise(customer), Cellwise(customer).texts(0)
    ledger = ranges.range_ledger(invoices, invoice_headers, payments, payment_headers)
    owed, not_counted = ranges.balances(ledger, day), {one.customer for one in ranges.not_counted(ledger)}
    found = [
        None if one < 0 or not_counted & {one, _NOBODY} else _balance(ledger, owed[one], code)
        for one in ranges.customers_called(ledger, [words[at] for at in range(len(each))])
    ]
    each.settle(np.array([balance is None for balance in found]), "#N/A")
    return each.answer(found)


@function
def inv_statement(
    customer: Annotated[Cells, _CUSTOMER],
    invoices: Annotated[Cells, _INVOICES],
    invoice_headers: Annotated[Cells, _HEADERS],
    payments: Annotated[Cells, _PAYMENTS],
    payment_headers: Annotated[Cells, _PAYMENT_HEADERS],
    first_day: Annotated[Cells, "First day of the period"],
    as_of: Annotated[Cells, "Last day of the period"],
) -> Answer:
    """A customer's statement of a period: balance forward, documents and payments, closing balance.
    Rows that could not be counted are named below. An unknown customer gives #N/A."""
    start, day = needed_day(first_day), needed_day(as_of)
    if start > day:
        raise NoValue("#NUM!")
    ledger = ranges.range_ledger(invoices, invoice_headers, payments, payment_headers)
    one = _customer(ledger, customer)
    table: list[list[object]] = [[*_STATEMENT.split(",")]]
    for account in ranges.accounts(ledger, one, day, start):
        currency = _currency(ledger, account.currency)

        def amount(minor: int, index: int = account.currency) -> float:
            return float(ledger.amount(minor, index))

        table.append([_serial(start), "Balance forward", *[""] * 5, amount(account.opening), currency])
        table += [
            [
                _serial(line.date),
                line.type.title,
                line.reference,
                line.description,
                _serial(line.due),
                amount(line.original) if line.original >= 0 else "",
                amount(-line.original) if line.original < 0 else "",
                amount(line.balance),
                currency,
            ]
            for line in account.lines
        ]
        table.append([_serial(day), "Closing balance", *[""] * 5, amount(account.closing), currency])
    return [*table, *_notes(ledger, one)]


def _customer(ledger: Ledger, customer: Cells) -> int:
    """The customer in a single cell, as an index into the ledger's."""
    [found] = ranges.customers_called(ledger, [only_text(customer)])
    if found < 0:
        raise NoValue("#N/A")
    return found


def _balance(ledger: Ledger, owed: NDArray[np.int64], code: str) -> float | None:
    """Of what is owed in each currency the one asked for; None where that is not to be told."""
    by_code = {
        _currency(ledger, at): float(ledger.amount(minor, at)) for at, minor in enumerate(owed.tolist())
    }
    open_in = [one for one, balance in by_code.items() if balance]
    if code:
        return None if "" in open_in else by_code.get(code, 0.0)
    return by_code[open_in[0]] if len(open_in) == 1 else None if open_in else 0.0


def _notes(ledger: Ledger, customer: int) -> Answer:
    """Rows that may be the customer's and are in no figure, one note in a row."""
    theirs = [one for one in ranges.not_counted(ledger) if one.customer in (customer, _NOBODY)]
    return [[note] for note in ranges.in_words(theirs)]


def _currency(ledger: Ledger, currency: int) -> str:
    code = ledger.currencies[currency]
    return "" if code == ranges.NO_CURRENCY else code


def _serial(day: np.datetime64 | None) -> float | str:
    return "" if day is None else float(serials_of(np.array([day], "datetime64[D]"))[0])
