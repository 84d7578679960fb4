"""Open, paid and status disagree with the total and with what was received.

Why it matters
    Statements and reminders ask for what is open. A receipt entered twice makes a customer look paid up.

What counts
    Open is the total less what was paid, and paid is what the receipts for the document add up to, where the
    sheets have these columns and most rows keep to them. A status "paid" with an open amount.
    Without open amounts: more paid than the total, where hardly any row has that.
    Receipts that add up to more than the invoice: of two for the same amount the later one is told of.

Stays silent
    Part payments, instalments, bank charges kept back, receipts in another currency. Credit memos, and
    what they took off an invoice. Invoices closed with a small rest, or marked as paid (written off,
    discount taken).
    Invoices whose own sums do not agree, and numbers that two invoices bear.

Correction
    The one figure that, replaced alone, makes everything agree. A receipt too many is only shown: the bank
    statement says whether the money came twice.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.books import Books, books_of, told_by, unallocated, unreckoned
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.joins import amount_field
from invoicing_xl.checks.localise import is_swap
from invoicing_xl.model.columns import Amounts, Mask
from invoicing_xl.model.documents import Status, statuses_of
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "PAY-01"
TITLE = "Open amount"
KINDS = ("invoices", "payments")
NEEDS = (("open", "paid", "status", "amount"),)

_HARDLY_ANY, _ENOUGH = 0.02, 10


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    if rows.kind == "payments":
        yield from _overpaid(rows, books_of(facts))
        return
    yield from told_by(CODE, rows, facts)
    yield from _paid_but_open(rows)
    yield from _paid_too_much(rows)


def doubt(rows: Table, facts: Facts) -> str:
    if rows.kind == "payments":
        return unallocated(rows, facts)
    if rows.has("status", "open") or not (rows.has("open") or rows.has("paid")):
        return ""
    if rows.has("paid", "gross") and not rows.has("open"):
        return ""
    return unreckoned(CODE, rows, facts, "open", "paid")


def _paid_but_open(rows: Table) -> Iterator[Finding]:
    amounts = rows.amounts("open")
    status = statuses_of(rows.texts("status"))
    for index in rows.where((status == Status.PAID) & amounts.known & (amounts.minor != 0)):
        yield rows.finding(
            index,
            "status",
            Severity.ERROR,
            f'"{rows.texts("status")[index].strip()}", but {amounts.text(index)} is open: which is right?',
            related=(rows.place(index, "open"),),
        )


def _paid_too_much(rows: Table) -> Iterator[Finding]:
    """More paid than the total is, on a sheet without open amounts where hardly any row has that."""
    if rows.has("open") or not rows.has("paid", "gross"):
        return
    paid, gross = rows.amounts("paid"), rows.amounts("gross")
    told = paid.known & gross.known & (gross.minor > 0) & (paid.minor > 0)
    over = told & (paid.minor > gross.minor)
    if over.sum() > max(1, told.sum() * _HARDLY_ANY) or told.sum() < _ENOUGH:
        return
    for index in rows.where(over):
        said = f"The total is {gross.text(index)}, paid are {paid.text(index)}: "
        said += "two digits swapped?" if _swapped(paid, gross, index) else "which is right?"
        yield rows.finding(index, "paid", Severity.WARN, said, related=(rows.place(index, "gross"),))


def _swapped(one: Amounts, other: Amounts, index: int) -> bool:
    left, right = one[index], other[index]
    return left is not None and right is not None and is_swap(left, right)


def _overpaid(rows: Table, books: Books) -> Iterator[Finding]:
    """Told at the last receipt, or at the second of two alike."""
    receipts, part = books.receipts, books.receipts.stack.part(rows)
    for document in np.flatnonzero(_too_much(books)).tolist():
        invoice, place = books.documents.at(document)
        due, received = books.gross[document], books.received[document]
        members = sorted(receipts.of(document), key=lambda one: (str(receipts.date[one]), one))
        twice = _entered_twice(books, document, members)
        last = twice[1] if twice else members[-1]
        amount = receipts.amount[last]
        if due is None or received is None or amount is None or not part.start <= last < part.stop:
            continue
        if not twice and len(members) == 1 and is_swap(amount, due):
            continue  # AMT-10 tells of it
        number = invoice.document(place)
        others = [one for one in members if one != last]
        said = f"Invoice {number} is for {due:,f}, its receipts add up to {received:,f}: "
        said += f"{received - due:,f} too much."
        if twice:
            earlier, index = receipts.stack.at(twice[0])
            said += (
                f" {earlier.sheet} row {earlier.rows[index]} is for {amount:,f} too: entered twice? "
                "The bank statement says whether the money came twice."
            )
        else:
            said += " Is the rest on account, or for another invoice?"
        yield rows.finding(
            last - part.start,
            amount_field(rows),
            Severity.ERROR if twice else Severity.WARN,
            said,
            related=(invoice.place(place, "gross"), *_places(books, others)),
        )


def _too_much(books: Books) -> Mask:
    known = books.received.known & books.gross.known & ~books.faulty
    result: Mask = known & (books.gross.minor > 0) & (books.received.minor > books.gross.minor)
    return result


def _entered_twice(books: Books, document: int, members: list[int]) -> tuple[int, int] | None:
    """Two receipts of one amount, without one of which the invoice is not overpaid."""
    amounts = books.receipts.amount.minor
    most = int(books.gross.minor[document] - books.received.minor[document])
    last_over: dict[int, int] = {}
    found = None
    for one in members:
        amount = int(amounts[one])
        if amount in last_over and most + amount >= 0:
            found = last_over[amount], one
        last_over[amount] = one
    return found


def _places(books: Books, receipts: list[int]) -> Iterator[str]:
    for one in receipts:
        table, index = books.receipts.stack.at(one)
        yield table.place(index, amount_field(table))
