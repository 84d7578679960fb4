"""Where cells of one look stand within an area, and how places meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.document import Document

Place = tuple[int, int, int, int]
"""First row, first column, last row, last column within an area, counted from 0."""


class Look:
    """Cells of equal look: their number format (LibreOffice's key), and where they stand."""

    def __init__(self, document: Document, cells: UnoObject, top: int, left: int) -> None:
        self.cells = cells
        self.key: int = cells.NumberFormat
        self.kind = document.formats.kind(self.key)
        self._top, self._left = top, left

    @cached_property
    def places(self) -> Sequence[Place]:
        top, left = self._top, self._left
        return [
            (place.StartRow - top, place.StartColumn - left, place.EndRow - top, place.EndColumn - left)
            for place in self.cells.RangeAddresses
        ]


def common(one: Place, other: Place) -> Place | None:
    top, left = max(one[0], other[0]), max(one[1], other[1])
    bottom, right = min(one[2], other[2]), min(one[3], other[3])
    return (top, left, bottom, right) if top <= bottom and left <= right else None


def within(places: Iterable[Place], row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in places)


def runs(places: Iterable[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Cells as (first row, column, count) of stretches down a column."""
    found: list[tuple[int, int, int]] = []
    for column, row in sorted((column, row) for row, column in places):
        if found and found[-1][1] == column and found[-1][0] + found[-1][2] == row:
            found[-1] = (found[-1][0], column, found[-1][2] + 1)
        else:
            found.append((row, column, 1))
    return found
