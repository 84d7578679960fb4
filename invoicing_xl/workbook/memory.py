"""A workbook in memory, for tests and dry runs. It behaves as the file and Excel itself do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from pathlib import Path

from invoicing_xl.model.cells import MAX_ROW, Area, CellValue, Content, address
from invoicing_xl.model.edits import ChangeSet, Edit
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import Grid, SheetTable
from invoicing_xl.model.plans import SheetPlan
from invoicing_xl.workbook.grids import Place, grid_of, planned_cells
from invoicing_xl.workbook.opc.marks import Mark
from invoicing_xl.workbook.port import Row, SheetInfo
from invoicing_xl.workbook.titles import place

MAX_TEXT = 32_767


@dataclass
class MemorySheet:
    """A sheet: its cells by (row, column), and what else the port tells or a test wants to see."""

    name: str
    cells: dict[Place, Content] = field(default_factory=dict)
    tables: tuple[SheetTable, ...] = ()
    merged: tuple[Area, ...] = ()
    hidden: frozenset[int] = frozenset()
    protected: bool = False
    visible: bool = True
    readable: bool = True
    fills: dict[Place, str] = field(default_factory=dict)
    plan: SheetPlan | None = None
    mark: Mark | None = None

    @classmethod
    def of(cls, name: str, rows: Iterable[Sequence[CellValue | Content]]) -> MemorySheet:
        """A sheet with these rows from A1 on."""
        cells = {
            (row, column): value if isinstance(value, Content) else Content(value, number_format="General")
            for row, values in enumerate(rows, 1)
            for column, value in enumerate(values, 1)
        }
        return cls(name, {at: _kept(content) for at, content in cells.items() if _filled(content)})

    def grid(self, *, date1904: bool = False) -> Grid:
        return grid_of(
            self.name,
            self.cells,
            tables=self.tables,
            merged=self.merged,
            hidden=self.hidden,
            date1904=date1904,
            protected=self.protected,
        )

    def content(self, row: int, column: int) -> Content:
        return self.cells.get((row, column), Content(number_format="General"))

    @property
    def used_rows(self) -> tuple[int, int]:
        """The first and the last row in which any cell holds something; a format alone does not count."""
        rows = [row for (row, _), content in self.cells.items() if _filled(content)]
        return min(rows, default=0), max(rows, default=0)


class MemoryWorkbook:
    """The workbook port in memory, and what an open workbook has beyond it.

    ``saved`` lists the paths of the saves so far, None for "in place"; ``steps`` what was told of progress.
    ``folder`` and ``selection`` are for tests to set.
    """

    def __init__(self, *sheets: MemorySheet, name: str = "Book.xlsx", date1904: bool = False) -> None:
        self._name = name
        self._date1904 = date1904
        self._sheets = list(sheets)
        self.saved: list[Path | None] = []
        self.steps: list[str] = []
        self.folder: Path | None = None
        self.selection = ""

    @property
    def name(self) -> str:
        return self._name

    def sheet(self, name: str) -> MemorySheet:
        """The sheet itself, for tests to look at or to edit as a clerk would. Case does not matter."""
        for sheet in self._sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise ClerkMessage(f"There is no sheet named “{name}”.", where=self.name)

    def sheets(self) -> Sequence[SheetInfo]:
        return [self._info(sheet) for sheet in self._sheets]

    def _info(self, sheet: MemorySheet) -> SheetInfo:
        info = SheetInfo(sheet.name, sheet.visible, sheet.readable, sheet.protected)
        if not sheet.mark:
            return info
        return replace(info, kind=sheet.mark.kind, key=sheet.mark.key, edited=sheet.mark.edited(sheet.grid()))

    def read(self, sheet: str) -> Grid:
        return self._readable(sheet).grid(date1904=self._date1904)

    def _readable(self, name: str) -> MemorySheet:
        sheet = self.sheet(name)
        if not sheet.readable:
            raise ClerkMessage("This is a chart or macro sheet; it has no cells.", where=sheet.name)
        return sheet

    def fills(self, sheet: str, cells: Sequence[Place]) -> Sequence[str | None]:
        found = self._readable(sheet).fills
        return [found.get(cell, "") for cell in cells]

    def apply(self, changes: ChangeSet) -> None:
        for edit in changes:
            _check(self._readable(edit.sheet), edit)
        for edit in changes:
            _write(self.sheet(edit.sheet), edit)

    def append(self, sheet: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        target = self._readable(sheet)
        first, last = target.used_rows
        grown = _growing(target, last, rows)
        _check_rows(target, last, rows)
        headed = first == last or any(_is_header(table, last, table.area.first_column) for table in grown)
        width = max(*map(len, rows), *(table.area.last_column for table in grown), 0)
        for number, row in enumerate(rows, last + 1):
            for column, content in enumerate(chain(row, repeat(Content(), width - len(row))), 1):
                # New rows look like the last one in all their columns, unless that holds the headings.
                above = "General" if headed else target.content(last, column).number_format
                kept = _kept(replace(content, number_format=content.number_format or above))
                target.cells[number, column] = kept
        target.tables = tuple(
            replace(table, area=replace(table.area, last_row=last + len(rows))) if table in grown else table
            for table in target.tables
        )

    def put(self, plan: SheetPlan) -> str:
        where = place(plan, self.sheets())
        mark = Mark.of(where.name, plan)
        new = MemorySheet(where.name, planned_cells(plan), merged=tuple(plan.merged), plan=plan, mark=mark)
        if where.replaces is None:
            self._sheets.append(new)
        else:
            self._sheets[self._sheets.index(self.sheet(where.replaces))] = new
        return where.name

    def remove(self, sheet: str) -> None:
        target = self.sheet(sheet)
        if not target.mark:
            raise ClerkMessage("This sheet is yours; only generated sheets are removed.", where=target.name)
        self._sheets.remove(target)

    def save(self, path: Path | None = None) -> None:
        self.saved.append(path)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        before = [deepcopy(sheet) for sheet in self._sheets]
        try:
            yield
        except BaseException:
            self._sheets = before
            raise

    def progress(self, step: str) -> None:
        self.steps.append(step)

    def export_pdf(self, sheet: str, path: Path) -> None:
        raise ClerkMessage("A workbook in memory cannot be printed.", where=sheet)


def _check(sheet: MemorySheet, edit: Edit) -> None:
    """Refuses an edit that does not find what it states, or whose cell is not to be written."""
    where = f"{sheet.name}!{edit.cell}"
    if sheet.protected:
        raise ClerkMessage("The sheet is protected.", where=where, next_step="Unprotect it and run again.")
    if any(_covered(area, edit) for area in sheet.merged):
        raise ClerkMessage(
            "The cell is covered by merged cells.", where=where, next_step="Unmerge them first."
        )
    if any(_is_header(table, edit.row, edit.column) for table in sheet.tables):
        raise ClerkMessage("A table's header is not changed.", where=where)
    now = sheet.content(edit.row, edit.column)
    stated = edit.before.number_format
    format_fits = stated in (None, now.number_format) or not _filled(now)  # as the other adapters have it
    if not (_same(now, edit.before) and format_fits):
        raise ClerkMessage(
            f"The cell holds {_shown(now)}, not {_shown(edit.before)} as when it was read.",
            where=where,
            next_step="Check the workbook again.",
        )
    _check_value(edit.after, where)


def _covered(area: Area, edit: Edit) -> bool:
    first = (area.first_row, area.first_column) == (edit.row, edit.column)
    return area.contains(edit.row, edit.column) and not first


def _is_header(table: SheetTable, row: int, column: int) -> bool:
    return table.area.contains(row, column) and row < table.area.first_row + table.header_rows


def _check_value(content: Content, where: str) -> None:
    value = content.value
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise ClerkMessage(f"The text is longer than the {MAX_TEXT:,} characters a cell holds.", where=where)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"no number for a cell: {value}")


def _write(sheet: MemorySheet, edit: Edit) -> None:
    at = (edit.row, edit.column)
    number_format = edit.after.number_format or sheet.content(*at).number_format
    if not _same(edit.before, edit.after):
        sheet.cells[at] = _kept(replace(edit.after, number_format=number_format))
    elif number_format != sheet.content(*at).number_format:
        sheet.cells[at] = replace(sheet.content(*at), number_format=number_format)
    if edit.fill:
        sheet.fills[at] = edit.fill
    elif edit.fill == "":
        sheet.fills.pop(at, None)


def _growing(sheet: MemorySheet, last: int, rows: Sequence[Row]) -> list[SheetTable]:
    """The tables that take in new rows below the last used one: it is in them, above their totals."""
    new_last, width = last + len(rows), max(map(len, rows))
    growing = []
    for table in sheet.tables:
        if table.area.last_row < last or table.area.first_column > width:
            continue
        if table.area.first_row > last:
            raise ClerkMessage(f"The table {table.name} is in the way of the new rows.", where=sheet.name)
        if table.totals_rows and new_last > table.area.last_row - table.totals_rows:
            raise ClerkMessage(
                f"The table {table.name} ends in a totals row.",
                where=sheet.name,
                next_step="Switch the totals row off (Table Design > Total Row) and run again.",
            )
        if new_last > table.area.last_row:
            growing.append(table)
    return growing


def _check_rows(sheet: MemorySheet, last: int, rows: Sequence[Row]) -> None:
    if sheet.protected:
        raise ClerkMessage(
            "The sheet is protected.", where=sheet.name, next_step="Unprotect it and run again."
        )
    if last + len(rows) > MAX_ROW:
        raise ClerkMessage(f"The sheet has no room for {len(rows):,} more rows.", where=sheet.name)
    for number, row in enumerate(rows, last + 1):
        for column, content in enumerate(row, 1):
            _check_value(content, f"{sheet.name}!{address(number, column)}")


def _filled(content: Content) -> bool:
    return content.value is not None or content.formula is not None


def _kept(content: Content) -> Content:
    """As a workbook keeps it: every number a double, an empty text a blank (unless a formula's result)."""
    value = content.value
    if value == "" and content.formula is None:
        return replace(content, value=None)
    if isinstance(value, int) and not isinstance(value, bool):
        return replace(content, value=float(value))
    return content


def _same(one: Content, other: Content) -> bool:
    """Same value and formula; TRUE is not 1, a text is not its number, an empty text is a blank."""
    first, second = _kept(one), _kept(other)
    kinds_agree = isinstance(first.value, bool) == isinstance(second.value, bool)
    return kinds_agree and (first.value, first.formula) == (second.value, second.formula)


def _shown(content: Content) -> str:
    if content.formula:
        return f"the formula {content.formula}"
    return "nothing" if content.value in (None, "") else f"“{content.value}”"
