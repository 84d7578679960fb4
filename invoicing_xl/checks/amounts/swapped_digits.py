"""Receipt differs from its invoice by two swapped digits.

Why it matters
    A receipt of 2,683.83 for an invoice over 2,638.83 looks like an overpayment, but is a slip of the
    keyboard: somebody will chase or refund money that was never wrong.

What counts
    The only receipt for an invoice, where its amount becomes the invoice's by swapping two neighbouring
    digits. Sums within a document tell of swapped digits themselves (see AMT-01, AMT-03, AMT-04, TAX-02).

Stays silent
    Part payments, several receipts for one invoice, and invoices whose own sums do not agree.

Correction
    Only shown: the bank statement says whether the clerk or the customer swapped them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.books import books_of, unallocated
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.joins import amount_field
from invoicing_xl.checks.localise import is_swap
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "AMT-10"
TITLE = "Swapped digits"
KINDS = ("payments",)
NEEDS = (("amount", "gross", "net"),)
NEEDS_TABLES = {"invoices": ("number", "gross")}


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    books = books_of(facts)
    receipts, owed = books.receipts, books.gross
    part = receipts.stack.part(rows)
    document, amount = receipts.document[part], receipts.amount
    count = np.bincount(receipts.document[receipts.document >= 0], minlength=len(books.documents))
    single = (document >= 0) & (np.append(count, 0)[document] == 1) & amount.known[part]
    # Swapping two neighbouring digits always changes a number by a multiple of nine.
    off = amount.minor[part] - np.append(owed.minor, 0)[document]
    suspect = single & np.append(owed.known & ~books.faulty, False)[document] & (off != 0) & (off % 9 == 0)
    for index in rows.where(suspect):
        invoice, place = books.documents.at(int(document[index]))
        received, due = amount[part.start + index], owed[int(document[index])]
        if received is not None and due is not None and is_swap(received, due):
            yield rows.finding(
                index,
                amount_field(rows),
                Severity.WARN,
                f"The receipt is {received:,f}, invoice {invoice.document(place)} is for {due:,f}: "
                "two digits swapped? The bank statement says which amount was received.",
                related=(invoice.place(place, "gross"),),
            )


def doubt(rows: Table, facts: Facts) -> str:
    return unallocated(rows, facts)
