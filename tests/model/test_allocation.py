"""Pouring credits into documents, against a loop that does it by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.allocation import pour

_members = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), max_size=12)


@given(sources=_members, targets=_members)
def test_pours_as_a_clerk_would(sources: list[tuple[int, int]], targets: list[tuple[int, int]]) -> None:
    left = [amount for _, amount in targets]
    expected = []
    for source, (group, amount) in enumerate(sources):
        for target, (target_group, _) in enumerate(targets):
            taken = min(amount, left[target]) if target_group == group else 0
            if taken:
                expected.append((source, target, taken))
                amount -= taken
                left[target] -= taken

    poured = pour(*_columns(sources), *_columns(targets))
    assert sorted(zip(*(column.tolist() for column in poured), strict=True)) == expected


@given(sources=_members, targets=_members, more=st.tuples(_members, _members))
def test_later_members_change_nothing_that_was_poured(
    sources: list[tuple[int, int]],
    targets: list[tuple[int, int]],
    more: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    before = pour(*_columns(sources), *_columns(targets))
    after = pour(*_columns(sources + more[0]), *_columns(targets + more[1]))
    old = (after.source < len(sources)) & (after.target < len(targets))
    assert {tuple(row) for row in np.transpose(before).tolist()} == {
        tuple(row) for row in np.transpose([column[old] for column in after]).tolist()
    }


def test_amounts_as_large_as_cells_hold() -> None:
    big = 9 * 10**17
    amounts = np.full(40, big)
    groups = np.arange(40)
    poured = pour(groups, amounts, groups, amounts - 1)
    assert poured.amount.tolist() == [big - 1] * 40


def _columns(members: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(members, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
