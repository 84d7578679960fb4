"""A number is stored as text.

Why it matters
    No sum, no comparison and no sorting counts it: totals are too small and nobody sees why.

What counts
    A text in a column of amounts, quantities, prices or rates that is one number in the way the column
    writes numbers: with a decimal point or comma, with group marks, spaces or the row's currency.
    A number with letters that look like digits among its digits: 12O.50.

Stays silent
    Numbers of documents, customers and other identifiers, which are text by nature.
    Texts that are no number ("n/a", "10 l"), and signs written as bookkeepers do (see FMT-04).
    A column of rates that mostly says "19 %" as text: that is how it is kept.

Correction
    The number itself, in the number format of the cell; to be ticked where letters were read as digits.
    Where the text could be two different numbers (1.234) it is to be ticked if the other texts of the column
    say which, else only shown. Only shown also where it names another currency than the row, and where a
    formula makes the text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.cells.text_numbers import TextNumbers, text_numbers
from invoicing_xl.checks.cells.writing import plainly
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.fields import FIELDS
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "FMT-01"
TITLE = "Number stored as text"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for column in text_numbers(rows):
        if _says_per_cent(column):
            continue
        for index in column.rows(column.known & ~column.signed):
            message = "The number is stored as text: no total counts it."
            yield column.finding(index, facts, message, Confidence.SAFE)
        for index in column.rows(column.ambiguous & ~column.known):
            message = (
                "Stored as text, and it could be two different numbers: is the mark in it a decimal mark "
                "or a thousands mark? Type the number."
            )
            yield rows.finding(index, column.name, Severity.WARN, message)
        for index in column.rows(column.mistyped.known):
            yield _mistyped(column, index)


def _mistyped(column: TextNumbers, index: int) -> Finding:
    rows, name = column.table, column.name
    meant = column.mistyped[int(column.texts.codes[index])]
    assert meant is not None
    said = f"Letters stand in place of digits: no total counts it. Is it {plainly(meant)}?"
    if rows.is_formula(index, name) or FIELDS[name].kind == "rate":
        return rows.finding(index, name, Severity.ERROR, said)
    return rows.finding(
        index,
        name,
        Severity.ERROR,
        said,
        proposed=plainly(meant, int(rows.places[index]) if FIELDS[name].kind == "amount" else 0),
        confidence=Confidence.ASK,
        edits=(column.edit(index, meant),),
    )


def _says_per_cent(column: TextNumbers) -> bool:
    """Whether most cells of a column of rates are texts with a percent sign."""
    if FIELDS[column.name].kind != "rate":
        return False
    filled = np.count_nonzero(column.table.kinds(column.name) != Kind.BLANK)
    return bool(2 * np.count_nonzero(column.texts.matches(r"%\s*$")) > filled)
