"""The document numbers of a workbook: which series they form, how these run, and what is missing in them.

A number is taken apart into prefix, counter and suffix; those that differ in the counter only form a
series. A run is a stretch of a series without a large jump: a new year's first number, or one typed
wrongly, begins another run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.checks.facts import Facts
from invoicing_xl.checks.joins import Stack
from invoicing_xl.model.columns import Mask, Texts, mask_of
from invoicing_xl.model.documents import loose_number_keys
from invoicing_xl.model.money import TENS
from invoicing_xl.model.parties import concatenated
from invoicing_xl.model.spaces import tidy
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]

_LAST_DIGITS = r"^(?P<prefix>.*?)(?P<counter>[0-9]{1,18})(?P<suffix>[^0-9]*)$"
_FIRST_DIGITS = r"^(?P<prefix>[^0-9]*)(?P<counter>[0-9]{1,18})(?P<suffix>.*)$"
_FEWEST = 10
_FEWEST_IN_A_RUN = 5
_FILLED = 0.05
_MOST_DIGITS = 19
_SMALLEST_JUMP = 100
_FEW_SERIES = 3
_MOST_SERIES = 0.1


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


@dataclass(frozen=True)
class Numbers:
    """Distinct numbers taken apart.

    series   index into ``names``, -1 where a number has no digits
    counter  the digits that count
    width    how many digits are written, leading zeros included
    names    prefix and suffix of each series, in capitals
    """

    series: Ints
    counter: Ints
    width: Ints
    names: list[tuple[str, str]]


class Numbering:
    """Numbers of all documents. Positions count the rows of their sheets one below the other."""

    def __init__(self, tables: list[Table]) -> None:
        self.stack = Stack(tables)
        columns = [table.texts("number") for table in tables]
        self.texts = columns[0] if len(columns) == 1 else concatenated(columns).map(lambda same: same)

    @cached_property
    def numbers(self) -> Numbers:
        """Each distinct text taken apart."""
        written = pc.utf8_upper(tidy(self.texts.values))
        by_last = _taken_apart(written, _LAST_DIGITS)
        if len(by_last.names) <= max(_FEW_SERIES, _MOST_SERIES * len(written)):
            return by_last
        by_first = _taken_apart(written, _FIRST_DIGITS)
        return min(by_last, by_first, key=lambda numbers: len(numbers.names))

    @cached_property
    def series(self) -> Ints:
        """The series of each position, -1 where it has none."""
        return np.append(self.numbers.series, -1)[self.texts.codes]

    @cached_property
    def counter(self) -> Ints:
        return np.append(self.numbers.counter, -1)[self.texts.codes]

    @cached_property
    def loose(self) -> Texts:
        """What is left of each number without case, punctuation and leading zeros."""
        return loose_number_keys(self.texts)

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

    @cached_property
    def established(self) -> Mask:
        """Positions whose number is of a run long enough to be no mistake, and written like the others."""
        as_seen = mask_of(pc.equal(self.texts.values, tidy(self.texts.values)))
        usual = (self.run_length >= _FEWEST) & (self.numbers.width == self.usual_width) & as_seen
        return np.append(usual, False)[self.texts.codes]

    @cached_property
    def run_length(self) -> Ints:
        """How many numbers the run of each distinct number has; 0 where it is of no series."""
        (order, _, _), first = self._sorted, self._run_starts
        lengths = np.diff(np.append(first, len(order)))
        result = np.zeros(len(self.texts.values), np.int64)
        result[order] = np.repeat(lengths, lengths)
        return result

    def position(self, series: int, counter: int) -> int | None:
        """The first row that bears a number of the series; None where it stands nowhere."""
        order, all_series, all_counters = self._sorted
        first, beyond = np.searchsorted(all_series, [series, series + 1])
        place = int(first) + int(np.searchsorted(all_counters[first:beyond], counter))
        found = place < beyond and int(all_counters[place]) == counter
        return int(self._first_position[order[place]]) if found else None

    def written(self, series: int, counter: int) -> str:
        """A number of a series as it would be written."""
        prefix, suffix = self.numbers.names[series]
        return f"{prefix}{counter:0{self.widths[series]}d}{suffix}"

    @cached_property
    def widths(self) -> Ints:
        """How many digits the numbers of each series are filled up to with zeros; 0 where they are not."""
        numbers, count = self.numbers, len(self.numbers.names)
        filled = (numbers.width > 1) & (numbers.counter < TENS[np.maximum(numbers.width - 1, 0)])
        by_width = np.bincount(
            numbers.series[filled] * _MOST_DIGITS + numbers.width[filled], minlength=count * _MOST_DIGITS
        ).reshape(count, _MOST_DIGITS)
        usual = _FILLED * np.bincount(numbers.series[numbers.series >= 0], minlength=count)
        often = by_width.sum(axis=1) > np.maximum(1, usual)
        return np.where(often, by_width.argmax(axis=1), 0)

    @cached_property
    def usual_width(self) -> Ints:
        """How many digits each distinct number should have."""
        digits = np.maximum(np.searchsorted(TENS, self.numbers.counter, side="right"), 1)
        result: Ints = np.maximum(np.append(self.widths, 0)[self.numbers.series], digits)
        return result

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints, Ints]:
        """Distinct numbers by series and counter, and the series and counter of each."""
        numbered = np.flatnonzero(self.numbers.series >= 0)
        order = numbered[np.argsort(self.numbers.counter[numbered], kind="stable")]
        order = order[np.argsort(self.numbers.series[order], kind="stable")]
        return order, self.numbers.series[order], self.numbers.counter[order]

    @cached_property
    def _run_starts(self) -> Ints:
        """Where in that order each run begins."""
        _, series, counter = self._sorted
        jump = np.maximum(_SMALLEST_JUMP, np.bincount(series, minlength=1) // 10)
        begins = (np.diff(series, prepend=-1) != 0) | (np.diff(counter, prepend=0) > jump[series])
        return np.flatnonzero(begins)

    @cached_property
    def _first_position(self) -> Ints:
        """The first row of each distinct number."""
        result = np.full(len(self.texts.values), -1)
        known = np.flatnonzero(self.texts.known)[::-1]
        result[self.texts.codes[known]] = known
        return result


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


def _taken_apart(written: pa.StringArray, pattern: str) -> Numbers:
    parts = pc.extract_regex(written, pattern)
    counter = pc.struct_field(parts, "counter")
    name = pc.binary_join_element_wise(
        pc.struct_field(parts, "prefix"), pc.struct_field(parts, "suffix"), "\x1f"
    ).dictionary_encode()
    names = [tuple(text.split("\x1f")) for text in name.dictionary.to_pylist()]
    return Numbers(
        series=np.asarray(name.indices.fill_null(-1)).astype(np.int64),
        counter=np.asarray(pc.fill_null(pc.cast(counter, pa.int64()), -1)),
        width=np.asarray(pc.fill_null(pc.binary_length(counter), 0)).astype(np.int64),
        names=[(prefix, suffix) for prefix, suffix in names],
    )
