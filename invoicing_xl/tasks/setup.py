"""Setup: which sheet and column was understood as what, and why."""

from __future__ import annotations

from invoicing_xl.layout.setup_sheet import place_of_settings, setup_plan
from invoicing_xl.layout.sight import Sight as Sight
from invoicing_xl.tasks.progress import Progress, silent
from invoicing_xl.tasks.understand import sheet_of_kind, understand
from invoicing_xl.workbook.port import Workbook


def setup(book: Workbook, *, write: bool = False, progress: Progress = silent) -> Sight:
    """What is understood; with ``write`` put the *Invoicing setup* sheet, the clerk's decisions kept.

    The book is changed but not saved.
    """
    understanding = understand(book, progress)
    if write:
        progress("Writing Invoicing setup")
        book.put(setup_plan(understanding.sight, understanding.settings, understanding.overrides))
    return understanding.sight


def first_setting(book: Workbook, *, progress: Progress = silent) -> str:
    """The cell of *Invoicing setup* in which the first setting stands ("Invoicing setup!C41").

    The sheet is put where there is none.
    """
    if sheet_of_kind(book, "setup") is None:
        setup(book, write=True, progress=progress)
    sheet = sheet_of_kind(book, "setup")
    return place_of_settings(book.read(sheet.name)) if sheet else ""
