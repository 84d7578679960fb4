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

from invoicing_xl.model.columns import Mask

Ints = NDArray[np.int64]


class Poured(NamedTuple):
    """``amount`` of source ``source`` went to target ``target``; both are positions in what was given.

    ``met`` marks the sources that have any target in their group.
    """

    source: Ints
    target: Ints
    amount: Ints
    met: Mask


def pour(source_group: Ints, source_amount: Ints, target_group: Ints, target_amount: Ints) -> Poured:
    """Fill the targets from the sources of their group, both in the order given.

    Amounts are not negative. What does not fit stays with its source.
    """
    by_group = np.argsort(target_group, kind="stable")
    sorted_groups = target_group[by_group]
    fresh = np.diff(sorted_groups, prepend=-1) != 0
    groups = sorted_groups[fresh]
    place = np.searchsorted(groups, source_group)
    met = place < len(groups)
    met[met] = groups[place[met]] == source_group[met]
    claimed = np.zeros(len(groups), bool)
    claimed[place[met]] = True

    met_sources = np.flatnonzero(met)
    of_source = place[met_sources]
    source_order = np.argsort(of_source, kind="stable")
    of_target = np.cumsum(fresh) - 1
    kept = claimed[of_target]
    sources = _Row(met_sources[source_order], of_source[source_order], source_amount, len(groups))
    targets = _Row(by_group[kept], of_target[kept], target_amount, len(groups))
    return Poured(*_overlaps(sources, targets), met)


def _overlaps(sources: _Row, targets: _Row) -> tuple[Ints, Ints, Ints]:
    """Between one end and the next lies a piece of exactly one source and one target: of each row, the
    interval after as many ends as were passed before."""
    limit = np.minimum(sources.totals, targets.totals)
    group = np.concatenate([sources.group, targets.group])
    end = np.minimum(np.concatenate([sources.ends, targets.ends]), limit[group])
    is_target = np.repeat([False, True], [len(sources.ends), len(targets.ends)])
    order = np.lexsort((end, group))
    group, end, is_target = group[order], end[order], is_target[order]

    starts_group = np.diff(group, prepend=-1) != 0
    piece = end - np.where(starts_group, 0, np.roll(end, 1))
    targets_passed = np.cumsum(is_target) - is_target
    sources_passed = np.arange(len(order)) - targets_passed
    full = np.flatnonzero(piece > 0)
    return _summed(sources.members[sources_passed[full]], targets.members[targets_passed[full]], piece[full])


class _Row:
    """Amounts laid end to end, group by group.

    members  positions of the members, by group and within it as given
    group    each member's group, ascending
    ends     where each member ends, counted from the start of its group
    totals   where each group ends, 0 for groups without members
    """

    def __init__(self, members: Ints, group: Ints, amount: Ints, groups: int) -> None:
        self.members = members
        self.group = group
        # A wrap of the running sum over all groups cancels in the difference.
        running = np.cumsum(amount[members])
        first = np.flatnonzero(np.diff(group, prepend=-1) != 0)
        before = np.zeros(groups, np.int64)
        before[group[first]] = np.where(first > 0, running[first - 1], 0) if len(first) else running
        self.ends: Ints = running - before[group]
        self.totals: Ints = np.zeros(groups, np.int64)
        self.totals[group] = self.ends  # the last member of a group is written last


def _summed(source: Ints, target: Ints, amount: Ints) -> tuple[Ints, Ints, Ints]:
    """Pieces of the same pair put together (a member of amount 0 can cut a piece in two)."""
    if not len(source):
        return source, target, amount
    fresh = (np.diff(source, prepend=-1) != 0) | (np.diff(target, prepend=-1) != 0)
    first = np.flatnonzero(fresh)
    return source[first], target[first], np.add.reduceat(amount, first)
