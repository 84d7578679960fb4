"""Amount differs from quantity times unit price.

Why it matters
    The customer is billed the amount, but can only check the quantity and the price.

What counts
    Quantity times unit price, less discount, plus charges, rounded to the currency's decimals: by the way
    of reckoning that fits most rows of the sheet. The price counts with all the decimals its cell holds.

Stays silent
    Discounts rounded before they are taken off, and net prices rounded before they are multiplied.
    Prices that are rounded only for the eye, where the document's sum confirms the amount.
    Sheets where most rows are reckoned in a way that cannot be seen, and void documents.

Correction
    The one figure of quantity, price, discount and amount that, replaced alone, makes the line agree, and
    that nothing else speaks against: the sum of the document, the price of the same item on other lines.
    None or several such figures: only shown, with the candidates.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.books import told_by, unreckoned
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table

CODE = "AMT-01"
TITLE = "Line amount"
KINDS = ("invoices", "lines")
NEEDS = ("quantity", "unit_price", ("net", "gross"))


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    yield from told_by(CODE, rows, facts)


def doubt(rows: Table, facts: Facts) -> str:
    return unreckoned(CODE, rows, facts, "net", "gross")
