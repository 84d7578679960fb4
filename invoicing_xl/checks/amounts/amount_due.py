"""Amount due differs from the total less what was paid before.

Why it matters
    The amount due is what the customer transfers.

What counts
    Total less prepaid (or paid) amounts, plus rounding to cash, by the way that fits most rows.

Stays silent
    Void documents, and differences that are the same in many rows (a deduction without a column).

Correction
    The one figure that, replaced alone, makes every sum of the document agree. None or several: only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.books import told_by, unreckoned
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

CODE = "AMT-05"
TITLE = "Amount due"
KINDS = ("invoices", "lines")
NEEDS = ("gross", "due_amount")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    yield from told_by(CODE, rows, facts)


def doubt(rows: Table, facts: Facts) -> str:
    return unreckoned(CODE, rows, facts, "due_amount")
