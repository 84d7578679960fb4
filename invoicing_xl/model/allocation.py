"""Which credit settles which debit: every credit names documents, and they are filled in order of date.

Within a group (all documents of one number, customer and currency) the credits, oldest first, are poured
into the documents, oldest first. Laid end to end on one line both are rows of intervals, and what a credit
gives to a document is the overlap of their intervals. A later credit or document only adds to the end of
its row: what was applied on a past day does not depend on what came later.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Poured(NamedTuple):
    """``amount`` of source ``source`` went to target ``target``; both are positions in what was given."""

    source: Ints
    target: Ints
    amount: Ints


def pour(source_group: Ints, source_amount: Ints, target_group: Ints, target_amount: Ints) -> Poured:
    """Fill the targets from the sources of their group, both in the order given.

    Amounts are not negative. What does not fit stays with its source.
    """
    groups = np.intersect1d(source_group, target_group)
    sources = _Row(source_group, source_amount, groups)
    targets = _Row(target_group, target_amount, groups)
    limit = np.minimum(sources.totals, targets.totals)

    group = np.concatenate([sources.group, targets.group])
    end = np.minimum(np.concatenate([sources.ends, targets.ends]), limit[group])
    is_target = np.repeat([False, True], [len(sources.ends), len(targets.ends)])
    order = np.lexsort((end, group))
    group, end, is_target = group[order], end[order], is_target[order]

    # Between one end and the next lies a piece of exactly one source and one target: of each row, the
    # interval after as many ends as were passed before.
    starts_group = np.diff(group, prepend=-1) != 0
    piece = end - np.where(starts_group, 0, np.roll(end, 1))
    passed = np.arange(len(order))
    targets_passed = np.cumsum(is_target) - is_target
    full = np.flatnonzero(piece > 0)
    source = sources.order[(passed - targets_passed)[full]]
    target = targets.order[targets_passed[full]]
    return _summed(source, target, piece[full])


class _Row:
    """Amounts laid end to end, group by group.

    order   positions of the members, by group and within it as given
    group   index of each member's group in ``groups``
    ends    where each member ends, counted from the start of its group
    totals  where each group ends
    """

    def __init__(self, member_group: Ints, amount: Ints, groups: Ints) -> None:
        place = np.searchsorted(groups, member_group)
        inside = np.flatnonzero(
            groups[np.minimum(place, len(groups) - 1)] == member_group if len(groups) else place < 0
        )
        self.order: Ints = inside[np.argsort(place[inside], kind="stable")]
        self.group: Ints = place[self.order]
        # A wrap of the running sum over all groups cancels in the difference.
        running = np.cumsum(amount[self.order])
        first = np.searchsorted(self.group, np.arange(len(groups)))
        before = np.where(first > 0, running[first - 1], 0) if len(groups) else first
        self.ends: Ints = running - before[self.group]
        last = np.append(first[1:], len(self.order)) - 1 if len(groups) else first
        self.totals: Ints = self.ends[last]


def _summed(source: Ints, target: Ints, amount: Ints) -> Poured:
    """Pieces of the same pair put together (a member of amount 0 can cut a piece in two)."""
    if not len(source):
        return Poured(source, target, amount)
    fresh = (np.diff(source, prepend=-1) != 0) | (np.diff(target, prepend=-1) != 0)
    first = np.flatnonzero(fresh)
    return Poured(source[first], target[first], np.add.reduceat(amount, first))
