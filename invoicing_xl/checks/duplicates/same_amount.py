"""A customer is billed the same amount again within days.

Why it matters
    A document that was entered twice under two numbers is billed, taxed and dunned twice, and no number
    tells.

What counts
    Two documents of one customer over the same amount, dated the same day, or within a week with the same
    reference. Without references a week apart is only worth knowing.

Stays silent
    Different purchase orders or references. Amounts the customer is billed again and again (four times and
    more), unless day and reference are the same too. An invoice and a credit memo, amounts of zero,
    cancelled documents, and numbers that are the same or written alike (see DUP-01 and DUP-02).

Correction
    Only shown: whether it is one document or two is not in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from invoicing_xl.checks.document_rows import Documents, Ints, documents_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.wording import listed
from invoicing_xl.model.findings import Finding, Severity
from invoicing_xl.model.tables import Table

CODE = "DUP-03"
TITLE = "Same amount within days"
KINDS = ("invoices",)
NEEDS = ("number", "date", ("customer", "customer_name"), ("gross", "due_amount", "net"))

_DAYS = 7
_RECURRING = 4


@dataclass(frozen=True)
class _Pair:
    """``position`` may be ``other`` entered again."""

    position: int
    other: int
    days: int
    same_reference: bool


def check(rows: Table, facts: Facts) -> Iterator[Finding]:
    documents = documents_of(facts)
    for pair in facts.once(_pairs):
        table, index = documents.stack.at(pair.position)
        if table is rows:
            yield _finding(rows, index, pair, documents)


def _pairs(facts: Facts) -> list[_Pair]:
    documents = documents_of(facts)
    positions = _candidates(documents)
    if not len(positions):
        return []
    reference = documents.references(positions).codes
    days = documents.days[positions].astype(np.int64)
    # Within one customer and amount by day, and on one day by reference.
    group = _groups(documents, positions)
    order = np.lexsort((positions, reference, days, group))
    positions, reference, days, group = positions[order], reference[order], days[order], group[order]
    size = np.bincount(group)[group]
    first, second = slice(None, -1), slice(1, None)
    apart = days[second] - days[first]
    same = (reference[second] == reference[first]) & (reference[second] >= 0)
    differ = (reference[second] != reference[first]) & (reference[second] >= 0) & (reference[first] >= 0)
    near = (group[second] == group[first]) & (apart <= _DAYS) & ~differ
    near &= (size[second] < _RECURRING) | (same & (apart == 0))
    alike = documents.numbering.alike[positions]
    near &= alike[second] != alike[first]
    pairs = [
        _pair(int(positions[at]), int(positions[at + 1]), int(apart[at]), bool(same[at]), documents)
        for at in np.flatnonzero(near).tolist()
    ]
    return sorted(pairs, key=lambda pair: pair.position)


def _candidates(documents: Documents) -> Ints:
    """Dated documents over an amount that their customer was billed before or after."""
    asked = documents.counted & (documents.minor != 0) & (documents.customer.codes >= 0)
    positions = np.flatnonzero(asked & ~np.isnat(documents.days))
    # A mixed number is quickly compared; what it takes for equal is looked at again in full.
    mixed = documents.minor[positions] * np.int64(1_000_003) + documents.customer.codes[positions]
    return positions[pd.Series(mixed).duplicated(keep=False).to_numpy()]


def _groups(documents: Documents, positions: Ints) -> Ints:
    """The same number for documents of one customer, currency, amount, type and scope."""
    frame = pd.DataFrame(
        {
            "customer": documents.customer.codes[positions],
            "currency": documents.currency.codes[positions],
            "minor": documents.minor[positions],
            "credit": documents.credit[positions],
            "scope": documents.scope[positions],
        }
    )
    return frame.groupby(list(frame.columns), sort=False).ngroup().to_numpy().astype(np.int64)


def _pair(first: int, second: int, days: int, same_reference: bool, documents: Documents) -> _Pair:
    """The one that is not of the usual series, else the later row, repeats the other."""
    established = documents.numbering.established
    earlier, later = min(first, second), max(first, second)
    if established[later] and not established[earlier]:
        earlier, later = later, earlier
    return _Pair(later, earlier, days, same_reference)


def _finding(rows: Table, index: int, pair: _Pair, documents: Documents) -> Finding:
    place, number = documents.place(pair.other), documents.numbering.texts[pair.other].strip()
    same = ["customer", *(["date"] if pair.days == 0 else []), "amount"]
    same += ["reference"] if pair.same_reference else []
    apart = "" if pair.days == 0 else f", {pair.days} {'day' if pair.days == 1 else 'days'} apart"
    likely = "Most likely entered twice" if pair.days == 0 and pair.same_reference else "Entered twice?"
    return rows.finding(
        index,
        "number",
        Severity.WARN if pair.days == 0 or pair.same_reference else Severity.INFO,
        f"The same {listed(same)} as {number} ({place}){apart}. {likely}",
        related=(place,),
    )
