"""Documents that may have been entered twice, under two numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from invoicing_xl.checks.document_rows import Documents, Ints, documents_of
from invoicing_xl.checks.facts import Facts
from invoicing_xl.model.columns import Mask

_DAYS = 7
_RECURRING = 4
_FEW = 5
_PRACTICE = 0.02
# Where two documents differ in one of these they are for two things.
_TELLING = ("purchase_order", "due_date", "service_from", "service_to", "contract", "description")


@dataclass(frozen=True)
class Repeat:
    """``position`` may be ``other`` entered again: the same customer, currency, amount and type.

    days            how many days later or earlier it is dated
    same_reference  whether both bear the same purchase order or reference
    """

    position: int
    other: int
    days: int
    same_reference: bool

    @property
    def is_likely(self) -> bool:
        return self.days == 0 and self.same_reference


def repeats_of(facts: Facts) -> list[Repeat]:
    """In the order of the rows."""
    return facts.once(_repeats)[0]


def repeats_are_usual(facts: Facts) -> bool:
    """Whether so many documents are like another one that only those with one reference mean anything."""
    return facts.once(_repeats)[1]


def _repeats(facts: Facts) -> tuple[list[Repeat], bool]:
    """All repeats, and whether they are usual."""
    documents = documents_of(facts)
    positions = _candidates(documents)
    if not len(positions):
        return [], False
    # Within one customer and amount by day, and on one day by reference: what may be one stands together.
    days, reference = documents.days[positions].astype(np.int64), documents.marks("purchase_order", positions)
    group = _groups(documents, positions)
    order = np.lexsort((positions, reference, days, group))
    positions, reference, days, group = positions[order], reference[order], days[order], group[order]
    apart = np.diff(days)
    same_reference = (reference[1:] == reference[:-1]) & (reference[1:] >= 0)
    near = (np.diff(group) == 0) & (apart <= _DAYS) & ~_for_two_things(documents, positions)
    near &= np.diff(documents.numbering.alike[positions]) != 0
    near &= (np.bincount(group)[group[1:]] < _RECURRING) | (same_reference & (apart == 0))
    # Where it happens all the time, as with fees of several children, that is no sign of anything.
    usual = bool(np.count_nonzero(near & ~same_reference) > max(_FEW, _PRACTICE * len(documents)))
    if usual:
        near &= same_reference
    found = [
        _repeat(
            int(positions[at]), int(positions[at + 1]), int(apart[at]), bool(same_reference[at]), documents
        )
        for at in np.flatnonzero(near).tolist()
    ]
    return sorted(found, key=lambda one: one.position), usual


def _for_two_things(documents: Documents, positions: Ints) -> Mask:
    """Of each document and the next: whether what they say they are for is different."""
    result = np.zeros(len(positions) - 1, bool)
    for name in _TELLING:
        marks = documents.marks(name, positions)
        result |= (marks[1:] != marks[:-1]) & (marks[1:] >= 0) & (marks[:-1] >= 0)
    return result


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


def _repeat(first: int, second: int, days: int, same_reference: bool, documents: Documents) -> Repeat:
    """The one that is not of the usual series, else the later row, repeats the other."""
    established = documents.numbering.is_established
    earlier, later = min(first, second), max(first, second)
    if established(later) and not established(earlier):
        earlier, later = later, earlier
    return Repeat(later, earlier, days, same_reference)
