"""Sorting of whole numbers: stable, whatever their size."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.order import ascending, grouped

KEYS = st.lists(st.integers(-5, 5) | st.integers(-(2**63), 2**63 - 1), max_size=40)


@given(KEYS)
def test_equal_keys_stay_in_their_order(keys: list[int]) -> None:
    places = ascending(np.array(keys, np.int64)).tolist()
    assert places == sorted(range(len(keys)), key=lambda place: keys[place])


@given(st.lists(st.integers(-2, 6), max_size=40))
def test_members_stand_by_group_in_their_order(group: list[int]) -> None:
    order, start = grouped(np.array(group, np.int64), 7)
    for one in range(7):
        members = order[start[one] : start[one + 1]].tolist()
        assert members == [place for place, of in enumerate(group) if of == one]
