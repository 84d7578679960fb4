"""A cell holds an Excel error instead of a value.

Why it matters
    Every sum, statement and check that reaches the cell fails with it or leaves the row out.

What counts
    An error value such as #N/A, #REF! or #DIV/0! in any column that was understood.
    In a column a row cannot do without (number, date, customer, amount) it must not be sent.

Stays silent
    The note column, and columns that were not understood as a field.

Correction
    Only shown: the formula, or the value it looks up, has to be mended first.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.required import REQUIRED
from invoicing_xl.model.cells import Kind
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "FMT-07"
TITLE = "Error value"
KINDS = ("invoices", "lines", "customers", "payments", "items")
NEEDS = ()

_MEANINGS = {
    "#N/A": "what the formula looks up is not in its list",
    "#REF!": "a cell the formula used was deleted",
    "#VALUE!": "the formula got text where it needs a number",
    "#DIV/0!": "the formula divides by zero or by a blank cell",
    "#NAME?": "the formula uses a name or function Excel does not know",
    "#NUM!": "the result is not a number Excel can hold",
    "#NULL!": "the two ranges in the formula do not meet",
    "#SPILL!": "other cells are in the way of the result",
    "#CALC!": "the formula cannot be calculated",
}


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    for name in rows.columns:
        if name == "note":
            continue
        severity = Severity.BLOCK if name in REQUIRED[rows.kind] else Severity.ERROR
        for index in rows.where(rows.kinds(name) == Kind.ERROR):
            yield rows.finding(index, name, severity, _message(rows, index, name))


def _message(rows: Table, index: int, name: str) -> str:
    content = rows.content(index, name)
    code = str(content.value)
    meaning = _MEANINGS.get(code, "the formula has no result")
    if content.formula is None:
        return f"{code} was pasted in as a value: enter what belongs here."
    return f"{content.formula} gives {code}: {meaning}."
