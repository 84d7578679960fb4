"""Finds the rows that hold captions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.layout.assign import Header
from invoicing_xl.layout.captions import known, plain
from invoicing_xl.layout.evidence import looks_like_label
from invoicing_xl.layout.qualifiers import qualified
from invoicing_xl.model.cells import MAX_COLUMN, Area, Kind
from invoicing_xl.model.grid import Grid, SheetTable

_SEARCHED = 50
_LEAST_KNOWN = 2
_MOST_STARTS = 500
_SAME_ROWS = 0.95
_LABELS = 0.6
_LABELS_LATER = 0.9  # "Invoice", "Open", "Payment" stand in rows of data too


def headers_of(grid: Grid, rows_given: Sequence[int] = ()) -> Iterator[Header]:
    """Every header row of a sheet with the rows below it, in order; ``rows_given`` are the clerk's own.

    An Excel table says where its captions stand. Elsewhere a header is a row of labels of which at least
    two are known captions: the best of the first rows, and later any such row after a blank one whose
    captions are others.
    """
    areas: list[Area] = []
    for table in grid.tables:
        header = _of_excel_table(grid, table)
        if header is not None:
            areas.append(table.area)
            yield header
    found = [
        (row, _runs_apart(grid, row, areas)) for row in _starts(grid, _filled(grid, grid.columns), rows_given)
    ]
    starts = [(row, runs) for row, runs in found if runs]
    followed_by = [*(row for row, _ in starts[1:]), grid.row_count + 1]
    for (row, runs), following in zip(starts, followed_by, strict=False):
        for captions in runs:
            below = [area.first_row for area in areas if area.first_row > row and _is_over(captions, area)]
            yield Header(grid, row, captions, np.arange(row + 1, min([following, *below]), dtype=np.int64))


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
    # A table may be longer than what is filled in; rows without a cell are not in the file.
    last = min(area.last_row - table.totals_rows, grid.row_count)
    rows = np.arange(row + 1, last + 1, dtype=np.int64)
    return Header(grid, row, captions, rows) if captions and len(rows) else None


def _runs_apart(grid: Grid, row: int, areas: Sequence[Area]) -> list[dict[int, str]]:
    """The captions of a row that belong to no Excel table; what touches one are notes on its rows."""
    taken = {
        column
        for area in areas
        if area.first_row <= row <= area.last_row
        for column in range(area.first_column, area.last_column + 1)
    }
    captions = {column: text for column, text in _captions(grid, row).items() if column not in taken}
    runs = list(_runs(grid, row, captions, grid.columns.keys() - taken))
    if not taken:
        return runs
    apart = [run for run in runs if taken.isdisjoint((min(run) - 1, max(run) + 1))]
    return [run for run in apart if _known(run) >= _LEAST_KNOWN]


def _is_over(captions: Iterable[int], area: Area) -> bool:
    """Whether the area stands in one of these columns, or between them."""
    columns = list(captions)
    return min(columns) <= area.last_column and area.first_column <= max(columns)


def _filled(grid: Grid, columns: Iterable[int]) -> NDArray[np.int32]:
    """Cells with a value in each row, of these columns."""
    counts = np.zeros(grid.row_count, np.int32)
    for column in columns:
        counts += grid.columns[column].kinds != Kind.BLANK
    return counts


def _starts(grid: Grid, filled: NDArray[np.int32], rows_given: Sequence[int]) -> list[int]:
    """Header rows, in order."""
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
            if row > found[-1] and signature not in seen and _score(grid, row, _LABELS_LATER) >= _LEAST_KNOWN:
                seen.add(signature)
                found.append(row)
    given = [row for row in rows_given if 1 <= row <= grid.row_count]
    return sorted(given) if given else found


def _score(grid: Grid, row: int, labels: float = _LABELS) -> float:
    """How many captions a row holds that are known; 0 where less than that share of it are labels."""
    texts = _captions(grid, row)
    cells = sum(grid.kind(row, column) is not Kind.BLANK for column in grid.columns)
    if not texts or len(texts) < labels * cells:
        return 0
    return _known(texts) + len(texts) / 1_000


def _known(texts: Mapping[int, str]) -> int:
    return sum(known(qualified(text).caption) for text in texts.values())


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
    """ "Invoice" merged over "No" and "Date" makes "Invoice No" and "Invoice Date", if these are known; so
    does "Cobro" over "Fecha" make "Fecha Cobro"."""
    for area in grid.merged:
        spans = area.first_row <= row - 1 <= area.last_row and area.first_column <= column <= area.last_column
        if spans and area.last_row < row and area.last_column > area.first_column:
            group = grid.value(area.first_row, area.first_column)
            for joined in (f"{group} {text}", f"{text} {group}"):
                if isinstance(group, str) and known(qualified(joined).caption):
                    return joined
    return text


def _runs(grid: Grid, row: int, captions: Mapping[int, str], columns: Set[int]) -> Iterator[dict[int, str]]:
    """Captions side by side belong together; behind one of no ``columns`` another table begins, unless the
    same rows go on there under other captions."""
    run: dict[int, str] = {}
    for part in _without_gaps(captions, columns):
        if run and not _go_on(grid, row, run, part):
            yield run
            run = {}
        run |= part
    if run:
        yield run


def _without_gaps(captions: Mapping[int, str], columns: Set[int]) -> Iterator[dict[int, str]]:
    part: dict[int, str] = {}
    previous = MAX_COLUMN
    for column, text in captions.items():
        if part and not columns >= set(range(previous + 1, column)):
            yield part
            part = {}
        part[column] = text
        previous = column
    if part:
        yield part


def _go_on(grid: Grid, row: int, left: Mapping[int, str], right: Mapping[int, str]) -> bool:
    """Whether the rows on the right are those on the left: filled where these are, under other captions."""
    if set(map(plain, left.values())) & set(map(plain, right.values())):
        return False
    one, other = (_filled(grid, part)[row:] > 0 for part in (left, right))
    return bool((one & other).sum() >= _SAME_ROWS * (one | other).sum() > 0)
