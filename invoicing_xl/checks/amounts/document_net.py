"""Net amount differs from the sum of the document's lines.

Why it matters
    What is booked for the document is not what the customer sees on it.

What counts
    The lines with the document's number, added up, with the document's own discounts and charges where the
    sheet reckons with them.

Stays silent
    Documents without any line, and numbers that two documents bear (other rules tell of those).
    Credits that stand as negative amounts on one sheet and as positive ones on the other.
    A wrong line that explains the difference: the line itself is told of.
    Void documents, and differences that are the same for many documents (a charge without a column).

Correction
    The net amount, where the lines' sum makes tax and total agree too. Otherwise only shown: a line may be
    missing, or stand under another number.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.books import told_by, unreckoned
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

CODE = "AMT-03"
TITLE = "Sum of lines"
KINDS = ("invoices",)
NEEDS = ("number", ("net", "gross"))
NEEDS_TABLES = {"lines": ("number", ("net", "gross"))}


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    yield from told_by(CODE, rows, facts)


def doubt(rows: Table, facts: Facts) -> str:
    return unreckoned(CODE, rows, facts, "net", "gross")
