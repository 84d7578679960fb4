"""Areas as addresses: what a program answers, and what it is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number

MAX_ADDRESS = 250
"""Excel takes no address of more than 255 characters."""

Place = tuple[int, int]
Item = TypeVar("Item")

_WHOLE = re.compile(r"(?P<first>[A-Z]{1,3}):(?P<last>[A-Z]{1,3})|(?P<top>\d+):(?P<bottom>\d+)")


def area_of(address: str) -> Area:
    """ "$A$1:$F$5" -> A1:F5; whole columns "$A:$C" and whole rows "$1:$3" too; of many areas the first."""
    bare = address.split(",")[0].replace("$", "")
    whole = _WHOLE.fullmatch(bare)
    if whole is None:
        return Area.parse(bare)
    if whole["first"]:
        return Area(1, column_number(whole["first"]), MAX_ROW, column_number(whole["last"]))
    return Area(int(whole["top"]), 1, int(whole["bottom"]), MAX_COLUMN)


def addresses(areas: Iterable[Area]) -> Iterator[str]:
    """The areas as few addresses "A1:B5,D7", none too long for Excel."""
    address = ""
    for area in areas:
        if address and len(address) + 1 + len(str(area)) > MAX_ADDRESS:
            yield address
            address = ""
        address = f"{address},{area}" if address else str(area)
    if address:
        yield address


def column_addresses(columns: Iterable[int]) -> Iterator[str]:
    """Whole columns as few addresses "A:B,D:D"."""
    runs = [Area(1, first, 1, last) for first, last in runs_of(sorted(columns))]
    for chunk in _chunks(runs, MAX_ADDRESS // 8):
        yield ",".join(f"{column_letters(a.first_column)}:{column_letters(a.last_column)}" for a in chunk)


def row_addresses(rows: Iterable[int]) -> Iterator[str]:
    """Whole rows as few addresses "3:3,7:9"."""
    for chunk in _chunks(list(runs_of(sorted(rows))), MAX_ADDRESS // 16):
        yield ",".join(f"{first}:{last}" for first, last in chunk)


def runs_of(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as runs (first, last) without gaps."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def rectangles(places: Iterable[Place]) -> list[Area]:
    """The places as few rectangles: runs within a row, put together where rows below have the same run."""
    by_row: dict[int, list[int]] = {}
    for row, column in places:
        by_row.setdefault(row, []).append(column)
    done: list[Area] = []
    growing: dict[tuple[int, int], Area] = {}
    for row in sorted(by_row):
        runs = set(runs_of(sorted(by_row[row])))
        for run in [run for run, area in growing.items() if run not in runs or area.last_row != row - 1]:
            done.append(growing.pop(run))
        for first, last in runs:
            area = growing.get((first, last))
            growing[first, last] = Area(area.first_row if area else row, first, row, last)
    return sorted(done + list(growing.values()), key=lambda area: (area.first_row, area.first_column))


def halves(area: Area, *, rows_first: bool = False) -> tuple[Area, Area]:
    """The area in two: by columns while it has many, else by rows; or the other way round."""
    wide, high = area.last_column > area.first_column, area.last_row > area.first_row
    if wide and not (rows_first and high):
        middle = (area.first_column + area.last_column) // 2
        return (
            Area(area.first_row, area.first_column, area.last_row, middle),
            Area(area.first_row, middle + 1, area.last_row, area.last_column),
        )
    middle = (area.first_row + area.last_row) // 2
    return (
        Area(area.first_row, area.first_column, middle, area.last_column),
        Area(middle + 1, area.first_column, area.last_row, area.last_column),
    )


def cell_count(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)


def around(areas: Iterable[Area]) -> Area:
    """The smallest area that holds all of them (at least one)."""
    found = list(areas)
    return Area(
        min(area.first_row for area in found),
        min(area.first_column for area in found),
        max(area.last_row for area in found),
        max(area.last_column for area in found),
    )


def meet(one: Area, other: Area) -> bool:
    rows = one.first_row <= other.last_row and other.first_row <= one.last_row
    return rows and one.first_column <= other.last_column and other.first_column <= one.last_column


def places_of(area: Area) -> Iterator[Place]:
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column, area.last_column + 1):
            yield row, column


def _chunks(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
