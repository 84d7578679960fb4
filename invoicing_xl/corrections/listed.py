"""*Findings* read back: the clerk's ticks and reasons, and what is listed.

A tick holds only for the very finding it was set at, wherever its row has moved since. So does the reason
why a finding is right as it is. The clerk may insert, move and remove rows and columns: a row lists a
finding where its hidden cell names one, and a column is found by its caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from invoicing_xl.corrections.preview import APPLICABLE, CAPTIONS, FIRST_ROW, TICK, Marked, Place, Tick
from invoicing_xl.corrections.rows import RowKey, row_kind
from invoicing_xl.model.cells import address, is_address, parse_address
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid

_NAME = "Finding"
_IS_NAME = re.compile("[0-9a-f]{12}").fullmatch
_MOST_ABOVE = 20  # rows that the clerk may have inserted above the captions
_TICKS = (TICK, "✓", "✔", "yes", "y")


@dataclass(frozen=True, slots=True)
class Listed:
    """A finding as the sheet shows it, in sheet row ``row``; ``sheet`` and ``cell`` are where it is, ``box``
    is the cell for its tick."""

    row: int
    box: str
    name: str
    level: str
    rule: str
    sheet: str
    cell: str
    message: str
    now: str
    proposed: str
    correction: str
    reason: str
    ticked: bool

    @property
    def tick(self) -> Tick:
        return self.name, self.proposed

    @property
    def applicable(self) -> bool:
        """Whether a tick applies the proposal."""
        return self.correction in APPLICABLE


def read_listed(grid: Grid) -> list[Listed]:
    """The findings that the sheet shows, from top to bottom.

    Left out are rows that a filter hides, and those in which the clerk has overwritten the place.
    """
    shown = (finding for finding in read_all(grid) if not _is_hidden(grid, finding.row))
    return [finding for finding in shown if finding.sheet and is_address(finding.cell)]


def read_all(grid: Grid) -> list[Listed]:
    """The findings of all rows, also of those that a filter hides."""
    page = _Page(grid)
    return [_listed(page, row) for row in page.rows()]


def read_ticked(grid: Grid) -> list[Listed]:
    """The findings that are ticked. ClerkMessage where what names the findings is gone from the sheet."""
    if _NAME not in _captions_of(grid) and not read_all(grid):
        raise ClerkMessage(
            f"The hidden column “{_NAME}” is missing, so no tick can be read.",
            where=grid.sheet,
            next_step="Check again, and tick on the new list.",
        )
    return [finding for finding in read_all(grid) if finding.ticked]


def read_ticks(grid: Grid) -> dict[Tick, bool]:
    """Whether each finding on the sheet that can be applied is ticked."""
    return {finding.tick: finding.ticked for finding in read_all(grid) if finding.applicable}


def read_accepted(grid: Grid) -> dict[str, str]:
    """Of each finding that the clerk gave a reason for: which one it is, and the reason."""
    return {
        finding.name: f"{finding.rule} {finding.sheet}!{finding.cell} “{finding.now}”: {finding.reason}"
        for finding in read_all(grid)
        if finding.reason
    }


def read_marks(grid: Grid) -> list[Marked]:
    """The cells that were filled; rows that the clerk has made unreadable are left out."""
    page = _Page(grid)
    marks: dict[Place, Marked] = {}
    for row in page.rows():
        color = page.text(row, "Marked")
        sheet, _, cell = page.text(row, "Where").rpartition("!")
        if color:
            with suppress(ValueError):
                place = (sheet, *parse_address(cell))
                kind = row_kind(page.text(row, "Row kind"))
                key = RowKey(kind, page.text(row, "Row name"), page.text(row, "Row mark"))
                marks[place] = Marked(place, page.text(row, "Column"), key, color)
    return list(marks.values())


def _listed(page: _Page, row: int) -> Listed:
    sheet, _, cell = page.text(row, "Where").rpartition("!")
    return Listed(
        row,
        page.cell(row, "Apply"),
        page.text(row, _NAME),
        page.text(row, "Level"),
        page.text(row, "Rule"),
        sheet,
        cell,
        page.text(row, "What is wrong"),
        page.text(row, "Now"),
        page.text(row, "Proposed"),
        page.text(row, "Correction"),
        page.text(row, "Right because").strip(),
        page.text(row, "Apply").strip().casefold() in (*_TICKS, "true"),
    )


class _Page:
    """The sheet as it stands now: where its columns are, and which rows list a finding."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._columns = _columns_of(grid)

    def rows(self) -> Iterator[int]:
        """Rows whose cell under “Finding” names one."""
        rows = range(1, self._grid.row_count + 1)
        return (row for row in rows if _IS_NAME(self.text(row, _NAME)))

    def text(self, row: int, caption: str) -> str:
        """What stands there as text; "" where the column is gone."""
        column = self._columns.get(caption)
        value = self._grid.value(row, column) if column else None
        return "" if value is None else str(value)

    def cell(self, row: int, caption: str) -> str:
        """The address of that cell; of the first in the row where the column is gone."""
        return address(row, self._columns.get(caption, 1))


def _captions_of(grid: Grid) -> dict[str, int]:
    """The column of each caption that stands on the sheet, in the row that has most of them."""
    rows = range(1, min(grid.row_count, FIRST_ROW + _MOST_ABOVE) + 1)
    found = [
        {text: column for column in grid.columns if (text := str(grid.value(row, column))) in CAPTIONS}
        for row in rows
    ]
    return max(found, key=len, default={})


def _columns_of(grid: Grid) -> dict[str, int]:
    """The column of each caption; one that was overwritten, as in a translation, still stands where it did
    beside the others, unless one of these stands there."""
    found = _captions_of(grid)
    shift = found.get(_NAME, _default(_NAME)) - _default(_NAME)
    taken = set(found.values())
    others = {name: _default(name) + shift for name in CAPTIONS if name not in found}
    return found | {name: column for name, column in others.items() if column > 0 and column not in taken}


def _default(caption: str) -> int:
    return CAPTIONS.index(caption) + 1


def _is_hidden(grid: Grid, row: int) -> bool:
    return grid.hidden is not None and row <= len(grid.hidden) and bool(grid.hidden[row - 1])
