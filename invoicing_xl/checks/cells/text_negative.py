"""A negative amount is written as text.

Why it matters
    (1,234.50) or 1,234.50- typed as text counts as nothing; a total that should go down stays where it is.

What counts
    A text in a column of numbers with its sign written as bookkeepers do: in brackets, with the minus
    behind it, with CR or DR, or with a minus sign from a word processor.

Stays silent
    Negative numbers that only look so by their number format, and texts that are no number.

Correction
    The number with its sign, in the number format of the cell. CR and DR are to be ticked: the clerk knows
    which of them is negative in this book; CR is proposed as negative, DR as positive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from invoicing_xl.checks.cells.text_numbers import text_numbers
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Confidence, Finding
from invoicing_xl.model.tables import Table

CODE = "FMT-04"
TITLE = "Negative amount as text"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_LETTERS = re.compile(r"(?<![a-z])[cd]r(?![a-z])", re.I)


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for column in text_numbers(rows):
        for index in column.rows(column.known & column.signed):
            message, confidence = (
                "The amount and its sign are stored as text: no total counts it.",
                Confidence.SAFE,
            )
            letters = _LETTERS.search(column.texts[index])
            if letters:
                sign = "minus" if column.value(index) < 0 else "plus"
                message += f" {letters[0].upper()} is read as {sign}: tick it if that is so here."
                confidence = Confidence.ASK
            yield column.finding(index, facts, message, confidence)
