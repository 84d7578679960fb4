"""Finds the rows that hold captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.layout.assign import Header
from invoicing_xl.layout.captions import known, plain
from invoicing_xl.layout.evidence import looks_like_label
from invoicing_xl.layout.qualifiers import qualified
from invoicing_xl.model.cells import MAX_COLUMN, Kind
from invoicing_xl.model.grid import Grid, SheetTable

_SEARCHED = 50
_LEAST_KNOWN = 2
_MOST_STARTS = 500


def headers_of(grid: Grid, rows_given: Sequence[int] = ()) -> Iterator[Header]:
    """Every header row of a sheet with the rows below it, in order; ``rows_given`` are the clerk's own.

    An Excel table says where its captions stand. Elsewhere a header is a row of labels of which at least
    two are known captions: the best of the first rows, and later any such row after a blank one whose
    captions are others.
    """
    filled = _filled(grid)
    in_tables: list[tuple[int, int, int, int]] = []
    for table in grid.tables:
        header = _of_excel_table(grid, table)
        if header is not None:
            area = table.area
            in_tables.append((area.first_row, area.last_row, area.first_column, area.last_column))
            yield header
    starts = [row for row in _starts(grid, filled, rows_given) if not _inside(row, in_tables)]
    for number, row in enumerate(starts):
        end = starts[number + 1] - 1 if number + 1 < len(starts) else grid.row_count
        end = min([end, *(first - 1 for first, _, _, _ in in_tables if first > row)])
        for captions in _runs(grid, row, _captions(grid, row)):
            yield Header(grid, row, captions, np.arange(row + 1, end + 1, dtype=np.int64))


def _of_excel_table(grid: Grid, table: SheetTable) -> Header | None:
    if not table.header_rows:
        return None
    area = table.area
    row = area.first_row + table.header_rows - 1
    captions = {
        column: text
        for column, text in _captions(grid, row).items()
        if area.first_column <= column <= area.last_column
    }
    rows = np.arange(row + 1, area.last_row - table.totals_rows + 1, dtype=np.int64)
    return Header(grid, row, captions, rows) if captions and len(rows) else None


def _inside(row: int, areas: Sequence[tuple[int, int, int, int]]) -> bool:
    return any(first <= row <= last for first, last, _, _ in areas)


def _filled(grid: Grid) -> NDArray[np.int32]:
    """Cells with a value in each row."""
    counts = np.zeros(grid.row_count, np.int32)
    for cells in grid.columns.values():
        counts += cells.kinds != Kind.BLANK
    return counts


def _starts(grid: Grid, filled: NDArray[np.int32], rows_given: Sequence[int]) -> list[int]:
    """Header rows outside Excel tables, in order."""
    top = range(1, min(_SEARCHED, grid.row_count) + 1)
    scores = {row: _score(grid, row) for row in top}
    first = max(scores, key=lambda row: (scores[row], -row), default=0)
    found = [first] if first and scores[first] >= _LEAST_KNOWN else []
    blank = filled == 0
    after_blank = np.flatnonzero(blank[:-1] & (filled[1:] >= _LEAST_KNOWN)) + 2
    if found and len(after_blank) <= _MOST_STARTS:
        seen = {_signature(grid, found[0])}
        for row in after_blank.tolist():
            signature = _signature(grid, row)
            if row > found[-1] and signature not in seen and _score(grid, row) >= _LEAST_KNOWN:
                seen.add(signature)
                found.append(row)
    given = [row for row in rows_given if 1 <= row <= grid.row_count]
    return sorted(given) if given else found


def _score(grid: Grid, row: int) -> float:
    """How many captions a row holds that are known; 0 where most of it is no label."""
    texts = _captions(grid, row)
    cells = sum(grid.kind(row, column) is not Kind.BLANK for column in grid.columns)
    if not texts or len(texts) < 0.6 * cells:
        return 0
    return sum(known(qualified(text).caption) for text in texts.values()) + len(texts) / 1_000


def _signature(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(plain(text) for text in _captions(grid, row).values())


def _captions(grid: Grid, row: int) -> dict[int, str]:
    """The labels of a row by column, each with the group caption above it where that tells more."""
    found: dict[int, str] = {}
    for column in sorted(grid.columns):
        value = grid.value(row, column)
        if isinstance(value, str) and looks_like_label(value.strip()):
            found[column] = " ".join(value.split())
    return {column: _with_group(grid, row, column, text) for column, text in found.items()}


def _with_group(grid: Grid, row: int, column: int, text: str) -> str:
    """ "Invoice" merged over "No" and "Date" makes "Invoice No" and "Invoice Date", if these are known."""
    for area in grid.merged:
        spans = area.first_row <= row - 1 <= area.last_row and area.first_column <= column <= area.last_column
        if spans and area.last_row < row and area.last_column > area.first_column:
            group = grid.value(area.first_row, area.first_column)
            joined = f"{group} {text}"
            if isinstance(group, str) and known(qualified(joined).caption):
                return joined
    return text


def _runs(grid: Grid, row: int, captions: dict[int, str]) -> Iterator[dict[int, str]]:
    """Captions side by side belong together; a blank column between them begins another table."""
    run: dict[int, str] = {}
    previous = MAX_COLUMN
    for column, text in captions.items():
        gap = any(between not in grid.columns for between in range(previous + 1, column))
        if run and gap:
            yield run
            run = {}
        run[column] = text
        previous = column
    if run:
        yield run
