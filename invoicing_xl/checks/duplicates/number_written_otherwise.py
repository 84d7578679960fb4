"""A document number stands again, written in another way.

Why it matters
    10573 and "10573." are one invoice to a reader and two to Excel: it is billed and counted twice.

What counts
    Two numbers that differ only in case, spaces, leading zeros, punctuation, or a word such as "Invoice no."
    in front, on documents of one customer. Where more than case, spaces and zeros differ, the amount or the
    date has to be the same too. Documents of two years are not compared.

Stays silent
    Cancelled documents, an invoice and a credit memo, sheets that repeat another sheet.
    Numbers that are the same as they stand (see DUP-01).

Correction
    Only shown: whether a row goes or a number changes is not in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from invoicing_xl.checks.document_rows import Documents, Ints, documents_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.wording import listed
from invoicing_xl.model.columns import texts_of
from invoicing_xl.model.documents import number_keys
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DUP-02"
TITLE = "Same number written otherwise"
KINDS = ("invoices",)
NEEDS = ("number",)


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    documents = documents_of(facts)
    for position, other in facts.once(_pairs):
        table, index = documents.stack.at(position)
        if table is rows:
            yield _finding(rows, index, position, other, documents)


def _pairs(facts: Facts) -> list[tuple[int, int]]:
    """(position, position of the document it repeats), in the order of the rows."""
    documents = documents_of(facts)
    pairs = [pair for group in _groups(documents) for pair in _of_group(group, documents)]
    return sorted(pairs)


def _groups(documents: Documents) -> Iterator[Ints]:
    """Positions of documents of one type and scope whose numbers read alike but are not written alike."""
    numbering = documents.numbering
    writings = np.bincount(numbering.alike_values, minlength=1)
    positions = np.flatnonzero(documents.counted & np.append(writings > 1, False)[numbering.alike])
    frame = pd.DataFrame(
        {
            "number": numbering.alike[positions],
            "credit": documents.credit[positions],
            "scope": documents.scope[positions],
        }
    )
    for places in frame.groupby(["number", "credit", "scope"]).indices.values():
        yield positions[places]


def _of_group(group: Ints, documents: Documents) -> Iterator[tuple[int, int]]:
    """Each member that repeats another one; the first that is written as its series is stays."""
    usual = [one for one in group.tolist() if documents.numbering.is_established(one)]
    codes = documents.numbering.texts.codes
    keeps = min(usual or group.tolist())
    for one in group.tolist():
        if codes[one] != codes[keeps] and _is_one(one, keeps, documents):
            yield one, keeps


def _is_one(first: int, second: int, documents: Documents) -> bool:
    days, customers = documents.days[[first, second]], documents.customer.codes[[first, second]]
    years = days.astype("datetime64[Y]")
    if customers[0] != customers[1] or (years[0] != years[1] and not np.isnat(days).any()):
        return False
    keys = number_keys(texts_of([documents.numbering.texts[one] for one in (first, second)]))
    same_amount = documents.minor[first] == documents.minor[second]
    return bool(keys.codes[0] == keys.codes[1] or same_amount or days[0] == days[1])


def _finding(rows: Table, index: int, position: int, other: int, documents: Documents) -> Finding:
    place, number = documents.place(other), documents.numbering.texts[other]
    same = ["customer"]
    if documents.days[position] == documents.days[other]:
        same.append("date")
    if documents.minor[position] == documents.minor[other]:
        same.append("amount")
    message = f"This is {number} of {place} written otherwise, with the same {listed(same)}: entered twice?"
    return rows.finding(index, "number", Severity.ERROR, message, related=(place,))
