"""What an open workbook needs of its spreadsheet program beyond xlwings' own interface.

xlwings covers values, formulas, number formats, fonts, colours, borders, alignment, merging, widths,
validations, conditional formats, charts and names. What it lacks, or fetches cell by cell, stands here, so
that the live adapter runs on every program that has an xlwings engine and this. ``ExcelApi`` speaks to
Excel itself; any other engine's ``impl`` carries its own as the attribute ``host_api``.

Methods raise what their program raises; ``sentence`` tells which of these a clerk can do something about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import xlwings as xw

from invoicing_xl.model.cells import Area
from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.model.grid import SheetTable
from invoicing_xl.model.plans import PrintSetup

RawValue = None | bool | int | float | str
"""A cell as Excel's ``Value2`` has it: a number, date or amount as a float; None for a blank; an error as
the whole number of ``excel_values.ERROR_OF`` (the only whole numbers there are)."""

Rows = Sequence[Sequence[RawValue]]


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of the workbook; ``worksheet`` is False for chart, dialog and macro sheets.

    ``mark`` is the text that one of the sheet's own defined names holds as a constant; None without one.
    """

    name: str
    visible: bool = True
    worksheet: bool = True
    protected: bool = False
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Whether the workbook may be written.

    ``read_only``   opened for reading only
    ``shared``      others write in it at the same time (shared workbook, co-authoring)
    ``structure_locked``  sheets may not be added, removed or renamed
    """

    read_only: bool = False
    shared: bool = False
    structure_locked: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a cell, which shows ``text`` already, to ``target`` ("'Sheet name'!A1")."""

    row: int
    column: int
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the program that is another one while we work."""

    get: Callable[[], object]
    put: Callable[[object], None]
    busy: object


class HostApi(Protocol):
    """The spreadsheet program of a workbook. Colours are "RRGGBB"; rows and columns count from 1."""

    # --- the program

    def settings(self, app: xw.App) -> Sequence[Setting]:
        """What is set while we work, beyond what xlwings can set; in this order, and put back in reverse.

        Excel: a wait cursor; Esc no longer breaks off the macro that called us; tables neither take in what
        is written beside them nor fill a formula into the rest of a column; the clipboard is emptied.
        """
        ...

    def interrupted(self, app: xw.App) -> bool:
        """Whether the clerk has pressed Esc since this was last asked."""
        ...

    def sentence(self, error: Exception) -> ClerkMessage | None:
        """What to tell the clerk of an error of the program: a cell is being edited, a dialog is open, the
        program is gone. None for errors that are ours."""
        ...

    # --- the workbook

    def tabs(self, book: xw.Book, mark: str) -> Sequence[Tab]:
        """All sheets of every kind, in tab order, each with the text of its own defined name ``mark``."""
        ...

    def access(self, book: xw.Book) -> Access: ...

    def date1904(self, book: xw.Book) -> bool: ...

    def location(self, book: xw.Book) -> str:
        """The full path, or the address (https://…) it was opened from; the bare name if never saved."""
        ...

    def save_copy(self, book: xw.Book, path: Path) -> None:
        """Write a copy to ``path``; the open workbook keeps its own name, place and unsaved state."""
        ...

    def add_sheet(self, book: xw.Book) -> xw.Sheet:
        """A new empty worksheet behind all other tabs, under whatever name. It may become the active one."""
        ...

    def duplicate(self, sheet: xw.Sheet) -> xw.Sheet:
        """An exact copy of the sheet beside it, under whatever name, with its own names, print
        settings, charts and all. It may become the active one."""
        ...

    def delete_sheets(self, book: xw.Book, names: Sequence[str]) -> None:
        """Delete these sheets without asking, all of them or none."""
        ...

    # --- a sheet

    def set_mark(self, sheet: xw.Sheet, name: str, text: str) -> None:
        """Let the sheet's own defined name hold the text as a constant, hidden from the clerk."""
        ...

    def filtered(self, sheet: xw.Sheet) -> Sequence[Area]:
        """The areas of all filters (the sheet's and its tables') that hide rows at this moment."""
        ...

    def tables(self, sheet: xw.Sheet) -> Sequence[SheetTable]:
        """The sheet's tables; ``columns`` are the headings."""
        ...

    def resize_table(self, sheet: xw.Sheet, name: str, area: Area) -> None:
        """Give a table another area, its header row staying where it is."""
        ...

    def pivots(self, sheet: xw.Sheet) -> Sequence[Area]:
        """The areas of the sheet's pivot tables."""
        ...

    def wipe(self, sheet: xw.Sheet) -> None:
        """Empty a sheet of ours altogether: cells, formats, merged cells, validations, conditional formats,
        links, charts, filter; widths, heights and hidden columns back to normal. What other sheets' formulas
        say of the sheet stays as it is; so do its names and print settings."""
        ...

    def copy_cells(self, source: xw.Sheet, target: xw.Sheet) -> None:
        """Copy all cells of a sheet with everything on them, also charts, widths and heights, onto another
        one that was wiped. The clipboard is left empty."""
        ...

    def has_more(self, sheet: xw.Sheet) -> bool:
        """Whether the sheet carries what only a clerk puts on a sheet of ours: notes, comments, pictures,
        shapes or tables."""
        ...

    def link(self, sheet: xw.Sheet, links: Sequence[Link]) -> None:
        """Make cells links to places in this workbook. The program may change the cells' font with it."""
        ...

    def freeze(self, sheet: xw.Sheet, place: tuple[int, int] | None, gridlines: bool) -> None:
        """Freeze the panes so that ``place`` is the first row and column that scroll (None: none is frozen),
        and show or hide the gridlines. The sheet may become the active one."""
        ...

    def print_setup(self, sheet: xw.Sheet) -> PrintSetup:
        """How the sheet prints, as far as ``set_print_setup`` sets it."""
        ...

    def set_print_setup(self, sheet: xw.Sheet, setup: PrintSetup) -> None: ...

    def set_tab_color(self, sheet: xw.Sheet, color: str) -> None:
        """Colour the sheet's tab; "" takes the colour away."""
        ...

    def export_pdf(self, sheet: xw.Sheet, path: Path) -> None:
        """Print the sheet into a PDF file with its own print settings."""
        ...

    # --- cells (one rectangle, if not said otherwise)

    def values(self, cells: xw.Range) -> Rows:
        """The cells' ``Value2`` as rows, also for a single cell, row or column."""
        ...

    def formulas(self, cells: xw.Range) -> Sequence[Sequence[str]]:
        """The cells' ``Formula2`` as rows of texts; a cell without formula gives its value as text, a blank
        "". A text that begins with "=" looks like a formula: only its value tells it."""
        ...

    def number_formats(self, sheet: xw.Sheet, areas: Sequence[Area]) -> Sequence[tuple[Area, str]]:
        """The number formats of these areas, which do not overlap and probably have all the same, as parts of
        one format each (in any order)."""
        ...

    def hidden_rows(self, cells: xw.Range) -> Sequence[tuple[int, int]]:
        """Runs (first, last) of rows of the range that are hidden, by a filter or by hand."""
        ...

    def merged(self, cells: xw.Range) -> Sequence[Area]:
        """The merged areas that touch the range."""
        ...

    def in_arrays(self, cells: xw.Range) -> bool:
        """Whether any of the cells belongs to an array formula, a spilled result or a data table. Of a single
        cell: one that fills other cells too."""
        ...

    def fill(self, cells: xw.Range) -> str | None:
        """The plain fill that all cells have; "" for no fill, None where they differ or have another one."""
        ...

    def offer(self, cells: xw.Range, values: Sequence[str], source: Area | None) -> None:
        """A list validation: the cells take one of ``values``, or of the cells ``source`` of their sheet."""
        ...

    def highlight(self, cells: xw.Range, formula: str, fill: str, color: str) -> None:
        """A conditional format below those that are there: where ``formula`` (relative to the first cell)
        holds, the fill and the text colour show; "" for none."""
        ...

    def add_filter(self, cells: xw.Range) -> None:
        """Filter buttons over the columns of the range, whose first row has the headings."""
        ...

    def extend_look(self, row: xw.Range, below: xw.Range) -> None:
        """Give the rows ``below`` the formats, conditional formats and validations of ``row``, which is as
        wide."""
        ...

    def indent(self, cells: xw.Range, steps: int) -> None:
        """``cells`` may be many areas."""
        ...

    def unlock(self, cells: xw.Range) -> None:
        """Let the cells be filled in when the sheet is protected later; may be many areas."""
        ...
