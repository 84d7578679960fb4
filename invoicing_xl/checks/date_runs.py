"""The run of a sheet's dates: documents follow each other by date, in the order of their rows or numbers.

A single date that stands far from its neighbours' is out of the run. Where a sheet's dates do not run at
all (sorted by customer, numbers given out in advance), nothing can be said of any of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from invoicing_xl.model.columns import Dates, Mask, Texts
from invoicing_xl.model.memo import cached_property
from invoicing_xl.model.order import sorted_by
from invoicing_xl.model.tables import Table

Ints = NDArray[np.int64]
Day = np.datetime64

_SHORT_STEP = 31  # days between one document and the next
_RUNS = 0.75  # the share of short steps that makes a run
_NEIGHBOURS = 6
_FEWEST_NEIGHBOURS = 3
_SLACK = 3  # days
_OPEN_END = 60
_FAR = 180
_FEW = 5
_PRACTICE = 0.02  # the share of rows out of place that is how the sheet is kept


class DateRun:
    """The documents of a table in the order in which their dates run."""

    def __init__(self, table: Table) -> None:
        self._dates: Dates = table.dates("date")
        self._numbers: Texts = table.texts("number")

    @cached_property
    def order(self) -> Ints | None:
        """Indices of the dated rows in the order of the run; None where the dates do not run."""
        dated = np.flatnonzero(self._dates.known)
        if _steps_are_short(self._dates.days[dated]):
            return dated
        by_number = sorted_by(_counted(self._numbers), dated)
        return by_number if _steps_are_short(self._dates.days[by_number]) else None

    def neighbours(self, index: int) -> tuple[Day, Day] | None:
        """The first and last day of a row's neighbours in the run; None where they say nothing."""
        if self.order is None:
            return None
        place = int(self._place[index])
        near = self.order[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1]
        days = np.sort(self._dates.days[near[near != index]])
        if len(days) < _FEWEST_NEIGHBOURS:
            return None
        # One neighbour on either side may be wrong itself.
        return (days[1], days[-2]) if len(days) > _NEIGHBOURS else (days[0], days[-1])

    def admits(self, index: int, day: Day) -> bool | None:
        """Whether a row may be of this day, so far as its neighbours go; None where they say nothing."""
        between = self.neighbours(index)
        if between is None or self.order is None:
            return None
        first, last = between
        slack = max(_SLACK, int((last - first).astype(int)) // 2)
        # At the ends of the run there is nothing on one side to say how far it goes on.
        place = int(self._place[index])
        before = slack if place >= 2 else _OPEN_END
        after = slack if place < len(self.order) - 2 else _OPEN_END
        return bool(first - before <= day <= last + after)

    @cached_property
    def outliers(self) -> Mask:
        """Rows dated more than half a year before or after their neighbours."""
        found = np.zeros(len(self._dates), bool)
        if self.order is None or len(self.order) < _FEWEST_NEIGHBOURS:
            return found
        days = self._dates.days[self.order].astype(np.int64)
        before, after = days[1:-1] - days[:-2], days[1:-1] - days[2:]
        between = (np.minimum(before, after) > _FAR) | (np.maximum(before, after) < -_FAR)
        # The first may well be older than all others, and the last newer.
        first, last = min(days[1], days[2]) + _FAR, max(days[-2], days[-3]) - _FAR
        suspect = self.order[np.concatenate([[days[0] > first], between, [days[-1] < last]])]
        # The neighbour itself may be the one that is out.
        found[
            [index for index in suspect.tolist() if self.admits(index, self._dates.days[index]) is False]
        ] = True
        return found | self._turned

    @cached_property
    def _turned(self) -> Mask:
        """Rows that are out of place, and in their place with day and month swapped."""
        found = np.zeros(len(self._dates), bool)
        assert self.order is not None
        days = self._dates.days[self.order].astype(np.int64)
        before, after = days[1:-1] - days[:-2], days[1:-1] - days[2:]
        apart = (np.minimum(before, after) > _SHORT_STEP) | (np.maximum(before, after) < -_SHORT_STEP)
        suspect = self.order[1:-1][apart].tolist()
        if len(suspect) > max(_FEW, _PRACTICE * len(self.order)):
            return found
        found[[index for index in suspect if self._is_turned(index)]] = True
        return found

    def _is_turned(self, index: int) -> bool:
        meant = turned(self._dates.days[index])
        return (
            meant is not None
            and self.admits(index, self._dates.days[index]) is False
            and self.admits(index, meant) is True
        )

    @cached_property
    def _place(self) -> Ints:
        """Of each row its place in the run; of an undated one that of the row before it."""
        assert self.order is not None
        place = np.zeros(len(self._dates), np.int64)
        place[self.order] = np.arange(len(self.order))
        return place


def slips(day: Day) -> Iterator[Day]:
    """What may have been meant by a date: day and month swapped, a neighbouring year, a wrong decade."""
    year, month, number = (int(part) for part in str(day).split("-"))
    swapped = turned(day)
    if swapped is not None:
        yield swapped
    for meant in (year + 1, year - 1, year + 10, year - 10, year + 100, year - 100):
        if 1900 <= meant <= 9999 and (month, number) != (2, 29):
            yield np.datetime64(f"{meant:04}-{month:02}-{number:02}")


def turned(day: Day) -> Day | None:
    """The date with day and month swapped; None where that is no other date."""
    year, month, number = (int(part) for part in str(day).split("-"))
    return np.datetime64(f"{year:04}-{number:02}-{month:02}") if number <= 12 and number != month else None


def _steps_are_short(days: NDArray[np.datetime64]) -> bool:
    if len(days) <= _FEWEST_NEIGHBOURS:
        return False
    serial = days.astype(np.int64)
    short = np.abs(np.diff(serial)) <= _SHORT_STEP
    # A single wrong date is stepped over.
    short[:-1] |= np.abs(serial[2:] - serial[:-2]) <= _SHORT_STEP
    return bool(np.count_nonzero(short) >= _RUNS * len(short))


def _counted(numbers: Texts) -> Ints:
    """A place for each row by prefix and counter of its document number; blank ones come first."""
    parts = pc.extract_regex(numbers.values, r"^(?P<prefix>.*?)(?P<counter>\d{1,18})\D*$")
    counter = pc.fill_null(pc.cast(pc.struct_field(parts, "counter"), pa.int64()), -1)
    prefix = pc.fill_null(pc.struct_field(parts, "prefix"), "")
    ranks = np.argsort(np.lexsort((np.asarray(counter), np.asarray(pc.rank(prefix, tiebreaker="dense")))))
    result: Ints = np.append(ranks, -1)[numbers.codes]
    return result
