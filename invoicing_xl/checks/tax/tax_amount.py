"""Tax differs from net times tax rate.

Why it matters
    Tax that is shown is owed, and tax that is not shown is lost; both come out in the tax return.

What counts
    Net times rate, rounded once, or the taxes of the document's lines, each rounded for itself; charges and
    discounts that have a column are taxed with net where that fits most rows. Where the lines bear rates of
    their own: for each rate the tax of its lines.

Stays silent
    A few minor units that the total follows, as far as rounding line by line can make them: half a unit
    for each line, five at most. Where the lines are not known one unit, or five if the sheet has it often.
    Tax between two rates that the total follows, if the sheet has it often and the lines are not known:
    several rates on one document. Tax a customer is mostly not charged, or mostly at another rate.
    Rows without a rate, void documents, and sheets where most rows are reckoned in another way.

Correction
    The one figure of net, rate, tax and total that, replaced alone, makes every sum of the document agree.
    Where the tax was reckoned at another rate and the total follows it, both are put right together, if net
    and rate are certain: the lines confirm net, and the customer's rate is that of the row.
    Otherwise only shown, with the candidates.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.books import books_of, told_by, unreckoned
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

CODE = "TAX-02"
TITLE = "Tax amount"
KINDS = ("invoices", "lines")
NEEDS = ("tax",)


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    yield from told_by(CODE, rows, facts)


def doubt(rows: Table, facts: Facts) -> str:
    # A sheet without rates is asked all the same where the lines of its documents bear them.
    if not rows.has("tax_rate") and not books_of(facts).asks(CODE, rows):
        return "it has no Tax rate"
    return unreckoned(CODE, rows, facts, "tax")
