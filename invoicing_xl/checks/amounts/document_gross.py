"""Total differs from net plus tax.

Why it matters
    The customer owes the total; a total that its own parts contradict is disputed or paid wrong.

What counts
    Net plus tax, with charges, discounts and rounding where the sheet reckons with them, to the last minor
    unit.

Stays silent
    Cells with hidden decimals, as far as their rounding explains the difference.
    Differences that are the same amount or the same share of the total in many rows, or in most rows of a
    customer: withholding, retainage or freight that has no column.
    Void documents, and sheets where most rows are reckoned in another way.

Correction
    The one figure of net, tax and total that, replaced alone, makes every sum of the document agree: net
    times rate and the sum of the lines count too, and what was paid. None or several: only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.books import told_by, unreckoned
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

CODE = "AMT-04"
TITLE = "Document total"
KINDS = ("invoices", "lines")
NEEDS = ("net", "tax", "gross")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    yield from told_by(CODE, rows, facts)


def doubt(rows: Table, facts: Facts) -> str:
    return unreckoned(CODE, rows, facts, "gross")
