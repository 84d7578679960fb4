"""Cells with findings are filled, where the clerk has switched that on, and are given back as they were.

Only a cell without a fill is marked: so a mark is taken away by taking its fill away, and no colour of the
clerk's is ever lost. *Findings* remembers in hidden columns which cells were marked; they are found again
after rows were sorted or inserted. A cell that has another fill by then keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from invoicing_xl.corrections.listed import read_marks
from invoicing_xl.corrections.preview import LEVEL_FILLS, Marked, Place
from invoicing_xl.corrections.rows import Rows
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.findings import Finding
from invoicing_xl.model.tables import Table, TableIndex
from invoicing_xl.workbook.port import Workbook

MOST_MARKED = 500
"""More than anybody looks at one by one; the list has them all."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """How many marks were taken away, and how many cells were left: gone, or filled otherwise since."""

    count: int
    left: int


def marks_of(
    book: Workbook, findings: Iterable[Finding], tables: Sequence[Table]
) -> tuple[dict[Place, Marked], list[str]]:
    """The marks to set for these findings, the worst first, and what shall not be marked, in sentences."""
    index, rows = TableIndex(tables), Rows(tables)
    wanted: dict[Place, Marked] = {}
    for finding in findings:
        place = (finding.sheet, finding.row, finding.column)
        found = index.at(finding.sheet, finding.row)
        if finding.severity.value in LEVEL_FILLS and found and place not in wanted:
            color = LEVEL_FILLS[finding.severity.value]
            wanted[place] = Marked(place, finding.header, rows.key(*found), color)
    fills = _fills(book, wanted)
    free = {place: mark for place, mark in wanted.items() if fills[place] == ""}
    chosen = dict(list(free.items())[:MOST_MARKED])
    notes = []
    if len(free) > len(chosen):
        more = len(free) - len(chosen)
        notes.append(f"The worst {len(chosen):,} cells are marked; {more:,} more are only listed.")
    if len(wanted) > len(free):
        notes.append(
            f"Not marked, for a fill of their own: cells with findings, {len(wanted) - len(free):,}."
        )
    return chosen, notes


def set_marks(book: Workbook, marks: Mapping[Place, Marked], tables: Sequence[Table]) -> list[str]:
    """Fill the cells; returns which sheets refused, and why."""
    grids = {table.sheet: table.grid for table in tables}
    refused = []
    for sheet, places in _by_sheet(marks).items():
        edits = []
        for _, row, column in places:
            stays = grids[sheet].content(row, column)
            edits.append(Edit(sheet, row, column, stays, stays, fill=marks[sheet, row, column].color))
        try:
            book.apply(ChangeSet(tuple(edits)))
        except ClerkMessage as message:
            refused.append(f"{sheet} is not marked: {message.what}")
    return refused


def clear_marks(book: Workbook, tables: Sequence[Table]) -> Cleared:
    """Take all marks away. ClerkMessage, and nothing changed, where a sheet does not allow it."""
    marks = standing_marks(book)
    grids = {table.sheet: table.grid for table in tables}
    rows = Rows(tables)
    now = {place: mark for mark in marks if (place := _place_now(mark, rows))[0] in grids}
    fills = _fills(book, now)
    edits = []
    for (sheet, row, column), mark in now.items():
        if fills[sheet, row, column] == mark.color:
            stays = grids[sheet].content(row, column)
            edits.append(Edit(sheet, row, column, stays, stays, fill=""))
    if edits:
        book.apply(ChangeSet(tuple(edits)))
    return Cleared(len(edits), len(marks) - len(edits))


def _place_now(mark: Marked, rows: Rows) -> Place:
    """Where the cell stands; the former place where its row bears another name by now."""
    found = rows.cell(mark.key, *mark.place, mark.caption)
    return (found[0].sheet, found[1], found[2]) if found else mark.place


def standing_marks(book: Workbook) -> list[Marked]:
    """What the lists of findings remember; there may be older ones that the clerk has written into."""
    lists = [sheet.name for sheet in book.sheets() if sheet.kind == "findings"]
    return [mark for name in lists for mark in read_marks(book.read(name))]


def _fills(book: Workbook, places: Iterable[Place]) -> dict[Place, str | None]:
    fills: dict[Place, str | None] = {}
    for sheet, there in _by_sheet(places).items():
        fills |= zip(there, book.fills(sheet, [(row, column) for _, row, column in there]), strict=True)
    return fills


def _by_sheet(places: Iterable[Place]) -> dict[str, list[Place]]:
    by_sheet: dict[str, list[Place]] = {}
    for place in places:
        by_sheet.setdefault(place[0], []).append(place)
    return by_sheet
