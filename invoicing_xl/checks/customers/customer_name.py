"""Customer name is not the one on the customer sheet.

Why it matters
    The name goes onto the document and the statement; where it belongs to another customer, the ID may be
    the wrong one.

What counts
    Names that differ from the customer sheet's name for the ID in more than case, accents, punctuation,
    spaces or the order of words.

Stays silent
    IDs that are not on the customer sheet (see CUS-01), and blank names on either sheet.
    Two customers with similar names: the ID says which one is meant.

Correction
    The name on the customer sheet, where the row's is a slip of it and of no other customer's. A name most
    rows of the customer bear is one finding: the customer sheet may be out of date. Another customer's name
    is only shown: ID or name may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.masters import Masters, masters_of
from invoicing_xl.checks.names import fingerprint, likeness, similar
from invoicing_xl.model.cells import Content
from invoicing_xl.model.findings import Confidence, Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "CUS-02"
TITLE = "Customer name"
KINDS = ("invoices", "lines")
NEEDS = ("customer", "customer_name")
NEEDS_TABLES = {"customers": ("customer", "customer_name")}

_SEVERAL = 3


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    masters = masters_of(facts)
    position, names = masters.find(rows), rows.texts("customer_name")
    compared = np.flatnonzero((position >= 0) & names.known)
    # Each pair of customer and name is looked at once, however many rows bear it.
    pairs, first, of_row, count = np.unique(
        position[compared] * (len(names.values) + 1) + names.codes[compared],
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    rows_of_customer = np.bincount(position[compared], minlength=len(masters))
    for pair in range(len(pairs)):
        index = int(compared[first[pair]])
        master = int(position[index])
        if names[index] == masters.names[master] or not masters.fingerprints[master]:
            continue
        if fingerprint(names[index]) == masters.fingerprints[master]:
            continue
        if count[pair] >= _SEVERAL and 2 * count[pair] > rows_of_customer[master]:
            yield _usual(rows, index, int(count[pair]), master, masters)
            continue
        for member in [index] if count[pair] == 1 else compared[of_row == pair].tolist():
            yield _single(rows, member, master, masters)


def doubt(rows: Table, facts: Facts) -> str:
    found = masters_of(facts).find(rows) >= 0
    return "" if found.any() else "none of its customers is on the customer sheet"


def _usual(rows: Table, index: int, count: int, master: int, masters: Masters) -> Finding:
    return rows.finding(
        index,
        "customer_name",
        Severity.INFO,
        f"{count:,} rows call {masters.ids[master]} so; the customer sheet says "
        f"{masters.names[master].strip()}. Which is up to date?",
        related=(masters.place(master, "customer_name"),),
    )


def _single(rows: Table, index: int, master: int, masters: Masters) -> Finding:
    name, shown = masters.names[master], rows.texts("customer_name")[index]
    said = f"{masters.ids[master]} is {name.strip()} on the customer sheet."
    place = (masters.place(master, "customer_name"),)
    others = [one for one in masters.named(shown) if one != master]
    if others:
        said += (
            f" The name is that of {masters.ids[others[0]]}: ID or name is wrong, compare with the document."
        )
        related = (*place, masters.place(others[0], "customer_name"))
        return rows.finding(index, "customer_name", Severity.WARN, said, related=related)
    formula = rows.is_formula(index, "customer_name")
    if formula or not similar(shown, name) or _closer(shown, master, masters):
        return rows.finding(index, "customer_name", Severity.WARN, f"{said} Which is right?", related=place)
    return rows.finding(
        index,
        "customer_name",
        Severity.WARN,
        said,
        proposed=name,
        confidence=Confidence.ASK,
        edits=(rows.edit(index, "customer_name", Content(name)),),
        related=place,
    )


def _closer(shown: str, master: int, masters: Masters) -> bool:
    """Whether another customer's name is as near."""
    near = likeness(shown, masters.names[master])
    return any(
        likeness(shown, other) >= near
        for position, other in enumerate(masters.names)
        if masters.fingerprints[position] != masters.fingerprints[master]
    )
