"""Series, runs and look-alikes of document numbers, against slow and simple readings of the same."""

from __future__ import annotations

import re
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.checks import numbering as module
from invoicing_xl.checks.number_parts import numbers_of
from invoicing_xl.checks.numbering import Numbering
from invoicing_xl.model.cells import Content
from invoicing_xl.model.columns import texts_of
from invoicing_xl.model.documents import loose_number_keys
from invoicing_xl.model.tables import Table
from invoicing_xl.workbook.grids import grid_of
from tests.checks.case_file import table_of


def numbers_in(*sheets: list[str | None]) -> Numbering:
    return Numbering([_table(f"Sheet {place}", values) for place, values in enumerate(sheets)])


def _table(name: str, values: list[str | None]) -> Table:
    cells = {(row, 1): Content(value) for row, value in enumerate(["Number", *values], 1)}
    return table_of("invoices", grid_of(name, cells), 1, list(range(2, len(values) + 2)), {"number": 1})


NUMBERS = st.one_of(
    st.from_regex(r"(INV-|RE |2026/|)[0-9]{1,5}(\.|/2026|A|)", fullmatch=True),
    st.from_regex(r"[A-Z0-9ÄÖ ./-]{1,8}", fullmatch=True)
    .map(lambda text: " ".join(text.split()))
    .filter(bool),
)


@given(st.lists(NUMBERS, min_size=1, max_size=30, unique=True))
def test_a_number_put_together_again_is_itself(texts: list[str]) -> None:
    numbers = numbers_of(pa.array(texts))
    for place, text in enumerate(texts):
        series, counter, width = (
            int(part[place]) for part in (numbers.series, numbers.counter, numbers.width)
        )
        if series < 0:
            assert not re.search("[0-9]", text)
            continue
        prefix, suffix = numbers.names[series]
        assert f"{prefix}{counter:0{width}d}{suffix}" == text.upper()
        if numbers.as_usual[place]:
            assert numbers.written(series, counter) == text.upper()


@pytest.mark.parametrize(
    ("texts", "series"),
    [
        (["2026-001", "2026-002", "2025-017"], [("2026-", ""), ("2026-", ""), ("2025-", "")]),
        (["1/2026", "2/2026", "3/2026", "4/2026", "9/2025"], [("", "/2026")] * 4 + [("", "/2025")]),
        (["inv-1", "INV-2"], [("INV-", ""), ("INV-", "")]),
        (["7a", "8a"], [("", "A"), ("", "A")]),
        (["tbc"], [None]),
    ],
)
def test_which_digits_count(texts: list[str], series: list[tuple[str, str] | None]) -> None:
    numbers = numbers_of(pa.array(texts))
    assert [None if one < 0 else numbers.names[one] for one in numbers.series.tolist()] == series


@given(
    st.lists(st.integers(1, 600), min_size=1, max_size=60),
    st.sampled_from(["", "INV-", "2026-"]),
    st.integers(0, 3),
)
def test_runs_are_what_is_left_between_jumps(counters: list[int], prefix: str, split: int) -> None:
    texts = [f"{prefix}{counter}" for counter in counters]
    numbering = numbers_in(texts[:split], texts[split:]) if split < len(texts) else numbers_in(texts)
    distinct = sorted(set(counters))
    expected: list[list[int]] = [[distinct[0]]]
    for before, counter in pairwise(distinct):
        if counter - before > 100:
            expected.append([])
        expected[-1].append(counter)
    runs = [run.counters.tolist() for run in numbering.runs]
    assert runs == [run for run in expected if len(run) >= 5]
    for run in numbering.runs:
        missing = [one for first, last in run.gaps for one in range(first, last + 1)]
        assert sorted([*missing, *run.counters.tolist()]) == list(
            range(run.counters[0], run.counters[-1] + 1)
        )


@given(st.lists(st.integers(1, 40), min_size=1, max_size=40), st.integers(1, 60))
def test_a_number_stands_where_it_first_stands(counters: list[int], wanted: int) -> None:
    numbering = numbers_in([f"N{counter}" for counter in counters])
    series, _ = numbering.at(0)
    assert numbering.position(series, wanted) == (counters.index(wanted) if wanted in counters else None)


@given(
    st.lists(st.integers(1, 30), max_size=30),
    st.lists(st.sampled_from("1 001 I-2 i2 2. 12 1-2 INV3 inv.no.3 -- 4 0004".split()), max_size=8),
    st.booleans(),
)
def test_numbers_read_alike_where_their_loose_keys_are_the_same(
    counters: list[int], odd: list[str], many: bool
) -> None:
    texts = [*(f"{counter}" for counter in counters), *odd]
    if not texts:
        return
    with pytest.MonkeyPatch.context() as patch:
        # The short cut over established numbers and the long way must say the same of one series.
        patch.setattr(module, "_MOST_ODD", -1 if many else 10**9)
        numbering = numbers_in(list(texts))
        alike = numbering.alike
    keys = loose_number_keys(texts_of(list(texts)))
    for first in range(len(texts)):
        for second in range(len(texts)):
            same = texts[first] == texts[second] or (
                keys.codes[first] >= 0 and keys.codes[first] == keys.codes[second]
            )
            assert (alike[first] == alike[second]) == same, (texts[first], texts[second])


def test_established_numbers_of_two_series_are_two_numbers() -> None:
    both = [f"INV-{n:04d}" for n in range(1, 13)] + [f"RE-{n:04d}" for n in range(1, 13)]
    numbering = numbers_in([*both, "inv 0003"])
    assert len(set(numbering.alike.tolist())) == 24
    assert numbering.alike[24] == numbering.alike[2]
    assert numbering.stand_otherwise(["INV-3", "INV-0004"]).tolist() == [True, False]


def test_a_number_in_a_run_but_written_unlike_it_is_not_established() -> None:
    numbering = numbers_in([*(f"{n}" for n in range(90, 110)), "0095", "96 ", "97."])
    assert [one for one in range(23) if not numbering.is_established(one)] == [20, 21, 22]


def test_nothing_at_all() -> None:
    for texts in ([], [None, None], ["tbc", None]):
        numbering = numbers_in(list(texts))
        assert numbering.runs == []
        assert not any(map(numbering.is_established, range(len(texts))))
        assert len(numbering.alike) == len(texts)
