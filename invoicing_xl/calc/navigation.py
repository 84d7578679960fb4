"""Finding cells: the end of a block, a text, what is merged."""

from __future__ import annotations

from collections.abc import Iterator

from invoicing_xl.calc.addresses import area_of
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.cells import Cells
from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area

_CONTENT = 1 | 2 | 4 | 16
_DIRECTIONS = {"d": "down", "u": "up", "l": "left", "r": "right"}


def end(cells: Cells, direction: str) -> tuple[int, int]:
    """Where Ctrl+arrow leads from the first cell: row and column."""
    direction = _DIRECTIONS.get(direction, direction)
    row, column = cells.area.first_row, cells.area.first_column
    down = direction in ("down", "up")
    line = cells.sheet.getCellRangeByPosition(
        *((column - 1, 0, column - 1, MAX_ROW - 1) if down else (0, row - 1, MAX_COLUMN - 1, row - 1))
    )
    filled = [
        (place.StartRow + 1, place.EndRow + 1) if down else (place.StartColumn + 1, place.EndColumn + 1)
        for place in line.queryContentCells(_CONTENT).RangeAddresses
    ]
    last = MAX_ROW if down else MAX_COLUMN
    at = row if down else column
    if direction in ("down", "right"):
        found = _next_edge(_joined(filled), at, last)
    else:
        mirrored = [(last + 1 - end, last + 1 - start) for start, end in filled]
        found = last + 1 - _next_edge(_joined(mirrored), last + 1 - at, last)
    return (found, column) if down else (row, found)


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined


def _next_edge(filled: list[tuple[int, int]], at: int, last: int) -> int:
    for start, end in filled:
        if start <= at < end:
            return end
        if start > at:
            return start
    return last


def find(cells: Cells, text: str, *, whole: bool, match_case: bool, by_rows: bool) -> list[tuple[int, int]]:
    """The cells that say ``text``, as row and column counted from 0 within ``cells``."""
    search = cells.uno.createSearchDescriptor()
    search.SearchString = text
    search.SearchWords = whole
    search.SearchCaseSensitive = match_case
    search.SearchType = 1  # what is shown, not the formula
    found = cells.uno.findAll(search)
    if found is None:
        return []
    top, left = cells.area.first_row - 1, cells.area.first_column - 1
    places = [
        (row - top, column - left)
        for place in found.RangeAddresses
        for row in range(place.StartRow, place.EndRow + 1)
        for column in range(place.StartColumn, place.EndColumn + 1)
    ]
    return sorted(places, key=None if by_rows else lambda place: (place[1], place[0]))


def merged(cells: Cells) -> Iterator[Area]:
    """The merged areas that touch the cells."""
    whole = cells.sheet.createCursorByRange(cells.uno)
    whole.collapseToMergedArea()  # else a merged area whose first cell lies outside is not seen
    if not whole.getIsMerged():
        return
    looks = whole.getUniqueCellFormatRanges()
    for place in (place for at in range(looks.Count) for place in looks.getByIndex(at).RangeAddresses):
        # The first cells of merged areas have a look of their own.
        if _range(cells.sheet, place).getIsMerged():
            for row in range(place.StartRow, place.EndRow + 1):
                for column in range(place.StartColumn, place.EndColumn + 1):
                    cursor = cells.sheet.createCursorByRange(cells.sheet.getCellByPosition(column, row))
                    cursor.collapseToMergedArea()
                    yield area_of(cursor.RangeAddress)


def _range(sheet: UnoObject, place: UnoObject) -> UnoObject:
    return sheet.getCellRangeByPosition(place.StartColumn, place.StartRow, place.EndColumn, place.EndRow)
