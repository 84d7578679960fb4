"""Sign does not fit the type of document.

Why it matters
    A credit memo entered as a positive amount is added to what the customer owes, instead of taken off: the
    balance is wrong by twice the amount.

What counts
    Credit memos against what most credit memos of the sheet do: three in four at least, of three or more.
    Invoices below zero on a sheet that writes credits as credit memos.

Stays silent
    Sheets without a type column, or with credits in both signs. Zero amounts and void documents.
    Rows whose sums already break: the figure with the turned sign is told of there.
    Invoices below zero where they are more than single ones (returns on the same document).

Correction
    All amounts of the credit memo change their sign together. An invoice below zero is only shown: the type
    may be wrong as well as the sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from invoicing_xl.checks.arithmetic import void_of
from invoicing_xl.checks.books import books_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import Amounts, Mask
from invoicing_xl.model.documents import DocumentType, types_of
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "AMT-08"
TITLE = "Sign of the document"
KINDS = ("invoices", "lines")
NEEDS = ("type", ("gross", "net"))

_TURNED = ("net", "tax", "gross", "due_amount", "open")
_FEWEST = 3
_MAJORITY = 0.75
_PRACTICE = 0.02


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    types, name = types_of(rows.texts("type")), _amount_field(rows)
    amounts, counted = rows.amounts(name), _counted(rows)
    credits = counted & (types == DocumentType.CREDIT_MEMO)
    sign = _usual_sign(amounts, credits)
    if not sign:
        return
    told = {fault.index for fault in books_of(facts).faults(rows)}
    wrong = credits & (np.sign(amounts.minor) != sign)
    for index in rows.where(wrong):
        if index not in told:
            yield _credit(rows, index, name, sign, (int(credits.sum() - wrong.sum()), int(credits.sum())))
    invoices = counted & (types == DocumentType.INVOICE)
    below = invoices & (amounts.minor < 0)
    if sign < 0 and below.sum() < max(_FEWEST, _PRACTICE * invoices.sum()):
        for index in rows.where(below):
            if index not in told:
                yield _invoice(rows, index, name)


def doubt(rows: Table, facts: Facts) -> str:
    credits = _counted(rows) & (types_of(rows.texts("type")) == DocumentType.CREDIT_MEMO)
    count = np.count_nonzero(credits)
    if not count or _usual_sign(rows.amounts(_amount_field(rows)), credits):
        return ""
    if count < _FEWEST:
        return "too few credit memos to see with which sign they are written"
    return "credit memos stand there with both signs"


def _amount_field(rows: Table) -> str:
    return "gross" if rows.has("gross") else "net"


def _counted(rows: Table) -> Mask:
    """Rows over an amount, of documents that hold."""
    amounts = rows.amounts(_amount_field(rows))
    result: Mask = amounts.known & (amounts.minor != 0) & ~void_of(rows)
    return result


def _usual_sign(amounts: Amounts, credits: Mask) -> int:
    """-1 or 1, as most credit memos have it; 0 where they do not agree or are too few."""
    count = np.count_nonzero(credits)
    negative = np.count_nonzero(credits & (amounts.minor < 0))
    if count < _FEWEST or max(negative, count - negative) < _MAJORITY * count:
        return 0
    return -1 if 2 * negative > count else 1


def _credit(rows: Table, index: int, name: str, sign: int, majority: tuple[int, int]) -> Finding:
    fields = [one for one in _TURNED if rows.has(one) and _value(rows, index, one) * sign < 0]
    constants = not any(rows.is_formula(index, one) for one in fields)
    how = "negative" if sign < 0 else "positive"
    said = (
        f"Credit memos stand as {how} amounts on this sheet ({majority[0]:,} of {majority[1]:,}); "
        f"this one says {rows.amounts(name).text(index)}."
    )
    if not constants:
        return rows.finding(index, name, Severity.ERROR, f"{said} It is a formula: turn the sign there.")
    return rows.finding(
        index,
        name,
        Severity.ERROR,
        said,
        proposed=f"{-_value(rows, index, name):f}",
        confidence=Confidence.ASK,
        edits=tuple(rows.edit(index, one, Content(float(-_value(rows, index, one)))) for one in fields),
    )


def _invoice(rows: Table, index: int, name: str) -> Finding:
    return rows.finding(
        index,
        name,
        Severity.WARN,
        f"An invoice over {rows.amounts(name).text(index)}: is it a credit memo, or is the sign turned?",
    )


def _value(rows: Table, index: int, name: str) -> Decimal:
    return rows.amounts(name)[index] or Decimal(0)
