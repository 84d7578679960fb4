"""Due date is not the one by the payment terms.

Why it matters
    The customer was promised the terms; reminders and interest count from the wrong day.

What counts
    The terms on the row, else on the customer sheet, in five languages: days net, end of month, day of the
    next month. Terms such as "45 EOM" are read in the way that fits most of their rows.

    Without terms: a due date a year later than any other of the sheet, counted from its document.

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

import numpy as np

from invoicing_xl.checks.due_dates import Culprit, DueDates, due_dates_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DAT-02"
TITLE = "Due date by terms"
KINDS = ("invoices", "lines")
NEEDS = ("date", "due_date")

_TEN_MONTHS = 300
_ENOUGH, _HARDLY_ANY = 20, 0.01


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
    yield from _a_year_late(dates)


def _a_year_late(dates: DueDates) -> Iterator[Finding]:
    """Without terms: due ten months after the document or more, and a year earlier as all others are."""
    days = (dates.due - dates.date).astype("timedelta64[D]")
    told = ~np.isnat(days) & dates.posted & ~dates.credit
    late = told & (days > np.timedelta64(_TEN_MONTHS, "D"))
    others = days[told & ~late]
    if not late.any() or len(others) < _ENOUGH or late.sum() > max(1, len(others) * _HARDLY_ANY):
        return
    first, last = others.min(), others.max()
    for index in np.flatnonzero(late & np.isnat(dates.by_terms) & ~dates.date_at_fault).tolist():
        due = dates.due[index]
        meant = _year_before(due)
        if first <= meant - dates.date[index] <= last:
            said = (
                f"Due {due}, {days[index].astype(int)} days after {dates.date[index]}; all others are due "
                f"within {last.astype(int)} days. A year too late?"
            )
            yield dates.correction(index, "due_date", Severity.WARN, said, meant)


def _year_before(day: np.datetime64) -> np.datetime64:
    """The same day of the year before; February 28 for the 29th."""
    month = day.astype("datetime64[M]")
    last: np.datetime64 = (month - 11).astype("datetime64[D]") - 1
    same: np.datetime64 = (month - 12).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    return last if same > last else same


def doubt(rows: Table, facts: Facts) -> str:
    return due_dates_of(rows, facts).doubt
