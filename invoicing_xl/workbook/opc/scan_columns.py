"""A sheet's columns as they grow while its rows come in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.cells import MAX_COLUMN, MAX_ROW, Area, address
from invoicing_xl.model.grid import GridColumn
from invoicing_xl.workbook.opc.scan_cells import NONE, Cells, Damaged, Ints, Mask, Rows, TooLarge

MOST_SLOTS = 1 << 27
"""Rows times columns that a grid may hold: 128 full columns, about 3 GB."""

_Item = TypeVar("_Item", bound=np.generic)
_Places = slice | Ints


class _Slots(Generic[_Item]):
    """One array of a column: as long as it has to be, ``blank`` wherever nothing was put."""

    def __init__(self, blank: _Item) -> None:
        self._blank = blank
        self.items: NDArray[_Item] = np.empty(0, blank.dtype)

    def put(self, places: _Places, end: int, items: NDArray[_Item] | _Item) -> None:
        """``end``: behind the last place."""
        if end > len(self.items):
            self._grow(min(max(end, len(self.items) * 2, 1024), MAX_ROW))
        self.items[places] = items

    def finished(self, length: int) -> NDArray[_Item]:
        """Exactly ``length`` of them; one and the same, and read-only, where nothing was put at all."""
        if not len(self.items):
            return np.broadcast_to(self._blank, length)
        if len(self.items) < length:
            self._grow(length)
        trimmed = self.items[:length]
        return trimmed if len(self.items) * 3 <= length * 4 else trimmed.copy()

    def _grow(self, length: int) -> None:
        longer = np.empty(length, self._blank.dtype)
        longer[: len(self.items)] = self.items
        longer[len(self.items) :] = self._blank
        self.items = longer


class _Column:
    def __init__(self) -> None:
        self.kinds = _Slots(np.uint8(0))
        self.numbers = _Slots(np.float64(np.nan))
        self.texts = _Slots(np.int32(NONE))
        self.formulas = _Slots(np.int32(NONE))
        self.styles = _Slots(np.int32(NONE))

    @property
    def used(self) -> bool:
        return bool(len(self.kinds.items) or len(self.formulas.items))


class Columns:
    """Cells and rows put where they belong.

    row_count  the last row in which a cell has a value or a formula
    """

    def __init__(self) -> None:
        self.row_count = 0
        self._columns: dict[int, _Column] = {}
        self._last_key = -1
        self._hidden = np.zeros(MAX_ROW, np.bool_)
        self._seen = np.zeros(MAX_ROW, np.bool_)
        self._row_styles: _Slots[np.int32] = _Slots(np.int32(NONE))

    def add_rows(self, rows: Rows) -> None:
        places = rows.numbers - 1
        self._seen[places] = True
        if rows.hidden.any():
            self._hidden[places[rows.hidden]] = True
        styled = rows.styles >= 0
        if styled.any():
            self._row_styles.put(places[styled], int(places.max()) + 1, rows.styles[styled])

    def add_cells(self, cells: Cells, texts: NDArray[np.int32], formulas: NDArray[np.int32] | None) -> None:
        """``texts`` and ``formulas`` as they shall stand in the grid; ``cells`` tells all else."""
        if not len(cells.rows):
            return
        in_order = self._goes_on(cells)
        is_used = cells.kinds > 0 if formulas is None else (cells.kinds > 0) | (formulas >= 0)
        if is_used.any():
            self.row_count = max(self.row_count, int(cells.rows[is_used].max()))
        for number, chosen in _by_column(cells):
            column = self._columns.setdefault(number, _Column())
            rows = cells.rows[chosen] - 1
            if not in_order:
                self._refuse_second(column, number, rows)
            places, end = _places(rows, in_order)
            column.styles.put(places, end, cells.styles[chosen])
            kinds = cells.kinds[chosen]
            if kinds.any():
                column.kinds.put(places, end, kinds)
                _put_some(column.numbers, places, end, cells.numbers[chosen])
                _put_some(column.texts, places, end, texts[chosen])
            if formulas is not None:
                _put_some(column.formulas, places, end, formulas[chosen])

    def _goes_on(self, cells: Cells) -> bool:
        """Whether these cells follow each other, and all earlier ones, as they should."""
        keys = cells.rows * (MAX_COLUMN + 1) + cells.columns
        in_order = bool(keys[0] > self._last_key and (keys[1:] > keys[:-1]).all())
        self._last_key = max(self._last_key, int(keys.max()))
        return in_order

    def _refuse_second(self, column: _Column, number: int, rows: Ints) -> None:
        rows = np.sort(rows)
        known = rows[rows < len(column.styles.items)]
        twice = np.append(known[column.styles.items[known] != NONE], rows[1:][rows[1:] == rows[:-1]])
        if len(twice):
            raise Damaged(f"cell {address(int(twice[0]) + 1, number)} stands in it twice")

    def fill(self, areas: Iterable[tuple[Area, int]]) -> None:
        """Give every cell of an area the area's formula: none of them can be changed alone."""
        slots, used = 0, self._used()
        for area, index in areas:
            end = min(area.last_row, self.row_count)
            if index < 0 or end < area.first_row:
                continue
            for number in used[bisect_left(used, area.first_column) : bisect_right(used, area.last_column)]:
                slots += end - area.first_row + 1
                if slots > MOST_SLOTS:
                    raise Damaged("its array formulas overlap")
                places = slice(area.first_row - 1, end)
                self._columns[number].formulas.put(places, end, np.int32(index))

    def finished(
        self, column_styles: NDArray[np.int32], format_of: NDArray[np.int32]
    ) -> dict[int, GridColumn]:
        """The used columns, by number.

        column_styles  the xf of each column's cells that do not exist (index 0 is column 1)
        format_of      the format of each xf; the first one for an xf that does not exist
        """
        used = self._used()
        if len(used) * self.row_count > MOST_SLOTS:
            raise TooLarge(f"{len(used):,} columns down to row {self.row_count:,}")
        return {
            number: self._finished_column(self._columns.pop(number), column_styles[number - 1], format_of)
            for number in used
        }

    def _finished_column(self, column: _Column, style: np.int32, format_of: NDArray[np.int32]) -> GridColumn:
        count = self.row_count
        styles = column.styles.finished(count)
        absent = styles < 0
        if absent.any():
            of_row = self._row_styles.finished(count)
            styles = np.where(absent, np.where(of_row >= 0, of_row, style), styles)
        return GridColumn(
            kinds=column.kinds.finished(count),
            numbers=column.numbers.finished(count),
            texts=column.texts.finished(count),
            formulas=column.formulas.finished(count),
            styles=format_of.take(np.where(styles < len(format_of), styles, 0)),
        )

    def hidden(self, *, unseen: bool) -> Mask | None:
        """The hidden rows, None where there are none. ``unseen``: rows without a row element are, too."""
        hidden = self._hidden[: self.row_count].copy()
        if unseen:
            hidden |= ~self._seen[: self.row_count]
        return hidden if hidden.any() else None

    def _used(self) -> list[int]:
        return sorted(number for number, column in self._columns.items() if column.used)


def _put_some(slots: _Slots[_Item], places: _Places, end: int, items: NDArray[_Item]) -> None:
    """Put items unless all of them are blank."""
    blank = np.isnan(items) if items.dtype == np.float64 else items == NONE
    if not blank.all():
        slots.put(places, end, items)


def _places(rows: Ints, in_order: bool) -> tuple[_Places, int]:
    """Where rows (from 0) are, as a slice if they are a run of rows, and the end behind the last."""
    if in_order and rows[-1] - rows[0] + 1 == len(rows):
        return slice(int(rows[0]), int(rows[-1]) + 1), int(rows[-1]) + 1
    return rows, int(rows.max()) + 1


def _by_column(cells: Cells) -> Iterator[tuple[int, _Places]]:
    """Each column that occurs, and which of the cells are in it."""
    width = int(np.searchsorted(cells.rows, cells.rows[0], "right"))
    columns = cells.columns
    if len(columns) % width == 0 and (columns.reshape(-1, width) == columns[:width]).all():
        for place, number in enumerate(columns[:width].tolist()):
            yield number, slice(place, None, width)
        return
    order = np.argsort(columns.astype(np.uint16), kind="stable")
    ordered = columns.take(order)
    bounds = np.flatnonzero(np.diff(ordered, prepend=0, append=0))
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield int(ordered[start]), order[start:end]
