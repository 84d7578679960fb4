"""A document number stands twice.

Why it matters
    One document is billed, taxed and dunned twice, or of two documents one cannot be paid by its number.

What counts
    Two invoices, or two credit memos, with exactly the same number: the same row entered again, or two
    different documents. Receipts that stand twice with the same number, customer, date, document and amount.

Stays silent
    Cancelled documents, an invoice and a credit memo with one number, and payments in a sheet of documents.
    Sheets that write a document in several rows, by tax rate or by instalment. Numbers that only count
    within a customer. Sheets that repeat another sheet, such as an extract of the open ones.
    Receipts that pay several documents.

Correction
    Only shown: which row goes, or which number is right, is not in the workbook. Where one of the rows
    stands beside the one number that is missing, that number is named.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from invoicing_xl.checks.document_rows import Documents, documents_of
from invoicing_xl.checks.duplicates.collisions import Collision, Likeness, collisions_of, numbers_repeat
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DUP-01"
TITLE = "Same number twice"
KINDS = ("invoices", "payments")
NEEDS = ("number",)


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    if rows.kind == "payments":
        yield from _receipts(rows)
        return
    documents = documents_of(facts)
    for collision in collisions_of(facts):
        table, index = documents.stack.at(collision.position)
        if table is rows:
            yield _document(rows, index, collision, documents)


def doubt(rows: Table, facts: Facts) -> str:
    repeat = rows.kind == "invoices" and numbers_repeat(facts)
    return "most numbers stand in several rows" if repeat else ""


def _document(rows: Table, index: int, collision: Collision, documents: Documents) -> Finding:
    number, other = rows.document(index), documents.place(collision.other)
    return rows.finding(
        index,
        "number",
        Severity.WARN if collision.likeness is Likeness.SAME_DAY else Severity.BLOCK,
        _said(number, other, collision, documents),
        proposed=collision.belongs,
        related=(other,),
    )


def _said(number: str, other: str, collision: Collision, documents: Documents) -> str:
    if collision.likeness is Likeness.ENTERED_TWICE:
        return (
            f"{number} stands at {other} too, with the same customer, date and amount: entered twice? "
            "If so, delete one of the rows."
        )
    if collision.likeness is Likeness.SAME_DAY:
        amount, theirs = documents.amount(collision.position), documents.amount(collision.other)
        return (
            f"{number} stands at {other} too, with the same customer and date, but over {theirs} instead of "
            f"{amount}: one document in two rows, or a number used twice?"
        )
    message = f"{number} is the number of another document too: {other}."
    if collision.belongs:
        message += f" Between the rows above and below {collision.belongs} is missing: is it that?"
    return message


def _receipts(rows: Table) -> Iterator[Finding]:
    """Receipts that are in every column what an earlier one with the same number is."""
    number = rows.texts("number")
    counts = np.append(np.bincount(number.codes[number.known], minlength=len(number.values)), 0)
    twice = np.flatnonzero(counts[number.codes] > 1)
    if not len(twice) or not rows.has("amount"):
        return
    frame = pd.DataFrame({name: rows.texts(name).codes[twice] for name in rows.columns})
    frame["amount"] = rows.amounts("amount").minor[twice]
    group = frame.groupby(list(frame.columns), sort=False)
    first = twice[group.cumcount().eq(0)][group.ngroup()]
    for index, other in zip(twice.tolist(), first.tolist(), strict=True):
        if index != other:
            place = rows.place(other, "number")
            message = (
                f"{rows.document(index)} stands at {place} too, the same in every column: entered twice?"
            )
            yield rows.finding(
                index, "number", Severity.ERROR, f"{message} If so, delete one of the rows.", related=(place,)
            )
