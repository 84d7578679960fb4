"""Document date is out of the run, in the future, or in a closed period.

Why it matters
    The date decides the tax period, the aging and the statement the document belongs to.

What counts
    A date that the due date and the terms contradict, and that does not fit the documents before and after.
    A date more than half a year from both its neighbours' (last year's year), or more than a month where day
    and month swapped put it in its place.
    A date after the day of the check. Drafts dated on or before the lock date, and others there that their
    neighbours show to be out of place.

Stays silent
    Old documents as such, weekends and holidays, and sheets whose dates do not run in the order of their
    rows or numbers. Future dates where they are more than single ones: the check then stands on a past day.

Correction
    The one date that fits the due date, the terms and the neighbours. Otherwise only shown.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.due_dates import Culprit, DueDates, due_dates_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.documents import Status, statuses_of
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DAT-03"
TITLE = "Document date"
KINDS = ("invoices", "lines", "payments")
NEEDS = ("date",)

_FEW = 5
_PRACTICE = 0.01


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    dates = due_dates_of(rows, facts)
    future = _future(dates, facts.as_of)
    locked = _locked(rows, dates, facts.settings.lock_date)
    for index in rows.where(dates.date_at_fault | future | locked):
        severity = Severity.BLOCK if locked[index] else Severity.WARN
        if dates.date_at_fault[index]:
            yield _out_of_run(dates, index, severity)
        elif locked[index]:
            message = f"Dated {dates.date[index]}, but the books are closed to {facts.settings.lock_date}."
            yield rows.finding(index, "date", severity, f"{message} Date it in an open period.")
        else:
            message = f"Dated {dates.date[index]}, after {facts.as_of}: is the date right?"
            yield rows.finding(index, "date", severity, message)


def doubt(rows: Table, facts: Facts) -> str:
    if due_dates_of(rows, facts).run.order is not None:
        return ""
    return f"its dates do not follow each other; only those after {facts.as_of} were looked for"


def _out_of_run(dates: DueDates, index: int, severity: Severity) -> Finding:
    culprit, meant = dates.culprits.get(index, (Culprit.NONE, None))
    between = dates.run.neighbours(index)
    said = f"Dated {dates.date[index]}"
    if between is not None:
        said += f", among documents of {between[0]} to {between[1]}"
    if culprit is Culprit.DATE:
        said += f"; due {dates.due[index]} by the terms {dates.terms_text(index)}"
        if meant is not None:
            return dates.correction(
                index, "date", max(severity, Severity.ERROR, key=_RANK), f"{said}: {meant}?", meant
            )
    meant = dates.likely_date(index)
    if meant is not None:
        return dates.correction(index, "date", severity, f"{said}: {meant}?", meant)
    return dates.table.finding(index, "date", severity, f"{said}. Compare with the document.")


_RANK = [Severity.INFO, Severity.WARN, Severity.ERROR, Severity.BLOCK].index


def _future(dates: DueDates, as_of: np.datetime64) -> Mask:
    after = dates.posted & (dates.date > as_of) & ~dates.date_at_fault
    few = after.sum() <= max(_FEW, _PRACTICE * np.count_nonzero(~np.isnat(dates.date)))
    return after if few else np.zeros(len(after), bool)


def _locked(rows: Table, dates: DueDates, lock_date: str) -> Mask:
    """Rows dated in a closed period that cannot have been posted there: drafts, and dates out of the run."""
    if not lock_date:
        return np.zeros(len(rows), bool)
    closed = dates.posted & (dates.date <= np.datetime64(lock_date))
    draft = statuses_of(rows.texts("status")) == Status.DRAFT
    result: Mask = closed & (draft | dates.date_at_fault)
    return result
