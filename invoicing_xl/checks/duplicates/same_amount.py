"""A customer is billed the same amount again within days.

Why it matters
    A document that was entered twice under two numbers is billed, taxed and dunned twice, and no number
    tells.

What counts
    Two documents of one customer over the same amount, dated the same day, or within a week with the same
    reference. Without references a week apart is only worth knowing.

Stays silent
    Different purchase orders, due dates, periods, contracts or descriptions. Amounts the customer is billed
    again and again (four times and more), unless day and reference are the same too; books in which equal
    amounts are usual. An invoice and a credit memo, amounts of zero, cancelled documents, and numbers that
    are the same or written alike (see DUP-01 and DUP-02).

Correction
    Only shown: whether it is one document or two is not in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.checks.document_rows import Documents, documents_of
from invoicing_xl.checks.duplicates.repeats import Repeat, repeats_are_usual, repeats_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.wording import listed
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DUP-03"
TITLE = "Same amount within days"
KINDS = ("invoices",)
NEEDS = ("number", "date", ("customer", "customer_name"), ("gross", "due_amount", "net"))


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    documents = documents_of(facts)
    for repeat in repeats_of(facts):
        table, index = documents.stack.at(repeat.position)
        if table is rows:
            yield _finding(rows, index, repeat, documents)


def doubt(rows: Table, facts: Facts) -> str:
    usual = "equal amounts within days are usual there; only those with one reference were looked for"
    return usual if repeats_are_usual(facts) else ""


def _finding(rows: Table, index: int, repeat: Repeat, documents: Documents) -> Finding:
    place, number = documents.place(repeat.other), documents.numbering.texts[repeat.other].strip()
    same = ["customer", *(["date"] if repeat.days == 0 else []), "amount"]
    same += ["reference"] if repeat.same_reference else []
    apart = "" if repeat.days == 0 else f", {repeat.days} {'day' if repeat.days == 1 else 'days'} apart"
    likely = "Most likely entered twice." if repeat.is_likely else "Entered twice?"
    return rows.finding(
        index,
        "number",
        Severity.WARN if repeat.days == 0 or repeat.same_reference else Severity.INFO,
        f"The same {listed(same)} as {number} ({place}){apart}. {likely}",
        related=(place,),
    )
