"""What Excel tells of a whole area, or not at all where its cells differ: parts of it are asked then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from invoicing_xl.model.cells import Area
from invoicing_xl.workbook.live.addresses import addresses, area_of, halves, runs_of

Com = Any
"""An object of Excel's: nothing can be said of its type here."""

_VISIBLE_CELLS = 12


def number_formats(worksheet: Com, areas: Sequence[Area]) -> Iterator[tuple[Area, str]]:
    """Asks for as much as an address holds, and for parts of it where formats differ."""
    for where in addresses(areas):
        parts = [area_of(part) for part in where.split(",")]
        code = worksheet.Range(where).NumberFormat
        if code is not None:
            yield from ((part, str(code)) for part in parts)
        elif len(parts) > 1:
            middle = len(parts) // 2
            yield from number_formats(worksheet, parts[:middle])
            yield from number_formats(worksheet, parts[middle:])
        else:
            for half in halves(parts[0]):
                yield from number_formats(worksheet, [half])


def merged_areas(worksheet: Com, area: Area) -> Iterator[Area]:
    """Asks for halves until they are merged altogether or not at all: rows first, headings span columns."""
    cells = worksheet.Range(str(area))
    state = cells.MergeCells
    if state is False:
        return
    if state:
        # A rectangle that is merged altogether may still hold many merged areas.
        first = area_of(cells.Cells(1, 1).MergeArea.Address)
        yield first
        if first.last_row >= area.last_row and first.last_column >= area.last_column:
            return
    for half in halves(area, rows_first=True):
        yield from merged_areas(worksheet, half)


def hidden_rows(rows: Com) -> Sequence[tuple[int, int]]:
    """The hidden ones of some entire rows, as runs; those that are shown are looked up as areas."""
    hidden = rows.Hidden
    if hidden is False:
        return []
    area = area_of(rows.Address)
    if hidden:
        return [(area.first_row, area.last_row)]
    shown: set[int] = set()
    for part in rows.SpecialCells(_VISIBLE_CELLS).Areas:
        visible = area_of(part.Address)
        shown.update(range(visible.first_row, visible.last_row + 1))
    return list(runs_of(row for row in range(area.first_row, area.last_row + 1) if row not in shown))
