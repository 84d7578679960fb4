"""Due date is before the document date, or missing.

Why it matters
    The invoice is past due on the day it is written, or never becomes due at all: aging, reminders and
    statements go wrong.

What counts
    Due dates before the document's date, and blank due dates where the payment terms give one: those of the
    row, else those of the customer sheet.

Stays silent
    Due on the day of the document (cash sales). Blank due dates of credit memos and void documents, without
    terms that are understood, and on sheets that mostly leave them blank.
    Rows whose document date is at fault instead (see DAT-03).

Correction
    The due date by the payment terms. Without terms, and where the document's date may be the wrong one, only
    shown.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.due_dates import Culprit, due_dates_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DAT-01"
TITLE = "Due date before document"
KINDS = ("invoices", "lines")
NEEDS = ("date", "due_date")

_NOT_A_DAY = np.datetime64("NaT", "D")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    dates = due_dates_of(rows, facts)
    before = ~np.isnat(dates.due) & ~np.isnat(dates.date) & (dates.due < dates.date) & dates.posted
    for index in rows.where((before & ~dates.date_at_fault) | dates.blank):
        _, meant = dates.culprits.get(index, (Culprit.DUE, dates.by_terms[index]))
        expected = _NOT_A_DAY if meant is None else meant
        if before[index]:
            said = f"Due {dates.due[index]}, but dated {dates.date[index]}"
        else:
            said = f"No due date for a document of {dates.date[index]}"
        if np.isnat(expected):
            yield rows.finding(index, "due_date", Severity.ERROR, f"{said}: compare with the document.")
        else:
            message = f"{said}. By the terms {dates.terms_text(index)} it is due {expected}."
            yield dates.correction(index, "due_date", Severity.ERROR, message, expected)
