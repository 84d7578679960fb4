"""Texts: held once, blank where empty, whatever arrow makes of them."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.columns import Amounts, Decimals, Texts, compact, concatenated, merged_texts, texts_of

SOME = st.lists(st.sampled_from([None, "", "a", "A", " a", "b ", "ü", "12"]), max_size=12)


def rows(texts: Texts) -> list[str]:
    return [texts[i] for i in range(len(texts))]


def distinct(texts: Texts) -> bool:
    values = texts.values.to_pylist()
    return len(set(values)) == len(values) and "" not in values and None not in values


@given(SOME)
def test_texts_are_what_was_given_and_each_is_held_once(values: list[str | None]) -> None:
    texts = texts_of(values)
    assert rows(texts) == [value or "" for value in values]
    assert texts.known.tolist() == [bool(value) for value in values]
    assert distinct(texts)


@given(SOME)
def test_a_change_merges_what_becomes_the_same_and_blanks_what_becomes_empty(
    values: list[str | None],
) -> None:
    texts = texts_of(values).map(lambda held: pc.utf8_upper(pc.utf8_trim(held, " ab")))
    assert rows(texts) == [(value or "").strip(" ab").upper() for value in values]
    assert distinct(texts)


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.cast(pa.large_string()),
        lambda held: pa.chunked_array([held.slice(0, 1), held.slice(1)]),
        lambda held: pa.chunked_array([held.cast(pa.large_string())]),
        lambda held: held.dictionary_encode(),
        lambda held: pa.concat_arrays([pa.array(["before"]), held]).slice(1),
    ],
    ids=["large", "chunked", "large chunked", "dictionary", "sliced"],
)
def test_any_kind_of_arrow_array_may_come_back(change) -> None:  # type: ignore[no-untyped-def]
    texts = texts_of(["x", None, "y", "x"]).map(change)
    assert rows(texts) == ["x", "", "y", "x"]
    assert texts.values.type == pa.string()


def test_a_change_may_answer_nothing() -> None:
    texts = texts_of(["x", "y"]).map(lambda held: pc.if_else(pc.equal(held, "x"), None, held))
    assert rows(texts) == ["", "y"]


@given(SOME, st.data())
def test_compact_reads_a_pool_with_unused_and_empty_texts(
    values: list[str | None], data: st.DataObject
) -> None:
    pool = list(dict.fromkeys(["", "unused", *(value for value in values if value)]))
    codes = [pool.index(value) if value else data.draw(st.sampled_from([0, -1])) for value in values]
    for kind in (pa.string(), pa.large_string()):
        texts = compact(np.array(codes, np.int32), pa.array(pool, kind))
        assert rows(texts) == [value or "" for value in values]
        assert distinct(texts)


@given(st.lists(st.lists(st.none() | st.text(max_size=2), max_size=5), max_size=4))
def test_columns_below_each_other_hold_each_text_once(columns: list[list[str | None]]) -> None:
    texts = concatenated([texts_of(column) for column in columns])
    assert rows(texts) == [value or "" for column in columns for value in column]
    assert distinct(texts)


def test_compact_of_a_sheet_without_texts() -> None:
    texts = compact(np.array([-1, -1], np.int32), pa.array([], pa.string()))
    assert rows(texts) == ["", ""]
    assert not texts.matches("x").any()
    assert texts.lookup({"x": 1}).tolist() == [-1, -1]


@given(
    st.lists(st.tuples(st.sampled_from([None, "a", "b"]), st.booleans(), st.sampled_from([None, "b", "c"])))
)
def test_merged_takes_the_second_only_where_told(cells: list[tuple[str | None, bool, str | None]]) -> None:
    where = np.array([taken for _, taken, _ in cells], bool)
    second = texts_of([other for _, taken, other in cells if taken])
    merged = merged_texts(texts_of([own for own, _, _ in cells]), where, second)
    assert rows(merged) == [(other if taken else own) or "" for own, taken, other in cells]
    assert distinct(merged)


def test_questions_and_lookups_leave_blanks_alone() -> None:
    texts = texts_of(["INV-1", None, "x", "INV-1"])
    assert texts.matches("^INV").tolist() == [True, False, False, True]
    assert texts.flags(
        lambda held: pc.equal(pc.if_else(pc.equal(held, "x"), None, held), "INV-1")
    ).tolist() == [
        True,
        False,
        False,
        True,
    ]
    assert texts.lookup({"x": 7}, missing=-2).tolist() == [-2, -2, 7, -2]


def test_numbers_and_money_say_what_they_hold() -> None:
    numbers = Decimals(np.array([12345, 0]), np.array([2, 0], np.int8), np.array([True, False]))
    assert (numbers[0], numbers[1]) == (Decimal("123.45"), None)
    both = np.array([True, True])
    money = Amounts(np.array([123450, -7]), np.array([2, 0], np.uint8), both, both)
    assert (money.text(0), money.text(1), money[0]) == ("1,234.50", "-7", Decimal("1234.50"))
    assert (money - money).minor.tolist() == [0, 0]
    assert money.differs(-money).tolist() == [True, True]
    unknown = Amounts(money.minor, money.places, ~both, both)
    assert unknown.text(0) == "" and not money.differs(unknown).any()
    assert unknown.filled.tolist() == [0, 0] and not (money + unknown).known.any()
