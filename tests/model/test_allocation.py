"""Pouring credits into documents, against a loop that does it by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.allocation import Poured, pour

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
    assert sorted(_rows(poured)) == expected


@given(sources=_members, targets=_members, more=st.tuples(_members, _members))
def test_later_members_change_nothing_that_was_poured(
    sources: list[tuple[int, int]],
    targets: list[tuple[int, int]],
    more: tuple[list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    before = pour(*_columns(sources), *_columns(targets))
    after = pour(*_columns(sources + more[0]), *_columns(targets + more[1]))
    old = [row for row in _rows(after) if row[0] < len(sources) and row[1] < len(targets)]
    assert sorted(old) == sorted(_rows(before))


def test_amounts_as_large_as_cells_hold() -> None:
    big = 9 * 10**17
    amounts = np.full(40, big)
    groups = np.arange(40)
    poured = pour(groups, amounts, groups, amounts - 1)
    assert poured.amount.tolist() == [big - 1] * 40


def _rows(poured: Poured) -> list[tuple[int, int, int]]:
    return list(zip(poured.source.tolist(), poured.target.tolist(), poured.amount.tolist(), strict=True))


def _columns(members: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(members, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
