"""Customer ID is not on the customer sheet, or is blocked there.

Why it matters
    The row reaches no statement and no reminder: it belongs to nobody.

What counts
    IDs that no row of the customer sheet bears; case, spaces and leading zeros of bare digits do not count.
    Drafts for a customer whose status says blocked or inactive.

Stays silent
    Blank IDs (a mandatory field, told of elsewhere). Sheets on which more than three in ten IDs are unknown:
    the two sheets do not belong together. IDs that many one-time customers share, each with another name.
    Issued documents of customers who were blocked since.

Correction
    The ID of the one customer who bears the row's name, or whose ID differs by one slip of the keyboard if
    the name agrees; of a receipt, the customer of the invoice it is for. Otherwise only shown. An ID that
    several rows have and nothing resembles is one finding: the customer sheet lacks a customer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.books import books_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.masters import Masters, masters_of
from invoicing_xl.checks.names import fingerprint, similar
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import Mask
from invoicing_xl.model.documents import Status, statuses_of
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "CUS-01"
TITLE = "Unknown customer"
KINDS = ("invoices", "lines", "payments")
NEEDS = ("customer",)
NEEDS_TABLES = {"customers": ("customer",)}

_SEVERAL = 3
_MOST_LOOKED_AT = 50
_BLOCKED = (
    r"(?i)block|on hold|inactiv|closed|stopped|gesperrt|sperre|inaktiv"
    r"|bloqu|inactif|ferm|cerrad|geblokkeerd|inactief"
)


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    masters = masters_of(facts)
    customers = rows.texts("customer")
    unknown = masters.unknown(rows) & masters.know(rows)
    for code in np.unique(customers.codes[unknown]).tolist():
        indices = np.flatnonzero(customers.codes == code).tolist()
        meant = [_meant(rows, index, masters, facts) for index in indices]
        if len(indices) >= _SEVERAL and not any(meant):
            if not _is_collective(rows, indices):
                yield _missing(rows, indices)
            continue
        for index, candidates in zip(indices, meant, strict=True):
            yield _unknown(rows, index, candidates, masters)
    for index in rows.where(_blocked(rows, masters)):
        said = (
            f"{customers[index].strip()} is marked as blocked or inactive on the customer sheet: do not send."
        )
        position = int(masters.find(rows)[index])
        yield rows.finding(
            index, "customer", Severity.BLOCK, said, related=(masters.place(position, "status"),)
        )


def doubt(rows: Table, facts: Facts) -> str:
    return "" if masters_of(facts).know(rows) else "many of its customers are not on the customer sheet"


def _meant(rows: Table, index: int, masters: Masters, facts: Facts) -> list[int]:
    """Who may be meant: one where name or invoice decide, several or one of a slip only otherwise."""
    name = rows.texts("customer_name")[index]
    named = list(masters.named(name)) if name else []
    if len(named) == 1:
        return named
    typed = masters.typed(rows.texts("customer")[index])
    invoiced = _customer_of_invoice(rows, index, masters, facts)
    if invoiced:
        return invoiced
    agreeing = [one for one in typed if name and similar(name, masters.names[one])]
    return agreeing or typed or (masters.like(name) if name else [])


def _customer_of_invoice(rows: Table, index: int, masters: Masters, facts: Facts) -> list[int]:
    """The customer of the invoice a receipt is for."""
    if rows.kind != "payments":
        return []
    books = books_of(facts)
    document = int(books.receipts.document[books.receipts.stack.part(rows)][index])
    position = int(books.customer_of_document[document]) if document >= 0 else -1
    return [position] if position >= 0 else []


def _unknown(rows: Table, index: int, candidates: list[int], masters: Masters) -> Finding:
    customer = rows.texts("customer")[index].strip()
    said = f"No customer {customer} on the customer sheet."
    if len(candidates) != 1 or not _decides(rows, index, candidates[0], masters):
        words = " or ".join(f"{masters.ids[one]} ({masters.names[one].strip()})" for one in candidates[:3])
        said += f" Is it {words}?" if words else " Add the customer, or correct the ID."
        return rows.finding(index, "customer", Severity.ERROR, said)
    found = candidates[0]
    return rows.finding(
        index,
        "customer",
        Severity.ERROR,
        f"{said} {masters.names[found].strip()} is {masters.ids[found]}.",
        proposed=masters.ids[found],
        confidence=Confidence.ASK,
        edits=(rows.edit(index, "customer", _as_written(rows, masters, found)),),
        related=(masters.place(found, "customer"),),
    )


def _decides(rows: Table, index: int, candidate: int, masters: Masters) -> bool:
    """Whether more than the likeness of the IDs speaks for the candidate, and the cell is no formula."""
    if rows.is_formula(index, "customer"):
        return False
    name = rows.texts("customer_name")[index]
    return rows.kind == "payments" or (bool(name) and similar(name, masters.names[candidate]))


def _as_written(rows: Table, masters: Masters, position: int) -> Content:
    """The ID as the customer sheet holds it: a number where it is one there."""
    table, index = masters.row(position)
    value = table.content(index, "customer").value
    return Content(masters.ids[position] if isinstance(value, str) else value)


def _is_collective(rows: Table, indices: list[int]) -> bool:
    """Whether one ID stands for many one-time customers: its rows bear different names."""
    names = {fingerprint(rows.texts("customer_name")[index]) for index in indices[:_MOST_LOOKED_AT]} - {""}
    return len(names) >= _SEVERAL


def _missing(rows: Table, indices: list[int]) -> Finding:
    customer = rows.texts("customer")[indices[0]].strip()
    return rows.finding(
        indices[0],
        "customer",
        Severity.ERROR,
        f"No customer {customer} on the customer sheet, in {len(indices):,} rows. Add the customer there.",
        related=tuple(rows.place(index, "customer") for index in indices[1:6]),
    )


def _blocked(rows: Table, masters: Masters) -> Mask:
    """Drafts of customers whose status on the customer sheet says that nothing is to be sent."""
    draft: Mask = statuses_of(rows.texts("status")) == Status.DRAFT
    if not draft.any():
        return draft
    position = masters.find(rows)
    blocked = np.append(masters.blocked(_BLOCKED), False)
    result: Mask = draft & (position >= 0) & blocked[position]
    return result
