"""Due date is not the one by the payment terms.

Why it matters
    The customer was promised the terms; reminders and interest count from the wrong day.

What counts
    The terms on the row, else on the customer sheet, in five languages: days net, end of month, day of the
    next month. Terms such as "45 EOM" are read in the way that fits most of their rows.

Stays silent
    Due dates moved up to three days past a weekend or a common holiday. Credit memos and void documents.
    Terms that are not understood or that most of their rows belie, customers who mostly have other due
    dates than their terms say, and sheets where most due dates differ.
    Rows whose document date is at fault instead (see DAT-03), and due dates before it (see DAT-01).

Correction
    The due date by the terms; a date that was agreed upon is accepted. Where the document's date may be at
    fault as well, only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.due_dates import Culprit, due_dates_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DAT-02"
TITLE = "Due date by terms"
KINDS = ("invoices", "lines")
NEEDS = ("date", "due_date")


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    dates = due_dates_of(rows, facts)
    for index, (culprit, meant) in dates.culprits.items():
        if culprit is not Culprit.DUE or dates.due[index] < dates.date[index]:
            continue
        said = (
            f"Dated {dates.date[index]}, by the terms {dates.terms_text(index)} it is due "
            f"{dates.by_terms[index]}; the sheet says {dates.due[index]}."
        )
        if meant is None:
            said += " The document's date may be wrong instead: compare with the document."
            yield rows.finding(index, "due_date", Severity.WARN, said)
        else:
            yield dates.correction(index, "due_date", Severity.WARN, said, meant)


def doubt(rows: Table, facts: Facts) -> str:
    return due_dates_of(rows, facts).doubt
