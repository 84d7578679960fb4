"""A single list of document numbers: what is missing in it, and what comes next.

Whoever asks about one list wants every gap of it, however few its numbers are; the rule about missing
numbers (SEQ-01) has whole books to judge and stays silent more often.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from invoicing_xl.checks.number_parts import numbers_of
from invoicing_xl.model.columns import Texts

_SMALLEST_JUMP = 100  # a larger step begins another run of numbers: a new year, another book


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers ``first`` to ``last`` are missing, ``count`` of them."""

    first: str
    last: str
    count: int


def gaps(numbers: Texts) -> list[Gap]:
    """All gaps, by series in the order in which these first occur, and by number."""
    listed = _Listed(numbers.values)
    return [gap for series in listed.series for gap in listed.gaps(series)]


def next_number(numbers: Texts) -> str | None:
    """The number after the highest of the run that the last number of the list belongs to.

    None where the last number has no digits to count on.
    """
    known = np.flatnonzero(numbers.known)
    if not len(known):
        return None
    return _Listed(numbers.values).after(int(numbers.codes[known[-1]]))


class _Listed:
    """Distinct numbers by series and counter."""

    def __init__(self, texts: pa.StringArray) -> None:
        self._texts = texts
        self._parts = numbers_of(texts)

    @property
    def series(self) -> list[int]:
        return [one for one in dict.fromkeys(self._parts.series.tolist()) if one >= 0]

    def gaps(self, series: int) -> Iterator[Gap]:
        for run in self._runs(series):
            counters = self._parts.counter[run]
            for at in np.flatnonzero(np.diff(counters) > 1).tolist():
                first, last = int(counters[at]) + 1, int(counters[at + 1]) - 1
                like = int(run[at])
                yield Gap(self._written(like, first), self._written(like, last), last - first + 1)

    def after(self, number: int) -> str | None:
        """What follows the run that this number is in."""
        series = int(self._parts.series[number])
        if series < 0:
            return None
        run = next(run for run in self._runs(series) if number in run)
        return self._written(number, int(self._parts.counter[run[-1]]) + 1)

    def _runs(self, series: int) -> list[NDArray[np.int64]]:
        """The numbers of a series by counter, cut where it jumps."""
        members = np.flatnonzero(self._parts.series == series)
        members = members[np.argsort(self._parts.counter[members], kind="stable")]
        jump = max(_SMALLEST_JUMP, len(members) // 10)
        return np.split(members, np.flatnonzero(np.diff(self._parts.counter[members]) > jump) + 1)

    def _written(self, like: int, counter: int) -> str:
        """A number of the same series, written as that one is."""
        prefix, suffix = self._parts.names[int(self._parts.series[like])]
        text = " ".join(str(self._texts[like]).split())
        ends = text[: len(prefix)], text[len(text) - len(suffix) :]
        if (ends[0].upper(), ends[1].upper()) != (prefix, suffix):
            ends = prefix, suffix
        return f"{ends[0]}{counter:0{int(self._parts.width[like])}d}{ends[1]}"
