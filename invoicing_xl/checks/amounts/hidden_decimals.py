"""Amount with more decimals than its currency has.

Why it matters
    The sheet shows 12.35 and reckons with 12.345: sums differ from what anybody can add up, and from what
    is booked.

What counts
    Amounts whose value, to Excel's 15 digits, has more decimals than the currency.

Stays silent
    Unit prices, quantities, rates and exchange rates.
    A column in which many amounts have hidden decimals is one finding, at its first cell.

Correction
    The rounded amount, where net, tax and total still add up with it. A formula is never changed: wrap it
    in ROUND.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "AMT-06"
TITLE = "Hidden decimals"
KINDS = ("invoices", "lines", "payments")
NEEDS = ()

_MANY = 10
_PRACTICE = 0.05


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    adds_up = _adds_up(rows)
    for name in (name for name in rows.columns if FIELDS[name].kind == "amount"):
        amounts = rows.amounts(name)
        hidden = amounts.known & ~amounts.exact
        count, known = np.count_nonzero(hidden), np.count_nonzero(amounts.known)
        if count > max(_MANY, _PRACTICE * known):
            yield _of_column(rows, name, int(np.argmax(hidden)), int(count), int(known))
        else:
            for index in rows.where(hidden):
                yield _of_cell(rows, name, index, bool(adds_up[index]))


def _adds_up(rows: Table) -> Mask:
    """Where net, tax and total agree once they are rounded."""
    if not rows.has("net", "tax", "gross"):
        return np.ones(len(rows), bool)
    return ~(rows.amounts("net") + rows.amounts("tax")).differs(rows.amounts("gross"))


def _of_cell(rows: Table, name: str, index: int, adds_up: bool) -> Finding:
    amounts = rows.amounts(name)
    held = f"{rows.decimals(name)[index]:f}"
    said = f"{held} has more decimals than its currency; rounded it is {amounts.text(index)}."
    if rows.is_formula(index, name):
        return rows.finding(index, name, Severity.WARN, f"{said} Wrap the formula in ROUND.")
    if not adds_up:
        said += " Net, tax and total would not add up then: compare with the document."
        return rows.finding(index, name, Severity.WARN, said)
    rounded = amounts[index] or Decimal(0)
    return rows.finding(
        index,
        name,
        Severity.WARN,
        said,
        proposed=f"{rounded:f}",
        confidence=Confidence.ASK,
        edits=(rows.edit(index, name, Content(float(rounded))),),
    )


def _of_column(rows: Table, name: str, first: int, count: int, known: int) -> Finding:
    return rows.finding(
        first,
        name,
        Severity.WARN,
        f"{count:,} of {known:,} amounts in this column have more decimals than their currency, here "
        f"{rows.decimals(name)[first]:f}. Sums reckon with what is not shown: round where they are reckoned.",
    )
