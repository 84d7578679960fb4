"""The document numbers of a workbook: which of them run on, which read alike, and where each stands.

A run is a stretch of a series without a large jump: a new year's first number, or one that was typed
wrongly, begins another run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.joins import Stack
from invoicing_xl.checks.number_parts import Numbers, numbers_of
from invoicing_xl.model.columns import Mask, Texts, concatenated, mask_of, texts_of
from invoicing_xl.model.documents import loose_number_keys
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import sorted_by
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]

_FEWEST = 10
_FEWEST_IN_A_RUN = 5
_SMALLEST_JUMP = 100
_MOST_ODD = 20_000
_MOST_COLLIDING = 0.1  # the share of a series' numbers that one with the same counter may have as well


@dataclass(frozen=True)
class Run:
    """``counters`` are ascending and distinct."""

    series: int
    counters: Ints

    @property
    def span(self) -> int:
        return int(self.counters[-1] - self.counters[0]) + 1

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """First and last missing counter of each gap."""
        steps = np.flatnonzero(np.diff(self.counters) > 1)
        return [(int(self.counters[at]) + 1, int(self.counters[at + 1]) - 1) for at in steps.tolist()]


class Numbering:
    """Numbers of all documents. Positions count the rows of their sheets one below the other."""

    def __init__(self, tables: list[Table]) -> None:
        self.stack = Stack(tables)
        columns = [table.texts("number") for table in tables]
        self.texts = concatenated(columns)

    @cached_property
    def numbers(self) -> Numbers:
        """Each distinct text taken apart."""
        return numbers_of(self.texts.values)

    def at(self, position: int) -> tuple[int, int]:
        """Series and counter of a position's number, -1 where it has none."""
        code = int(self.texts.codes[position])
        return (int(self.numbers.series[code]), int(self.numbers.counter[code])) if code >= 0 else (-1, -1)

    def is_established(self, position: int) -> bool:
        """Whether a position's number is of a run long enough to be no mistake, and written like others."""
        code = int(self.texts.codes[position])
        return code >= 0 and bool(self.established_values[code])

    @cached_property
    def alike(self) -> Ints:
        """The same for positions whose numbers read alike, whatever their punctuation; -1 where blank."""
        return np.append(self.alike_values, -1)[self.texts.codes]

    def position(self, series: int, counter: int) -> int | None:
        """The first row that bears a number of the series; None where it stands nowhere."""
        found = self._values_of(series, counter)
        return int(self._first_position[found[0]]) if len(found) else None

    # Runs ----------------------------------------------------------------------------------------------

    @cached_property
    def runs(self) -> list[Run]:
        """The runs of some length, by series and counter."""
        (_, series, counter), first = self._sorted, self._run_starts
        beyond = np.append(first[1:], len(series))
        found = []
        for one in np.flatnonzero(beyond - first >= _FEWEST_IN_A_RUN).tolist():
            counters = counter[first[one] : beyond[one]]
            counters = counters[np.diff(counters, prepend=-1) > 0]
            if len(counters) >= _FEWEST_IN_A_RUN:
                found.append(Run(int(series[first[one]]), counters))
        return found

    def completed(self, run: Run) -> Run:
        """The run with the numbers of other series that fill its gaps, where they share their counter:
        RE-0039, GS-0040, RE-0041. Series that differ in digits only are of two years."""
        counters, series = self._by_counter
        first, beyond = np.searchsorted(counters, [run.counters[0], run.counters[-1] + 1])
        counters, series = counters[first:beyond], series[first:beyond]
        taken = np.isin(counters, run.counters)
        filling = [run.counters]
        for other in np.unique(series[~taken]).tolist():
            own = series == other
            apart = np.count_nonzero(taken & own) <= _MOST_COLLIDING * np.count_nonzero(own)
            if apart and self._letters(other) != self._letters(run.series):
                filling.append(counters[own])
        return Run(run.series, np.unique(np.concatenate(filling)))

    def _letters(self, series: int) -> str:
        """What a series is called, without digits."""
        return "".join(sign for sign in "".join(self.numbers.names[series]) if not sign.isdigit())

    @cached_property
    def _by_counter(self) -> tuple[Ints, NDArray[np.int32]]:
        """The counter and series of all numbers, by counter."""
        order = sorted_by(self.numbers.counter, np.flatnonzero(self.numbers.series >= 0))
        return self.numbers.counter[order], self.numbers.series[order]

    @cached_property
    def run_length(self) -> Ints:
        """How many numbers the run of each distinct number has; 0 where it is of no series."""
        (order, _, _), first = self._sorted, self._run_starts
        lengths = np.diff(np.append(first, len(order)))
        result = np.zeros(len(self.texts.values), np.int64)
        result[order] = np.repeat(lengths, lengths)
        return result

    @cached_property
    def established_values(self) -> Mask:
        """As ``is_established``, for each distinct number."""
        written, seen = self.texts.values, tidy(self.texts.values)
        result: Mask = (self.run_length >= _FEWEST) & self.numbers.as_usual
        if seen is not written:
            result &= mask_of(pc.equal(written, seen))
        return result

    @cached_property
    def _run_starts(self) -> Ints:
        """Where in the order of ``_sorted`` each run begins."""
        _, series, counter = self._sorted
        if not len(series):
            return np.zeros(0, np.int64)
        jump = np.maximum(_SMALLEST_JUMP, self.numbers.sizes // 10)
        others = np.diff(series) != 0
        # Sorted counters grow up to the next series; there the difference means nothing.
        far = np.diff(counter) > (jump[0] if len(jump) == 1 else jump[series[1:]])
        return np.append(0, np.flatnonzero(others | far) + 1)

    @cached_property
    def _sorted(self) -> tuple[Ints, NDArray[np.int32], Ints]:
        """Distinct numbers by series and counter, and the series and counter of each."""
        order = np.flatnonzero(self.numbers.series >= 0)
        for keys in (self.numbers.counter, self.numbers.series):
            order = sorted_by(keys, order)
        return order, self.numbers.series[order], self.numbers.counter[order]

    def _values_of(self, series: int, counter: int) -> Ints:
        """The distinct texts that are this number of a series."""
        order, all_series, all_counters = self._sorted
        first, beyond = np.searchsorted(all_series, [series, series + 1])
        places = first + np.searchsorted(all_counters[first:beyond], [counter, counter + 1])
        return order[places[0] : places[1]]

    @cached_property
    def _first_position(self) -> Ints:
        """The first row of each distinct number."""
        result = np.full(len(self.texts.values), -1)
        known = np.flatnonzero(self.texts.known)[::-1]
        result[self.texts.codes[known]] = known
        return result

    # Numbers that read alike ---------------------------------------------------------------------------

    @cached_property
    def alike_values(self) -> Ints:
        """As ``alike``, for each distinct number. Established numbers of two series never read alike."""
        result = np.arange(len(self.texts.values))
        _, first, group = np.unique(self._odd_keys.codes, return_index=True, return_inverse=True)
        result[self._odd] = np.where(self._odd_keys.known, self._odd[first][group], self._odd)
        if len(self._odd) < len(result):
            for code, key in enumerate(self._odd_keys.values.to_pylist()):
                usual = self._established_as(key)
                if usual is not None:
                    result[self._odd[self._odd_keys.codes == code]] = usual
        return result

    def stand_otherwise(self, numbers: Sequence[str]) -> Mask:
        """Which of these numbers stand somewhere, but not written so."""
        keys = loose_number_keys(texts_of(list(numbers)))
        found = mask_of(pc.is_in(keys.values, self._odd_keys.values))
        return np.append(found, False)[keys.codes]

    @cached_property
    def _odd(self) -> Ints:
        """Distinct numbers that have to be read loosely: those not established; all where these are many."""
        order, series, counter = self._sorted
        again = np.zeros(len(self.texts.values), bool)
        again[order[1:]] = (np.diff(series) == 0) & (np.diff(counter) == 0)
        odd = np.flatnonzero(~self.established_values | again)
        return odd if len(odd) <= _MOST_ODD else np.arange(len(self.texts.values))

    @cached_property
    def _odd_keys(self) -> Texts:
        values = self.texts.values.take(pa.array(self._odd))
        return loose_number_keys(Texts(np.arange(len(self._odd), dtype=np.int32), values))

    def _established_as(self, key: str) -> int | None:
        """The established number that a loosely read one is; None where there is none."""
        for series, (prefix, suffix) in self._loose_names.items():
            middle = key[len(prefix) : len(key) - len(suffix)]
            if key == f"{prefix}{middle}{suffix}" and middle.isascii() and middle.isdigit():
                for value in self._values_of(series, int(middle)).tolist():
                    if self.established_values[value]:
                        return int(value)
        return None

    @cached_property
    def _loose_names(self) -> dict[int, tuple[str, str]]:
        """Prefix and suffix of each series with established numbers, as they are read loosely."""
        among = np.zeros(len(self.numbers.names), bool)
        among[self.numbers.series[self.established_values]] = True
        series = np.flatnonzero(among).tolist()
        names = [self.numbers.names[one] for one in series]
        before = loose_number_keys(texts_of([f"{prefix}7" for prefix, _ in names]))
        behind = loose_number_keys(texts_of([f"7{suffix}" for _, suffix in names]))
        return {one: (before[place][:-1], behind[place][1:]) for place, one in enumerate(series)}


def numbering_of(facts: Facts) -> Numbering | None:
    """The numbers of the invoice sheets, or of the lines where these are all there is; None without any."""
    if any(table.has("number") for table in facts.of_kind("invoices")):
        return invoice_numbering_of(facts)
    return facts.once(_line_numbering)


def invoice_numbering_of(facts: Facts) -> Numbering:
    """The numbers of the invoice sheets that have any."""
    return facts.once(_invoice_numbering)


def _invoice_numbering(facts: Facts) -> Numbering:
    return Numbering([table for table in facts.of_kind("invoices") if table.has("number")])


def _line_numbering(facts: Facts) -> Numbering | None:
    tables = [table for table in facts.of_kind("lines") if table.has("number")]
    return Numbering(tables) if tables else None
